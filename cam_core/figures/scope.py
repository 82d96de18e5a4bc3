"""Scope: a signal with its class activation map behind it, brackets, and the map as height.

The picture is built once; stepping through samples swaps the arrays that `BINDINGS` names.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go

from cam_core.evidence import rises
from cam_core.figures.marks import (
    HEADROOM,
    bracket_axis,
    color_axis,
    height_axes,
    height_gradient,
    interval_bracket,
    interval_ends,
    line,
    sample_borders,
    strip,
)
from cam_core.figures.style import TICK_SIZE, Translate, axis, figure, sample_axis
from cam_core.figures.words import class_name
from cam_core.maps.choices import MARGIN, SignalMap, map_names
from cam_core.palette import FOUND, MUTED, TRUTH
from cam_core.results import Calibration
from cam_core.signals import NO_INTERVAL

HEIGHT = 400
GROW = 0.53
"""Least height in pixels, and share of a taller window."""

LONG_TITLE = {"yaxis3.title.font.size": TICK_SIZE, "yaxis3.title.standoff": 4}
"""Three lines, with two names, beside the numbers."""

STRIP, SIGNAL, GRADIENT, STEPS, CURVE, THRESHOLD, TRUE_BURST, LOCALIZED, BOLD_STEPS = range(9)
"""Order of the traces."""


def scope_bindings(num_classes: int) -> list[dict[str, Any]]:
    """Return which array fills which trace; of more than two classes one map may be taken from another."""
    shown = "{map}" if num_classes == 2 else "{map}.{against}"
    divide = {"divide": f"{{scale}}.{shown}"}
    native = {"array": "native.{map}", "minus": "native.{against}", **divide}
    linear = {"array": "linear.{map}", "minus": "linear.{against}", **divide}
    chosen = {"array": "{interpolation}.{map}", "minus": "{interpolation}.{against}", **divide}
    return [
        {"trace": STRIP, "attr": "z", **chosen, "rows": True},
        {"trace": SIGNAL, "attr": "y", "array": "x"},
        {"trace": STEPS, "attr": "y", **native},
        {"trace": CURVE, "attr": "y", **linear, "when": {"interpolation": "linear"}},
        {"trace": BOLD_STEPS, "attr": "y", **native, "when": {"interpolation": "native"}},
        {"trace": THRESHOLD, "attr": "y", "array": f"threshold.{shown}", **divide},
        {"trace": TRUE_BURST, "attr": "x", "array": "truth"},
        {"trace": LOCALIZED, "attr": "x", "array": f"found.{shown}"},
    ]


def scope_figure(num_points: int, signal_limit: float, t: Translate) -> go.Figure:
    """Return the empty picture for signals of `num_points` samples between ± `signal_limit`."""
    samples, ends = np.arange(num_points), (-0.5, num_points - 0.5)
    traces = [
        strip(sample_borders(num_points), signal_limit),
        line(samples, 2.4, hover=t("scope-hover-signal")),
        height_gradient(ends, "y4"),
        line(samples, 1.2, color=MUTED, shape="hvh", hover=t("scope-hover-native"), yaxis="y3"),
        line(samples, 2.6, hover=t("scope-hover-cam"), yaxis="y3", fill="tozeroy"),
        line(ends, 1.5, y=np.nan, color=FOUND, dash="dash", yaxis="y3"),
        interval_bracket(TRUTH, 1, "y2", name=t("scope-truth")),
        interval_bracket(FOUND, 0, "y2", name=t("scope-found")),
        line(samples, 2.6, shape="hvh", hover=t("scope-hover-native"), yaxis="y3", fill="tozeroy"),
    ]
    return figure(traces, HEIGHT, **_layout(num_points, signal_limit, t))


def scope_patches(calibration: Calibration, class_names: Sequence[str], t: Translate) -> dict[str, Any]:
    """Return the layout changes of each view: fixed scales in logits, or each map's own ratio."""
    if len(class_names) > 2:
        return {"key": "{scale}.{map}.{against}", "layouts": _compared_layouts(calibration, class_names, t)}
    layouts: dict[str, dict[str, Any]] = {}
    for name in map_names(len(class_names)):
        is_margin = name == MARGIN
        scale = calibration.margin_scale if is_margin else calibration.cam_scale
        title = t("scope-axis-margin") if is_margin else t("scope-axis-cam")
        layouts[f"fixed.{name}"] = scaled_layout(scale, title)
        layouts[f"ratio.{name}"] = scaled_layout(1.0, t("scope-axis-ratio"))
    return {"key": "{scale}.{map}", "layouts": layouts}


