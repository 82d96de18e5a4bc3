"""The only place where a trained network runs: evaluation mode, inference mode, no hooks.

Sessions share networks. Nothing here changes one, so threads and batches cannot disturb each other.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import torch
from torch import Tensor

from cam_core.config import NetworkConfig
from cam_core.memory import activations, fit_at_once
from cam_core.network import Network

BATCH_SIZE = 256
"""Signals that run at once: 256 keep the last feature maps at 13 MB, within a processor's cache. Of a large
network on long signals fewer do."""


@dataclass(frozen=True)
class Activations:
    """One forward pass. layers: name -> (batch, channels, positions), the backbone's outputs in order.

    The last one alone where the others are not asked for.
    """

    layers: dict[str, Tensor]
    pooled_features: Tensor
    logits: Tensor

    @property
    def feature_maps(self) -> Tensor:
        """The last feature maps, (batch, channels, positions)."""
        return list(self.layers.values())[-1]


def forward_pass(network: Network, x: Tensor, *, keep_layers: bool = True) -> Activations:
    """Run `network`, which must be in evaluation mode, on `x` (batch, 1, time).

    All at once, unless what it computes on the way would take too much memory.
    """
    assert not network.training, "a network that explains must be in evaluation mode"
    with torch.inference_mode():
        at_once = batch_size(network, x.shape[-1], len(x))
        parts = [_pass(network, part, keep_layers=keep_layers) for part in x.split(at_once)]
        return parts[0] if len(parts) == 1 else _joined(parts)


def forward_passes(network: Network, x: Tensor) -> Iterator[Activations]:
    """Run `network` on `x` (N, 1, time) in batches, in order; of the layers only the last is kept."""
    for part in x.split(batch_size(network, x.shape[-1])):
        yield forward_pass(network, part, keep_layers=False)


def batch_size(network: Network, num_points: int, most: int = BATCH_SIZE) -> int:
    """Return how many signals of `num_points` samples may run at once: `most`, or what memory allows."""
    return fit_at_once(_values(network.config, num_points), most)


@lru_cache(maxsize=64)
def _values(config: NetworkConfig, num_points: int) -> int:
    # Asked before every pass, which takes less than a millisecond for one signal of the talk's network.
    return activations(config.spec, num_points)


def _pass(network: Network, x: Tensor, *, keep_layers: bool) -> Activations:
    if keep_layers:
        layers: dict[str, Tensor] = network.forward_layers(x)
    else:
        layers = {list(network.backbone)[-1]: network.forward_features(x)}
    pooled = network.pool(list(layers.values())[-1])
    return Activations(layers, pooled, network.head(pooled))


def _joined(parts: list[Activations]) -> Activations:
    # Layer by layer, so that only one of them is there twice.
    layers = {name: torch.cat([part.layers.pop(name) for part in parts]) for name in list(parts[0].layers)}
    pooled, logits = (
        torch.cat([getattr(part, name) for part in parts]) for name in ("pooled_features", "logits")
    )
    return Activations(layers, pooled, logits)
