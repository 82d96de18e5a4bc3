"""Between the positions: the native map against nearest, linear and cubic interpolation, over the signal.

One row for each kind, on one axis: the native steps, the curve, and a dot for each position at its true
centre. A last row, on demand, has the common wrong way: the positions stretched from first to last sample.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import plotly.graph_objects as go

from cam_core.cam import corner_centers
from cam_core.figures.marks import line
from cam_core.figures.style import Translate, axis, caption, figure, sample_axis
from cam_core.maps.choices import MARGIN, map_names
from cam_core.maps.interpolations import CORNER, KINDS, RIGHT_KINDS
from cam_core.palette import FOUND, INK, MUTED
from cam_core.results import Calibration

HEIGHT, GROW = 520, 0.62
SWITCH = "drift"
"""The control that shows the last row: "off" or "on"."""

PER_ROW = 5
SIGNAL, STEPS, CURVE, CENTERS, WRONG_CENTERS = range(PER_ROW)
"""Order of the traces of a row; rows in the order of `KINDS`."""

LABEL, GAP = 0.052, 0.02
"""Shares of the picture's height above each row for its name, and below it."""

HEADROOM = 1.25


def interpolation_arrays(
    curves: Mapping[str, np.ndarray], cam: np.ndarray, name: str
) -> dict[str, np.ndarray]:
    """Return the arrays of the map `name`: curves, kind -> (time,); cam (positions,); all in logits."""
    return {f"{kind}.{name}": curves[kind] for kind in KINDS} | {f"cam.{name}": cam}


def interpolation_bindings() -> list[dict[str, Any]]:
    """Return which array fills which trace; the wrong way is empty until it is asked for."""
    bound: list[dict[str, Any]] = []
    for row, kind in enumerate(KINDS):
        first = PER_ROW * row
        when = {"when": {SWITCH: "on"}} if kind == CORNER else {}
        bound.append({"trace": first + SIGNAL, "attr": "y", "array": "x", **when})
        bound.append({"trace": first + STEPS, "attr": "y", "array": "cam.{map}", **when})
        bound.append({"trace": first + CURVE, "attr": "y", "array": f"{kind}.{{map}}", **when})
        bound.append({"trace": first + CENTERS, "attr": "y", "array": "cam.{map}", **when})
        if kind == CORNER:
            bound.append({"trace": first + WRONG_CENTERS, "attr": "y", "array": "cam.{map}", **when})
    return bound


def interpolation_figure(
    num_points: int, centers: np.ndarray, signal_limit: float, t: Translate
) -> go.Figure:
    """Return the empty picture for positions at `centers`, in samples, of signals of `num_points`."""
    traces = [trace for row, kind in enumerate(KINDS) for trace in _row(row, kind, num_points, centers, t)]
    return figure(traces, HEIGHT, **_layout(num_points, signal_limit, t))


def interpolation_patches(calibration: Calibration, num_classes: int, t: Translate) -> dict[str, Any]:
    """Return the layout changes of each map (a fixed scale, in logits), the last row, narrow screens."""
    layouts = {}
    for name in map_names(num_classes):
        scale = calibration.margin_scale if name == MARGIN else calibration.cam_scale
        limits = [-HEADROOM * scale, HEADROOM * scale]
        heights = {f"yaxis{_height_axis(row)}.range": limits for row in range(len(KINDS))}
        for shown in ("off", "on"):
            for width in ("wide", "narrow"):
                layouts[f"{shown}.{name}.{width}"] = heights | _rows(shown == "on") | _names(width, t)
    return {"key": f"{{{SWITCH}}}.{{map}}.{{width}}", "layouts": layouts}


def _names(width: str, t: Translate) -> dict[str, str]:
    suffix = "-short" if width == "narrow" else ""
    return {f"annotations[{row}].text": t(f"between-row-{kind}{suffix}") for row, kind in enumerate(KINDS)}


def _rows(with_corner: bool) -> dict[str, Any]:
    """Return where the rows lie: three share the picture until the fourth is asked for."""
    count = len(KINDS) if with_corner else len(RIGHT_KINDS)
    changes: dict[str, Any] = {}
    for row in range(len(KINDS)):
        is_shown = row < count
        bottom = 1 - (row + 1) / count + (GAP if row < count - 1 else 0)
        # A row that is not shown keeps out of the others' way: its ground would cover them.
        domain = [bottom, 1 - row / count - LABEL] if is_shown else [0, 1e-3]
        for number in (_signal_axis(row), _height_axis(row)):
            changes[f"yaxis{number}.domain"] = domain
        changes[f"yaxis{_height_axis(row)}.visible"] = is_shown
        changes[f"annotations[{row}].y"] = domain[1]
        changes[f"annotations[{row}].visible"] = is_shown
    return changes


def _signal_axis(row: int) -> str:
    return f"{2 * row + 1}" if row else ""


def _height_axis(row: int) -> str:
    return f"{2 * row + 2}"


def _row(row: int, kind: str, num_points: int, centers: np.ndarray, t: Translate) -> Iterator[go.Scatter]:
    samples, height, is_wrong = np.arange(num_points), f"y{_height_axis(row)}", kind == CORNER
    yield line(samples, 1.0, y=np.nan, color=MUTED, yaxis=f"y{_signal_axis(row)}")
    yield line(centers, 1.2, y=np.nan, color=MUTED, shape="hvh", yaxis=height, fill="tozeroy")
    color, dash = (FOUND, "dash") if is_wrong else (INK, "solid")
    shape = "hvh" if kind == "native" else "linear"
    hover = t("between-hover-curve")
    yield line(samples, 2.4, y=np.nan, color=color, dash=dash, shape=shape, hover=hover, yaxis=height)
    yield _dots(centers, height, "circle", INK, t("between-hover-center"))
    wrong = corner_centers(len(centers), num_points) if is_wrong else np.full(len(centers), np.nan)
    yield _dots(wrong, height, "diamond-open", FOUND, t("between-hover-wrong"))


def _dots(x: np.ndarray, yaxis: str, symbol: str, color: str, hover: str) -> go.Scatter:
    return go.Scatter(
        x=x,
        y=np.full(len(x), np.nan, np.float32),
        yaxis=yaxis,
        mode="markers",
        marker={"symbol": symbol, "size": 6, "color": color, "line": {"color": color, "width": 1}},
        hovertemplate=f"{hover}<extra></extra>",
    )


def _layout(num_points: int, signal_limit: float, t: Translate) -> dict[str, Any]:
    last = len(KINDS) - 1
    layout: dict[str, Any] = {
        "margin": {"l": 56, "r": 12, "t": 4, "b": 46},
        "hovermode": "closest",
        "hoverdistance": -1,
        "xaxis": sample_axis(t("axis-sample"), num_points, anchor="free", position=0, fixedrange=False),
        "annotations": [caption("", 0, 1) for _ in KINDS],
    }
    for row in range(last + 1):
        layout[f"yaxis{_signal_axis(row)}"] = axis(range=[-signal_limit, signal_limit], visible=False)
        over = f"y{_signal_axis(row)}"
        layout[f"yaxis{_height_axis(row)}"] = axis(
            overlaying=over, side="left", tickmode="auto", nticks=4, zeroline=True, zerolinecolor=MUTED
        )
    return layout
