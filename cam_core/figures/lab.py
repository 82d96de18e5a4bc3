"""Lab: example signals and learning curves."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import plotly.graph_objects as go

from cam_core.figures.marks import interval_ends, line
from cam_core.figures.style import (
    LABEL_SIZE,
    LEGEND_ABOVE,
    TICK_SIZE,
    Translate,
    axis,
    caption,
    figure,
    sample_axis,
)
from cam_core.figures.words import marked_class_name
from cam_core.palette import CLASS_COLORS, INK, MUTED, RULE, TRUTH
from cam_core.results import EpochRecord
from cam_core.signals import SignalBatch

CURVE_HEIGHT = 250

CURVE_HERE = 2
"""Place of the line that the film moves along `film_curve_figure`, behind the two curves."""

FILM_CURVE_BINDINGS: tuple[dict[str, Any], ...] = ({"trace": CURVE_HERE, "attr": "x", "array": "here"},)


def examples_figure(
    examples: SignalBatch, class_names: Sequence[str], limit: float, t: Translate
) -> go.Figure:
    """Return `examples` in a grid, between ± `limit`, in the order in which they come.

    Between two classes each has a row; more classes show one signal each. The event is bracketed.
    `limit` is the caller's, so that the axis can stay while the noise changes.
    """
    columns = examples_columns(len(examples), len(class_names))
    traces: list[go.Scatter] = []
    layout: dict[str, Any] = {"margin": {"l": 56, "r": 12, "t": 30, "b": 46}, "annotations": []}
    grid = _Grid(len(examples), columns)
    for place in range(len(examples)):
        number = "" if place == 0 else str(place + 1)
        traces += _example(examples, place, limit, number)
        layout |= _example_axes(grid, place, number, examples.x.shape[-1], limit, t)
        is_titled = len(class_names) > 2 or place % columns == 0
        if is_titled:
            layout["annotations"].append(_cell_name(grid, place, int(examples.y[place]), class_names, t))
    return figure(traces, examples_height(len(examples), len(class_names)), **layout)


def examples_columns(num_examples: int, num_classes: int) -> int:
    """Return how many examples stand side by side."""
    return num_examples // 2 if num_classes == 2 else min(4, num_examples)


def examples_height(num_examples: int, num_classes: int) -> int:
    """Return the pixels of the grid."""
    rows = -(-num_examples // examples_columns(num_examples, num_classes))
    return 62 + 144 * rows


@dataclass(frozen=True)
class _Grid:
    """Where each example stands, as shares of the plot area."""

    count: int
    columns: int
    gap: float = 0.025

    @property
    def rows(self) -> int:
        return -(-self.count // self.columns)

    def is_lowest(self, place: int) -> bool:
        return place + self.columns >= self.count

    def across(self, place: int) -> list[float]:
        width = (1 - self.gap * (self.columns - 1)) / self.columns
        left = place % self.columns * (width + self.gap)
        return [left, left + width]

    def upright(self, place: int) -> list[float]:
        height = 1 / (self.rows + 0.1 * (2 * self.rows - 2))
        top = 1 - place // self.columns * 1.2 * height
        return [max(0.0, top - height), top]


def loss_figure(history: Sequence[EpochRecord], num_epochs: int, t: Translate) -> go.Figure:
    """Return the cross-entropy after every epoch, on a fixed axis from 0 to 1."""
    traces = [
        _curve(history, "train_loss", t("lab-curve-train"), MUTED, "dot", "circle-open"),
        _curve(history, "test_loss", t("lab-curve-test"), INK, "solid", "circle"),
    ]
    return _curves(traces, t("lab-axis-loss"), num_epochs, [], t)


def accuracy_figure(
    history: Sequence[EpochRecord], num_epochs: int, ceiling: float | None, t: Translate
) -> go.Figure:
    """Return the accuracy after every epoch, from 0 to 1, below the best possible one where it is known."""
    traces = [
        _curve(history, "train_accuracy", t("lab-curve-train"), MUTED, "dot", "circle-open"),
        _curve(history, "test_accuracy", t("lab-curve-test"), INK, "solid", "circle"),
    ]
    if ceiling is None:
        return _curves(traces, t("lab-axis-accuracy"), num_epochs, [], t)
    best = {
        "type": "line",
        "xref": "paper",
        "x0": 0,
        "x1": 1,
        "y0": ceiling,
        "y1": ceiling,
        "line": {"color": TRUTH, "width": 2, "dash": "dash"},
    }
    drawn = _curves(traces, t("lab-axis-accuracy"), num_epochs, [best], t)
    words, font = t("lab-ceiling-line", ceiling=f"{ceiling:.3f}"), {"color": TRUTH, "size": TICK_SIZE}
    drawn.add_annotation(caption(words, 0.02, 0.03, yref="y", font=font))
    return drawn


def film_curve_figure(
    history: Sequence[EpochRecord], num_epochs: int, ceiling: float | None, t: Translate
) -> go.Figure:
    """Return the accuracy curve with a line that `FILM_CURVE_BINDINGS` moves to the film's epoch."""
    drawn = accuracy_figure(history, num_epochs, ceiling, t)
    drawn.add_trace(line([num_epochs, num_epochs], 2, y=[0, 1.02], showlegend=False))
    return drawn


