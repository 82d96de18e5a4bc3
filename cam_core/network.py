"""The talk's network: four convolutions, one pooling, global average pooling, a linear combination.

Shapes are (batch, channels, time) outside. Inside, the time axis is the width of a picture of
height 1, as in the talk's array (N, 1, 100, 1): convolutions in channels-last memory are fastest so.
No hooks: `forward_layers` returns every layer by name.
"""

from collections import OrderedDict
from math import sqrt

import torch
from torch import Tensor, nn

from cam_core.config import NetworkConfig
from cam_core.receptive_field import ReceptiveField, Window
from cam_core.signals import CLASS_NAMES

LAYER_NAMES = ("first_conv", "second_conv", "first_pooling", "third_conv", "fourth_conv")
"""The layers before global average pooling, in order, by the talk's names."""

POOLING = Window(kernel_size=2, stride=2)


class Network(nn.Module):
    """Backbone, global average pooling, linear head.

    Geometry is data: `geometry[name]` is the receptive field of each layer's units.
    """

    input_mean: Tensor
    input_std: Tensor

    def __init__(self, config: NetworkConfig, num_classes: int = len(CLASS_NAMES)) -> None:
        super().__init__()
        self.config = config
        self.register_buffer("input_mean", torch.zeros(()))
        self.register_buffer("input_std", torch.ones(()))
        self.backbone = nn.ModuleDict(_layers(config))
        self.head = nn.Linear(config.widths[-1], num_classes)
        for module in self.backbone.modules():
            if isinstance(module, nn.Conv2d):
                module.weight.data = module.weight.data.contiguous(memory_format=torch.channels_last)

    @property
    def geometry(self) -> dict[str, ReceptiveField]:
        """Receptive field of each layer of the backbone, on the signal."""
        fields, field = {}, ReceptiveField()
        for name, window in zip(LAYER_NAMES, windows(self.config), strict=True):
            field = field.after(window)
            fields[name] = field
        return fields

    def standardize(self, x: Tensor) -> Tensor:
        """Return `x` in units of the training signals' standard deviation; same shape."""
        return (x - self.input_mean) / self.input_std

    def forward_layers(self, x: Tensor) -> "OrderedDict[str, Tensor]":
        """Return each layer's output, (batch, channels, positions), by name, from `x` (batch, 1, time)."""
        outputs = OrderedDict()
        value = _as_picture(self.standardize(x))
        for name, layer in self.backbone.items():
            value = layer(value)
            outputs[name] = value.squeeze(2)
        return outputs

    def forward_features(self, x: Tensor) -> Tensor:
        """Return the last feature maps, (batch, channels, positions), of `x` (batch, 1, time)."""
        value = _as_picture(self.standardize(x))
        for layer in self.backbone.values():
            value = layer(value)
        return value.squeeze(2)

    def pool(self, feature_maps: Tensor) -> Tensor:
        """Return the mean of each feature map, (batch, channels): global average pooling."""
        return feature_maps.mean(dim=-1)

    def forward_head(self, feature_maps: Tensor) -> Tensor:
        """Return logits, (batch, classes), of `feature_maps` (batch, channels, positions)."""
        logits: Tensor = self.head(self.pool(feature_maps))
        return logits

    def forward(self, x: Tensor) -> Tensor:
        """Return logits, (batch, classes), of signals `x` (batch, 1, time)."""
        return self.forward_head(self.forward_features(x))


def build_network(config: NetworkConfig, seed: int) -> Network:
    """Return an untrained network whose weights depend on `config` and `seed` alone."""
    with torch.random.fork_rng(devices=[]):
        network = Network(config)
    # Drawn again from a generator of its own: the process-wide one is shared with other threads,
    # whose draws would come between.
    generator = torch.Generator().manual_seed(seed)
    for module in network.modules():
        if isinstance(module, nn.Conv2d | nn.Linear):
            _reset_parameters(module, generator)
    return network


def _reset_parameters(module: nn.Conv2d | nn.Linear, generator: torch.Generator) -> None:
    # As torch does by itself (He et al., 2015, with its gain for a = sqrt(5)): weights and biases
    # uniform within 1 / sqrt(fan_in).
    assert module.bias is not None
    # Not in place: the order of the draws must not depend on the weight's memory format.
    weight = torch.empty(module.weight.shape)
    nn.init.kaiming_uniform_(weight, a=sqrt(5), generator=generator)
    bound = 1 / sqrt(weight[0].numel())
    with torch.no_grad():
        module.weight.copy_(weight)
        module.bias.uniform_(-bound, bound, generator=generator)


def windows(config: NetworkConfig) -> tuple[Window, ...]:
    """Return the sliding windows of the backbone's layers, in the order of `LAYER_NAMES`."""
    convs = [Window(size, padding=size // 2) for size in config.kernel_sizes]
    return (*convs[:2], POOLING, *convs[2:])


def _as_picture(x: Tensor) -> Tensor:
    return x.unsqueeze(2).contiguous(memory_format=torch.channels_last)


def _layers(config: NetworkConfig) -> "OrderedDict[str, nn.Module]":
    channels = (1, *config.widths)
    convs = [
        _conv(channels[i], channels[i + 1], size, config.normalization)
        for i, size in enumerate(config.kernel_sizes)
    ]
    pooling = nn.MaxPool2d((1, POOLING.kernel_size))
    layers = (*convs[:2], pooling, *convs[2:])
    return OrderedDict(zip(LAYER_NAMES, layers, strict=True))


def _conv(num_in: int, num_out: int, size: int, normalization: str) -> nn.Sequential:
    conv = nn.Conv2d(num_in, num_out, (1, size), padding=(0, size // 2))
    if normalization == "batch":
        return nn.Sequential(conv, nn.BatchNorm2d(num_out), nn.ReLU())
    return nn.Sequential(conv, nn.ReLU())
