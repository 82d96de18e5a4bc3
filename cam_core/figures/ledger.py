"""The ledger: running sums that end on the logits, the signal, what positions add, every channel's terms.

The picture is built once for a model. Stepping through samples, and silencing channels, swaps the arrays
that `ledger_bindings` names; the browser makes them from a sample's feature maps by adding terms.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import cycle, islice
from typing import Any

import numpy as np
import plotly.graph_objects as go

from cam_core.figures.ledger_traces import (
    bar_trace,
    cursor_trace,
    end_trace,
    map_strip,
    point_trace,
    term_strip,
)
from cam_core.figures.marks import color_axis, line, side_lines
from cam_core.figures.style import Translate, axis, caption, colorscale, figure, sample_axis
from cam_core.figures.words import marked_class_name
from cam_core.maps.choices import MARGIN, map_names
from cam_core.maps.ledger import LedgerScales
from cam_core.palette import CAM_SCALE, CLASS_COLORS, CLASS_MARKS, CLASS_SYMBOLS, FOUND, INK, MUTED
from cam_core.results import Calibration

HEIGHT, GROW, NARROW_HEIGHT = 470, 0.66, 640
"""Least height in pixels, share of a taller window, height on a phone."""

MAP, SIGNAL, ADDS, TERMS, MAXIMA, KEPT, GONE, CURSOR = range(8)
"""The first traces: the map behind the signal, the signal, what positions add, the terms, where the maxima
of the channels stand, contributions of channels that sound and of silenced ones, the chosen channel."""

FIRST_EDGES, NUM_EDGES = 8, 3
BEFORE = FIRST_EDGES + NUM_EDGES
"""The running sum with every channel, once some are silenced."""

FIRST_RUNNING = BEFORE + 1
PICKED = (TERMS, KEPT, GONE)
"""Traces whose units are channels: a click on one silences it."""

RUNNING_ROW, SIGNAL_ROW, ADDS_ROW, TERMS_ROW = (0.635, 0.955), (0.48, 0.585), (0.335, 0.43), (0.0, 0.285)
TIME, BESIDE = (0.0, 0.86), (0.885, 1.0)
"""Shares of the picture's height and width that the rows and the two columns take."""

HEADROOM = 1.06
DASHES = ("solid", "dash", "dot", "dashdot")
STROKES: Mapping[str, str] = {"solid": "━━", "dash": "╺╸╺╸", "dot": "▪▪▪▪", "dashdot": "╺╸▪╺╸"}
"""How a line looks in a sentence: colour is never the only cue."""


@dataclass(frozen=True)
class Lines:
    """The running sums of a model with `num_classes`: one trace for each class, then the margin's."""

    num_classes: int

    @property
    def names(self) -> tuple[str, ...]:
        return (*map(str, range(self.num_classes)), MARGIN)

    @property
    def first_end(self) -> int:
        """The trace of the first logit, beside the end of its running sum."""
        return FIRST_RUNNING + len(self.names)

    @property
    def colors(self) -> tuple[str, ...]:
        return (*CLASS_COLORS[: self.num_classes], INK)

    @property
    def dashes(self) -> tuple[str, ...]:
        return (*islice(cycle(DASHES[:2] if self.num_classes == 2 else DASHES), self.num_classes), "dot")

    @property
    def symbols(self) -> tuple[str, ...]:
        return (*CLASS_SYMBOLS[: self.num_classes], "hexagram")


def line_names(class_names: Sequence[str], t: Translate) -> dict[str, str]:
    """Return how sentences call each class's line: its stroke, its mark, its name."""
    lines = Lines(len(class_names))
    strokes = [STROKES[dash] for dash in lines.dashes]
    marked = [marked_class_name(t, name, label) for label, name in enumerate(class_names)]
    names = [*marked, t("ledger-margin")]
    return {line: f"{stroke} {name}" for line, stroke, name in zip(lines.names, strokes, names, strict=True)}


