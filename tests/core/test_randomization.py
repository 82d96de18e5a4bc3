"""Layer-by-layer randomisation against SciPy, fresh networks and the network that must not change."""

import numpy as np
import pytest
import torch
from scipy import stats

from cam_core.activations import forward_pass
from cam_core.cam import class_activation_map
from cam_core.comparisons.randomization import (
    correlations,
    randomized_cams,
    replaceable_stages,
    untrained_twin,
)
from cam_core.comparisons.randomization_curve import randomization_curve, rank_correlation
from cam_core.config import NetworkConfig
from cam_core.network import Network, build_network

NETWORKS = {
    "talk": NetworkConfig(widths=(4, 6, 8, 10)),
    "talk-max": NetworkConfig(widths=(4, 6, 8, 10), pooling="max"),
    "fcn": NetworkConfig("fcn"),
    "resnet18": NetworkConfig("resnet18"),
}
STAGES = {
    "talk": ("head", "fourth_conv", "third_conv", "second_conv", "first_conv"),
    "talk-max": ("head", "fourth_conv", "third_conv", "second_conv", "first_conv"),
    "fcn": ("head", "third_conv", "second_conv", "first_conv"),
    "resnet18": ("head", "conv5_x", "conv4_x", "conv3_x", "conv2_x", "conv1"),
}
X = np.random.default_rng(0).standard_normal((6, 1, 100)).astype(np.float32)


def trained(name: str) -> Network:
    """A network that stands for a trained one: statistics and a standard scale that a fresh one lacks."""
    network = build_network(NETWORKS[name], seed=7)
    generator = torch.Generator().manual_seed(1)
    for key, value in network.state_dict().items():
        if key.endswith(("running_mean", "bias")):
            value.copy_(0.1 * torch.randn(value.shape, generator=generator))
    network.input_mean.fill_(0.2)
    network.input_std.fill_(1.5)
    return network.eval().requires_grad_(requires_grad=False)


def maps_of(network: Network) -> np.ndarray:
    feature_maps = forward_pass(network, torch.from_numpy(X)).feature_maps.numpy()
    return class_activation_map(feature_maps, network.head.weight.detach().numpy())


@pytest.mark.parametrize("name", NETWORKS)
def test_nothing_random_is_the_original_and_all_random_is_the_fresh_network(name: str) -> None:
    """Bit for bit at the first end, to rounding at the other; in between one stage more goes each time."""
    network, fresh = trained(name), untrained_twin(trained(name), seed=3)
    stages = replaceable_stages(network)
    assert stages == STAGES[name]
    maps = list(randomized_cams(network, fresh, X))
    assert len(maps) == len(stages) + 1
    np.testing.assert_array_equal(maps[0], maps_of(network))
    np.testing.assert_allclose(maps[-1], maps_of(fresh), rtol=1e-4, atol=1e-5 * np.abs(maps[-1]).max())


@pytest.mark.parametrize("name", NETWORKS)
def test_each_step_is_a_network_whose_upper_stages_were_replaced(name: str) -> None:
    """Oracle: a third network whose weights are copied stage by stage from the one or the other."""
    network, fresh = trained(name), untrained_twin(trained(name), seed=3)
    stages = replaceable_stages(network)
    for count, found in enumerate(randomized_cams(network, fresh, X)):
        mixed = build_network(NETWORKS[name], seed=0).eval()
        old, new = network.state_dict(), fresh.state_dict()
        gone = tuple("head." if stage == "head" else f"backbone.{stage}." for stage in stages[:count])
        mixed.load_state_dict(
            {key: (new if key.startswith(gone) else old)[key] for key in old} if gone else old
        )
        expected = maps_of(mixed)
        np.testing.assert_allclose(found, expected, rtol=1e-4, atol=1e-5 * np.abs(expected).max())


