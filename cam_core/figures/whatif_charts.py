"""The charts of What if: probability against strength, and the map's peak against the event's place."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go

from cam_core.figures.marks import line
from cam_core.figures.style import Translate, axis, sample_axis
from cam_core.palette import CLASS_COLORS, CLASS_SYMBOLS, INK, MUTED

PEAK, NEAR_END, PEAK_NOW, DRIFT, DRIFT_NOW = range(1, 6)
"""Traces of the shift chart, behind the diagonal."""

DRIFT_SHARE = 0.25
"""The axis of the drift reaches this share of the signal to either side."""

MARKS_SHOWN = 9
"""Symbols on a class's line, so that colour is not the only cue."""


def flip_bindings(first: int, num_classes: int) -> list[dict[str, Any]]:
    """Return which array fills which trace, of those from `first` on."""
    bound = []
    for label in range(num_classes):
        trace = first + label
        bound.append({"trace": trace, "attr": "x", "array": "flip.strength"})
        bound.append({"trace": trace, "attr": "y", "array": f"flip.probability.{label}"})
    after = first + num_classes
    bound.append({"trace": after, "attr": "x", "array": "flip.turns"})
    bound.append({"trace": after + 1, "attr": "x", "array": "now.strength"})
    return bound


def shift_bindings(first: int) -> list[dict[str, Any]]:
    """Return which array fills which trace, of those from `first` on."""
    rows = {
        PEAK: ("shift.center", "shift.peak"),
        NEAR_END: ("shift.center", "shift.near_end"),
        PEAK_NOW: ("now.center", "now.peak"),
        DRIFT: ("shift.center", "shift.drift"),
        DRIFT_NOW: ("now.center", "now.drift"),
    }
    return [
        {"trace": first + trace, "attr": attr, "array": array}
        for trace, arrays in rows.items()
        for attr, array in zip("xy", arrays, strict=True)
    ]


def flip_axes(t: Translate) -> dict[str, Any]:
    """Return the axes of probability against strength."""
    return {
        "xaxis2": axis(anchor="y5", nticks=6),
        "yaxis5": axis(t("whatif-axis-probability"), range=[-0.03, 1.03], tickvals=[0, 0.5, 1], anchor="x2"),
    }


def shift_axes(num_points: int, t: Translate) -> dict[str, Any]:
    """Return the axes of the peak and of its drift against the event's centre, all in samples."""
    reach = DRIFT_SHARE * num_points
    zero = {"zeroline": True, "zerolinecolor": MUTED}
    return {
        "xaxis2": sample_axis(t("whatif-axis-center"), num_points, anchor="y6", nticks=6),
        "yaxis5": sample_axis(t("whatif-axis-peak"), num_points, anchor="x2", nticks=6),
        "yaxis6": axis(t("whatif-axis-drift"), range=[-reach, reach], nticks=5, anchor="x2", **zero),
    }


def flip_traces(class_names: Sequence[str], num_strengths: int, num_turns: int) -> list[go.Scatter]:
    """Return a line for each class, upright lines where the answer turns, and one at the strength shown."""
    blank = np.full(num_strengths, np.nan)
    lines = [
        go.Scatter(
            x=blank,
            y=blank,
            xaxis="x2",
            yaxis="y5",
            mode="lines+markers",
            line={"color": CLASS_COLORS[label], "width": 2.4},
            marker={"symbol": CLASS_SYMBOLS[label], "size": 9, "maxdisplayed": MARKS_SHOWN},
            hovertemplate=name + " %{y:.3f}<extra></extra>",
        )
        for label, name in enumerate(class_names)
    ]
    turns = _upright(np.tile([0, 1, np.nan], num_turns), 2.4, dash="dash")
    return [*lines, turns, _upright(np.array([0, 1]), 6, color=MUTED, opacity=0.45)]


def _upright(y: np.ndarray, width: float, **style: Any) -> go.Scatter:
    return line(np.full(len(y), np.nan), width, y=y, xaxis="x2", yaxis="y5", **style)


def shift_traces(num_points: int, num_places: int, t: Translate) -> list[go.Scatter]:
    """Return the diagonal, the stair of peaks, marks near the ends, the drift, and where the event is now."""
    ends = np.array([0, num_points - 1])
    diagonal = line(ends, 1.6, y=ends, color=MUTED, dash="dot", xaxis="x2", yaxis="y5")
    stair = {"mode": "lines", "line": {"color": INK, "width": 2.0, "shape": "hvh"}}
    near = {"mode": "markers", "marker": {"symbol": "square-open", "size": 7, "color": MUTED}}
    now = {"mode": "markers", "marker": {"symbol": "diamond", "size": 14, "color": INK}}
    return [
        diagonal,
        _places(num_places, "y5", t("whatif-hover-peak"), stair),
        _places(num_places, "y5", "", near),
        _places(1, "y5", "", now),
        _places(num_places, "y6", t("whatif-hover-drift"), stair),
        _places(1, "y6", "", now),
    ]


def _places(count: int, yaxis: str, hover: str, style: dict[str, Any]) -> go.Scatter:
    blank = np.full(count, np.nan)
    return go.Scatter(
        x=blank,
        y=blank,
        xaxis="x2",
        yaxis=yaxis,
        hovertemplate=hover + "<extra></extra>" if hover else None,
        hoverinfo=None if hover else "skip",
        **style,
    )
