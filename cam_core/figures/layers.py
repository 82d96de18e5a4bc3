"""Layers: the ladder from the signal to its map, every channel of every layer on one sample axis.

A position is drawn at the centre of its receptive field, so a burst lines up through all rows. The
picture is built once for a model; stepping through samples swaps the arrays that `bindings` names.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import plotly.graph_objects as go

from cam_core.figures.layers_layout import (
    MARGIN_BOTTOM,
    MARGIN_LEFT,
    MARGIN_RIGHT,
    MARGIN_TOP,
    PROBE_ROOM,
    TICKS,
    Row,
    stacked,
)
from cam_core.figures.marks import line, side_lines
from cam_core.figures.style import Translate, axis, caption, colorscale, figure, sample_axis
from cam_core.figures.words import stage_name
from cam_core.ladder import Rung, Scales
from cam_core.maps import MARGIN
from cam_core.palette import ACTIVATION_SCALE, CAM_SCALE, MUTED
from cam_core.results import Calibration

HEADROOM = 1.15
"""Height axes reach this far beyond the end of the colour scale."""

GAP_ROWS = ("pooled", "weight", "contribution")
"""The last channels' pooled features, the head's weights for the class shown, and their products."""

SIGNAL, FIRST_STRIP = 0, 1


@dataclass(frozen=True)
class Places:
    """Where the traces and axes of a ladder with `num_strips` layers stand.

    Order of the traces: signal, strips, burst edges of signal and strips, bars, map.
    """

    num_strips: int

    @property
    def first_edges(self) -> int:
        return FIRST_STRIP + self.num_strips

    @property
    def first_bars(self) -> int:
        return self.first_edges + 1 + self.num_strips

    @property
    def cam_strip(self) -> int:
        return self.first_bars + len(GAP_ROWS)

    @property
    def cam_signal(self) -> int:
        return self.cam_strip + 1

    @property
    def cam_steps(self) -> int:
        return self.cam_strip + 2

    @property
    def cam_curve(self) -> int:
        return self.cam_strip + 3

    @property
    def cam_edges(self) -> int:
        return self.cam_strip + 4

    def strip_axis(self, index: int) -> str:
        """Return the number of the y axis of a strip, as Plotly counts."""
        return f"{2 + index}"

    def bar_axis(self, index: int) -> str:
        return f"{2 + self.num_strips + index}"

    @property
    def height_axis(self) -> str:
        """The map as height; `over_axis` holds the signal over it, `strip_below_axis` its colour."""
        return self.bar_axis(len(GAP_ROWS))

    @property
    def over_axis(self) -> str:
        return self.bar_axis(len(GAP_ROWS) + 1)

    @property
    def strip_below_axis(self) -> str:
        return self.bar_axis(len(GAP_ROWS) + 2)


def strip_height(num_channels: int) -> int:
    """Return the pixels of a layer's strip: more channels need more, up to a limit."""
    return min(92, round(40 + 0.2 * num_channels))


def layers_rows(rungs: Sequence[Rung], room: int = 0) -> tuple[dict[str, Row], int]:
    """Return the rows of the ladder by name, and the height of the whole in pixels.

    room: pixels below the signal's row for something else; `PROBE_ROOM` on a narrow screen.
    """
    strips = [(f"strip{i}", strip_height(rung.num_channels), 0) for i, rung in enumerate(rungs)]
    bars = [(name, 64, 0) for name in GAP_ROWS[:-1]] + [(GAP_ROWS[-1], 64, TICKS)]
    return stacked([("signal", 74, TICKS + room), *strips, *bars, ("cam", 150, 0)])


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
    layout = _layout(rungs, scales, num_points, signal_limit, pooling, t)
    return figure(traces, layers_rows(rungs)[1], **layout)


def patches(
    calibration: Calibration, scales: Scales, rungs: Sequence[Rung], pooling: str, t: Translate
) -> dict[str, Any]:
    """Return the layout changes of each map (fixed scales, in logits) and of narrow screens."""
    labels = _labels(rungs, pooling, t, short=True)
    narrow = {f"annotations[{i}].text": text for i, text in enumerate(labels)} | _narrow_rows(rungs)
    places = Places(len(rungs))
    layouts: dict[str, dict[str, Any]] = {}
    for name in scales.weight:
        scale = calibration.margin_scale if name == MARGIN else calibration.cam_scale
        changes = {
            f"yaxis{places.bar_axis(1)}.range": _around_zero(scales.weight[name]),
            f"yaxis{places.bar_axis(2)}.range": _around_zero(scales.contribution[name]),
            f"yaxis{places.height_axis}.range": _around_zero(scale),
            "coloraxis.cmin": -scale,
            "coloraxis.cmax": scale,
        }
        layouts[f"{name}.wide"] = changes
        layouts[f"{name}.narrow"] = {**changes, **narrow}
    return {"key": "{map}.{width}", "layouts": layouts}


