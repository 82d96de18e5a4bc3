"""The ledger's traces, each empty until a sample's arrays are put in."""

import numpy as np
import plotly.graph_objects as go

from cam_core.figures.marks import line, strip
from cam_core.palette import INK, MUTED


def map_strip(centers: np.ndarray, signal_limit: float) -> go.Heatmap:
    """Return the map behind the signal, which lies between ± `signal_limit`: one cell for each position."""
    return strip(_cells(centers), signal_limit, yaxis="y2")


def _cells(centers: np.ndarray) -> np.ndarray:
    """Return the borders of the positions' cells, (positions + 1,), in samples: halfway between centres."""
    jump = centers[1] - centers[0] if len(centers) > 1 else 1.0
    return np.append(centers - jump / 2, centers[-1] + jump / 2)


def term_strip(centers: np.ndarray, num_channels: int) -> go.Heatmap:
    """Return the strip of all terms, one row for each channel."""
    return go.Heatmap(
        z=np.zeros((num_channels, len(centers)), np.float32),
        x=_cells(centers),
        y0=0,
        dy=1,
        yaxis="y4",
        coloraxis="coloraxis2",
        hoverinfo="none",
    )


def bar_trace(ranks: np.ndarray) -> go.Scatter:
    """Return the contributions of the channels at `ranks`, as lengths."""
    # Steps filled down to zero look like bars and, unlike 256 of them, step with the held key.
    filled = {"fill": "tozerox", "fillcolor": MUTED, "hoverinfo": "none"}
    blank = np.zeros(len(ranks), np.float32)
    return line(blank, 1, y=ranks, shape="vhv", xaxis="x2", yaxis="y4", **filled)


def point_trace(
    ranks: np.ndarray, xaxis: str, yaxis: str, symbol: str, size: float, color: str
) -> go.Scatter:
    """Return a mark for each of the channels at `ranks`; over the bars it can be hovered and clicked."""
    return go.Scatter(
        x=np.full(len(ranks), np.nan, np.float32),
        y=ranks,
        xaxis=xaxis,
        yaxis=yaxis,
        mode="markers",
        marker={"symbol": symbol, "size": size, "color": color, "line": {"color": color, "width": 1}},
        hoverinfo="none" if xaxis == "x2" else "skip",
    )


def cursor_trace(num_points: int) -> go.Scatter:
    """Return the marks at both ends of the chosen channel's row."""
    return go.Scatter(
        x=[-0.5, num_points - 0.5],
        y=[0, 0],
        yaxis="y4",
        mode="markers",
        marker={"symbol": ["triangle-right", "triangle-left"], "size": 13, "color": INK},
        cliponaxis=False,
        hoverinfo="skip",
    )


def end_trace(color: str, symbol: str) -> go.Scatter:
    """Return a logit beside the end of its running sum: a bar from zero with the class's mark on it."""
    return go.Scatter(
        x=[np.nan, np.nan],
        y=[0, np.nan],
        xaxis="x3",
        yaxis="y",
        mode="lines+markers",
        line={"color": color, "width": 5},
        marker={"symbol": symbol, "size": [0, 13], "color": color, "opacity": 1},
        hoverinfo="skip",
    )