def ledger_bindings(num_classes: int) -> list[dict[str, Any]]:
    """Return which array fills which trace; `take` ranks the channels by their contribution."""
    lines, ranked = Lines(num_classes), {"take": "order.{map}"}
    bound: list[dict[str, Any]] = [
        {"trace": MAP, "attr": "z", "array": "map", "rows": True},
        {"trace": SIGNAL, "attr": "y", "array": "x"},
        {"trace": ADDS, "attr": "y", "array": "adds"},
        {"trace": TERMS, "attr": "z", "array": "terms", **ranked},
        {"trace": MAXIMA, "attr": "x", "array": "maxima", **ranked},
        {"trace": KEPT, "attr": "x", "array": "kept", **ranked},
        {"trace": GONE, "attr": "x", "array": "gone", **ranked},
        {"trace": CURSOR, "attr": "y", "array": "cursor"},
        {"trace": BEFORE, "attr": "y", "array": "running.before"},
    ]
    edges = range(FIRST_EDGES, FIRST_EDGES + NUM_EDGES)
    bound += [{"trace": trace, "attr": "x", "array": "truth"} for trace in edges]
    for place, name in enumerate(lines.names):
        end = lines.first_end + place
        bound.append({"trace": FIRST_RUNNING + place, "attr": "y", "array": f"running.{name}"})
        bound.append({"trace": end, "attr": "x", "array": f"end.place.{name}"})
        bound.append({"trace": end, "attr": "y", "array": f"end.{name}"})
    return bound


def ledger_figure(
    num_points: int,
    centers: np.ndarray,
    num_channels: int,
    num_classes: int,
    scales: tuple[LedgerScales, LedgerScales],
    signal_limit: float,
    pooling: str,
    t: Translate,
) -> go.Figure:
    """Return the empty picture for positions at `centers`, in samples, and `num_channels` channels.

    The signal lies between ± `signal_limit`; `scales` are those of a class and of the margin.
    """
    samples, ranks, lines = np.arange(num_points), np.arange(num_channels), Lines(num_classes)
    running = running_places(num_points)
    traces = [
        map_strip(centers, signal_limit),
        line(samples, 2.0, y=np.nan, yaxis="y2", hoverinfo="none"),
        line(np.repeat(centers, 3), 2.0, y=np.nan, yaxis="y3", hoverinfo="none"),
        term_strip(centers, num_channels),
        point_trace(ranks, "x", "y4", "circle", 2.5, INK),
        bar_trace(ranks),
        point_trace(ranks, "x2", "y4", "x-thin", 5, FOUND),
        cursor_trace(num_points),
        *(
            side_lines(low, high, yaxis=row)
            for row, (low, high) in _heights(num_channels, num_classes, signal_limit, scales).items()
        ),
        line(running, 1.0, y=np.nan, color=MUTED, shape="hv"),
        *(
            line(running, 2.8, y=np.nan, color=color, dash=dash, shape="hv", hoverinfo="none")
            for color, dash in zip(lines.colors, lines.dashes, strict=True)
        ),
        *(end_trace(color, symbol) for color, symbol in zip(lines.colors, lines.symbols, strict=True)),
    ]
    layout = _layout(num_points, num_channels, num_classes, scales, signal_limit, t)
    return figure(traces, HEIGHT, **layout, annotations=_labels(pooling, t, short=False))


def running_places(num_points: int) -> np.ndarray:
    """Return where a running sum is drawn, (1 + time + 1,), in samples: first before, last behind all."""
    return np.concatenate([[-0.5], np.arange(num_points), [num_points - 0.5]])


