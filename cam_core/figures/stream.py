"""Stream: the last samples of a long signal, rolling by; its map as colour and height, its probability.

The axis counts back from the newest sample, so that nothing but data moves. The payload holds the whole
stream; `stream_bindings` says which part of which array is shown when a sample has just arrived.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go

from cam_core.figures.marks import (
    HEADROOM,
    bracket_axis,
    color_axis,
    height_axes,
    height_gradient,
    line,
    strip,
)
from cam_core.figures.scope import scaled_layout
from cam_core.figures.style import TICK_SIZE, Translate, axis, figure
from cam_core.maps.choices import MARGIN, map_names
from cam_core.palette import FOUND, INK, MUTED, RULE, TRUTH
from cam_core.results import Calibration

HEIGHT = 430
GROW = 0.56
"""Least height in pixels, and share of a taller window."""

(STRIP, SIGNAL, GRADIENT, LAG, CURVE, THRESHOLD, TRUE_EVENTS, OTHER_EVENTS, DETECTED, NAMES, PROBABILITY,
 PROBABILITY_LAG) = range(12)  # fmt: skip
"""Order of the traces."""

GAP = 3
"""Coordinates of a bracket: its two ends, and a gap to the next."""


def stream_bindings(window: int) -> list[dict[str, Any]]:
    """Return which part of which array fills which trace, when `window` samples are shown."""

    def rolling(known: str | None = "known") -> dict[str, Any]:
        return {"slide": {"kind": "values", "last": window, "known": known}}

    def ends(known: str | None = None, last: int | None = None) -> dict[str, Any]:
        return {"slide": {"kind": "ends", "known": known, **({"last": last} if last else {})}}

    lag = {"attr": "x", "array": "known", "slide": {"kind": "lag", "known": "known"}}
    return [
        {"trace": STRIP, "attr": "z", "array": "cam.{map}", "rows": True, **rolling()},
        {"trace": SIGNAL, "attr": "y", "array": "x", **rolling(None)},
        {"trace": LAG, **lag},
        {"trace": CURVE, "attr": "y", "array": "cam.{map}", **rolling()},
        {"trace": THRESHOLD, "attr": "y", "array": "threshold.{map}"},
        {"trace": TRUE_EVENTS, "attr": "x", "array": "truth.{map}", **ends()},
        {"trace": OTHER_EVENTS, "attr": "x", "array": "others.{map}", **ends()},
        {"trace": DETECTED, "attr": "x", "array": "found.{map}", **ends("known")},
        {"trace": DETECTED, "attr": "y", "array": "found.level"},
        {"trace": NAMES, "attr": "x", "array": "names", **ends(last=window)},
        {"trace": PROBABILITY, "attr": "y", "array": "probability.{map}", **rolling()},
        {"trace": PROBABILITY_LAG, **lag},
    ]


def stream_patches(calibration: Calibration, num_classes: int, t: Translate) -> dict[str, Any]:
    """Return the layout changes of each map: its own fixed scale in logits."""
    layouts = {}
    for name in map_names(num_classes):
        is_margin = name == MARGIN
        scale = calibration.margin_scale if is_margin else calibration.cam_scale
        layouts[name] = scaled_layout(scale, t("scope-axis-margin") if is_margin else t("scope-axis-cam"))
    return {"key": "{map}", "layouts": layouts}


def stream_figure(window: int, signal_limit: float, event_names: Sequence[str], t: Translate) -> go.Figure:
    """Return the empty picture of the last `window` samples of a signal between ± `signal_limit`.

    event_names: one for each true event; empty names where all events are of one kind.
    """
    ago, ends = np.arange(-window + 1, 1), (-window + 0.5, 0.5)
    traces = [
        strip(np.arange(-window, 1) + 0.5, signal_limit, values=np.nan),
        line(ago, 2.2, hover=t("scope-hover-signal")),
        height_gradient(ends, "y4"),
        _lag("y4", HEADROOM),
        line(ago, 2.4, hover=t("scope-hover-cam"), yaxis="y3", fill="tozeroy"),
        line(ends, 1.5, y=np.nan, color=FOUND, dash="dash", yaxis="y3"),
        *(_brackets(color, 1, len(event_names), t("scope-truth")) for color in (TRUTH, MUTED)),
        _brackets(FOUND, 0, 1, t("stream-detected")),
        _names(event_names),
        line(ago, 2.4, hover=t("stream-hover-probability"), yaxis="y5"),
        _lag("y5", 2.0),
    ]
    return figure(traces, HEIGHT, **_layout(window, signal_limit, named=any(event_names), t=t))


def bracket_ends(intervals: np.ndarray, count: int, chosen: np.ndarray | None = None) -> np.ndarray:
    """Return the ends of `count` brackets one after the other, (3 * count,), with gaps between.

    intervals: (num, 2) with num at most `count`; the rest, and those not `chosen`, bool (num,), are gaps.
    """
    ends = np.full((count, GAP), np.nan)
    ends[: len(intervals), :2] = intervals - 0.5
    if chosen is not None:
        ends[: len(intervals)][~chosen] = np.nan
    return ends.ravel()


def threshold_ends(threshold: float, *, for_event: bool) -> np.ndarray:
    """Return the heights of the threshold's two ends, (2,): none for a map that speaks for no event."""
    return np.full(2, threshold if for_event else np.nan)


