"""Where the rows of the ladder lie: heights in pixels, from top to bottom, as shares of the figure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cam_core.figures.layers_places import GAP_ROWS
from cam_core.layers.ladder import Rung

LABEL = 25
"""Pixels for the line of text above each row."""

MARGIN_TOP, MARGIN_BOTTOM, MARGIN_LEFT, MARGIN_RIGHT = 4, 48, 50, 14
TICKS = 24
"""Pixels for tick labels below a row that has its own."""

PROBE_ROOM = 400
"""Pixels that a phone's ladder leaves below the signal for the probe."""


@dataclass(frozen=True)
class Row:
    """One row: `domain` is the share of the plot area that it takes, bottom first."""

    name: str
    domain: tuple[float, float]


def stacked(heights: Iterable[tuple[str, int, int]]) -> tuple[dict[str, Row], int]:
    """Return the rows of (name, height, room below), in pixels, and the figure's height."""
    listed = list(heights)
    inner = sum(LABEL + height + below for _, height, below in listed)
    rows, top = {}, 0
    for name, height, below in listed:
        top += LABEL
        rows[name] = Row(name, (1 - (top + height) / inner, 1 - top / inner))
        top += height + below
    return rows, inner + MARGIN_TOP + MARGIN_BOTTOM


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
