"""Layers: the ladder from the signal to its map, every channel of every layer on one sample axis.

A position is drawn at the centre of its receptive field, so a burst lines up through all rows. The
picture is built once for a model; stepping through samples swaps the arrays that `bindings` names.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go

from cam_core.figures.layers_layout import (
    MARGIN_BOTTOM,
    MARGIN_LEFT,
    MARGIN_RIGHT,
    MARGIN_TOP,
    TICKS,
    Row,
    stacked,
)
from cam_core.figures.style import Translate, axis, colorscale, figure, sample_axis
from cam_core.ladder import Rung, Scales
from cam_core.maps import MAP_NAMES, MARGIN
from cam_core.palette import ACTIVATION_SCALE, CAM_SCALE, INK, MUTED, TRUTH
from cam_core.results import Calibration

STRIP_HEIGHTS = (46, 54, 54, 66, 92)
"""Pixels of the five layers' strips: deeper layers have more channels."""

HEADROOM = 1.15
"""Height axes reach this far beyond the end of the colour scale."""

GAP_ROWS = ("pooled", "weight", "contribution")
"""The last channels' means, the head's weights for the class shown, and their products."""

NUM_STRIPS = len(STRIP_HEIGHTS)
SIGNAL, FIRST_STRIP, FIRST_EDGES = 0, 1, 1 + NUM_STRIPS
FIRST_BARS = FIRST_EDGES + 1 + NUM_STRIPS
FIRST_CAM = FIRST_BARS + len(GAP_ROWS)
CAM_STRIP, CAM_SIGNAL, CAM_STEPS, CAM_CURVE, CAM_EDGES = range(FIRST_CAM, FIRST_CAM + 5)
"""Order of the traces: signal, strips, burst edges of signal and strips, bars, map."""


def layers_rows() -> tuple[dict[str, Row], int]:
    """Return the rows of the ladder by name, and the height of the whole in pixels."""
    strips = [(f"strip{i}", height, 0) for i, height in enumerate(STRIP_HEIGHTS)]
    bars = [(name, 64, 0) for name in GAP_ROWS[:-1]] + [(GAP_ROWS[-1], 64, TICKS)]
    return stacked([("signal", 74, TICKS), *strips, *bars, ("cam", 150, 0)])


HEIGHT = layers_rows()[1]


def bindings(rungs: Sequence[Rung]) -> list[dict[str, Any]]:
    """Return which array fills which trace; `take` names the order of the channels."""
    last = "order.{sort}.{map}"
    bound: list[dict[str, Any]] = [{"trace": SIGNAL, "attr": "y", "array": "x"}]
    for i, rung in enumerate(rungs):
        take = last if rung is rungs[-1] else f"order.{{sort}}.{rung.name}"
        bound.append({"trace": FIRST_STRIP + i, "attr": "z", "array": rung.name, "take": take})
    for i, array in enumerate(("pooled", "weight.{map}", "contribution.{map}")):
        bound.append({"trace": FIRST_BARS + i, "attr": "y", "array": array, "take": last})
    bound += [{"trace": FIRST_EDGES + i, "attr": "x", "array": "truth"} for i in range(1 + NUM_STRIPS)]
    return [
        *bound,
        {"trace": CAM_STRIP, "attr": "z", "array": "interpolated.{map}", "rows": True},
        {"trace": CAM_SIGNAL, "attr": "y", "array": "x"},
        {"trace": CAM_STEPS, "attr": "y", "array": "cam.{map}"},
        {"trace": CAM_CURVE, "attr": "y", "array": "interpolated.{map}"},
        {"trace": CAM_EDGES, "attr": "x", "array": "truth"},
    ]


