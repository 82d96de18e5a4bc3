"""The only place where a trained network runs: evaluation mode, inference mode, no hooks.

Sessions share networks. Nothing here changes one, so threads and batches cannot disturb each other.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import torch
from torch import Tensor

from cam_core.network import Network

BATCH_SIZE = 256
"""Signals that run at once: 256 keep the last feature maps at 13 MB, within a processor's cache."""


@dataclass(frozen=True)
class Activations:
    """One forward pass. layers: name -> (batch, channels, positions), the backbone's outputs in order."""

    layers: dict[str, Tensor]
    pooled_features: Tensor
    logits: Tensor

    @property
    def feature_maps(self) -> Tensor:
        """The last feature maps, (batch, channels, positions)."""
        return list(self.layers.values())[-1]


def forward_pass(network: Network, x: Tensor) -> Activations:
    """Run `network`, which must be in evaluation mode, on `x` (batch, 1, time)."""
    assert not network.training, "a network that explains must be in evaluation mode"
    with torch.inference_mode():
        layers = network.forward_layers(x)
        feature_maps = list(layers.values())[-1]
        pooled = network.pool(feature_maps)
        return Activations(layers, pooled, network.head(pooled))


def forward_passes(network: Network, x: Tensor) -> Iterator[Activations]:
    """Run `network` on `x` (N, 1, time) in batches, in order."""
    for part in x.split(BATCH_SIZE):
        yield forward_pass(network, part)
