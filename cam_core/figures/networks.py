"""Networks: what the middle position of a map sees of a signal, and what a finer map costs and gives."""

from typing import Any

import plotly.graph_objects as go

from cam_core.comparisons.strides import StrideMeasurement
from cam_core.figures.marks import line
from cam_core.figures.style import LEGEND_ABOVE, Translate, axis, caption, figure, sample_axis
from cam_core.maps.sight import Sight
from cam_core.palette import FOUND, INK, MUTED, TRUTH

SIGHT_HEIGHT = 224
TRADEOFF_HEIGHT = 330
POSITIONS, SEEN, EVENT = 2.0, 1.0, 0.0
"""Where the three rows lie on the vertical axis, from top to bottom."""

LABEL_ABOVE = 0.3
"""How far above its row a label begins."""

CURVES = (
    ("accuracy", MUTED, "dot", "circle-open"),
    ("pointing_rate", FOUND, "solid", "diamond"),
    ("best_mean_iou", TRUTH, "dash", "triangle-up"),
    ("mean_iou", INK, "solid", "square"),
)


def sight_figure(sight: Sight, event_length: int, unit: str, t: Translate) -> go.Figure:
    """Return the positions of a map over the signal, what the middle one sees, and an event for comparison.

    event_length: samples, 0 for no event. unit: "signal" or "picture", whose axis it is drawn over.
    """
    traces = [_positions(sight), _middle(sight), *_seen(sight)]
    labels = [
        _label(POSITIONS, t(f"networks-row-positions-{unit}", count=sight.num_positions, jump=sight.jump)),
        _label(SEEN, t(f"networks-row-seen-{unit}", size=sight.size)),
    ]
    if event_length:
        traces.append(_event(sight, event_length))
        labels.append(_label(EVENT, t("networks-row-event", length=event_length)))
    return figure(
        traces,
        SIGHT_HEIGHT,
        margin={"l": 16, "r": 16, "t": 4, "b": 48},
        xaxis=sample_axis(t(f"networks-axis-{unit}"), sight.num_points),
        yaxis=axis(range=[-0.35, POSITIONS + 0.75], visible=False),
        annotations=labels,
        hovermode="closest",
    )


def _positions(sight: Sight) -> go.Scatter:
    return go.Scatter(
        x=sight.centers,
        y=[POSITIONS] * sight.num_positions,
        mode="markers",
        marker={"symbol": "line-ns", "size": 18, "line": {"color": INK, "width": 2}},
        hovertemplate="%{x}<extra></extra>",
    )


def _middle(sight: Sight) -> go.Scatter:
    return go.Scatter(
        x=[sight.centers[sight.middle]],
        y=[POSITIONS],
        mode="markers",
        marker={"symbol": "diamond", "size": 15, "color": FOUND},
        hovertemplate="%{x}<extra></extra>",
    )


def _seen(sight: Sight) -> list[go.Scatter]:
    """Return the bar over what is seen; an arrow head says that more would be seen beyond the border."""
    start, end = sight.span
    ends = [start - 0.5, end - 0.5]
    bar = line(ends, 10, y=SEEN, color=FOUND)
    heads = [
        (place, symbol)
        for place, symbol, more in zip(ends, ("triangle-left", "triangle-right"), sight.beyond, strict=True)
        if more
    ]
    arrows = go.Scatter(
        x=[place for place, _ in heads],
        y=[SEEN] * len(heads),
        mode="markers",
        marker={"symbol": [symbol for _, symbol in heads], "size": 20, "color": FOUND},
        cliponaxis=False,
        hoverinfo="skip",
    )
    return [bar, arrows]


def _event(sight: Sight, length: int) -> go.Scatter:
    start = (sight.num_points - length) // 2
    return go.Scatter(
        x=[start - 0.5, start + length - 0.5],
        y=[EVENT, EVENT],
        mode="lines+markers",
        line={"color": TRUTH, "width": 5},
        marker={"symbol": "line-ns", "size": 14, "line": {"color": TRUTH, "width": 3}},
        hoverinfo="skip",
    )


def _label(row: float, text: str) -> dict[str, Any]:
    return caption(text, 0, row + LABEL_ABOVE, yref="y")


def tradeoff_figure(measured: StrideMeasurement, t: Translate) -> go.Figure:
    """Return accuracy and localisation over the stride, from the finest map to the coarsest."""
    strides = [str(result.network.deep_stride) for result in measured.results]
    traces = [
        go.Scatter(
            x=strides,
            y=[getattr(result, name) for result in measured.results],
            mode="lines+markers",
            name=t(f"networks-measure-{name.replace('_', '-')}"),
            line={"color": color, "width": 2.5, "dash": dash},
            marker={"symbol": symbol, "size": 10, "color": color},
            hovertemplate="%{x}: %{y:.3f}<extra>%{fullData.name}</extra>",
        )
        for name, color, dash, symbol in CURVES
    ]
    return figure(
        traces,
        TRADEOFF_HEIGHT,
        margin={"l": 52, "r": 12, "t": 74, "b": 48},
        **LEGEND_ABOVE,
        xaxis=axis(t("networks-axis-stride"), type="category"),
        yaxis=axis(range=[0, 1.03], nticks=6),
        hovermode="closest",
    )
