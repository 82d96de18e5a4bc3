"""One signal and the map of its true class, cut at the paper's share, beside what needs no network.

Brackets, one above the other: the true interval, the map's, and that of the second difference.
"""

from typing import Any

import numpy as np
import plotly.graph_objects as go

from cam_core.figures.marks import height_gradient, interval_bracket
from cam_core.figures.scope import STRIP_STRENGTH, interval_ends
from cam_core.figures.style import Translate, axis, colorscale, figure, sample_axis
from cam_core.palette import CAM_SCALE, FOUND, INK, MUTED, TRUTH

HEIGHT = 400
HEADROOM = 1.35
"""The map's axis reaches this far beyond a strong map."""

STRIP, SIGNAL, GRADIENT, CURVE, CUT, THRESHOLD, TRUE_INTERVAL, LOCALIZED, NO_MODEL = range(9)
"""Order of the traces."""

BRACKETS = ((TRUTH, 2), (FOUND, 1), (MUTED, 0))
"""Colour and row of the true interval, the map's, the one without a network."""


def score_bindings() -> list[dict[str, Any]]:
    """Return which array fills which trace."""
    return [
        {"trace": STRIP, "attr": "z", "array": "map", "rows": True},
        {"trace": SIGNAL, "attr": "y", "array": "x"},
        {"trace": CURVE, "attr": "y", "array": "map"},
        {"trace": CUT, "attr": "y", "array": "cut"},
        {"trace": THRESHOLD, "attr": "y", "array": "threshold"},
        {"trace": TRUE_INTERVAL, "attr": "x", "array": "truth"},
        {"trace": LOCALIZED, "attr": "x", "array": "found"},
        {"trace": NO_MODEL, "attr": "x", "array": "no_model"},
    ]


def score_arrays(
    x: np.ndarray,
    values: np.ndarray,
    cut: float,
    threshold: float,
    truth: np.ndarray,
    found: np.ndarray,
    no_model: np.ndarray,
) -> dict[str, np.ndarray]:
    """Return one signal's arrays: x, values (time,), intervals (2,); map, cut and threshold in logits."""
    return {
        "x": x,
        "map": values,
        "cut": np.full(2, cut),
        "threshold": np.full(2, threshold),
        "truth": interval_ends(truth),
        "found": interval_ends(found),
        "no_model": interval_ends(no_model),
    }


def score_figure(num_points: int, signal_limit: float, cam_scale: float, t: Translate) -> go.Figure:
    """Return the empty picture for signals between ± `signal_limit` and maps between ± `cam_scale` logits."""
    samples = np.arange(num_points)
    ends = (-0.5, num_points - 0.5)
    names = (t("scope-truth"), t("scope-found"), t("score-no-model-row"))
    traces = [
        _strip(num_points, signal_limit, cam_scale),
        _line(samples, INK, 2.2, t("scope-hover-signal"), "y"),
        height_gradient(ends, HEADROOM, "y4"),
        _line(samples, INK, 2.4, t("scope-hover-cam"), "y3", fill="tozeroy"),
        _level(ends, FOUND, "dot", t("score-hover-cut")),
        _level(ends, MUTED, "dash", t("score-hover-threshold")),
        *(
            interval_bracket(color, row, "y2", 5, name)
            for (color, row), name in zip(BRACKETS, names, strict=True)
        ),
    ]
    return figure(traces, HEIGHT, **_layout(num_points, signal_limit, cam_scale, names, t))


def _strip(num_points: int, limit: float, cam_scale: float) -> go.Heatmap:
    return go.Heatmap(
        z=np.zeros((1, num_points), np.float32),
        x=np.arange(num_points + 1) - 0.5,
        y=[-limit, limit],
        zmin=-cam_scale,
        zmax=cam_scale,
        colorscale=colorscale(CAM_SCALE, STRIP_STRENGTH),
        showscale=False,
        hoverinfo="skip",
    )


def _line(
    x: np.ndarray, color: str, width: float, hover: str, yaxis: str, fill: str | None = None
) -> go.Scatter:
    return go.Scatter(
        x=x,
        y=np.zeros(len(x), np.float32),
        yaxis=yaxis,
        mode="lines",
        line={"color": color, "width": width},
        fill=fill,
        fillcolor="rgba(27,31,36,0.10)",
        hovertemplate=hover + "<extra></extra>",
    )


def _level(ends: tuple[float, float], color: str, dash: str, hover: str) -> go.Scatter:
    return go.Scatter(
        x=list(ends),
        y=[np.nan, np.nan],
        yaxis="y3",
        mode="lines",
        line={"color": color, "width": 2, "dash": dash},
        hovertemplate=hover + "<extra></extra>",
    )


def _layout(
    num_points: int, signal_limit: float, cam_scale: float, names: tuple[str, ...], t: Translate
) -> dict[str, Any]:
    limits = [-signal_limit, signal_limit]
    return {
        "margin": {"l": 104, "r": 12, "t": 8, "b": 46},
        "hovermode": "x",
        "xaxis": sample_axis(t("axis-sample"), num_points, anchor="y3"),
        "yaxis": axis(t("axis-signal"), domain=[0.6, 1], range=limits, nticks=4),
        "yaxis2": axis(
            domain=[0.42, 0.58],
            range=[-0.6, 2.6],
            tickvals=[row for _, row in BRACKETS],
            ticktext=list(names),
            showgrid=False,
        ),
        "yaxis3": axis(
            t("scope-axis-cam"),
            domain=[0, 0.4],
            range=[-HEADROOM * cam_scale, HEADROOM * cam_scale],
            nticks=4,
            zeroline=True,
            zerolinecolor=MUTED,
            overlaying="y4",
            side="left",
        ),
        "yaxis4": axis(domain=[0, 0.4], visible=False, range=[-HEADROOM, HEADROOM]),
    }
