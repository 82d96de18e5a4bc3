"""Layers: the ladder from the signal to its map, every channel of every layer on one sample axis.

A position is drawn at the centre of its receptive field, so a burst lines up through all rows. The
picture is built once for a model; stepping through samples swaps the arrays that `bindings` names.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go

from cam_core.figures.layers_axes import layers_layout
from cam_core.figures.layers_layout import layers_rows
from cam_core.figures.layers_places import FIRST_STRIP, GAP_ROWS, SIGNAL, Places
from cam_core.figures.marks import line, side_lines
from cam_core.figures.style import Translate, colorscale, figure
from cam_core.layers.ladder import Rung, Scales
from cam_core.palette import ACTIVATION_SCALE, MUTED


def bindings(rungs: Sequence[Rung]) -> list[dict[str, Any]]:
    """Return which array fills which trace; `take` names the order of the channels."""
    last, places = "order.{sort}.{map}", Places(len(rungs))
    bound: list[dict[str, Any]] = [{"trace": SIGNAL, "attr": "y", "array": "x"}]
    for i, rung in enumerate(rungs):
        take = last if rung is rungs[-1] else f"order.{{sort}}.{rung.name}"
        bound.append({"trace": FIRST_STRIP + i, "attr": "z", "array": rung.name, "take": take})
    for i, array in enumerate(("pooled", "weight.{map}", "contribution.{map}")):
        bound.append({"trace": places.first_bars + i, "attr": "y", "array": array, "take": last})
    edges = [*range(places.first_edges, places.first_bars), places.cam_edges]
    bound += [{"trace": trace, "attr": "x", "array": "truth"} for trace in edges]
    return [
        *bound,
        {"trace": places.cam_strip, "attr": "z", "array": "interpolated.{map}", "rows": True},
        {"trace": places.cam_signal, "attr": "y", "array": "x"},
        {"trace": places.cam_steps, "attr": "y", "array": "cam.{map}"},
        {"trace": places.cam_curve, "attr": "y", "array": "interpolated.{map}"},
    ]


def layers_figure(
    rungs: Sequence[Rung], scales: Scales, num_points: int, signal_limit: float, pooling: str, t: Translate
) -> go.Figure:
    """Return the empty ladder for signals of `num_points` samples between ± `signal_limit`."""
    samples, channels = np.arange(num_points), np.arange(rungs[-1].num_channels)
    places = Places(len(rungs))
    height, over = f"y{places.height_axis}", f"y{places.over_axis}"
    traces = [
        line(samples, 1.8),
        *(_strip(rung, scales.layers[rung.name], f"y{places.strip_axis(i)}") for i, rung in enumerate(rungs)),
        side_lines(-signal_limit, signal_limit),
        *(
            side_lines(-0.5, rung.num_channels - 0.5, yaxis=f"y{places.strip_axis(i)}")
            for i, rung in enumerate(rungs)
        ),
        *(_bars(channels, f"y{places.bar_axis(i)}") for i in range(len(GAP_ROWS))),
        _cam_strip(num_points, f"y{places.strip_below_axis}"),
        line(samples, 1.2, color=MUTED, xaxis="x3", yaxis=over),
        line(rungs[-1].centers, 1.4, color=MUTED, shape="hvh", xaxis="x3", yaxis=height),
        line(samples, 2.4, xaxis="x3", yaxis=height),
        side_lines(0, 1, xaxis="x3", yaxis=f"y{places.strip_below_axis}"),
    ]
    layout = layers_layout(rungs, scales, num_points, signal_limit, pooling, t)
    return figure(traces, layers_rows(rungs)[1], **layout)


def _strip(rung: Rung, end: float, yaxis: str) -> go.Heatmap:
    return go.Heatmap(
        z=np.zeros((1, 1), np.float32),
        x0=float(rung.centers[0]),
        dx=rung.field.jump,
        y0=0,
        dy=1,
        xaxis="x",
        yaxis=yaxis,
        zmin=0,
        zmax=end,
        colorscale=colorscale(ACTIVATION_SCALE),
        showscale=False,
        hoverinfo="skip",
        name=rung.name,
    )


def _bars(channels: np.ndarray, yaxis: str) -> go.Scatter:
    # Steps filled down to zero look like bars and, unlike 256 of them, step with the held key.
    bars: dict[str, Any] = {"shape": "hvh", "fill": "tozeroy", "fillcolor": MUTED}
    return line(channels, 1, xaxis="x2", yaxis=yaxis, **bars)


def _cam_strip(num_points: int, yaxis: str) -> go.Heatmap:
    return go.Heatmap(
        z=np.zeros((1, num_points), np.float32),
        x=np.arange(num_points),
        y=[0, 1],
        xaxis="x3",
        yaxis=yaxis,
        coloraxis="coloraxis",
        opacity=0.6,
        hoverinfo="skip",
    )
