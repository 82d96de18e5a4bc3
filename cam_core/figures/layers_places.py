"""Which number each trace and each axis of the ladder has."""

from dataclasses import dataclass

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