def _narrow_rows(rungs: Sequence[Rung]) -> dict[str, Any]:
    """Return where axes and labels lie when the signal has room below it."""
    rows, places = layers_rows(rungs, PROBE_ROOM)[0], Places(len(rungs))
    strips = (places.strip_axis(i) for i in range(len(rungs)))
    bars = (places.bar_axis(i) for i in range(len(GAP_ROWS)))
    axes = ("", *strips, *bars, places.strip_below_axis)
    changes: dict[str, Any] = {}
    for i, (number, row) in enumerate(zip(axes, rows.values(), strict=True)):
        changes |= {f"yaxis{number}.domain": list(row.domain), f"annotations[{i}].y": row.domain[1]}
    return changes


def _around_zero(end: float) -> list[float]:
    return [-HEADROOM * end, HEADROOM * end]


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


def _layout(
    rungs: Sequence[Rung], scales: Scales, num_points: int, limit: float, pooling: str, t: Translate
) -> dict[str, Any]:
    rows, _ = layers_rows(rungs)
    places = Places(len(rungs))
    free: dict[str, Any] = {"fixedrange": False}
    bars, below = f"y{places.bar_axis(len(GAP_ROWS) - 1)}", f"y{places.strip_below_axis}"
    layout: dict[str, Any] = {
        "margin": {"l": MARGIN_LEFT, "r": MARGIN_RIGHT, "t": MARGIN_TOP, "b": MARGIN_BOTTOM},
        "hovermode": False,
        "xaxis": sample_axis("", num_points, anchor="y", **free),
        "xaxis2": axis(range=[-0.5, rungs[-1].num_channels - 0.5], anchor=bars, nticks=9, **free),
        "xaxis3": sample_axis(t("axis-sample"), num_points, anchor=below, matches="x", **free),
        "yaxis": axis(domain=rows["signal"].domain, range=[-limit, limit], nticks=5),
        "coloraxis": {"colorscale": colorscale(CAM_SCALE), "showscale": False},
        "annotations": _annotations(rows, _labels(rungs, pooling, t, short=False)),
    }
    for i, rung in enumerate(rungs):
        layout[f"yaxis{places.strip_axis(i)}"] = _channel_axis(rows[f"strip{i}"], rung)
    for i, name in enumerate(GAP_ROWS):
        layout[f"yaxis{places.bar_axis(i)}"] = _bar_axis(rows[name], HEADROOM * scales.pooled)
    return {**layout, **_overlays(rows, places, limit)}


def _overlays(rows: dict[str, Row], places: Places, limit: float) -> dict[str, Any]:
    """Return the axes of the last row: the map's colour below, its height and the signal over it."""
    hidden = {"visible": False, "fixedrange": True, "anchor": "x3"}
    over: dict[str, Any] = {"overlaying": f"y{places.strip_below_axis}", "anchor": "x3"}
    height = axis(tickmode="auto", nticks=5, zeroline=True, zerolinecolor=MUTED, **over)
    return {
        f"yaxis{places.strip_below_axis}": {**hidden, "domain": rows["cam"].domain, "range": [0, 1]},
        f"yaxis{places.height_axis}": height,
        f"yaxis{places.over_axis}": {**hidden, **over, "range": [-limit, limit]},
    }


def _channel_axis(row: Row, rung: Rung) -> dict[str, Any]:
    # The first channel of the order lies on top.
    limits = [rung.num_channels - 0.5, -0.5]
    return axis(domain=row.domain, range=limits, nticks=3, anchor="x", fixedrange=False)


def _bar_axis(row: Row, end: float) -> dict[str, Any]:
    zero: dict[str, Any] = {"zeroline": True, "zerolinecolor": MUTED}
    return axis(domain=row.domain, range=[0, end], nticks=3, anchor="x2", **zero)


def _labels(rungs: Sequence[Rung], pooling: str, t: Translate, *, short: bool) -> list[str]:
    """Return the text above each row, from the signal to the map."""
    form = "layers-strip-short" if short else "layers-strip"
    strips = [
        t(
            form,
            name=stage_name(t, rung.name),
            channels=rung.num_channels,
            positions=rung.num_positions,
            size=rung.field.size,
        )
        for rung in rungs
    ]
    suffix = "-short" if short else ""
    count = rungs[-1].num_channels
    bars = [t(f"layers-row-{name}{suffix}", count=count) for name in GAP_ROWS[1:]]
    bars = [t(f"layers-row-{pooling}{suffix}", count=count), *bars]
    return [t(f"layers-row-signal{suffix}"), *strips, *bars, t(f"layers-row-cam{suffix}")]


def _annotations(rows: dict[str, Row], labels: Sequence[str]) -> list[dict[str, Any]]:
    return [caption(text, 0, row.domain[1]) for row, text in zip(rows.values(), labels, strict=True)]
