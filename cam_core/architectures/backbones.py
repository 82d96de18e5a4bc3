"""The networks of the talk, each one specification: its stages, by the names of the published tables.

The talk's own four convolutions; the fully convolutional network of Wang et al. 2017; ResNet (He et al.
2016, table 1); DenseNet (Huang et al. 2017, table 1). No torch: what a network costs and what its units
see is known before one is built.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from cam_core.architectures.blocks import (
    Block,
    Conv,
    DenseLayer,
    FinalNorm,
    Layer,
    Pool,
    Residual,
    Transition,
)
from cam_core.receptive_field import ReceptiveField, Window, receptive_field

TALK, FCN = "talk", "fcn"
RESNETS = {
    "resnet18": (2, 2, 2, 2),
    "resnet34": (3, 4, 6, 3),
    "resnet50": (3, 4, 6, 3),
    "resnet101": (3, 4, 23, 3),
    "resnet152": (3, 8, 36, 3),
}
"""Blocks in conv2_x to conv5_x."""

BASIC = ("resnet18", "resnet34")
"""Those with two convolutions of kernel 3 in a block; the deeper ones have a bottleneck of 1, 3, 1."""

DENSENETS = {
    "densenet121": (32, (6, 12, 24, 16)),
    "densenet169": (32, (6, 12, 32, 32)),
    "densenet201": (32, (6, 12, 48, 32)),
    "densenet161": (48, (6, 12, 36, 24)),
}
"""Growth rate, and dense layers in each block."""

BACKBONES = (TALK, FCN, *RESNETS, *DENSENETS)
DEEP = (*RESNETS, *DENSENETS)
"""Those made for pictures of 224 × 224; on signals their strides are a choice."""

IMAGENET_STRIDE = 32
DEEP_STRIDES = (4, 8, 16, IMAGENET_STRIDE)
"""Samples from one position of a deep network's map to the next. From 32 on down, the pooling of the
stem goes first, then the stride of its convolution, then the first stride between stages."""

TALK_STAGES = ("first_conv", "second_conv", "first_pooling", "third_conv", "fourth_conv")


@dataclass(frozen=True)
class Stage:
    """A row of the table: blocks that run one after the other."""

    name: str
    blocks: tuple[Block, ...]

    @property
    def num_out(self) -> int:
        return self.blocks[-1].num_out

    @property
    def reach(self) -> ReceptiveField:
        """What its units see of the stage before, in that stage's units; the widest path counts."""
        return receptive_field(layer.window for layer in _main_path(self))

    @property
    def single(self) -> Conv | Pool | None:
        """The one convolution or pooling that the stage is; None where it is several blocks, or another."""
        first, *others = self.blocks
        return first if isinstance(first, Conv | Pool) and not others else None


@dataclass(frozen=True)
class Row:
    """What a stage costs and gives on an input of a certain length.

    num_positions: along each axis. activations: values that its convolutions put out for one input.
    field: what its units see of the input.
    """

    stage: Stage
    num_positions: int
    num_parameters: int
    multiply_adds: int
    activations: int
    field: ReceptiveField


@dataclass(frozen=True)
class Backbone:
    """All that comes before global pooling. The first convolution takes `num_in` channels."""

    name: str
    stages: tuple[Stage, ...]
    num_in: int = 1

    @property
    def num_features(self) -> int:
        """Channels of the last feature maps."""
        return self.stages[-1].num_out

    @property
    def stage_names(self) -> tuple[str, ...]:
        return tuple(stage.name for stage in self.stages)

    def stage(self, name: str) -> Stage:
        """Return the stage called `name`, which must be one of `stage_names`."""
        return self.stages[self.stage_names.index(name)]

    @property
    def geometry(self) -> dict[str, ReceptiveField]:
        """Receptive field of each stage's units on the input, by name; the widest path counts."""
        fields, field = {}, ReceptiveField()
        for stage in self.stages:
            for layer in _main_path(stage):
                field = field.after(layer.window)
            fields[stage.name] = field
        return fields

    @property
    def map_field(self) -> ReceptiveField:
        """Receptive field of the last feature maps' units, and so of the positions of every map."""
        return self.geometry[self.stage_names[-1]]

    def map_centers(self, num_points: int) -> np.ndarray:
        """Return where the positions lie on a signal of `num_points` samples, (positions,), in samples."""
        return self.map_field.centers(self.num_positions(num_points))

    def rows(self, num_points: int, num_axes: int = 1) -> tuple[Row, ...]:
        """Return the table's rows for an input of `num_points` along each of `num_axes` axes."""
        rows, geometry = [], self.geometry
        for stage in self.stages:
            num_units, parameters, products, values = num_points, 0, 0, 0
            for block in stage.blocks:
                before = num_units
                for layer in block.layers:
                    num_units = layer.window.num_units(before if layer.beside else num_units)
                    parameters += layer.num_parameters(num_axes)
                    products += layer.multiply_adds(num_units, num_axes)
                    values += layer.num_out * num_units**num_axes
            rows.append(Row(stage, num_units, parameters, products, values, geometry[stage.name]))
            num_points = num_units
        return tuple(rows)

    def num_positions(self, num_points: int) -> int:
        """Return the positions of the last feature maps on a signal of `num_points` samples."""
        return self.rows(num_points)[-1].num_positions

    def num_parameters(self, num_classes: int, num_axes: int = 1) -> int:
        """Return the parameters of backbone and linear head."""
        stages = sum(row.num_parameters for row in self.rows(1, num_axes))
        return stages + (self.num_features + 1) * num_classes

    def multiply_adds(self, num_points: int, num_classes: int = 0, num_axes: int = 1) -> int:
        """Return the multiply-adds of one forward pass, as the papers count: convolutions and head."""
        stages = sum(row.multiply_adds for row in self.rows(num_points, num_axes))
        return stages + self.num_features * num_classes