def _lag(yaxis: str, limit: float) -> go.Scatter:
    # Hides the ground where nothing is known yet: the map ends earlier than the signal.
    sides, over = [-limit, limit, limit, -limit], {"fill": "toself", "fillcolor": RULE}
    return line([0.5] * 4, 1, y=sides, color=MUTED, dash="dot", yaxis=yaxis, **over)


def _brackets(color: str, row: int, count: int, name: str) -> go.Scatter:
    return go.Scatter(
        x=np.full(GAP * count, np.nan),
        y=np.full(GAP * count, row),
        yaxis="y2",
        mode="lines+markers",
        line={"color": color, "width": 6},
        marker={"symbol": "line-ns", "size": 16, "line": {"color": color, "width": 3}},
        name=name,
        hovertemplate=name + "<extra></extra>",
    )


def _names(event_names: Sequence[str]) -> go.Scatter:
    # Each name ends where its bracket does: never beyond the newest sample. To the left there is room
    # beside the picture, so a name leaves it whole and not letter by letter.
    return go.Scatter(
        x=np.full(GAP * len(event_names), np.nan),
        y=np.full(GAP * len(event_names), 1.5),
        yaxis="y2",
        mode="text",
        text=[text for name in event_names for text in ("", name, "")],
        textposition="top left",
        textfont={"size": TICK_SIZE, "color": INK},
        cliponaxis=False,
        hoverinfo="skip",
    )


def _layout(window: int, limit: float, *, named: bool, t: Translate) -> dict[str, Any]:
    domains = {"signal": [0.62, 1], "rows": [0.5, 0.605], "cam": [0.245, 0.485], "probability": [0, 0.205]}
    if named:
        domains |= {"signal": [0.66, 1], "rows": [0.5, 0.645]}
    return {
        "margin": {"l": 104, "r": 12, "t": 8, "b": 46},
        "hovermode": "x",
        "xaxis": axis(t("stream-axis-ago"), range=[-window + 0.5, 0.5], anchor="y5", nticks=7),
        "yaxis": axis(t("axis-signal"), domain=domains["signal"], range=[-limit, limit], nticks=5),
        "yaxis2": bracket_axis(
            [t("stream-detected"), t("scope-truth")],
            domain=domains["rows"],
            range=[-0.6, 2.6 if named else 1.6],
        ),
        **height_axes(domains["cam"]),
        "yaxis5": axis(
            t("stream-axis-probability"),
            domain=domains["probability"],
            range=[-0.04, 1.04],
            tickvals=[0, 0.5, 1],
        ),
        "coloraxis": color_axis(),
    }
