"""The best possible accuracy against detectors written another way."""

import dataclasses

import numpy as np
import pytest
from scipy import special, stats

from cam_core.config import SignalConfig
from cam_core.scores.ceiling import best_possible_accuracy, log_likelihood_ratio
from cam_core.signals import SignalBatch, generate_signals

HARD = SignalConfig(num_samples=400, background_std=0.1, noise_std=0.15, seed=3)


def _density_with_noise(config: SignalConfig, value: float) -> float:
    """Log density of background plus burst at one sample, by SciPy."""
    if config.noise_distribution == "gaussian":
        return float(stats.norm.logpdf(value, 0, np.hypot(config.noise_std, config.background_std)))
    half = np.sqrt(3) * config.noise_std
    grid = np.linspace(-half, half, 4001)
    return float(special.logsumexp(stats.norm.logpdf(value, grid, config.background_std)) - np.log(4001))


def _oracle(config: SignalConfig, signals: SignalBatch, index: int) -> float:
    """Log mean over every allowed start of the product of 20 density ratios, one by one."""
    rest = signals.x[index, 0].astype(float) - signals.sine[index]
    starts = range(81) if config.noise_start == "random" else [int(config.noise_start)]
    at_sample = [
        _density_with_noise(config, value) - stats.norm.logpdf(value, 0, config.background_std)
        for value in rest
    ]
    ratios = [sum(at_sample[start + step] for step in range(20)) for start in starts]
    return float(special.logsumexp(ratios) - np.log(len(ratios)))


@pytest.mark.parametrize(
    "change",
    [{}, {"noise_start": 30}, {"noise_distribution": "uniform"}, {"noise_std": 0.6, "seed": 4}],
)
def test_ratio_equals_a_double_loop(change: dict[str, object]) -> None:
    """Sample by sample, start by start, in log space with SciPy's densities."""
    config = dataclasses.replace(HARD, **change)
    signals = generate_signals(config)
    ours = log_likelihood_ratio(config, signals)
    tolerance = 0.02 if config.noise_distribution == "uniform" else 1e-6
    for index in range(12):
        expected = _oracle(config, signals, index)
        assert ours[index] == pytest.approx(expected, abs=tolerance, rel=tolerance)


@pytest.mark.parametrize("noise_std", [0.1, 0.15, 0.2, 0.3])
def test_accuracy_equals_an_independent_monte_carlo(noise_std: float) -> None:
    """Fresh residuals drawn by another generator, judged by another formula, agree to 4 deviations."""
    config = SignalConfig(num_samples=8000, background_std=0.1, noise_std=noise_std)
    rng = np.random.Generator(np.random.Philox(9))
    count, right = 8000, 0
    total = np.hypot(0.1, noise_std)
    for _ in range(count):
        noisy = rng.random() < 0.5
        value = 0.1 * rng.standard_normal(100)
        if noisy:
            start = int(rng.integers(81))
            value[start : start + 20] += noise_std * rng.standard_normal(20)
        # log N(v; total) - log N(v; 0.1), summed over windows by convolution with ones.
        ratio = value**2 * (0.5 / 0.01 - 0.5 / total**2) - np.log(total / 0.1)
        windows = np.convolve(ratio, np.ones(20), mode="valid")
        right += (special.logsumexp(windows) > np.log(81)) == noisy
    ours = best_possible_accuracy(config, generate_signals(config))
    deviation = np.sqrt(2 * ours * (1 - ours) / count)
    assert abs(ours - right / count) < 4 * deviation + 1e-9


def test_no_other_detector_on_these_signals_is_better() -> None:
    """Energy of the best window, with its best threshold chosen in hindsight, stays below."""
    config = SignalConfig(num_samples=6000, background_std=0.1, noise_std=0.15)
    signals = generate_signals(config)
    power = (signals.x[:, 0] - signals.sine) ** 2
    windows = np.stack([power[:, s : s + 20].sum(axis=1) for s in range(81)]).max(axis=0)
    best = max(
        float(((windows > threshold) == (signals.y == 1)).mean())
        for threshold in np.quantile(windows, np.linspace(0, 1, 201))
    )
    assert 0.85 < best <= best_possible_accuracy(config, signals) + 0.005


@pytest.mark.parametrize(
    ("noise_std", "background_std", "expected"),
    [(0.0, 0.0, 0.5), (0.0, 0.1, 0.5), (0.5, 0.0, 1.0), (1e-12, 0.0, 0.5), (0.5, 1e-9, 1.0)],
)
def test_limits(noise_std: float, background_std: float, expected: float) -> None:
    """No noise is a coin toss, no background is certainty; what float32 rounds away counts as none."""
    config = SignalConfig(num_samples=100, noise_std=noise_std, background_std=background_std)
    assert best_possible_accuracy(config, generate_signals(config)) == expected


def test_stronger_noise_is_easier() -> None:
    """The ceiling rises with the burst, from near chance to near certainty."""
    ceilings = []
    for noise_std in (0.02, 0.1, 0.15, 0.2, 0.3, 0.6):
        config = SignalConfig(num_samples=4000, background_std=0.1, noise_std=noise_std)
        ceilings.append(best_possible_accuracy(config, generate_signals(config)))
    assert ceilings == sorted(ceilings)
    assert ceilings[0] < 0.56
    assert ceilings[-1] > 0.999
