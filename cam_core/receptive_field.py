"""Where the units of a layer sit on the signal, and how far they see: integer arithmetic only.

The recurrences are those of Araujo, Norris and Sim, "Computing receptive fields of convolutional
neural networks" (Distill, 2019), in one dimension.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Window:
    """One sliding-window layer: a convolution or a pooling. Lengths count the layer's input units.

    `padding` zeros stand before the first unit and `padding + extra` behind the last: an even kernel
    that keeps the number of units needs one more there.
    """

    kernel_size: int
    stride: int = 1
    padding: int = 0
    extra: int = 0

    def num_units(self, num_inputs: int) -> int:
        """Return how many units the layer has over `num_inputs` units, 0 where not one fits."""
        room = num_inputs + 2 * self.padding + self.extra - self.kernel_size
        return max(0, room // self.stride + 1)


def same_window(kernel_size: int, stride: int = 1) -> Window:
    """Return the window that gives one unit for every `stride` inputs."""
    before = (kernel_size - 1) // 2
    return Window(kernel_size, stride, before, kernel_size - 1 - 2 * before)


@dataclass(frozen=True)
class ReceptiveField:
    """What the units of one layer see of the signal, in samples.

    Unit `j` sees the samples `start + j * jump` to `start + j * jump + size - 1`; a negative first
    sample lies in the zero padding.
    """

    size: int = 1
    jump: int = 1
    start: int = 0

    def after(self, window: Window) -> "ReceptiveField":
        """Return the receptive field of a layer that slides `window` over this one."""
        return ReceptiveField(
            size=self.size + (window.kernel_size - 1) * self.jump,
            jump=self.jump * window.stride,
            start=self.start - window.padding * self.jump,
        )

    def centers(self, num_units: int) -> np.ndarray:
        """Return the centre of each unit on the signal, in samples, shape (num_units,)."""
        return self.start + (self.size - 1) / 2 + self.jump * np.arange(num_units)

    def span(self, unit: int, num_points: int) -> tuple[int, int]:
        """Return the samples that `unit` sees, start included, end excluded, cut at the borders."""
        first = self.start + unit * self.jump
        return max(first, 0), min(first + self.size, num_points)


def receptive_field(windows: Iterable[Window]) -> ReceptiveField:
    """Return the receptive field on the signal after all `windows`, from the first layer on."""
    field = ReceptiveField()
    for window in windows:
        field = field.after(window)
    return field