def _example(examples: SignalBatch, place: int, limit: float, number: str) -> list[go.Scatter]:
    axes = {"xaxis": f"x{number}", "yaxis": f"y{number}"}
    signal = examples.x[place, 0]
    color, hover = CLASS_COLORS[int(examples.y[place])], "%{x}: %{y:.3f}"
    ends = interval_ends(examples.event_interval[place])
    return [
        line(np.arange(len(signal)), 2, y=signal, color=color, hover=hover, **axes),
        bracket(ends, 0.94 * limit, axes),
    ]


def bracket(ends: np.ndarray, height: float, axes: dict[str, str]) -> go.Scatter:
    """Return the bracket under a true interval: `ends` in samples, at `height` of the axis."""
    return go.Scatter(
        x=ends.tolist(),
        y=[height, height],
        mode="lines+markers",
        line={"color": TRUTH, "width": 5},
        marker={"symbol": "line-ns", "size": 12, "line": {"color": TRUTH, "width": 3}},
        hoverinfo="skip",
        **axes,
    )


def _example_axes(
    grid: _Grid, place: int, number: str, num_points: int, limit: float, t: Translate
) -> dict[str, Any]:
    bottom = grid.is_lowest(place)
    is_middle = bottom and place % grid.columns == grid.columns // 2
    return {
        f"xaxis{number}": sample_axis(
            t("axis-sample") if is_middle else "",
            num_points,
            domain=grid.across(place),
            anchor=f"y{number}",
            showticklabels=bottom,
            nticks=4,
        ),
        f"yaxis{number}": axis(
            domain=grid.upright(place),
            anchor=f"x{number}",
            range=[-limit, limit],
            showticklabels=place % grid.columns == 0,
            nticks=5,
            zeroline=True,
            zerolinecolor=RULE,
        ),
    }


def _cell_name(
    grid: _Grid, place: int, label: int, class_names: Sequence[str], t: Translate
) -> dict[str, Any]:
    name = marked_class_name(t, class_names[label], label)
    words = t("lab-examples-class", number=label + 1, name=name)
    font = {"color": CLASS_COLORS[label], "size": LABEL_SIZE}
    return caption(words, grid.across(place)[0], grid.upright(place)[1], font=font)


def _curve(
    history: Sequence[EpochRecord], name: str, label: str, color: str, dash: str, symbol: str
) -> go.Scatter:
    return go.Scatter(
        x=[record.epoch for record in history],
        y=[getattr(record, name) for record in history],
        mode="lines+markers",
        name=label,
        line={"color": color, "width": 2, "dash": dash},
        marker={"symbol": symbol, "size": 7, "color": color},
        hovertemplate="%{x}: %{y:.4f}<extra>" + label + "</extra>",
    )


def _curves(
    traces: list[go.Scatter], title: str, num_epochs: int, shapes: list[Any], t: Translate
) -> go.Figure:
    return figure(
        traces,
        CURVE_HEIGHT,
        margin={"l": 56, "r": 12, "t": 30, "b": 46},
        shapes=shapes,
        **LEGEND_ABOVE,
        xaxis=epoch_axis(t("lab-axis-epoch"), num_epochs),
        yaxis=axis(title, range=[0, 1.02], nticks=6),
    )


def epoch_axis(title: str, num_epochs: int, **settings: Any) -> dict[str, Any]:
    """Return the axis of epochs, 0 to the planned number, which stays while the training runs."""
    room = max(1, num_epochs)
    whole = {"tick0": 0, "dtick": 1} if room <= 10 else {"nticks": 6}
    return axis(title, **{"range": [-0.02 * room, 1.02 * room], **whole, **settings})
