"""What a layer of a network is made of: the numbers under one channel's sliding window."""

from dataclasses import dataclass

import numpy as np
from torch import nn

from cam_core.network import Network


@dataclass(frozen=True)
class Kernel:
    """One channel of a convolution: `after = relu(scale * (sum weight * before + bias) + shift)`.

    weight: (input channels, samples under the kernel). scale is 1 and shift 0 without normalisation.
    """

    weight: np.ndarray
    bias: float
    scale: float = 1.0
    shift: float = 0.0


def kernel(network: Network, layer: str, channel: int) -> Kernel | None:
    """Return the kernel of `channel` in `layer`; None for a pooling, which has no weights, and for a
    stage of several blocks, whose channels have no single kernel.

    Raises `ValueError` when the network has no such layer or channel.
    """
    if layer not in network.backbone:
        raise ValueError(f"`layer` must be one of {', '.join(network.backbone)}, got {layer!r}.")
    module = network.backbone[layer]
    children = dict(module.named_children())
    conv = children.get("0")
    if not isinstance(conv, nn.Conv2d):
        return None
    if not 0 <= channel < conv.out_channels:
        raise ValueError(f"`channel` must be from 0 to {conv.out_channels - 1}, got {channel}.")
    weight = conv.weight.detach().numpy()[channel, :, 0]
    bias = 0.0 if conv.bias is None else float(conv.bias.detach()[channel])
    return Kernel(weight, bias, *_normalization(children["1"], channel))


def _normalization(module: nn.Module, channel: int) -> tuple[float, float]:
    if not isinstance(module, nn.BatchNorm2d):
        return 1.0, 0.0
    mean, variance = module.running_mean, module.running_var
    assert mean is not None
    assert variance is not None
    scale = float(module.weight[channel] / (variance[channel] + module.eps).sqrt())
    return scale, float(module.bias[channel]) - scale * float(mean[channel])
