"""One channel of the ladder: its kernel, and its activation over the signal."""

from typing import Any

import numpy as np
import plotly.graph_objects as go

from cam_core.figures.style import Translate, axis, colorscale, figure, sample_axis
from cam_core.ladder import Rung
from cam_core.palette import ACTIVATION_SCALE, CAM_SCALE, INK, MUTED, TRUTH

KERNEL_HEIGHT, ACTIVATION_HEIGHT = 190, 200
HEADROOM = 1.08

BINDINGS: tuple[dict[str, Any], ...] = (
    {"trace": 0, "attr": "y", "array": "x"},
    {"trace": 2, "attr": "x", "array": "truth"},
)


def activation_bindings(layer: str, channel: int) -> list[dict[str, Any]]:
    """Return which arrays fill the picture of `channel` in `layer`."""
    return [*BINDINGS, {"trace": 1, "attr": "y", "array": layer, "row": channel}]


def kernel_figure(weight: np.ndarray, before: str, t: Translate) -> go.Figure:
    """Return the numbers of a kernel, weight (input channels, samples under it); `before` names the input.

    One input channel gives bars; more give a strip, blue below zero and orange above.
    """
    offsets = np.arange(weight.shape[1]) - weight.shape[1] // 2
    if len(weight) == 1:
        return _kernel_bars(weight[0], offsets, t)
    return _kernel_strip(weight, offsets, before, t)


def activation_figure(
    rung: Rung, end: float, num_points: int, signal_limit: float, t: Translate
) -> go.Figure:
    """Return the empty picture of one channel's activation, 0 to `end`, over the signal."""
    top = end * HEADROOM
    edge = {"color": TRUTH, "width": 2, "dash": "dash"}
    traces = [
        _line(np.arange(num_points), "y2", {"color": MUTED, "width": 1.2}, t("axis-signal")),
        _line(rung.centers, "y", {"color": ACTIVATION_SCALE[-1][1], "width": 2.4, "shape": "hvh"})
        .update(fill="tozeroy", fillcolor="rgba(140,150,198,0.35)")
        .update(hovertemplate=t("layers-hover-activation") + "<extra></extra>"),
        go.Scatter(x=[np.nan] * 5, y=[0, top, np.nan, 0, top], mode="lines", line=edge).update(
            hoverinfo="skip"
        ),
    ]
    return figure(
        traces,
        ACTIVATION_HEIGHT,
        margin={"l": 50, "r": 10, "t": 8, "b": 46},
        hovermode="closest",
        xaxis=sample_axis(t("axis-sample"), num_points, nticks=5),
        yaxis=axis(range=[0, top], nticks=4),
        yaxis2={
            "overlaying": "y",
            "visible": False,
            "fixedrange": True,
            "range": [-signal_limit, signal_limit],
        },
    )


def _line(x: np.ndarray, yaxis: str, line: dict[str, Any], name: str = "") -> go.Scatter:
    return go.Scatter(
        x=x,
        y=np.zeros(len(x), np.float32),
        yaxis=yaxis,
        mode="lines",
        line=line,
        hovertemplate=f"{name} %{{y:.4f}}<extra></extra>",
    )


def _kernel_bars(weight: np.ndarray, offsets: np.ndarray, t: Translate) -> go.Figure:
    end = float(np.abs(weight).max()) * HEADROOM or 1.0
    bars = go.Bar(
        x=offsets,
        y=weight,
        marker={"color": weight, "colorscale": colorscale(CAM_SCALE), "cmin": -end, "cmax": end},
        marker_line={"color": INK, "width": 1},
        text=[f"{value:.3f}".replace("-", "−") for value in weight],
        textposition="auto",
        hovertemplate=t("layers-hover-tap") + "<extra></extra>",
    )
    return figure(
        [bars],
        KERNEL_HEIGHT,
        margin={"l": 50, "r": 10, "t": 8, "b": 46},
        xaxis=axis(t("layers-axis-offset"), tickvals=offsets, ticktext=_signed(offsets)),
        yaxis=axis(range=[-end, end], nticks=4, zeroline=True, zerolinecolor=MUTED),
    )


def _kernel_strip(weight: np.ndarray, offsets: np.ndarray, before: str, t: Translate) -> go.Figure:
    end = float(np.abs(weight).max()) or 1.0
    strip = go.Heatmap(
        z=weight.T.astype(np.float32),
        x0=0,
        dx=1,
        y=offsets,
        zmin=-end,
        zmax=end,
        colorscale=colorscale(CAM_SCALE),
        colorbar={"thickness": 10, "tickfont": {"size": 14}, "nticks": 3},
        hovertemplate=t("layers-hover-kernel") + "<extra></extra>",
    )
    return figure(
        [strip],
        KERNEL_HEIGHT,
        margin={"l": 50, "r": 10, "t": 8, "b": 46},
        xaxis=axis(t("layers-axis-input", layer=before), fixedrange=False, nticks=5),
        yaxis=axis(tickvals=offsets, ticktext=_signed(offsets), range=_reversed(offsets)),
    )


def _reversed(offsets: np.ndarray) -> list[float]:
    return [float(offsets[-1]) + 0.5, float(offsets[0]) - 0.5]


def _signed(offsets: np.ndarray) -> list[str]:
    return [f"{offset:+d}".replace("-", "−") if offset else "0" for offset in offsets]
