"""One unit by hand: what it reads in the layer before, and how its value is made of that.

Pure NumPy on one signal's activations, (channels, positions). The network computes whole layers at once;
here a single number is taken apart, so that it can be checked.
"""

from dataclasses import dataclass

import numpy as np

from cam_core.layers.kernels import LayerKernels
from cam_core.receptive_field import ReceptiveField


@dataclass(frozen=True)
class UnitSum:
    """How a unit of a convolution comes about: `after = relu(scale * (sum products + bias) + shift)`.

    products: (input channels, taps), weight times what stands under it; 0 in the padding.
    """

    products: np.ndarray
    bias: float
    scale: float
    shift: float

    @property
    def taps(self) -> np.ndarray:
        """What each tap of the kernel adds, summed over the input channels, (taps,)."""
        return self.products.sum(axis=0)

    @property
    def before(self) -> float:
        """The value before ReLU."""
        return self.scale * (float(self.products.sum()) + self.bias) + self.shift

    @property
    def after(self) -> float:
        """The value after ReLU: the unit's activation."""
        return max(self.before, 0.0)


def read_positions(reach: ReceptiveField, position: int) -> np.ndarray:
    """Return the positions of the layer before that a unit at `position` reads, padding included.

    `reach` is the layer's `Stage.reach`. A position below 0 or beyond the last is padding.
    """
    return reach.start + position * reach.jump + np.arange(reach.size)


def read_values(before: np.ndarray, positions: np.ndarray) -> np.ndarray:
    """Return what `before` (channels, positions) holds at `positions`, (channels, taps); 0 in the padding."""
    is_there = (positions >= 0) & (positions < before.shape[1])
    return np.where(is_there, before[:, np.clip(positions, 0, before.shape[1] - 1)], 0.0)


def unit_sum(
    kernels: LayerKernels, reach: ReceptiveField, before: np.ndarray, channel: int, position: int
) -> UnitSum:
    """Return how unit (`channel`, `position`) of a convolution is made of the layer `before`.

    Before the first convolution stands the standardised signal, (1, time). In double precision.
    """
    values = read_values(before, read_positions(reach, position)).astype(float)
    return UnitSum(
        products=kernels.weight[channel] * values,
        bias=float(kernels.bias[channel]),
        scale=float(kernels.scale[channel]),
        shift=float(kernels.shift[channel]),
    )


def pooled_position(reach: ReceptiveField, before: np.ndarray, channel: int, position: int) -> int:
    """Return which position of the layer `before` wins a max pooling's unit: the first of the largest."""
    positions = read_positions(reach, position)
    inside = positions[(positions >= 0) & (positions < before.shape[1])]
    return int(inside[before[channel, inside].argmax()])
