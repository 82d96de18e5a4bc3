"""The most likely classes of one signal, one row each: its map over the signal, all on one scale.

As in figure 4 of Zhou et al. 2016, where the maps of the five best classes of a picture stand side by side.
"""

from typing import Any

import numpy as np
import plotly.graph_objects as go

from cam_core.evidence import evident_interval
from cam_core.figures.marks import (
    color_axis,
    interval_bracket,
    interval_ends,
    line,
    sample_borders,
    strip,
)
from cam_core.figures.style import Translate, axis, figure, sample_axis
from cam_core.palette import FOUND, TRUTH
from cam_core.results import Explanation

NUM_TOP = 5
WORDS_HEIGHT, STRIP_HEIGHT, GAP = 48, 64, 6
"""Pixels of a row: two lines for what is said of its class, then its map, then a little air."""

ROW_HEIGHT = WORDS_HEIGHT + STRIP_HEIGHT + GAP
SIDE, MARGIN_TOP, MARGIN_BOTTOM = 12, 8, 46

PER_ROW = 4
"""Traces of a row: strip, signal, truth, what was found."""


def top_height(num_rows: int) -> int:
    """Return the height of the picture of `num_rows` classes, in pixels."""
    return num_rows * ROW_HEIGHT + MARGIN_TOP + MARGIN_BOTTOM


def words_top(rank: int) -> int:
    """Return where the words of the row `rank` begin, in pixels below the top of the picture."""
    return MARGIN_TOP + rank * ROW_HEIGHT


def top_bindings(num_rows: int) -> list[dict[str, Any]]:
    """Return which array fills which trace of the rows."""
    bound: list[dict[str, Any]] = []
    for rank in range(num_rows):
        first = rank * PER_ROW
        bound += [
            {"trace": first, "attr": "z", "array": f"top.{rank}", "rows": True},
            {"trace": first + 1, "attr": "y", "array": "x"},
            {"trace": first + 2, "attr": "x", "array": "truth"},
            {"trace": first + 3, "attr": "x", "array": f"top.found.{rank}"},
        ]
    return bound


def top_arrays(
    explanation: Explanation, labels: np.ndarray, index: int, thresholds: np.ndarray
) -> dict[str, np.ndarray]:
    """Return the interpolated map and the bracket of each of the most likely `labels` of signal `index`.

    thresholds: (classes,), in logits.
    """
    arrays = {}
    for rank, label in enumerate(labels):
        shown = explanation.interpolated_cam[index, label]
        found = evident_interval(shown, explanation.localized_interval[index, label], thresholds[label])
        arrays[f"top.{rank}"] = shown
        arrays[f"top.found.{rank}"] = interval_ends(found)
    return arrays


def top_figure(
    num_rows: int, num_points: int, signal_limit: float, cam_scale: float, t: Translate
) -> go.Figure:
    """Return the empty picture of `num_rows` classes for signals of `num_points` samples.

    The signal lies between ± `signal_limit`, the colours of all rows between ± `cam_scale` logits.
    """
    traces: list[Any] = []
    layout: dict[str, Any] = {
        "margin": {"l": SIDE, "r": SIDE, "t": MARGIN_TOP, "b": MARGIN_BOTTOM},
        "hovermode": "x",
        "xaxis": sample_axis(t("axis-sample"), num_points, anchor=f"y{num_rows}" if num_rows > 1 else "y"),
        "coloraxis": color_axis(cam_scale),
    }
    for rank in range(num_rows):
        number = "" if rank == 0 else str(rank + 1)
        layout[f"yaxis{number}"] = axis(
            domain=_strip_domain(rank, num_rows),
            range=[-signal_limit, signal_limit],
            showticklabels=False,
            ticks="",
            showgrid=False,
        )
        traces += _row(f"y{number}", num_points, signal_limit)
    return figure(traces, top_height(num_rows), **layout)


def _strip_domain(rank: int, num_rows: int) -> list[float]:
    """Return bottom and top of the strip of the row `rank`, as shares of the rows' height."""
    top = rank * ROW_HEIGHT + WORDS_HEIGHT
    return [1 - (top + STRIP_HEIGHT) / (num_rows * ROW_HEIGHT), 1 - top / (num_rows * ROW_HEIGHT)]


def _row(yaxis: str, num_points: int, limit: float) -> list[Any]:
    return [
        strip(sample_borders(num_points), limit, yaxis=yaxis),
        line(np.arange(num_points), 1.8, yaxis=yaxis),
        interval_bracket(TRUTH, 0.9 * limit, yaxis, 4),
        interval_bracket(FOUND, -0.9 * limit, yaxis, 4),
    ]