def layers_figure(
    rungs: Sequence[Rung], scales: Scales, num_points: int, signal_limit: float, t: Translate
) -> go.Figure:
    """Return the empty ladder for signals of `num_points` samples between ± `signal_limit`."""
    samples, channels = np.arange(num_points), np.arange(rungs[-1].num_channels)
    traces = [
        _line(samples, INK, 1.8),
        *(_strip(rung, scales.layers[rung.name], i) for i, rung in enumerate(rungs)),
        _edges(-signal_limit, signal_limit, "y"),
        *(_edges(-0.5, rung.num_channels - 0.5, f"y{2 + i}") for i, rung in enumerate(rungs)),
        *(_bars(channels, f"y{7 + i}") for i in range(len(GAP_ROWS))),
        _cam_strip(num_points),
        _line(samples, MUTED, 1.2, "x3", "y11"),
        _line(rungs[-1].centers, MUTED, 1.4, "x3", "y10", shape="hvh"),
        _line(samples, INK, 2.4, "x3", "y10"),
        _edges(0, 1, "y12", "x3"),
    ]
    layout = _layout(rungs, scales, num_points, signal_limit, t)
    return figure(traces, HEIGHT, **layout)


def patches(calibration: Calibration, scales: Scales, rungs: Sequence[Rung], t: Translate) -> dict[str, Any]:
    """Return the layout changes of each map (fixed scales, in logits) and of narrow screens."""
    labels = _labels(rungs, t, short=True)
    narrow = {f"annotations[{i}].text": text for i, text in enumerate(labels)}
    layouts: dict[str, dict[str, Any]] = {}
    for name in MAP_NAMES:
        scale = calibration.margin_scale if name == MARGIN else calibration.cam_scale
        changes = {
            "yaxis8.range": _around_zero(scales.weight[name]),
            "yaxis9.range": _around_zero(scales.contribution[name]),
            "yaxis10.range": _around_zero(scale),
            "coloraxis.cmin": -scale,
            "coloraxis.cmax": scale,
        }
        layouts[f"{name}.wide"] = changes
        layouts[f"{name}.narrow"] = {**changes, **narrow}
    return {"key": "{map}.{width}", "layouts": layouts}


def _around_zero(end: float) -> list[float]:
    return [-HEADROOM * end, HEADROOM * end]


def _strip(rung: Rung, end: float, index: int) -> go.Heatmap:
    return go.Heatmap(
        z=np.zeros((1, 1), np.float32),
        x0=float(rung.centers[0]),
        dx=rung.field.jump,
        y0=0,
        dy=1,
        xaxis="x",
        yaxis=f"y{2 + index}",
        zmin=0,
        zmax=end,
        colorscale=colorscale(ACTIVATION_SCALE),
        showscale=False,
        hoverinfo="none",
        name=rung.name,
    )


def _line(
    x: np.ndarray, color: str, width: float, xaxis: str = "x", yaxis: str = "y", shape: str = "linear"
) -> go.Scatter:
    return go.Scatter(
        x=x,
        y=np.zeros(len(x), np.float32),
        xaxis=xaxis,
        yaxis=yaxis,
        mode="lines",
        line={"color": color, "width": width, "shape": shape},
        hoverinfo="none",
    )


def _edges(low: float, high: float, yaxis: str, xaxis: str = "x") -> go.Scatter:
    return go.Scatter(
        x=[np.nan] * 5,
        y=[low, high, np.nan, low, high],
        xaxis=xaxis,
        yaxis=yaxis,
        mode="lines",
        line={"color": TRUTH, "width": 2, "dash": "dash"},
        hoverinfo="skip",
    )


def _bars(channels: np.ndarray, yaxis: str) -> go.Scatter:
    # Steps filled down to zero look like bars and, unlike 256 of them, step with the held key.
    return go.Scatter(
        x=channels,
        y=np.zeros(len(channels), np.float32),
        xaxis="x2",
        yaxis=yaxis,
        mode="lines",
        line={"color": INK, "width": 1, "shape": "hvh"},
        fill="tozeroy",
        fillcolor=MUTED,
        hoverinfo="none",
    )


def _cam_strip(num_points: int) -> go.Heatmap:
    return go.Heatmap(
        z=np.zeros((1, num_points), np.float32),
        x=np.arange(num_points),
        y=[0, 1],
        xaxis="x3",
        yaxis="y12",
        coloraxis="coloraxis",
        opacity=0.6,
        hoverinfo="skip",
    )


