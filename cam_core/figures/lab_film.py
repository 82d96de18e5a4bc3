"""The pinned signals' maps growing epoch by epoch: one picture a signal, a row of colour an epoch."""

from typing import Any

import numpy as np
import plotly.graph_objects as go

from cam_core.figures.lab import bracket
from cam_core.figures.marks import interval_ends, line
from cam_core.figures.payload import Payload, payload
from cam_core.figures.style import Translate, axis, colorscale, figure, sample_axis
from cam_core.palette import CAM_SCALE, INK, RULE, TRUTH

PINNED_HEIGHT = 290

SIGNAL, ABOVE, BELOW, ROWS, HERE = range(5)
"""Order of the traces."""

FILM_BINDINGS: tuple[dict[str, Any], ...] = (
    {"trace": ABOVE, "attr": "y", "array": "above"},
    {"trace": BELOW, "attr": "y", "array": "below"},
    {"trace": HERE, "attr": "y", "array": "here"},
)


def pinned_figure(
    x: np.ndarray,
    truth: np.ndarray,
    epochs: np.ndarray,
    cam: np.ndarray,
    interpolated: np.ndarray,
    *,
    start: float,
    jump: float,
    limit: float,
    scale: float,
    num_epochs: int,
    t: Translate,
) -> go.Figure:
    """Return one pinned signal with its newest map above, and one row of colour an epoch below.

    x: (time,), between ± `limit`. truth: (2,). epochs: (frames,). cam: (frames, positions), the noise
    class's map; the first position's centre is at sample `start`, the next `jump` further.
    interpolated: (time,), the newest map on the samples. `scale`: logits at the end of the colours.
    """
    samples = np.arange(len(x))
    (above, below), area = signed_parts(interpolated), {"yaxis": "y2", "fill": "tozeroy"}
    traces = [
        line(samples, 1.8, y=x),
        line(samples, 1, y=above, color=CAM_SCALE[-1][1], fillcolor="rgba(242,142,75,0.55)", **area),
        line(samples, 1, y=below, color=CAM_SCALE[0][1], fillcolor="rgba(74,144,196,0.55)", **area),
        _rows(epochs, cam, start, jump, scale, t),
        _here(len(x), int(epochs[-1])),
        *_brackets(truth, limit),
    ]
    return figure(traces, PINNED_HEIGHT, **_pinned_layout(len(x), limit, scale, num_epochs, t))


def film_payload(epoch: int, interpolated: np.ndarray, text: str) -> Payload:
    """Return what the film shows of one signal at `epoch`; interpolated: (time,), logits."""
    above, below = signed_parts(interpolated)
    here = np.array([epoch, epoch], float)
    return payload({"above": above, "below": below, "here": here}, {}, {}, {"words": text})


def signed_parts(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the parts of `values` above and below zero; their sum is `values`."""
    return np.maximum(values, 0), np.minimum(values, 0)


def _rows(
    epochs: np.ndarray, cam: np.ndarray, start: float, jump: float, scale: float, t: Translate
) -> go.Heatmap:
    return go.Heatmap(
        z=cam,
        x0=start,
        dx=jump,
        y=epochs,
        yaxis="y3",
        zmin=-scale,
        zmax=scale,
        colorscale=colorscale(CAM_SCALE),
        showscale=False,
        hovertemplate=t("lab-hover-film") + "<extra></extra>",
    )


def _here(num_points: int, epoch: int) -> go.Scatter:
    return go.Scatter(
        x=[-0.5, num_points - 0.5],
        y=[epoch, epoch],
        yaxis="y3",
        mode="lines+markers",
        line={"color": INK, "width": 1.5},
        marker={"symbol": ["triangle-right", "triangle-left"], "size": 11, "color": INK},
        cliponaxis=False,
        hoverinfo="skip",
    )


def _brackets(truth: np.ndarray, limit: float) -> list[go.Scatter]:
    if truth[0] < 0:
        return []
    ends = interval_ends(truth)
    sides = [line([end, end], 1.5, y=[0, 1], color=TRUTH, dash="dot", yaxis="y4") for end in ends]
    return [bracket(ends, 0.94 * limit, {}), *sides]


def _pinned_layout(
    num_points: int, limit: float, scale: float, num_epochs: int, t: Translate
) -> dict[str, Any]:
    room = max(1, num_epochs)
    whole = {"tick0": 0, "dtick": 1} if room <= 5 else {"nticks": 5}
    return {
        "margin": {"l": 56, "r": 46, "t": 6, "b": 44},
        "xaxis": sample_axis(t("axis-sample"), num_points, anchor="y3", nticks=6),
        "yaxis": axis(domain=[0.52, 1], range=[-limit, limit], nticks=3, showgrid=False),
        "yaxis2": axis(
            overlaying="y",
            side="right",
            range=[-1.15 * scale, 1.15 * scale],
            tickvals=[-scale, 0, scale],
            ticktext=[f"−{scale:.3g}", "0", f"{scale:.3g}"],
            showgrid=False,
            zeroline=True,
            zerolinecolor=RULE,
        ),
        # Epoch 0, the untrained network, on top: time runs downward like a page.
        "yaxis3": axis(
            t("lab-axis-epoch"),
            domain=[0, 0.44],
            range=[room + 0.5, -0.5],
            showgrid=False,
            **whole,
        ),
        "yaxis4": {"overlaying": "y3", "visible": False, "range": [0, 1], "fixedrange": True},
    }
