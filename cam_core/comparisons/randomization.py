"""Layer-by-layer randomisation: does the map depend on what the network has learned?

Adebayo et al., "Sanity checks for saliency maps", 2018, section 3.1: the learned weights are replaced by
random ones, from the head down, one stage more at a time, and each time the map is compared with the
original by Spearman's rank correlation. A map that stays the same when the weights go does not show what was
learned.

Nothing that is shared is changed: the trained network only runs, and an untrained one of the same shape,
made for the purpose, goes on from what the trained one computed below.
"""

from collections.abc import Sequence

import numpy as np
import torch

from cam_core.activations import Activations, batch_size, forward_pass
from cam_core.cam import class_activation_map
from cam_core.comparisons.randomization_curve import HEAD, rank_correlation
from cam_core.network import Network, build_network


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


def randomized_cams(network: Network, fresh: Network, x: np.ndarray) -> Sequence[np.ndarray]:
    """Return the maps of signals `x` (N, 1, time), each (N, classes, positions), in logits.

    First the original's, then those with one more of `replaceable_stages` taken from `fresh`, a network of
    the same shape; the last ones are the maps of `fresh` itself.
    """
    signals = torch.from_numpy(x.astype(np.float32))
    parts = [_cams(network, fresh, part) for part in signals.split(batch_size(network, x.shape[-1]))]
    return [np.concatenate(maps) for maps in zip(*parts, strict=True)]


def _cams(network: Network, fresh: Network, x: torch.Tensor) -> list[np.ndarray]:
    trained = forward_pass(network, x)
    original = _cam(network, trained.feature_maps)
    stages = replaceable_stages(network)
    return [original, *(_cam(fresh, _feature_maps(network, fresh, x, trained, name)) for name in stages)]


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


def correlations(
    network: Network, fresh: Network, x: np.ndarray, labels: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return the original maps of each class `labels` (N,), and every stage's rank correlation with them.

    The maps are (N, positions), in logits; the correlations (stages + 1, N): row 0 is the original with
    itself, then one of `replaceable_stages` more is taken from `fresh`.
    """
    rows = np.arange(len(x))
    maps = [cam[rows, labels] for cam in randomized_cams(network, fresh, x)]
    return maps[0], np.stack([rank_correlation(maps[0], one) for one in maps])
