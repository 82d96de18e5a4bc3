"""Marks that several pictures share: lines, a map as colour and as height, brackets and sides of intervals.

A mark is empty until a binding fills it in, unless it says what it is drawn through.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go

from cam_core.figures.style import axis, colorscale
from cam_core.palette import CAM_SCALE, FILL, INK, MUTED, TRUTH

STRIP_STRENGTH = 0.7
"""How strongly a strip's colours are mixed into paper, so that ink lines stand out from them everywhere."""

GROUND_STRENGTH = 0.3
"""The same for the colours behind a map's height."""

HEADROOM = 1.35
"""The height axis reaches this far beyond the end of the colour scale: only few peaks pass that end."""


def line(
    x: np.ndarray | Sequence[float],
    width: float,
    *,
    y: np.ndarray | Sequence[float] | float = 0.0,
    color: str = INK,
    dash: str | None = None,
    shape: str | None = None,
    hover: str = "",
    name: str = "",
    **settings: Any,
) -> go.Scatter:
    """Return a line over the places `x`, at the heights `y` or at one for all.

    hover: what is said of a point, beside the line's `name`. settings: the trace's axes, a fill and the like.
    """
    said = {"hovertemplate": f"{hover}<extra>{name}</extra>"} if hover else {"hoverinfo": "skip"}
    return go.Scatter(
        x=x,
        y=np.full(len(x), y, np.float32),
        name=name or None,
        mode="lines",
        line={"color": color, "width": width, "dash": dash, "shape": shape},
        **{"fillcolor": FILL, **said, **settings},
    )


def sample_borders(num_points: int) -> np.ndarray:
    """Return where each sample begins and the last ends, (num_points + 1,), in samples."""
    return np.arange(num_points + 1) - 0.5


def strip(
    borders: np.ndarray,
    limit: float,
    *,
    values: np.ndarray | float = 0.0,
    scale: float | None = None,
    **settings: Any,
) -> go.Heatmap:
    """Return a map as colour behind what lies between ± `limit`: `values`, one between each two `borders`.

    The colours end at ± `scale`; without it they are the picture's own (`color_axis`).
    """
    return go.Heatmap(
        z=np.full((1, len(borders) - 1), values, np.float32),
        x=borders,
        y=[-limit, limit],
        hoverinfo="skip",
        **({"coloraxis": "coloraxis"} if scale is None else map_colors(scale)),
        **settings,
    )


def map_colors(end: float) -> dict[str, Any]:
    """Return the colours of a strip that has its own, which end at ± `end`."""
    return {
        "zmin": -end,
        "zmax": end,
        "colorscale": colorscale(CAM_SCALE, STRIP_STRENGTH),
        "showscale": False,
    }


def color_axis(end: float | None = None) -> dict[str, Any]:
    """Return the colours that all strips of a picture share; where they end, a patch can say later."""
    ends = {} if end is None else {"cmin": -end, "cmax": end}
    return {"colorscale": colorscale(CAM_SCALE, STRIP_STRENGTH), "showscale": False, **ends}


def interval_ends(interval: np.ndarray) -> np.ndarray:
    """Return the bracket of an interval: it spans its samples whole, half a sample to either side."""
    if interval[0] < 0:
        return np.full(2, np.nan)
    return np.asarray(interval, float) - 0.5


def interval_bracket(color: str, height: float, yaxis: str, width: int = 6, name: str = "") -> go.Scatter:
    """Return a bracket at `height` whose ends, in samples, a binding fills in; `name` shows on hover."""
    return go.Scatter(
        x=[np.nan, np.nan],
        y=[height, height],
        yaxis=yaxis,
        mode="lines+markers",
        line={"color": color, "width": width},
        marker={
            "symbol": "line-ns",
            "size": round(2.7 * width),
            "line": {"color": color, "width": width // 2},
        },
        name=name,
        hovertemplate=name + "<extra></extra>" if name else None,
        hoverinfo=None if name else "skip",
    )


def bracket_axis(names: Sequence[str], **settings: Any) -> dict[str, Any]:
    """Return the axis of brackets that lie in rows called `names`, from the lowest up."""
    rows = list(range(len(names)))
    shown: dict[str, Any] = {"range": [-0.6, len(rows) - 0.4], "tickvals": rows, "ticktext": list(names)}
    return axis(**{**shown, "showgrid": False, **settings})


def interval_sides(interval: np.ndarray) -> np.ndarray:
    """Return the places of the two sides of an interval with a gap between, (5,), for `side_lines`."""
    first, last = interval_ends(interval)
    return np.array([first, first, np.nan, last, last])


def side_lines(low: float, high: float, width: float = 2, **settings: Any) -> go.Scatter:
    """Return the sides of the true interval, upright lines from `low` to `high`."""
    heights = [low, high, np.nan, low, high]
    return line([np.nan] * 5, width, y=heights, color=TRUTH, dash="dash", **settings)


def height_gradient(ends: tuple[float, float], yaxis: str) -> go.Heatmap:
    """Return the map's colours behind its height, between `ends` on the sample axis.

    Height and colour mean the same number; painting the scale behind the curve says so. It ends at ±1
    and goes on to ± `HEADROOM`.
    """
    return go.Heatmap(
        z=np.linspace(-HEADROOM, HEADROOM, 47)[:, None],
        x=list(ends),
        y=np.linspace(-HEADROOM, HEADROOM, 48),
        yaxis=yaxis,
        zmin=-1,
        zmax=1,
        colorscale=colorscale(CAM_SCALE, GROUND_STRENGTH),
        showscale=False,
        hoverinfo="skip",
    )


def height_axes(domain: Sequence[float], title: str = "", **settings: Any) -> dict[str, Any]:
    """Return the third and fourth y axis of a picture: the map's height in logits, and its gradient's."""
    zero: dict[str, Any] = {"zeroline": True, "zerolinecolor": MUTED}
    over: dict[str, Any] = {"overlaying": "y4", "side": "left"}
    return {
        "yaxis3": axis(title, domain=domain, **{"nticks": 5, **zero, **over, **settings}),
        "yaxis4": axis(domain=domain, visible=False, range=[-HEADROOM, HEADROOM]),
    }
