"""Marks that several pictures share: the bracket of an interval, the scale behind a map's height."""

import numpy as np
import plotly.graph_objects as go

from cam_core.figures.style import colorscale
from cam_core.palette import CAM_SCALE

GROUND_STRENGTH = 0.3
"""How strongly the scale's colours are mixed into paper, so that ink lines stand out everywhere."""


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


def height_gradient(ends: tuple[float, float], headroom: float, yaxis: str) -> go.Heatmap:
    """Return the map's colours behind its height, between `ends` on the sample axis.

    Height and colour mean the same number; painting the scale behind the curve says so. It ends at ±1
    and goes on to ± `headroom`.
    """
    return go.Heatmap(
        z=np.linspace(-headroom, headroom, 47)[:, None],
        x=list(ends),
        y=np.linspace(-headroom, headroom, 48),
        yaxis=yaxis,
        zmin=-1,
        zmax=1,
        colorscale=colorscale(CAM_SCALE, GROUND_STRENGTH),
        showscale=False,
        hoverinfo="skip",
    )