def test_the_networks_are_left_as_they_were() -> None:
    """Neither weights nor statistics nor modes of the shared network change, nor torch's own generator."""
    network = trained("fcn")
    before = {key: value.clone() for key, value in network.state_dict().items()}
    state = torch.get_rng_state()
    correlations(network, untrained_twin(network, seed=5), X, np.array([0, 1, 0, 1, 0, 1]))
    assert all(torch.equal(before[key], value) for key, value in network.state_dict().items())
    assert not any(module.training for module in network.modules())
    assert torch.equal(torch.get_rng_state(), state)


def test_rank_correlation_is_spearmans() -> None:
    """SciPy, row by row, ties among the values; a flat map has no order and counts as 0."""
    rng = np.random.default_rng(2)
    one, other = np.round(rng.standard_normal((2, 40, 30)), 1)
    expected = [stats.spearmanr(a, b).statistic for a, b in zip(one, other, strict=True)]
    np.testing.assert_allclose(rank_correlation(one, other), expected, atol=1e-12)
    np.testing.assert_allclose(rank_correlation(one, one), 1)
    np.testing.assert_allclose(rank_correlation(one, -one), -1)
    assert rank_correlation(np.ones((3, 5)), rng.standard_normal((3, 5))).tolist() == [0, 0, 0]


def cascade(network: Network, labels: np.ndarray, seed: int) -> np.ndarray:
    return correlations(network, untrained_twin(network, seed), X, labels)[1]


def test_correlations_start_at_one_and_depend_on_the_seed_alone() -> None:
    """Row 0 is the original with itself; the same seed gives the same rows, another one others."""
    labels = np.array([0, 1, 0, 1, 0, 1])
    one, again, other = (cascade(trained("talk"), labels, seed) for seed in (1, 1, 2))
    np.testing.assert_allclose(one[0], 1)
    np.testing.assert_array_equal(one, again)
    assert (one[1:] != other[1:]).any()


def test_the_end_of_the_curve_is_what_independent_untrained_networks_give() -> None:
    """Ten networks made here by hand: their mean lies within the spread of it and of the curve's ten."""
    network, labels = trained("talk"), np.ones(len(X), np.int64)
    original = maps_of(network)[:, 1]
    curve = randomization_curve(
        replaceable_stages(network), [cascade(network, labels, seed) for seed in range(10)], original
    )
    independent = []
    for seed in range(100, 110):
        fresh = build_network(NETWORKS["talk"], seed).eval()
        fresh.input_mean.fill_(0.2)
        fresh.input_std.fill_(1.5)
        rows = zip(original, maps_of(fresh)[:, 1], strict=True)
        independent.append(np.mean([stats.spearmanr(a, b).statistic for a, b in rows]))
    difference = abs(np.mean(independent) - curve.signed[:, -1].mean())
    spread = np.sqrt((np.var(independent, ddof=1) + curve.signed[:, -1].var(ddof=1)) / 10)
    assert difference < 3 * spread


def test_the_curve_is_means_over_signals_and_intervals_over_seeds() -> None:
    """By loops; the size of a correlation is not the size of its mean."""
    rng = np.random.default_rng(4)
    by_seed = rng.uniform(-1, 1, (5, 3, 8))
    original = rng.standard_normal((8, 20))
    curve = randomization_curve(("head", "conv1"), list(by_seed), original)
    assert curve.num_signals == 8
    for place, found in enumerate(curve.signed_intervals):
        means = [np.mean(by_seed[seed, place]) for seed in range(5)]
        low, high = stats.t.interval(0.95, 4, np.mean(means), stats.sem(means))
        assert (found.mean, found.low, found.high) == pytest.approx((np.mean(means), low, high))
    sizes = [np.mean(np.abs(by_seed[seed, 1])) for seed in range(5)]
    assert curve.absolute_intervals[1].mean == pytest.approx(np.mean(sizes))
    pairs = [stats.spearmanr(original[n], original[n - 1]).statistic for n in range(8)]
    assert curve.other_signal == pytest.approx(np.mean(pairs))
    assert curve.other_absolute == pytest.approx(np.mean(np.abs(pairs)))
