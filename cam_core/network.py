"""A network that carries its own localisation: backbone, global pooling, a linear combination.

Shapes are (batch, channels, time) outside. Inside, the time axis is the width of a picture of
height 1, as in the talk's array (N, 1, 100, 1): convolutions in channels-last memory are fastest so.
No hooks: `forward_layers` returns every stage by name.
"""

from collections import OrderedDict
from math import sqrt

import torch
from torch import Tensor, nn

from cam_core.architectures.backbones import TALK
from cam_core.architectures.modules import backbone_modules
from cam_core.config import NetworkConfig
from cam_core.receptive_field import ReceptiveField


class Network(nn.Module):
    """Backbone, global average or max pooling, linear head, for signals of one channel.

    Geometry is data: `geometry[name]` is the receptive field of each stage's units.
    """

    input_mean: Tensor
    input_std: Tensor

    def __init__(self, config: NetworkConfig, num_classes: int = 2) -> None:
        super().__init__()
        self.config = config
        self.register_buffer("input_mean", torch.zeros(()))
        self.register_buffer("input_std", torch.ones(()))
        self.backbone = backbone_modules(config.spec, num_axes=1)
        self.head = nn.Linear(config.spec.num_features, num_classes)
        for module in self.backbone.modules():
            if isinstance(module, nn.Conv2d):
                module.weight.data = module.weight.data.contiguous(memory_format=torch.channels_last)

    @property
    def geometry(self) -> dict[str, ReceptiveField]:
        """Receptive field of each stage of the backbone, on the signal."""
        return self.config.spec.geometry

    @property
    def map_field(self) -> ReceptiveField:
        """Receptive field of the last feature maps, and so of every class activation map."""
        return self.config.spec.map_field

    @property
    def deep_stages(self) -> tuple[str, ...]:
        """The stages that may run in half precision.

        The first ones hold a tenth of the work, and eight bits of mantissa would round a weak burst
        away before the network has seen it.
        """
        names = self.config.spec.stage_names
        return names[2:] if self.config.backbone == TALK else names[1:]

    def standardize(self, x: Tensor) -> Tensor:
        """Return `x` in units of the training signals' standard deviation; same shape."""
        return (x - self.input_mean) / self.input_std

    def forward_layers(self, x: Tensor) -> "OrderedDict[str, Tensor]":
        """Return each stage's output, (batch, channels, positions), by name, from `x` (batch, 1, time)."""
        outputs = OrderedDict()
        value = _as_picture(self.standardize(x))
        for name, stage in self.backbone.items():
            value = stage(value)
            outputs[name] = value.squeeze(2)
        return outputs

    def forward_features(self, x: Tensor) -> Tensor:
        """Return the last feature maps, (batch, channels, positions), of `x` (batch, 1, time)."""
        first = next(iter(self.backbone))
        return self.forward_from(first, self.standardize(x))

    def forward_from(self, name: str, value: Tensor) -> Tensor:
        """Return the last feature maps from the input `value` of stage `name`, (batch, channels, positions).

        The first stage's input is the standardised signal.
        """
        names = list(self.backbone)
        value = _as_picture(value)
        for stage in names[names.index(name) :]:
            value = self.backbone[stage](value)
        return value.squeeze(2)

    def pool(self, feature_maps: Tensor) -> Tensor:
        """Return one number for each feature map, (batch, channels).

        The mean (global average pooling, Zhou et al. 2016) or the largest value (global max pooling,
        Oquab et al. 2015).
        """
        if self.config.pooling == "max":
            return feature_maps.amax(dim=-1)
        return feature_maps.mean(dim=-1)

    def forward_head(self, feature_maps: Tensor) -> Tensor:
        """Return logits, (batch, classes), of `feature_maps` (batch, channels, positions)."""
        logits: Tensor = self.head(self.pool(feature_maps))
        return logits

    def forward(self, x: Tensor) -> Tensor:
        """Return logits, (batch, classes), of signals `x` (batch, 1, time)."""
        return self.forward_head(self.forward_features(x))


def build_network(config: NetworkConfig, seed: int, num_classes: int = 2) -> Network:
    """Return an untrained network whose weights depend on the arguments alone."""
    with torch.random.fork_rng(devices=[]):
        network = Network(config, num_classes)
    # Drawn again from a generator of its own: the process-wide one is shared with other threads,
    # whose draws would come between.
    generator = torch.Generator().manual_seed(seed)
    for module in network.modules():
        if isinstance(module, nn.Conv2d | nn.Linear):
            _reset_parameters(module, generator)
    return network


def _reset_parameters(module: nn.Conv2d | nn.Linear, generator: torch.Generator) -> None:
    # Not in place: the order of the draws must not depend on the weight's memory format.
    weight = torch.empty(module.weight.shape)
    if module.bias is None:
        # Before a normalisation: He et al. 2015, equation 14, which keeps the gradients' size.
        nn.init.kaiming_normal_(weight, mode="fan_out", nonlinearity="relu", generator=generator)
    else:
        # As torch does by itself (He et al. 2015, with its gain for a = sqrt(5)): weights and biases
        # uniform within 1 / sqrt(fan_in).
        nn.init.kaiming_uniform_(weight, a=sqrt(5), generator=generator)
    bound = 1 / sqrt(weight[0].numel())
    with torch.no_grad():
        module.weight.copy_(weight)
        if module.bias is not None:
            module.bias.uniform_(-bound, bound, generator=generator)


def _as_picture(x: Tensor) -> Tensor:
    return x.unsqueeze(2).contiguous(memory_format=torch.channels_last)
