"""Layer-by-layer randomisation: does the map depend on what the network has learned?

Adebayo et al., "Sanity checks for saliency maps", 2018, section 3.1: the learned weights are replaced by
random ones, from the head down, one stage more at a time, and each time the map is compared with the
original by Spearman's rank correlation. A map that stays the same when the weights go does not show what was
learned.

Nothing that is shared is changed: the trained network only runs, and an untrained one of the same shape,
made for the purpose, goes on from what the trained one computed below.
"""

from collections.abc import Iterator

import numpy as np
import torch
from scipy import stats

from cam_core.activations import Activations, forward_pass
from cam_core.cam import class_activation_map
from cam_core.network import Network, build_network

HEAD = "head"
"""The linear combination after the pooling, which is replaced first."""


def replaceable_stages(network: Network) -> tuple[str, ...]:
    """Return what is replaced, in order: the head, then each stage with weights, from last to first."""
    weighty = [name for name, stage in network.backbone.items() if any(True for _ in stage.parameters())]
    return (HEAD, *reversed(weighty))


def untrained_twin(network: Network, seed: int) -> Network:
    """Return a fresh network of the same shape with random weights from `seed`, on the same standard scale.

    Batch normalisation passes on what it gets, as it does before training.
    """
    fresh = build_network(network.config, seed, network.head.out_features).eval()
    fresh.input_mean.copy_(network.input_mean)
    fresh.input_std.copy_(network.input_std)
    return fresh.requires_grad_(requires_grad=False)


def randomized_cams(network: Network, fresh: Network, x: np.ndarray) -> Iterator[np.ndarray]:
    """Yield the maps of signals `x` (N, 1, time), each (N, classes, positions), in logits.

    First the original's, then those with one more of `replaceable_stages` taken from `fresh`, a network of
    the same shape; the last ones are the maps of `fresh` itself.
    """
    signals = torch.from_numpy(x.astype(np.float32))
    trained = forward_pass(network, signals)
    yield _cam(network, trained.feature_maps)
    for name in replaceable_stages(network):
        yield _cam(fresh, _feature_maps(network, fresh, signals, trained, name))


def _feature_maps(
    network: Network, fresh: Network, x: torch.Tensor, trained: Activations, name: str
) -> torch.Tensor:
    """Return the last feature maps when `fresh` takes over at the stage `name`."""
    if name == HEAD:
        return trained.feature_maps
    names = list(network.backbone)
    below = names.index(name) - 1
    with torch.inference_mode():
        given = trained.layers[names[below]] if below >= 0 else network.standardize(x)
        return fresh.forward_from(name, given)


def _cam(network: Network, feature_maps: torch.Tensor) -> np.ndarray:
    return class_activation_map(feature_maps.numpy(), network.head.weight.detach().numpy())


def rank_correlation(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Return Spearman's rank correlation of each pair of maps, (..., positions) each, shape (...).

    Ties share their mean rank. A map that is the same everywhere has no order: 0.
    """
    ranks = [stats.rankdata(values, axis=-1) for values in (one, other)]
    first, second = (values - values.mean(axis=-1, keepdims=True) for values in ranks)
    size = np.sqrt((first**2).sum(axis=-1) * (second**2).sum(axis=-1))
    return np.where(size > 0, (first * second).sum(axis=-1) / np.where(size > 0, size, 1), 0.0)


def cascade(network: Network, x: np.ndarray, labels: np.ndarray, seed: int) -> np.ndarray:
    """Return the rank correlation with the original map of each class `labels` (N,), (stages + 1, N).

    Row 0 is the original with itself; then one of `replaceable_stages` more is random, from `seed`.
    """
    rows = np.arange(len(x))
    maps = [cam[rows, labels] for cam in randomized_cams(network, untrained_twin(network, seed), x)]
    return np.stack([rank_correlation(maps[0], one) for one in maps])