def _layout(
    rungs: Sequence[Rung], scales: Scales, num_points: int, limit: float, t: Translate
) -> dict[str, Any]:
    rows, _ = layers_rows()
    free: dict[str, Any] = {"fixedrange": False}
    layout: dict[str, Any] = {
        "margin": {"l": MARGIN_LEFT, "r": MARGIN_RIGHT, "t": MARGIN_TOP, "b": MARGIN_BOTTOM},
        "hovermode": "closest",
        "xaxis": sample_axis("", num_points, anchor="y", **free),
        "xaxis2": axis(range=[-0.5, rungs[-1].num_channels - 0.5], anchor="y9", nticks=9, **free),
        "xaxis3": sample_axis(t("axis-sample"), num_points, anchor="y12", matches="x", **free),
        "yaxis": axis(domain=rows["signal"].domain, range=[-limit, limit], nticks=5),
        "coloraxis": {"colorscale": colorscale(CAM_SCALE), "showscale": False},
        "annotations": _annotations(rows, _labels(rungs, t, short=False)),
    }
    for i, rung in enumerate(rungs):
        layout[f"yaxis{2 + i}"] = _channel_axis(rows[f"strip{i}"], rung)
    for i, name in enumerate(GAP_ROWS):
        layout[f"yaxis{7 + i}"] = _bar_axis(rows[name], HEADROOM * scales.pooled)
    return {**layout, **_overlays(rows, limit)}


def _overlays(rows: dict[str, Row], limit: float) -> dict[str, Any]:
    """Return the axes of the last row: the map's colour below, its height and the signal over it."""
    hidden = {"visible": False, "fixedrange": True, "anchor": "x3"}
    over: dict[str, Any] = {"overlaying": "y12", "anchor": "x3"}
    return {
        "yaxis12": {**hidden, "domain": rows["cam"].domain, "range": [0, 1]},
        "yaxis10": axis(tickmode="auto", nticks=5, zeroline=True, zerolinecolor=MUTED, **over),
        "yaxis11": {**hidden, **over, "range": [-limit, limit]},
    }


def _channel_axis(row: Row, rung: Rung) -> dict[str, Any]:
    # The first channel of the order lies on top.
    limits = [rung.num_channels - 0.5, -0.5]
    return axis(domain=row.domain, range=limits, nticks=3, anchor="x", fixedrange=False)


def _bar_axis(row: Row, end: float) -> dict[str, Any]:
    zero: dict[str, Any] = {"zeroline": True, "zerolinecolor": MUTED}
    return axis(domain=row.domain, range=[0, end], nticks=3, anchor="x2", **zero)


def _labels(rungs: Sequence[Rung], t: Translate, *, short: bool) -> list[str]:
    """Return the text above each row, from the signal to the map."""
    form = "layers-strip-short" if short else "layers-strip"
    strips = [
        t(
            form,
            name=t(f"layers-{rung.name.replace('_', '-')}"),
            channels=rung.num_channels,
            positions=rung.num_positions,
            size=rung.field.size,
        )
        for rung in rungs
    ]
    suffix = "-short" if short else ""
    count = rungs[-1].num_channels
    bars = [t(f"layers-row-{name}{suffix}", count=count) for name in GAP_ROWS]
    return [t(f"layers-row-signal{suffix}"), *strips, *bars, t(f"layers-row-cam{suffix}")]


def _annotations(rows: dict[str, Row], labels: Sequence[str]) -> list[dict[str, Any]]:
    return [
        {
            "text": text,
            "x": 0,
            "xref": "paper",
            "xanchor": "left",
            "y": row.domain[1],
            "yref": "paper",
            "yanchor": "bottom",
            "align": "left",
            "showarrow": False,
            "font": {"size": 15},
        }
        for row, text in zip(rows.values(), labels, strict=True)
    ]