def _main_path(stage: Stage) -> list[Layer]:
    return [layer for block in stage.blocks for layer in block.layers if not layer.beside]


def talk(widths: tuple[int, ...], kernel_sizes: tuple[int, ...], normalization: str) -> Backbone:
    """Return the talk's backbone: four convolutions, and a pooling that halves the length after two."""
    channels = (1, *widths)
    convs = [
        Conv(channels[i], channels[i + 1], size, bias=True, normalization=normalization)
        for i, size in enumerate(kernel_sizes)
    ]
    pooling = Pool("max", widths[1], Window(2, 2))
    blocks: tuple[Block, ...] = (*convs[:2], pooling, *convs[2:])
    stages = tuple(Stage(name, (block,)) for name, block in zip(TALK_STAGES, blocks, strict=True))
    return Backbone(TALK, stages)


def fcn() -> Backbone:
    """Return the fully convolutional network for time series of Wang, Yan and Oates (2017), figure 1b."""
    shapes = ((1, 128, 8), (128, 256, 5), (256, 128, 3))
    names = ("first_conv", "second_conv", "third_conv")
    convs = (Conv(num_in, num_out, size, bias=True) for num_in, num_out, size in shapes)
    return Backbone(FCN, tuple(Stage(name, (conv,)) for name, conv in zip(names, convs, strict=True)))


def resnet(
    name: str, stride: int = IMAGENET_STRIDE, num_in: int = 1, *, stride_in_bottleneck: int = 0
) -> Backbone:
    """Return the ResNet `name` of He et al. 2016, table 1, with `stride` input units a position.

    stride_in_bottleneck: which of a bottleneck's three convolutions strides: the first (0) in the paper,
    the second (1) in torchvision, whose public weights need it there.
    """
    is_basic, width = name in BASIC, 64
    stem = Stage("conv1", (Conv(num_in, width, 7, 1 if stride <= 8 else 2),))
    first: list[Block] = [] if stride < IMAGENET_STRIDE else [Pool("max", width, Window(3, 2, 1))]
    stages, channels = [stem], width
    for place, repeats in enumerate(RESNETS[name]):
        blocks = first if place == 0 else []
        for number in range(repeats):
            strides = 2 if number == 0 and place > (1 if stride <= 4 else 0) else 1
            block = _residual(channels, width << place, strides, stride_in_bottleneck, is_basic=is_basic)
            blocks.append(block)
            channels = block.num_out
        stages.append(Stage(f"conv{place + 2}_x", tuple(blocks)))
    return Backbone(name, tuple(stages), num_in)


def _residual(num_in: int, width: int, stride: int, place: int, *, is_basic: bool) -> Residual:
    if is_basic:
        return Residual(num_in, ((3, width, stride), (3, width, 1)))
    strides = [stride if i == place else 1 for i in range(3)]
    sizes, channels = (1, 3, 1), (width, width, 4 * width)
    return Residual(num_in, tuple(zip(sizes, channels, strides, strict=True)))


def densenet(name: str, stride: int = IMAGENET_STRIDE, num_in: int = 1) -> Backbone:
    """Return the DenseNet `name` of Huang et al. 2017, table 1, with `stride` input units a position."""
    growth, repeats = DENSENETS[name]
    channels = 2 * growth
    stages = [Stage("convolution", (Conv(num_in, channels, 7, 1 if stride <= 8 else 2),))]
    if stride == IMAGENET_STRIDE:
        stages.append(Stage("pooling", (Pool("max", channels, Window(3, 2, 1)),)))
    for place, count in enumerate(repeats, start=1):
        blocks: list[Block] = []
        for _ in range(count):
            blocks.append(DenseLayer(channels, growth))
            channels += growth
        if place == len(repeats):
            stages.append(Stage(f"dense_block_{place}", (*blocks, FinalNorm(channels))))
            break
        stages.append(Stage(f"dense_block_{place}", tuple(blocks)))
        pool = None if place == 1 and stride <= 4 else Window(2, 2)
        stages.append(Stage(f"transition_{place}", (Transition(channels, pool),)))
        channels //= 2
    return Backbone(name, tuple(stages), num_in)


@lru_cache(maxsize=256)
def signal_backbone(
    name: str,
    widths: tuple[int, ...],
    kernel_sizes: tuple[int, ...],
    normalization: str,
    deep_stride: int,
) -> Backbone:
    """Return the backbone called `name` for signals of one channel; the talk's takes its own shape."""
    if name == TALK:
        return talk(widths, kernel_sizes, normalization)
    if name == FCN:
        return fcn()
    return resnet(name, deep_stride) if name in RESNETS else densenet(name, deep_stride)
