"""From blocks to torch modules, along one axis (signals) or two (images).

Signals run as pictures of height 1, so both kinds are `Conv2d`. Names inside a block are torchvision's.
"""

from collections import OrderedDict

import numpy as np
import torch
from torch import Tensor, nn

from cam_core.architectures.backbones import Backbone, Stage
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
from cam_core.architectures.mobilenet import InvertedResidual
from cam_core.receptive_field import Window

Pair = tuple[int, int]
ACTIVATIONS: dict[str, type[nn.Module]] = {"relu": nn.ReLU, "relu6": nn.ReLU6}


def backbone_modules(backbone: Backbone, num_axes: int) -> nn.ModuleDict:
    """Return the stages of `backbone` by name, in order."""
    return nn.ModuleDict(OrderedDict((stage.name, _stage(stage, num_axes)) for stage in backbone.stages))


def read_only(parameter: Tensor) -> np.ndarray:
    """Return a parameter's own numbers: all who share the network read them, and none can change them."""
    values: np.ndarray = parameter.detach().numpy()
    values.flags.writeable = False
    return values


def _stage(stage: Stage, num_axes: int) -> nn.Module:
    if len(stage.blocks) == 1:
        return block_module(stage.blocks[0], num_axes)
    parts: OrderedDict[str, nn.Module] = OrderedDict()
    for block in stage.blocks:
        # What is not repeated has a name of its own, so that the numbers are torchvision's.
        name = {Pool: "pool", FinalNorm: "norm"}.get(type(block)) or str(_num_numbered(parts))
        parts[name] = block_module(block, num_axes)
    return nn.Sequential(parts)


def _num_numbered(parts: OrderedDict[str, nn.Module]) -> int:
    return sum(name.isdigit() for name in parts)


def block_module(block: Block, num_axes: int) -> nn.Module:
    """Return the module that computes `block`."""
    match block:
        case Conv():
            return _conv_block(block, num_axes)
        case Pool():
            return _pool(block, num_axes)
        case Residual():
            return ResidualModule(block, num_axes)
        case InvertedResidual():
            return InvertedModule(block, num_axes)
        case DenseLayer():
            return DenseModule(block, num_axes)
        case Transition():
            return _transition(block, num_axes)
        case FinalNorm():
            return nn.Sequential(nn.BatchNorm2d(block.num_out), nn.ReLU())
    raise TypeError(f"{block!r} has no module")


class ResidualModule(nn.Module):
    """A residual block; `downsample` is its shortcut's projection, None where the input itself is added."""

    def __init__(self, block: Residual, num_axes: int) -> None:
        super().__init__()
        main = [layer for layer in block.layers if not layer.beside]
        self.depth = len(main)
        for number, layer in enumerate(main, start=1):
            self.add_module(f"conv{number}", _conv(layer, num_axes))
            self.add_module(f"bn{number}", nn.BatchNorm2d(layer.num_out))
        shortcut = [layer for layer in block.layers if layer.beside]
        self.downsample = (
            nn.Sequential(_conv(shortcut[0], num_axes), nn.BatchNorm2d(block.num_out)) if shortcut else None
        )

    def forward(self, x: Tensor) -> Tensor:
        value = x
        for number in range(1, self.depth + 1):
            value = self.get_submodule(f"bn{number}")(self.get_submodule(f"conv{number}")(value))
            if number < self.depth:
                value = value.relu()
        shortcut = x if self.downsample is None else self.downsample(x)
        return (value + shortcut).relu()


class InvertedModule(nn.Module):
    """An inverted residual block; every convolution but the last has its activation with it."""

    def __init__(self, block: InvertedResidual, num_axes: int) -> None:
        super().__init__()
        self.is_added = block.is_added
        *before, project = block.layers
        parts: list[nn.Module] = [
            nn.Sequential(_conv(layer, num_axes), nn.BatchNorm2d(layer.num_out), nn.ReLU6())
            for layer in before
        ]
        self.conv = nn.Sequential(*parts, _conv(project, num_axes), nn.BatchNorm2d(project.num_out))

    def forward(self, x: Tensor) -> Tensor:
        value: Tensor = self.conv(x)
        return x + value if self.is_added else value


class DenseModule(nn.Module):
    """A dense layer: what it computes comes after its input's channels."""

    def __init__(self, block: DenseLayer, num_axes: int) -> None:
        super().__init__()
        first, second = block.layers
        self.norm1, self.conv1 = nn.BatchNorm2d(first.num_in), _conv(first, num_axes)
        self.norm2, self.conv2 = nn.BatchNorm2d(second.num_in), _conv(second, num_axes)

    def forward(self, x: Tensor) -> Tensor:
        value = self.conv1(self.norm1(x).relu())
        return torch.cat([x, self.conv2(self.norm2(value).relu())], dim=1)


def _conv_block(block: Conv, num_axes: int) -> nn.Sequential:
    parts: list[nn.Module] = [_conv(block.layers[0], num_axes)]
    if block.normalization == "batch":
        parts.append(nn.BatchNorm2d(block.num_out))
    parts.append(ACTIVATIONS[block.activation]())
    named = OrderedDict((str(place), part) for place, part in enumerate(parts))
    if block.window.extra:
        named = OrderedDict(pad=_uneven_pad(block.window, num_axes)) | named
    return nn.Sequential(named)


def _uneven_pad(window: Window, num_axes: int) -> nn.Module:
    """Return the zeros around the input of an even kernel, which has one more behind than before."""
    along = (window.padding, window.padding + window.extra)
    return nn.ZeroPad2d(along + ((0, 0) if num_axes == 1 else along))


def _conv(layer: Layer, num_axes: int) -> nn.Conv2d:
    window = layer.window
    # An even kernel finds its zeros already there.
    padding = 0 if window.extra else window.padding
    return nn.Conv2d(
        layer.num_in,
        layer.num_out,
        _pair(window.kernel_size, num_axes),
        stride=_pair(window.stride, num_axes),
        padding=_pair(padding, num_axes, beside=0),
        groups=layer.groups,
        bias=layer.bias,
    )


def _pool(block: Pool, num_axes: int) -> nn.Module:
    window: Window = block.window
    kind = nn.MaxPool2d if block.kind == "max" else nn.AvgPool2d
    return kind(
        _pair(window.kernel_size, num_axes),
        stride=_pair(window.stride, num_axes),
        padding=_pair(window.padding, num_axes, beside=0),
    )


def _transition(block: Transition, num_axes: int) -> nn.Sequential:
    parts: OrderedDict[str, nn.Module] = OrderedDict(
        norm=nn.BatchNorm2d(block.num_in),
        relu=nn.ReLU(),
        conv=_conv(block.layers[0], num_axes),
    )
    if block.pool is not None:
        parts["pool"] = _pool(Pool("average", block.num_out, block.pool), num_axes)
    return nn.Sequential(parts)


def _pair(number: int, num_axes: int, beside: int = 1) -> Pair:
    """Return height and width: a signal's height is 1, with nothing to slide over."""
    return (beside, number) if num_axes == 1 else (number, number)
