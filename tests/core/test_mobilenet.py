"""MobileNetV2: the published counts, the real weights, and another implementation of it."""

import numpy as np
import pytest
import torch
from torch import Tensor
from torch.nn import functional
from torch.utils.flop_counter import FlopCounterMode

from cam_core.architectures.mobilenet import MOBILENET, SETTINGS
from cam_core.photos.image_network import ImageNetwork, image_backbone
from cam_core.photos.weights import PACKAGE_SHA256, PhotoWeights, find_weights, read_network

PARAMETERS = 3_504_872
MULTIPLY_ADDS = 300_774_272
"""As published with torchvision's weights (0.301 * 10^9), and the 300 million of Sandler et al. 2018."""

SIDES = [112, 112, 56, 28, 14, 14, 7, 7, 7]
"""Of the feature maps on 224 x 224, row by row of their table 2."""


@pytest.fixture(scope="module")
def weights() -> PhotoWeights:
    """Those of the package, which the test set-up installs."""
    found, problems = find_weights()
    assert not problems
    assert found[0].name == MOBILENET
    return found[0]


@pytest.fixture(scope="module")
def published(weights: PhotoWeights) -> dict[str, Tensor]:
    """The file's own entries."""
    state: dict[str, Tensor] = torch.load(weights.path, weights_only=True)
    return state


def test_counts_are_the_published_ones() -> None:
    """Parameters and multiply-adds, by arithmetic and in the modules themselves; sides of all maps."""
    spec = image_backbone(MOBILENET)
    assert spec.num_parameters(1000, num_axes=2) == PARAMETERS
    assert spec.multiply_adds(224, 1000, num_axes=2) == MULTIPLY_ADDS
    assert [row.num_positions for row in spec.rows(224, num_axes=2)] == SIDES
    network = ImageNetwork(spec).eval()
    assert sum(value.numel() for value in network.parameters()) == PARAMETERS
    with FlopCounterMode(display=False) as counter, torch.inference_mode():
        network(torch.zeros(1, 3, 224, 224))
    assert counter.get_total_flops() == 2 * MULTIPLY_ADDS


def test_the_real_weights_load_with_nothing_missing_and_nothing_left(
    weights: PhotoWeights, published: dict[str, Tensor]
) -> None:
    """Every number of the file is in the network, each once: their sums agree, entry by entry in order."""
    network = read_network(weights)
    assert not network.training
    ours = [value for name, value in network.state_dict().items() if "num_batches" not in name]
    theirs = [value for name, value in published.items() if "num_batches" not in name]
    assert len(ours) == len(theirs)
    for one, other in zip(ours, theirs, strict=True):
        assert torch.equal(one, other)
    assert PACKAGE_SHA256.startswith(weights.path.stem.rpartition("-")[2])


def convolved(
    x: Tensor, state: dict[str, Tensor], conv: str, norm: str, stride: int, *, ends: bool
) -> Tensor:
    """A convolution of any kind, told from its weight's shape alone, normalised; `ends` cuts at 0 and 6."""
    weight = state[f"{conv}.weight"]
    groups = x.shape[1] // weight.shape[1]
    value = functional.conv2d(x, weight, stride=stride, padding=weight.shape[-1] // 2, groups=groups)
    mean, variance, scale, shift = (
        state[f"{norm}.{part}"][:, None, None] for part in ("running_mean", "running_var", "weight", "bias")
    )
    value = (value - mean) / (variance + 1e-5).sqrt() * scale + shift
    return value.clamp(0, 6) if ends else value


def oracle_logits(x: Tensor, state: dict[str, Tensor]) -> Tensor:
    """MobileNetV2 written down from the paper's table and the names in the file, without a module."""
    value = convolved(x, state, "features.0.0", "features.0.1", 2, ends=True)
    number = 1
    for expansion, channels, repeats, first_stride in SETTINGS:
        for place in range(repeats):
            stride, before, prefix = (first_stride if place == 0 else 1), value, f"features.{number}.conv"
            last = 1 if expansion == 1 else 2
            for part in range(last):
                step = stride if part == last - 1 else 1
                value = convolved(value, state, f"{prefix}.{part}.0", f"{prefix}.{part}.1", step, ends=True)
            value = convolved(value, state, f"{prefix}.{last}", f"{prefix}.{last + 1}", 1, ends=False)
            value = value + before if stride == 1 and before.shape[1] == channels else value
            number += 1
    value = convolved(value, state, f"features.{number}.0", f"features.{number}.1", 1, ends=True)
    return value.mean(dim=(2, 3)) @ state["classifier.1.weight"].T + state["classifier.1.bias"]


def test_another_implementation_gives_the_same_logits(
    weights: PhotoWeights, published: dict[str, Tensor]
) -> None:
    """Oracle: plain functions on the file's entries, on a picture whose sides are no multiple of anything."""
    x = torch.rand(1, 3, 131, 97, generator=torch.Generator().manual_seed(4))
    network = read_network(weights)
    with torch.inference_mode():
        ours = network(x)
        expected = oracle_logits(network.standardize(x), published)
    np.testing.assert_allclose(ours.numpy(), expected.numpy(), atol=1e-4)
