"""What all figures share: type, margins, axes, captions, legends, colours."""

from collections.abc import Callable, Sequence
from typing import Any

import plotly.graph_objects as go
from plotly.colors import hex_to_rgb

from cam_core.palette import INK, MUTED, PAPER, RULE

Translate = Callable[..., str]
"""`t(message_id, **arguments)` gives the text in the reader's language."""

FONT = "Pretendard, 'Noto Sans KR', system-ui, sans-serif"
TICK_SIZE = 14
LABEL_SIZE = 15

LEGEND_ABOVE: dict[str, Any] = {
    "showlegend": True,
    "legend": {"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom", "font": {"size": TICK_SIZE}},
}
"""Layout of a picture with a legend, which stands over it."""


def figure(traces: Sequence[Any], height: int, **layout: Any) -> go.Figure:
    """Return a figure of `traces` in the house style; `layout` is added to it."""
    base: dict[str, Any] = {
        "height": height,
        "margin": {"l": 64, "r": 16, "t": 12, "b": 48},
        "paper_bgcolor": PAPER,
        "plot_bgcolor": PAPER,
        "font": {"family": FONT, "size": LABEL_SIZE, "color": INK},
        "hoverlabel": {"font": {"family": FONT, "size": LABEL_SIZE}},
        "showlegend": False,
        # Plotly's own template would bring 3 kB of defaults with every figure.
        "template": "none",
    }
    return go.Figure(data=list(traces), layout={**base, **layout})


def axis(title: str = "", **settings: Any) -> dict[str, Any]:
    """Return an axis in the house style, fixed unless `settings` say otherwise."""
    base: dict[str, Any] = {
        "title": {"text": title, "font": {"size": LABEL_SIZE, "color": INK}},
        "tickfont": {"size": TICK_SIZE, "color": MUTED},
        "gridcolor": RULE,
        "zeroline": False,
        "linecolor": MUTED,
        "fixedrange": True,
        "automargin": False,
    }
    return {**base, **settings}


def sample_axis(title: str, num_points: int, **settings: Any) -> dict[str, Any]:
    """Return the time axis of a signal: sample indices, half a sample of air at both ends."""
    return axis(title, range=[-0.5, num_points - 0.5], **settings)


def caption(text: str, x: float, y: float, **settings: Any) -> dict[str, Any]:
    """Return words on a picture that begin at `x` and stand on `y`, as shares of it, left and up."""
    base: dict[str, Any] = {
        "text": text,
        "x": x,
        "y": y,
        "xref": "paper",
        "yref": "paper",
        "xanchor": "left",
        "yanchor": "bottom",
        "align": "left",
        "showarrow": False,
        "font": {"size": LABEL_SIZE, "color": INK},
    }
    return {**base, **settings}


def colorscale(table: Sequence[tuple[float, str]], strength: float = 1.0) -> list[list[Any]]:
    """Return a palette table in Plotly's form, mixed with paper for a `strength` below 1.

    Mixed here and not by a trace's opacity, which Plotly forgets when it redraws a picture in place.
    """
    return [[place, _mixed(color, strength)] for place, color in table]


def _mixed(color: str, strength: float) -> str:
    pairs = zip(hex_to_rgb(color), hex_to_rgb(PAPER), strict=True)
    return "#" + "".join(f"{round(strength * one + (1 - strength) * paper):02x}" for one, paper in pairs)