def ledger_patches(
    calibration: Calibration,
    scales: tuple[LedgerScales, LedgerScales],
    num_classes: int,
    pooling: str,
    t: Translate,
) -> dict[str, Any]:
    """Return the layout changes of each map (fixed scales, in logits) and of narrow screens."""
    short = enumerate(_labels(pooling, t, short=True))
    narrow: dict[str, Any] = {f"annotations[{i}].text": one["text"] for i, one in short}
    narrow["xaxis3.showticklabels"] = False  # there is no room for three marks
    layouts: dict[str, dict[str, Any]] = {}
    for name in map_names(num_classes):
        of_map = calibration.margin_scale if name == MARGIN else calibration.cam_scale
        own = scales[name == MARGIN]
        changes = {
            "yaxis3.range": _around_zero(own.share),
            "xaxis2.range": _around_zero(own.contribution),
            "coloraxis.cmin": -of_map,
            "coloraxis.cmax": of_map,
            "coloraxis2.cmin": -own.term,
            "coloraxis2.cmax": own.term,
        }
        layouts[f"{name}.wide"] = {**changes, "xaxis3.showticklabels": True}
        layouts[f"{name}.narrow"] = {**changes, **narrow}
    return {"key": "{map}.{width}", "layouts": layouts}


def _around_zero(end: float) -> list[float]:
    return [-HEADROOM * end, HEADROOM * end]


def _running_end(scales: tuple[LedgerScales, LedgerScales], num_classes: int) -> float:
    """Return where the axis of the running sums ends: of two classes the margin is the largest of them."""
    return scales[num_classes == 2].running


def _heights(
    num_channels: int, num_classes: int, signal_limit: float, scales: tuple[LedgerScales, LedgerScales]
) -> dict[str, tuple[float, float]]:
    """Return the axes that the true interval's edges cross, and how far they go there."""
    end = HEADROOM * _running_end(scales, num_classes)
    return {"y": (-end, end), "y2": (-signal_limit, signal_limit), "y4": (-0.5, num_channels - 0.5)}


def _layout(
    num_points: int,
    num_channels: int,
    num_classes: int,
    scales: tuple[LedgerScales, LedgerScales],
    signal_limit: float,
    t: Translate,
) -> dict[str, Any]:
    zero: dict[str, Any] = {"zeroline": True, "zerolinecolor": MUTED}
    last = num_channels - 1
    marks = [*CLASS_MARKS[:2], f"{CLASS_MARKS[1]}−{CLASS_MARKS[0]}"] if num_classes == 2 else ["", "", ""]
    return {
        "margin": {"l": 56, "r": 12, "t": 4, "b": 46},
        "hovermode": "closest",
        "hoverdistance": -1,
        "xaxis": sample_axis(t("axis-sample"), num_points, domain=TIME, anchor="y4"),
        "xaxis2": axis(domain=BESIDE, anchor="y4", nticks=4, **zero),
        "xaxis3": axis(
            domain=BESIDE, anchor="y", range=[-0.7, 2.7], tickvals=[0, 1, 2], ticktext=marks, showgrid=False
        ),
        "yaxis": axis(
            domain=RUNNING_ROW, range=_around_zero(_running_end(scales, num_classes)), nticks=7, **zero
        ),
        "yaxis2": axis(domain=SIGNAL_ROW, range=[-signal_limit, signal_limit], nticks=4),
        "yaxis3": axis(domain=ADDS_ROW, nticks=4, **zero),
        "yaxis4": axis(
            domain=TERMS_ROW,
            range=[last + 0.5, -0.5],
            tickvals=[0, last // 2, last],
            ticktext=["1", f"{last // 2 + 1}", f"{last + 1}"],
            showgrid=False,
        ),
        "coloraxis": color_axis(),
        "coloraxis2": {"colorscale": colorscale(CAM_SCALE), "showscale": False},
    }


def _labels(pooling: str, t: Translate, *, short: bool) -> list[dict[str, Any]]:
    """Return the texts above the rows, then above the two columns beside them."""
    suffix = "-short" if short else ""
    names = ["running", "signal", f"adds-{pooling}", f"terms-{pooling}"]
    rows = zip(names, (RUNNING_ROW, SIGNAL_ROW, ADDS_ROW, TERMS_ROW), strict=True)
    labels = [(f"ledger-row-{name}{suffix}", TIME[0], row[1]) for name, row in rows]
    labels += [
        ("ledger-column-logit", BESIDE[0], RUNNING_ROW[1]),
        ("ledger-column-adds", BESIDE[0], TERMS_ROW[1]),
    ]
    return [caption(t(name), left, top) for name, left, top in labels]
