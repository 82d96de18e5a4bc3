"""Deletion curves: what a class is given while a signal is deleted in the order of each map."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import plotly.graph_objects as go

from cam_core.comparisons.faithfulness import DeletionCurves, band
from cam_core.figures.style import Translate, axis, figure
from cam_core.palette import CLASS_COLORS, INK, MUTED, RULE

HEIGHT = 320
PROBABILITY, MARGIN = QUANTITIES = ("probability", "margin")


@dataclass(frozen=True)
class Look:
    """How a curve is drawn, and the character that stands for its mark in a legend."""

    color: str
    dash: str
    symbol: str
    mark: str
    width: float = 2.0


METHOD_LOOKS = (
    Look(INK, "solid", "circle", "●", 3.0),
    Look(CLASS_COLORS[1], "dash", "circle-open", "○", 2.5),
    Look(CLASS_COLORS[0], "solid", "diamond", "◆"),
    Look(CLASS_COLORS[2], "solid", "square", "■"),
    Look(CLASS_COLORS[3], "solid", "triangle-up", "▲"),
    Look(CLASS_COLORS[4], "dot", "x", "✖"),
)
"""Of each method's curve, in order: no two differ by their colour alone."""

RANDOM_LOOK = Look(MUTED, "dot", "line-ew", "", 3.0)
TWIN_LOOK = Look(MUTED, "dashdot", "cross", "✚")


def deletion_figure(
    quantity: str,
    by_map: DeletionCurves,
    random: DeletionCurves,
    twin: DeletionCurves | None,
    names: Sequence[str],
    limits: tuple[float, float],
    t: Translate,
) -> go.Figure:
    """Return the curves of `quantity`, "probability" or "margin", between `limits`.

    names: of the methods, in the order of `by_map`. random: drawn as mean and band. twin: the clean twin's
    curve, where it says something.
    """
    share = 100 * by_map.share
    traces = [
        *_band(share, getattr(random, quantity), t),
        *(
            _curve(share, values, name, look)
            for values, name, look in zip(getattr(by_map, quantity), names, METHOD_LOOKS, strict=True)
        ),
    ]
    if twin is not None:
        traces.append(_curve(share, getattr(twin, quantity)[0], t("deletion-twin"), TWIN_LOOK))
    low, high = limits
    air = 0.03 * (high - low)
    return figure(
        traces,
        HEIGHT,
        margin={"l": 64, "r": 12, "t": 12, "b": 46},
        xaxis=axis(t("deletion-axis-share"), range=[-2, 102], ticksuffix=" %"),
        yaxis=axis(t(f"deletion-axis-{quantity}"), range=[low - air, high + air], nticks=6),
    )


def _band(share: np.ndarray, values: np.ndarray, t: Translate) -> list[Any]:
    mean, low, high = band(values)
    around = {"mode": "lines", "line": {"width": 0, "color": RULE}, "hoverinfo": "skip"}
    return [
        go.Scatter(x=share, y=low, **around),
        go.Scatter(x=share, y=high, fill="tonexty", fillcolor=RULE, **around),
        _curve(share, mean, t("deletion-random"), RANDOM_LOOK),
    ]


def _curve(share: np.ndarray, values: np.ndarray, name: str, look: Look) -> go.Scatter:
    return go.Scatter(
        x=share,
        y=values.astype(np.float32),
        name=name,
        mode="lines+markers",
        line={"color": look.color, "width": look.width, "dash": look.dash},
        marker={"symbol": look.symbol, "size": 7, "color": look.color},
        hovertemplate="%{x:.0f} %: %{y:.3f}<extra>" + name + "</extra>",
    )