def _compared_layouts(
    calibration: Calibration, class_names: Sequence[str], t: Translate
) -> dict[str, dict[str, Any]]:
    """Return the layout of each class's map alone, and of each less another, whose axis names the two."""
    layouts: dict[str, dict[str, Any]] = {}
    ends = {"fixed": (calibration.cam_scale, calibration.margin_scale), "ratio": (1.0, 1.0)}
    alone = {"fixed": t("scope-axis-cam"), "ratio": t("scope-axis-ratio")}
    names = [class_name(t, name) for name in class_names]
    for scale, (own, less) in ends.items():
        for label, first in enumerate(names):
            layouts[f"{scale}.{label}."] = scaled_layout(own, alone[scale])
            for other, second in enumerate(names):
                message = "scope-axis-itself" if label == other else f"scope-axis-less-{scale}"
                title = t(message, first=first, second=second)
                layouts[f"{scale}.{label}.{other}"] = scaled_layout(less, title) | LONG_TITLE
    return layouts


def scope_arrays(
    maps: Mapping[str, SignalMap],
    compared: Mapping[str, SignalMap],
    index: int,
    x: np.ndarray,
    truth: np.ndarray,
    thresholds: np.ndarray,
) -> tuple[dict[str, np.ndarray], dict[str, float]]:
    """Return arrays and scalars of sample `index`: x (time,), truth (2,).

    maps: the curves, by name. compared: what can be shown of them, alone or one against another; of each
    the interval, the threshold line and the peak. thresholds: (classes,), in logits. Only evidence of an
    event is bracketed, on its own map and on what is left of that less another: the longest run of a map that
    shows none means nothing.
    """
    arrays = {"x": x, "truth": interval_ends(truth)}
    scalars = {"noise_start": truth[0] if truth[0] >= 0 else len(x) // 2}
    for name, one in maps.items():
        arrays[f"native.{name}"] = one.native[index]
        arrays[f"linear.{name}"] = one.linear[index]
    for name, one in compared.items():
        threshold = thresholds[one.for_class]
        read = (one, maps[str(one.for_class)])
        is_found = all(rises(shown.linear[index], threshold) for shown in read)
        found = one.localized_interval[index] if is_found else _NONE
        arrays[f"found.{name}"] = interval_ends(found)
        shown = one.for_event and not one.is_margin
        arrays[f"threshold.{name}"] = np.full(2, threshold if shown else np.nan)
        scalars[f"ratio.{name}"] = one.peak[index] or 1.0
    return arrays, scalars


_NONE = np.array(NO_INTERVAL)


def _layout(num_points: int, signal_limit: float, t: Translate) -> dict[str, Any]:
    limits = [-signal_limit, signal_limit]
    return {
        "margin": {"l": 104, "r": 12, "t": 8, "b": 46},
        "hovermode": "x",
        "xaxis": sample_axis(t("axis-sample"), num_points, anchor="y3"),
        "yaxis": axis(t("axis-signal"), domain=[0.56, 1], range=limits, nticks=5),
        "yaxis2": bracket_axis([t("scope-found"), t("scope-truth")], domain=[0.43, 0.535]),
        **height_axes([0, 0.405]),
        "coloraxis": color_axis(),
    }


def scaled_layout(scale: float, title: str) -> dict[str, Any]:
    """Return the layout changes for a map between ± `scale`, as height on `yaxis3` and as colour."""
    tick = _round_number(scale)
    return {
        "yaxis3.range": [-HEADROOM * scale, HEADROOM * scale],
        "yaxis3.tickvals": [-tick, 0, tick],
        "yaxis3.title.text": title,
        "coloraxis.cmin": -scale,
        "coloraxis.cmax": scale,
    }


def _round_number(limit: float) -> float:
    """Return the largest of 1, 2, 5 times a power of ten that is not above `limit`."""
    power = 10.0 ** np.floor(np.log10(limit))
    return float(max(step * power for step in (1, 2, 5) if step * power <= limit * (1 + 1e-9)))
