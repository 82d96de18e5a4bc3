"""One signal, and what each way of asking says of it: a row for each on one time axis.

The maps have units of their own, so each row's colour and height end at that map's largest value.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go

from cam_core.cam import normalized_cam
from cam_core.comparisons.methods import Attribution
from cam_core.figures.marks import interval_ends, line, sample_borders, strip
from cam_core.figures.style import TICK_SIZE, Translate, axis, caption, figure, sample_axis
from cam_core.palette import FOUND, INK, MUTED, TRUTH

ROW_HEIGHT = 108
SIGNAL_HEIGHT = 200
MARGIN_BOTTOM = 46

HEIGHT_LIMIT = 1.3
"""The height of a map ends at 1; above and below is room for the brackets."""

STRIP, SIGNAL, TRUE_INTERVAL, LOCALIZED = range(4)
"""Order of the traces of the signal's own picture."""


def signal_bindings(num_classes: int) -> list[dict[str, Any]]:
    """Return which array of a sample of Scope's fills which trace of `signal_figure`."""
    found = "found.{map}" if num_classes == 2 else "found.{map}."
    return [
        {"trace": STRIP, "attr": "z", "array": "linear.{map}", "rows": True},
        {"trace": SIGNAL, "attr": "y", "array": "x"},
        {"trace": TRUE_INTERVAL, "attr": "x", "array": "truth"},
        {"trace": LOCALIZED, "attr": "x", "array": found},
    ]


def signal_figure(num_points: int, signal_limit: float, cam_scale: float, t: Translate) -> go.Figure:
    """Return the empty picture in which a signal is chosen, between ± `signal_limit`, over its CAM.

    cam_scale: logits at the end of the colours.
    """
    empty = np.full(2, np.nan)
    traces = [
        strip(sample_borders(num_points), signal_limit, scale=cam_scale),
        line(np.arange(num_points), 2.2, hover=t("scope-hover-signal")),
        _bracket(TRUTH, empty, 0.9 * signal_limit, "y"),
        _bracket(FOUND, empty, -0.9 * signal_limit, "y"),
    ]
    return figure(
        traces,
        SIGNAL_HEIGHT,
        margin={"l": 56, "r": 12, "t": 8, "b": MARGIN_BOTTOM},
        hovermode="x",
        xaxis=sample_axis(t("axis-sample"), num_points),
        yaxis=axis(t("axis-signal"), range=[-signal_limit, signal_limit], nticks=4),
    )


def methods_height(num_rows: int) -> int:
    """Return the height of the picture, in pixels."""
    return num_rows * ROW_HEIGHT + MARGIN_BOTTOM


def methods_figure(
    attributions: Sequence[Attribution],
    x: np.ndarray,
    truth: np.ndarray,
    signal_limit: float,
    titles: Sequence[str],
    t: Translate,
) -> go.Figure:
    """Return a row for each of `attributions` of one signal `x` (time,), below its title.

    truth: (2,), the true interval, -1 where there is none.
    """
    num_rows, num_points = len(titles), len(x)
    layout: dict[str, Any] = {
        "margin": {"l": 12, "r": 12, "t": 0, "b": MARGIN_BOTTOM},
        "hovermode": "x",
        "xaxis": sample_axis(t("axis-sample"), num_points, anchor=f"y{2 * num_rows - 1}"),
        "annotations": [_title(place, num_rows, words) for place, words in enumerate(titles)],
    }
    traces: list[Any] = []
    for place, one in enumerate(attributions):
        over, below = _axis_name(2 * place), _axis_name(2 * place + 1)
        layout |= _row_axes(place, num_rows, signal_limit)
        traces += _row(one, x, truth, over, below, t("methods-hover"))
    return figure(traces, methods_height(num_rows), **layout)


def _axis_name(number: int) -> str:
    return "y" if number == 0 else f"y{number + 1}"


def _row_axes(place: int, num_rows: int, signal_limit: float) -> dict[str, Any]:
    top = 1 - place / num_rows
    domain = [max(0.0, top - 1 / num_rows), top - 0.22 / num_rows]
    names = [_axis_name(2 * place + part).replace("y", "yaxis") for part in (0, 1)]
    hidden: dict[str, Any] = {"domain": domain, "visible": False}
    return {
        names[0]: axis(range=[-HEIGHT_LIMIT, HEIGHT_LIMIT], **hidden),
        names[1]: axis(range=[-signal_limit, signal_limit], overlaying=_axis_name(2 * place), **hidden),
    }


def _title(place: int, num_rows: int, words: str) -> dict[str, Any]:
    return caption(words, 0, 1 - (place + 0.22) / num_rows, font={"size": TICK_SIZE, "color": INK})


def _row(one: Attribution, x: np.ndarray, truth: np.ndarray, over: str, below: str, hover: str) -> list[Any]:
    shown, samples = normalized_cam(one.map[0]), np.arange(len(x))
    return [
        strip(sample_borders(len(x)), HEIGHT_LIMIT, values=shown, scale=1, yaxis=over),
        line(samples, 1.1, y=x, color=MUTED, yaxis=below),
        line(samples, 2.2, y=shown, hover=hover, yaxis=over),
        _bracket(TRUTH, interval_ends(truth), 1.16, over),
        _bracket(FOUND, interval_ends(one.localized_interval[0]), -1.16, over),
    ]


def _bracket(color: str, ends: np.ndarray, height: float, yaxis: str) -> go.Scatter:
    return go.Scatter(
        x=ends,
        y=[height, height],
        yaxis=yaxis,
        mode="lines+markers",
        line={"color": color, "width": 4},
        marker={"symbol": "line-ns", "size": 10, "line": {"color": color, "width": 2}},
        hoverinfo="skip",
    )
