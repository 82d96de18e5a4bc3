"""The comparison of methods as a table in words and as a file of numbers."""

import numpy as np
import pandas as pd

from cam_core.comparisons.methods import Rows
from ui.language import Translate

CHANCE = "chance"
COLUMNS = ("method", "iou", "pointing", "inside", "deletion_area", "deletion_margin_area", "seconds")
"""Of the file; IoU, pointing, inside and the areas are means over the signals, seconds are for one signal."""

NOTHING = "–"


def method_name(t: Translate, name: str) -> str:
    """Return what a method is called in the reader's language."""
    return t(f"method-{name.replace('_', '-')}")


def comparison(rows: Rows) -> pd.DataFrame:
    """Return a line for each method and one for chance, with the columns `COLUMNS`.

    NaN stands for what is not known. Chance is an interval of the right length put anywhere, and blocks
    deleted in random order.
    """
    lines = [
        (
            name,
            _mean(rows.iou[place]),
            _mean(rows.pointing_hit[place][_has_event(rows)]),
            _mean(rows.inside[place]),
            _mean(rows.deletion_area[place]),
            _mean(rows.margin_area[place]),
            float(rows.seconds[place]) / len(rows),
        )
        for place, name in enumerate(rows.names)
    ]
    share = _mean(rows.chance_share)
    areas = _mean(rows.random_area), _mean(rows.random_margin_area)
    lines.append((CHANCE, _mean(rows.chance_iou), share, share, *areas, np.nan))
    return pd.DataFrame(lines, columns=list(COLUMNS))


def _has_event(rows: Rows) -> np.ndarray:
    return ~np.isnan(rows.chance_share)


def _mean(values: np.ndarray) -> float:
    known = values[~np.isnan(values)] if values.dtype.kind == "f" else values
    return float(known.mean()) if len(known) else np.nan


def words(t: Translate, table: pd.DataFrame, *, single: bool) -> pd.DataFrame:
    """Return the comparison as it is read: of a `single` signal the peak is inside or it is not."""
    pointing = _yes_or_no if single else _percent
    columns = {
        t("methods-iou"): [_number(value, 2) for value in table["iou"]],
        t("methods-pointing"): [
            _percent(t, value) if name == CHANCE else pointing(t, value)
            for name, value in zip(table["method"], table["pointing"], strict=True)
        ],
        t("methods-inside"): [_percent(t, value) for value in table["inside"]],
        t("methods-area"): [_number(value, 3) for value in table["deletion_area"]],
        t("methods-time"): [_milliseconds(value) for value in table["seconds"]],
    }
    return pd.DataFrame(columns, index=[method_name(t, name) for name in table["method"]])


def csv(table: pd.DataFrame, about: dict[str, object]) -> str:
    """Return the comparison as comma-separated values, behind columns that say what it is `about`."""
    named = table.copy()
    for place, (name, value) in enumerate(about.items()):
        named.insert(place, name, value)
    return named.to_csv(index=False, float_format="%.6g", lineterminator="\n")


def _number(value: float, digits: int) -> str:
    return NOTHING if np.isnan(value) else f"{value:.{digits}f}"


def _yes_or_no(t: Translate, value: float) -> str:
    return NOTHING if np.isnan(value) else t("methods-yes" if value else "methods-no")


def _percent(t: Translate, value: float) -> str:
    return NOTHING if np.isnan(value) else t("methods-percent", percent=round(100 * value))


def _milliseconds(seconds: float) -> str:
    return NOTHING if np.isnan(seconds) else f"{1e3 * seconds:.3g}"
