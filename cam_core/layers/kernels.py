"""What a layer of a network is made of: the numbers under its channels' sliding windows."""

from dataclasses import dataclass

import numpy as np
from torch import nn

from cam_core.network import Network


@dataclass(frozen=True)
class LayerKernels:
    """The channels of a convolution: `after = relu(scale * (sum weight * before + bias) + shift)`.

    weight: (channels, input channels, taps). bias, scale, shift: (channels,); scale is 1 and shift 0
    without batch normalisation.
    """

    weight: np.ndarray
    bias: np.ndarray
    scale: np.ndarray
    shift: np.ndarray


def layer_kernels(network: Network, layer: str) -> LayerKernels | None:
    """Return the kernels of `layer`; None for a pooling, which has no weights, and for a stage of
    several blocks, whose channels have no single kernel.

    Raises `ValueError` when the network has no such layer.
    """
    if layer not in network.backbone:
        raise ValueError(f"`layer` must be one of {', '.join(network.backbone)}, got {layer!r}.")
    children = dict(network.backbone[layer].named_children())
    conv = children.get("0")
    if not isinstance(conv, nn.Conv2d):
        return None
    bias = np.zeros(conv.out_channels) if conv.bias is None else conv.bias.detach().numpy().astype(float)
    scale, shift = _normalization(children["1"], conv.out_channels)
    return LayerKernels(conv.weight.detach().numpy()[:, :, 0], bias, scale, shift)


def _normalization(module: nn.Module, num_channels: int) -> tuple[np.ndarray, np.ndarray]:
    if not isinstance(module, nn.BatchNorm2d):
        return np.ones(num_channels), np.zeros(num_channels)
    mean, variance = module.running_mean, module.running_var
    assert mean is not None
    assert variance is not None
    scale = module.weight.detach().numpy() / np.sqrt(variance.numpy().astype(float) + module.eps)
    return scale, module.bias.detach().numpy() - scale * mean.numpy()
