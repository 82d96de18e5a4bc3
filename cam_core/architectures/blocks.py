"""What the networks are built of, as data: blocks, and the layers inside them. No torch.

A block says the same along every axis, so that one specification gives the network for signals (one
axis) and the one for images (two). Modules, tables, counts and receptive fields all follow from it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from cam_core.receptive_field import Window, same_window

HALVE = Window(2, 2)
POINT = Window(1)
"""A kernel of one unit: it mixes channels, not positions."""

BOTTLENECK = 4
"""Channels between the two convolutions of a dense layer, per channel that it adds (Huang et al. 2017)."""


@dataclass(frozen=True)
class Layer:
    """One convolution or pooling as arithmetic sees it.

    normalized: channels of the batch normalisation that goes with it. beside: it lies on a shortcut,
    which sees less than the way around which it leads. groups: a convolution's channels fall into so
    many groups, none of which sees another.
    """

    num_in: int
    num_out: int
    window: Window
    is_conv: bool = True
    bias: bool = False
    normalized: int = 0
    beside: bool = False
    groups: int = 1

    @property
    def num_seen(self) -> int:
        """Input channels that one output channel of a convolution sees."""
        return self.num_in // self.groups

    def num_parameters(self, num_axes: int) -> int:
        """Return weights, biases, and two numbers for every channel that is normalised."""
        weights = self.num_seen * self.num_out * self.window.kernel_size**num_axes if self.is_conv else 0
        return weights + self.bias * self.num_out + 2 * self.normalized

    def multiply_adds(self, num_units: int, num_axes: int) -> int:
        """Return the products that a convolution sums, for `num_units` output units along each axis."""
        kernel = self.window.kernel_size**num_axes
        return self.num_seen * self.num_out * kernel * num_units**num_axes if self.is_conv else 0


class Block(Protocol):
    """A part of a stage. `signature`: (kernel size, channels) of its convolutions, for tables."""

    @property
    def num_out(self) -> int: ...

    @property
    def layers(self) -> tuple[Layer, ...]: ...

    @property
    def signature(self) -> tuple[tuple[int, int], ...]: ...


@dataclass(frozen=True)
class Conv:
    """Convolution, batch normalisation where `normalization` is "batch", ReLU; "relu6" ends at 6."""

    num_in: int
    num_out: int
    kernel_size: int
    stride: int = 1
    bias: bool = False
    normalization: str = "batch"
    activation: str = "relu"

    @property
    def window(self) -> Window:
        return same_window(self.kernel_size, self.stride)

    @property
    def layers(self) -> tuple[Layer, ...]:
        normalized = self.num_out if self.normalization == "batch" else 0
        return (Layer(self.num_in, self.num_out, self.window, bias=self.bias, normalized=normalized),)

    @property
    def signature(self) -> tuple[tuple[int, int], ...]:
        return ((self.kernel_size, self.num_out),)


@dataclass(frozen=True)
class Pool:
    """The largest ("max") or mean ("average") value under each window, channel by channel."""

    kind: str
    num_out: int
    window: Window

    @property
    def layers(self) -> tuple[Layer, ...]:
        return (Layer(self.num_out, self.num_out, self.window, is_conv=False),)

    @property
    def signature(self) -> tuple[tuple[int, int], ...]:
        return ()


@dataclass(frozen=True)
class Residual:
    """He et al. 2016: normalised convolutions (kernel size, channels, stride), added to a shortcut, ReLU.

    The shortcut is the input itself where nothing changes its shape, else a convolution of kernel 1.
    """

    num_in: int
    kernels: tuple[tuple[int, int, int], ...]

    @property
    def num_out(self) -> int:
        return self.kernels[-1][1]

    @property
    def stride(self) -> int:
        return max(stride for _, _, stride in self.kernels)

    @property
    def has_projection(self) -> bool:
        """Whether the shortcut needs a convolution of its own."""
        return self.stride > 1 or self.num_in != self.num_out

    @property
    def layers(self) -> tuple[Layer, ...]:
        inputs = (self.num_in, *(channels for _, channels, _ in self.kernels))
        main = [
            Layer(before, channels, same_window(size, stride), normalized=channels)
            for before, (size, channels, stride) in zip(inputs[:-1], self.kernels, strict=True)
        ]
        shortcut = Layer(
            self.num_in, self.num_out, Window(1, self.stride), normalized=self.num_out, beside=True
        )
        return (*main, shortcut) if self.has_projection else tuple(main)

    @property
    def signature(self) -> tuple[tuple[int, int], ...]:
        return tuple((size, channels) for size, channels, _ in self.kernels)


@dataclass(frozen=True)
class DenseLayer:
    """Huang et al. 2017: BN-ReLU-conv of kernel 1, BN-ReLU-conv of kernel 3; its `growth` channels are added.

    The input's channels stay in front of the new ones.
    """

    num_in: int
    growth: int

    @property
    def num_out(self) -> int:
        return self.num_in + self.growth

    @property
    def width(self) -> int:
        """Channels between the two convolutions."""
        return BOTTLENECK * self.growth

    @property
    def layers(self) -> tuple[Layer, ...]:
        return (
            Layer(self.num_in, self.width, POINT, normalized=self.num_in),
            Layer(self.width, self.growth, same_window(3), normalized=self.width),
        )

    @property
    def signature(self) -> tuple[tuple[int, int], ...]:
        return ((1, self.width), (3, self.growth))


@dataclass(frozen=True)
class Transition:
    """Huang et al. 2017: BN-ReLU-conv of kernel 1 to half the channels, then `pool`, where there is one."""

    num_in: int
    pool: Window | None = HALVE

    @property
    def num_out(self) -> int:
        return self.num_in // 2

    @property
    def layers(self) -> tuple[Layer, ...]:
        conv = Layer(self.num_in, self.num_out, POINT, normalized=self.num_in)
        return (conv,) if self.pool is None else (conv, *Pool("average", self.num_out, self.pool).layers)

    @property
    def signature(self) -> tuple[tuple[int, int], ...]:
        return ((1, self.num_out),)


@dataclass(frozen=True)
class FinalNorm:
    """The batch normalisation and ReLU that close a dense network."""

    num_out: int

    @property
    def layers(self) -> tuple[Layer, ...]:
        return (Layer(self.num_out, self.num_out, POINT, is_conv=False, normalized=self.num_out),)

    @property
    def signature(self) -> tuple[tuple[int, int], ...]:
        return ()


def repeated(blocks: Sequence[Block]) -> list[tuple[Block, int]]:
    """Return blocks of one signature that follow each other once, with how many there are."""
    groups: list[tuple[Block, int]] = []
    for block in blocks:
        last = groups[-1][0] if groups else None
        if last is not None and type(last) is type(block) and last.signature == block.signature:
            groups[-1] = (last, groups[-1][1] + 1)
        else:
            groups.append((block, 1))
    return groups
