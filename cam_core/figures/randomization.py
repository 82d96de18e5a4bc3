"""Layer-by-layer randomisation: a signal's map at each stage, and what is left of maps on the average.

Rows from top to bottom: the original, then one layer more is random each time. Every row's colour and height
end at its own map's peak, because random weights make logits of any size.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go

from cam_core.comparisons.randomization_curve import RandomizationCurve
from cam_core.comparisons.twins import Interval
from cam_core.figures.marks import interval_sides, line, map_colors, sample_borders, side_lines
from cam_core.figures.style import LEGEND_ABOVE, Translate, axis, figure, sample_axis
from cam_core.palette import INK, MUTED, TRUTH

ROW_HEIGHT = 58
CURVE_HEIGHT = 400
MARGIN = {"l": 116, "r": 12, "t": 8, "b": 46}

PART = 0.42
"""Share of a row that a map's peak rises to, up or down from the middle."""


def rows_height(num_rows: int) -> int:
    """Return the pixels of the picture."""
    return num_rows * ROW_HEIGHT + MARGIN["t"] + MARGIN["b"]


def row_bindings(num_rows: int) -> list[dict[str, Any]]:
    """Return which array fills which trace; `{draw}` names the random weights."""
    lines = [
        {"trace": 1 + row, "attr": "y", "array": "{draw}.heights", "row": row} for row in range(num_rows)
    ]
    return [
        {"trace": 0, "attr": "z", "array": "{draw}.rows", "rows": True},
        *lines,
        {"trace": 1 + num_rows, "attr": "x", "array": "truth"},
        {"trace": 2 + num_rows, "attr": "x", "array": "{draw}.correlation"},
    ]


def row_arrays(draw: str, maps: np.ndarray, correlation: np.ndarray) -> dict[str, np.ndarray]:
    """Return one signal's arrays for the random weights `draw`.

    maps: (rows, time), in logits, the original first. correlation: (rows,), with the original.
    """
    peak = np.abs(maps).max(axis=1, keepdims=True)
    shares = maps / np.where(peak > 0, peak, 1)
    middles = _middles(len(maps))
    return {
        f"{draw}.rows": shares,
        f"{draw}.heights": middles[:, None] + PART * shares,
        f"{draw}.correlation": correlation,
    }


def truth_array(interval: np.ndarray) -> dict[str, np.ndarray]:
    """Return the sides of the true interval, (2,), as lines through all rows."""
    return {"truth": interval_sides(interval)}


def rows_figure(names: Sequence[str], num_points: int, t: Translate) -> go.Figure:
    """Return the empty picture of the maps called `names`, from top to bottom."""
    count, samples = len(names), np.arange(num_points)
    middles = _middles(count)
    strips = go.Heatmap(
        z=np.zeros((count, num_points), np.float32),
        x=sample_borders(num_points),
        y=middles,
        ygap=6,
        hoverinfo="skip",
        **map_colors(1),
    )
    lines = [line(samples, 1.8, y=middle, hover=t("sanity-hover-row")) for middle in middles]
    sides = side_lines(-0.5, count - 0.5, 2.5)
    dots = go.Scatter(
        x=np.zeros(count, np.float32),
        y=middles,
        xaxis="x2",
        mode="lines+markers",
        line={"color": INK, "width": 1.6},
        marker={"symbol": "circle", "size": 11, "color": INK},
        hovertemplate="%{x:.2f}<extra></extra>",
    )
    layout: dict[str, Any] = {
        "margin": MARGIN,
        "hovermode": "closest",
        "xaxis": sample_axis(t("axis-sample"), num_points, domain=[0, 0.7], nticks=6),
        "xaxis2": axis(
            t("sanity-axis-correlation"),
            domain=[0.76, 1],
            range=[-1.1, 1.1],
            tickvals=[-1, 0, 1],
            zeroline=True,
            zerolinecolor=MUTED,
        ),
        "yaxis": axis(
            range=[-0.5, count - 0.5],
            tickvals=middles.tolist(),
            ticktext=list(names),
            showgrid=False,
        ),
    }
    return figure([strips, *lines, sides, dots], rows_height(count), **layout)


def _middles(count: int) -> np.ndarray:
    """Return the middle of each row, the first on top."""
    return np.arange(count)[::-1].astype(float)


def curve_figure(curve: RandomizationCurve, names: Sequence[str], t: Translate) -> go.Figure:
    """Return means with intervals over the seeds, a mark for each seed, and what two signals share."""
    places = np.arange(len(names))
    traces = [
        _seeds(curve.signed, t("sanity-each-seed")),
        _level(places, curve.other_absolute, t("sanity-other-signal")),
        _means(places, curve.signed_intervals, MUTED, "dash", "diamond", t("sanity-signed")),
        _means(places, curve.absolute_intervals, INK, "solid", "circle", t("sanity-absolute")),
    ]
    return figure(
        traces,
        CURVE_HEIGHT,
        margin={"l": 64, "r": 12, "t": 84, "b": 76},
        **LEGEND_ABOVE,
        xaxis=axis(
            range=[-0.3, len(names) - 0.7],
            tickvals=places.tolist(),
            ticktext=list(names),
            tickangle=-30,
        ),
        yaxis=axis(
            t("sanity-axis-correlation"),
            range=[-1.1, 1.1],
            tickvals=[-1, -0.5, 0, 0.5, 1],
            zeroline=True,
            zerolinecolor=MUTED,
        ),
    )


def _seeds(values: np.ndarray, name: str) -> go.Scatter:
    seeds, places = values.shape
    return go.Scatter(
        x=np.tile(np.arange(places), seeds),
        y=values.ravel().astype(np.float32),
        name=name,
        mode="markers",
        marker={"symbol": "line-ew", "size": 12, "line": {"color": MUTED, "width": 2}},
        hovertemplate=f"%{{y:.2f}}<extra>{name}</extra>",
    )


def _level(places: np.ndarray, value: float, name: str) -> go.Scatter:
    ends = [-0.3, len(places) - 0.7]
    return line(ends, 2, y=value, color=TRUTH, dash="dot", hover="%{y:.2f}", name=name)


def _means(
    places: np.ndarray, found: Sequence[Interval], color: str, dash: str, symbol: str, name: str
) -> go.Scatter:
    mean = np.array([one.mean for one in found])
    return go.Scatter(
        x=places,
        y=mean,
        name=name,
        mode="lines+markers",
        line={"color": color, "width": 2.4, "dash": dash},
        marker={"symbol": symbol, "size": 10, "color": color},
        error_y={
            "type": "data",
            "array": np.array([one.high for one in found]) - mean,
            "color": color,
            "thickness": 1.6,
            "width": 6,
        },
        hovertemplate=f"%{{y:.3f}}<extra>{name}</extra>",
    )
