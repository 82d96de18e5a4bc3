"""One of two twins, average or max pooling: its map over the signal, and what each position adds.

The pictures of both have the same axes. A map is drawn as a share of its own network's strong maps, and what
a position adds as a share of what all of them add and take away: the two poolings make logits of very
different sizes, and the question is whether many positions add a little or few add much.
"""

from typing import Any

import numpy as np
import plotly.graph_objects as go

from cam_core.figures.marks import (
    bracket_axis,
    interval_bracket,
    interval_ends,
    line,
    sample_borders,
    strip,
)
from cam_core.figures.style import Translate, axis, figure, sample_axis
from cam_core.palette import FOUND, INK, MUTED, TRUTH

HEIGHT = 440
HEADROOM = 1.5
"""The map's axis reaches this far beyond a strong map."""

BAR_WIDTH = 0.8
"""Width of a bar, over the distance between two positions."""
CORNERS = 4

STRIP, SIGNAL, CURVE, SHARES, TRUE_INTERVAL, LOCALIZED = range(6)
"""Order of the traces."""


def twin_bindings(pooling: str) -> list[dict[str, Any]]:
    """Return which array fills which trace of the twin with `pooling`."""
    return [
        {"trace": STRIP, "attr": "z", "array": f"{pooling}.map", "rows": True},
        {"trace": SIGNAL, "attr": "y", "array": "x"},
        {"trace": CURVE, "attr": "y", "array": f"{pooling}.map"},
        {"trace": SHARES, "attr": "y", "array": f"{pooling}.shares", "divide": f"{pooling}.percent"},
        {"trace": TRUE_INTERVAL, "attr": "x", "array": "truth"},
        {"trace": LOCALIZED, "attr": "x", "array": f"{pooling}.found"},
    ]


def twin_arrays(
    pooling: str, interpolated: np.ndarray, shares: np.ndarray, found: np.ndarray, cam_scale: float
) -> dict[str, np.ndarray]:
    """Return a twin's arrays of one signal.

    interpolated: (time,), logits. shares: (positions,), logits. found: (2,), -1 where nothing is.
    cam_scale: logits of a strong map of this network.
    """
    return {
        f"{pooling}.map": interpolated / cam_scale,
        f"{pooling}.shares": _bars(shares),
        f"{pooling}.found": interval_ends(found),
    }


def twin_scalars(pooling: str, shares: np.ndarray) -> dict[str, float]:
    """Return by what a twin's shares, (positions,) in logits, are divided to be per cent of all of them."""
    return {f"{pooling}.percent": float(np.abs(shares).sum(dtype=float)) / 100 or 1.0}


def _bars(heights: np.ndarray) -> np.ndarray:
    """Return the heights of the corners of a bar at every position."""
    corners = np.zeros((len(heights), CORNERS))
    corners[:, 1:3] = heights[:, None]
    return corners.ravel()


def _bar_places(centers: np.ndarray, num_points: int) -> np.ndarray:
    """Return the places of the corners of a bar at every one of `centers`, in samples."""
    distance = centers[1] - centers[0] if len(centers) > 1 else num_points
    half = BAR_WIDTH * distance / 2
    return (centers[:, None] + half * np.array([-1, -1, 1, 1])).ravel()


def twin_figure(
    num_points: int,
    centers: np.ndarray,
    signal_limit: float,
    share_limits: tuple[float, float],
    t: Translate,
) -> go.Figure:
    """Return the empty picture of a twin whose positions stand at `centers`, in samples.

    The signal lies between ± `signal_limit`, what a position adds between `share_limits`, per cent.
    """
    samples, bars = np.arange(num_points), _bar_places(centers, num_points)
    traces = [
        strip(sample_borders(num_points), signal_limit, scale=1),
        line(samples, 2.2, hover=t("scope-hover-signal")),
        line(samples, 2.4, hover=t("twins-hover-map"), yaxis="y3", fill="tozeroy"),
        line(bars, 0.5, hover=t("twins-hover-share"), yaxis="y4", fill="tozeroy", fillcolor=INK),
        interval_bracket(TRUTH, 1, "y2", 5, t("scope-truth")),
        interval_bracket(FOUND, 0, "y2", 5, t("scope-found")),
    ]
    return figure(traces, HEIGHT, **_layout(num_points, signal_limit, share_limits, t))


def _layout(
    num_points: int, signal_limit: float, share_limits: tuple[float, float], t: Translate
) -> dict[str, Any]:
    zero: dict[str, Any] = {"zeroline": True, "zerolinecolor": MUTED, "nticks": 5}
    layout: dict[str, Any] = {
        "margin": {"l": 96, "r": 10, "t": 8, "b": 46},
        "hovermode": "x",
        "xaxis": sample_axis(t("axis-sample"), num_points, anchor="y4"),
        "yaxis": axis(t("axis-signal"), domain=[0.75, 1], range=[-signal_limit, signal_limit], nticks=4),
        "yaxis2": bracket_axis([t("scope-found"), t("scope-truth")], domain=[0.645, 0.73]),
        "yaxis3": axis(t("twins-axis-map"), domain=[0.42, 0.62], range=[-HEADROOM, HEADROOM], **zero),
        "yaxis4": axis(t("twins-axis-share"), domain=[0, 0.37], range=list(share_limits), **zero),
    }
    for name in ("yaxis3", "yaxis4"):
        layout[name]["title"]["standoff"] = 6  # two lines, clear of the numbers
    return layout
