"""One of two twins, average or max pooling: its map over the signal, and what each position adds.

The pictures of both have the same axes. A map is drawn as a share of its own network's strong maps,
because the two poolings make logits of very different sizes; what the positions add is in logits for both.
"""

from typing import Any

import numpy as np
import plotly.graph_objects as go

from cam_core.figures.marks import interval_bracket
from cam_core.figures.scope import STRIP_STRENGTH, interval_ends
from cam_core.figures.style import Translate, axis, colorscale, figure, sample_axis
from cam_core.palette import CAM_SCALE, FOUND, INK, MUTED, TRUTH

HEIGHT = 400
HEADROOM = 1.5
"""The map's axis reaches this far beyond a strong map."""

STRIP, SIGNAL, CURVE, SHARES, TRUE_INTERVAL, LOCALIZED = range(6)
"""Order of the traces."""


def twin_bindings(pooling: str) -> list[dict[str, Any]]:
    """Return which array fills which trace of the twin with `pooling`."""
    return [
        {"trace": STRIP, "attr": "z", "array": f"{pooling}.map", "rows": True},
        {"trace": SIGNAL, "attr": "y", "array": "x"},
        {"trace": CURVE, "attr": "y", "array": f"{pooling}.map"},
        {"trace": SHARES, "attr": "y", "array": f"{pooling}.shares"},
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
        f"{pooling}.shares": _spikes(shares),
        f"{pooling}.found": interval_ends(found),
    }


def _spikes(shares: np.ndarray) -> np.ndarray:
    """Return the heights of a line that rises from zero at every position and falls back."""
    heights = np.zeros(3 * len(shares))
    heights[1::3] = shares
    return heights


def twin_figure(
    num_points: int, centers: np.ndarray, signal_limit: float, share_limit: float, t: Translate
) -> go.Figure:
    """Return the empty picture of a twin whose positions stand at `centers`, in samples.

    The signal lies between ± `signal_limit`, what a position adds between ± `share_limit` logits.
    """
    samples = np.arange(num_points)
    traces = [
        go.Heatmap(
            z=np.zeros((1, num_points), np.float32),
            x=np.arange(num_points + 1) - 0.5,
            y=[-signal_limit, signal_limit],
            zmin=-1,
            zmax=1,
            colorscale=colorscale(CAM_SCALE, STRIP_STRENGTH),
            showscale=False,
            hoverinfo="skip",
        ),
        _line(samples, "y", INK, 2.2, t("scope-hover-signal")),
        _line(samples, "y3", INK, 2.4, t("twins-hover-map"), fill="tozeroy"),
        _line(np.repeat(centers, 3), "y4", INK, 2.0, t("twins-hover-share")),
        interval_bracket(TRUTH, 1, "y2", 5, t("scope-truth")),
        interval_bracket(FOUND, 0, "y2", 5, t("scope-found")),
    ]
    return figure(traces, HEIGHT, **_layout(num_points, signal_limit, share_limit, t))


def _line(
    x: np.ndarray, yaxis: str, color: str, width: float, hover: str, fill: str | None = None
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


def _layout(num_points: int, signal_limit: float, share_limit: float, t: Translate) -> dict[str, Any]:
    zero: dict[str, Any] = {"zeroline": True, "zerolinecolor": MUTED, "nticks": 5}
    return {
        "margin": {"l": 84, "r": 10, "t": 8, "b": 46},
        "hovermode": "x",
        "xaxis": sample_axis(t("axis-sample"), num_points, anchor="y4"),
        "yaxis": axis(t("axis-signal"), domain=[0.7, 1], range=[-signal_limit, signal_limit], nticks=4),
        "yaxis2": axis(
            domain=[0.58, 0.68],
            range=[-0.6, 1.6],
            tickvals=[0, 1],
            ticktext=[t("scope-found"), t("scope-truth")],
            showgrid=False,
        ),
        "yaxis3": axis(t("twins-axis-map"), domain=[0.34, 0.56], range=[-HEADROOM, HEADROOM], **zero),
        "yaxis4": axis(t("twins-axis-share"), domain=[0, 0.28], range=[-share_limit, share_limit], **zero),
    }
