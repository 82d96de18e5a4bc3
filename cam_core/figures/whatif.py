"""What if: Scope's picture of one signal, what it was before as dashed lines, and room for a chart.

The charts answer a whole row of questions at once: probability against strength, or the map's peak against
the event's place. They stand on the right, on a narrow screen below.
"""

from collections.abc import Mapping, Sequence
from itertools import product
from typing import Any

import numpy as np
import plotly.graph_objects as go

from cam_core.figures.marks import line
from cam_core.figures.scope import (
    BOLD_STEPS,
    CURVE,
    LOCALIZED,
    SIGNAL,
    STEPS,
    STRIP,
    THRESHOLD,
    TRUE_BURST,
    scaled_layout,
    scope_figure,
)
from cam_core.figures.style import Translate
from cam_core.figures.whatif_charts import (
    flip_axes,
    flip_bindings,
    flip_traces,
    shift_axes,
    shift_bindings,
    shift_traces,
)
from cam_core.maps.choices import MARGIN, map_names
from cam_core.palette import MUTED
from cam_core.results import Calibration

HEIGHT, NARROW_HEIGHT = 400, 640
GROW = 0.5
"""Least height in pixels, that with a chart on a narrow screen, and share of a taller window."""

BEFORE_SIGNAL, BEFORE_CURVE = 0, 1
FIRST = 2
"""Of Scope's traces, which follow those of before."""

FIRST_OF_CHART = FIRST + BOLD_STEPS

FLIP, SHIFT = CHARTS = ("flip", "shift")


def whatif_bindings(chart: str | None, num_classes: int) -> list[dict[str, Any]]:
    """Return which array fills which trace."""
    shown = [
        {"trace": BEFORE_SIGNAL, "attr": "y", "array": "before.x"},
        {"trace": BEFORE_CURVE, "attr": "y", "array": "before.linear.{map}"},
        {"trace": FIRST + STRIP, "attr": "z", "array": "linear.{map}", "rows": True},
        {"trace": FIRST + SIGNAL, "attr": "y", "array": "x"},
        {"trace": FIRST + STEPS, "attr": "y", "array": "native.{map}"},
        {"trace": FIRST + CURVE, "attr": "y", "array": "linear.{map}"},
        {"trace": FIRST + THRESHOLD, "attr": "y", "array": "threshold.{map}"},
        {"trace": FIRST + TRUE_BURST, "attr": "x", "array": "truth"},
        {"trace": FIRST + LOCALIZED, "attr": "x", "array": "found.{map}"},
    ]
    if chart == FLIP:
        return shown + flip_bindings(FIRST_OF_CHART, num_classes)
    return shown + shift_bindings(FIRST_OF_CHART) if chart == SHIFT else shown


def whatif_figure(
    num_points: int,
    signal_limit: float,
    chart: str | None,
    class_names: Sequence[str],
    sizes: Mapping[str, int],
    t: Translate,
) -> go.Figure:
    """Return the empty picture for signals of `num_points` samples between ± `signal_limit`.

    class_names: in the reader's language. sizes: how many "strengths", "turns" and "places" a chart has.
    """
    base = scope_figure(num_points, signal_limit, t)
    samples = np.arange(num_points)
    before = [line(samples, 1.6, color=MUTED, dash="dash", yaxis=yaxis) for yaxis in ("y", "y3")]
    traces = [*before, *base.data[:BOLD_STEPS]]
    layout = base.layout.to_plotly_json()
    if chart == FLIP:
        traces += flip_traces(class_names, sizes["strengths"], sizes["turns"])
        layout |= flip_axes(t)
    if chart == SHIFT:
        traces += shift_traces(num_points, sizes["places"], t)
        layout |= shift_axes(num_points, t)
    return go.Figure(data=traces, layout=layout)


def whatif_patches(
    calibration: Calibration,
    num_classes: int,
    chart: str | None,
    strengths: Mapping[str, tuple[str, float]],
    t: Translate,
) -> dict[str, Any]:
    """Return the layout changes of each map, of narrow screens, and of each unit of a strength.

    strengths: for each unit its name and its largest value.
    """
    layouts = {}
    for name in map_names(num_classes):
        is_margin = name == MARGIN
        scale = calibration.margin_scale if is_margin else calibration.cam_scale
        scaled = scaled_layout(scale, t("scope-axis-margin") if is_margin else t("scope-axis-cam"))
        for unit, width in product(strengths, ("wide", "narrow")):
            title, highest = strengths[unit]
            strength = {"xaxis2.title.text": title, "xaxis2.range": [-0.01 * highest, 1.01 * highest]}
            shown = strength if chart == FLIP else {}
            layouts[f"{name}.{unit}.{width}"] = {**scaled, **places(chart, width), **shown}
    return {"key": "{map}.{unit}.{width}", "layouts": layouts}


def places(chart: str | None, width: str) -> dict[str, Any]:
    """Return where the picture and the chart stand."""
    if chart is None:
        return {}
    if width == "wide":
        lower = {"yaxis5.domain": [0.44, 1], "yaxis6.domain": [0, 0.32]}
        return {
            "xaxis.domain": [0, 0.56],
            "xaxis2.domain": [0.66, 1],
            **(lower if chart == SHIFT else {"yaxis5.domain": [0, 1]}),
        }
    rows = {"yaxis": [0.73, 1], "yaxis2": [0.655, 0.72], "yaxis3": [0.44, 0.645], "yaxis4": [0.44, 0.645]}
    lower = {"yaxis5.domain": [0.15, 0.34], "yaxis6.domain": [0, 0.11]}
    return {
        **{f"{name}.domain": domain for name, domain in rows.items()},
        **(lower if chart == SHIFT else {"yaxis5.domain": [0, 0.34]}),
    }
