"""One signal and the map of its true class, cut at the paper's share, beside what needs no network.

Brackets, one above the other: the true interval, the map's, and that of the second difference.
"""

from typing import Any

import numpy as np
import plotly.graph_objects as go

from cam_core.figures.marks import (
    HEADROOM,
    bracket_axis,
    height_axes,
    height_gradient,
    interval_bracket,
    interval_ends,
    line,
    sample_borders,
    strip,
)
from cam_core.figures.style import Translate, axis, figure, sample_axis
from cam_core.palette import FOUND, MUTED, TRUTH

HEIGHT = 400

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
        strip(sample_borders(num_points), signal_limit, scale=cam_scale),
        line(samples, 2.2, hover=t("scope-hover-signal")),
        height_gradient(ends, "y4"),
        line(samples, 2.4, hover=t("scope-hover-cam"), yaxis="y3", fill="tozeroy"),
        _level(ends, FOUND, "dot", t("score-hover-cut")),
        _level(ends, MUTED, "dash", t("score-hover-threshold")),
        *(
            interval_bracket(color, row, "y2", 5, name)
            for (color, row), name in zip(BRACKETS, names, strict=True)
        ),
    ]
    return figure(traces, HEIGHT, **_layout(num_points, signal_limit, cam_scale, names, t))


def _level(ends: tuple[float, float], color: str, dash: str, hover: str) -> go.Scatter:
    return line(ends, 2, y=np.nan, color=color, dash=dash, hover=hover, yaxis="y3")


def _layout(
    num_points: int, signal_limit: float, cam_scale: float, names: tuple[str, ...], t: Translate
) -> dict[str, Any]:
    limits = [-signal_limit, signal_limit]
    return {
        "margin": {"l": 104, "r": 12, "t": 8, "b": 46},
        "hovermode": "x",
        "xaxis": sample_axis(t("axis-sample"), num_points, anchor="y3"),
        "yaxis": axis(t("axis-signal"), domain=[0.6, 1], range=limits, nticks=4),
        "yaxis2": bracket_axis(names[::-1], domain=[0.42, 0.58]),
        **height_axes(
            [0, 0.4],
            t("scope-axis-cam"),
            range=[-HEADROOM * cam_scale, HEADROOM * cam_scale],
            nticks=4,
        ),
    }
