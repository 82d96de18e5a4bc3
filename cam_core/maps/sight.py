"""Where the positions of a map lie on the signal, and what the middle one sees of it."""

from dataclasses import dataclass

import numpy as np

from cam_core.receptive_field import ReceptiveField


@dataclass(frozen=True)
class Sight:
    """A map over `num_points` samples, read at its middle position.

    centers: (positions,), each position's place, in samples. middle: the number of the middle one.
    span: the samples it sees, start included, end excluded, cut at the borders of the signal. beyond:
    whether it would see more before the first sample, and behind the last. size, jump: samples that each
    position would see of an endless signal, and from one position to the next.
    """

    num_points: int
    centers: np.ndarray
    middle: int
    span: tuple[int, int]
    beyond: tuple[bool, bool]
    size: int
    jump: int

    @property
    def num_positions(self) -> int:
        return len(self.centers)

    @property
    def sees_all(self) -> bool:
        """Whether the middle position sees the whole signal."""
        return self.span == (0, self.num_points)

    def held(self, length: int) -> tuple[int, int]:
        """Return the fewest and the most positions that lie within `length` samples in a row.

        Raises `ValueError` when the signal is shorter than that.
        """
        if not 1 <= length <= self.num_points:
            raise ValueError(f"`length` must be from 1 to {self.num_points}, got {length}.")
        starts = np.arange(self.num_points - length + 1)[:, None]
        within = (starts <= self.centers) & (self.centers <= starts + length - 1)
        counts = within.sum(axis=1)
        return int(counts.min()), int(counts.max())


def sight(field: ReceptiveField, num_positions: int, num_points: int) -> Sight:
    """Return how `num_positions` units with the receptive field `field` lie on `num_points` samples."""
    middle = num_positions // 2
    first = field.start + middle * field.jump
    return Sight(
        num_points=num_points,
        centers=field.centers(num_positions),
        middle=middle,
        span=field.span(middle, num_points),
        beyond=(first < 0, first + field.size > num_points),
        size=field.size,
        jump=field.jump,
    )
