"""How well any detector could do: the likelihood ratio with all parameters known.

The detector knows the sine, its phase, the strength and length of the noise and both distributions;
it does not know whether a burst is there, nor where. By Neyman and Pearson (1933) no detector that
is given only the signal is right more often on equally frequent classes.
"""

from math import erf, sqrt

import numpy as np

from cam_core.config import SignalConfig
from cam_core.event_kinds import NOISY_SINE
from cam_core.signals import SignalBatch


def best_possible_accuracy(config: SignalConfig, signals: SignalBatch) -> float | None:
    """Return the share of `signals` that the likelihood-ratio detector gets right.

    None where events other than bursts of noise occur: their likelihoods are not worked out here.

    Without background noise every change of the sine is certain proof, and the answer is 1 unless
    the noise has no strength at all, which leaves a coin toss. Strengths that float32 signals
    round away count as none.
    """
    if config.kinds != (NOISY_SINE,):
        return None
    smallest = config.amplitude * float(np.finfo(np.float32).eps)
    if config.noise_std <= smallest:
        return 0.5
    if config.background_std <= smallest:
        return 1.0
    says_noisy = log_likelihood_ratio(config, signals) > 0
    return float((says_noisy == (signals.y == 1)).mean())


def log_likelihood_ratio(config: SignalConfig, signals: SignalBatch) -> np.ndarray:
    """Return log p(x | burst somewhere) - log p(x | no burst) of each signal, (N,)."""
    residual = signals.x[:, 0].astype(float) - signals.sine
    ratio = _log_density_with_noise(config, residual) - _log_gaussian(residual, config.background_std)
    sums = np.cumsum(np.pad(ratio, ((0, 0), (1, 0))), axis=1)
    windows = sums[:, config.noise_length :] - sums[:, : -config.noise_length]
    if config.noise_start != "random":
        return windows[:, config.noise_start]
    return _log_mean_exp(windows)


def _log_density_with_noise(config: SignalConfig, value: np.ndarray) -> np.ndarray:
    if config.noise_distribution == "gaussian":
        return _log_gaussian(value, sqrt(config.background_std**2 + config.noise_std**2))
    # Uniform noise of standard deviation s spans +-s sqrt(3); the Gaussian background smears its edges.
    half = config.noise_std * sqrt(3)
    upper, lower = (value + half) / config.background_std, (value - half) / config.background_std
    share = _gaussian_cdf(upper) - _gaussian_cdf(lower)
    return np.log(np.maximum(share, 1e-300) / (2 * half))


def _log_gaussian(value: np.ndarray, std: float) -> np.ndarray:
    return -0.5 * (value / std) ** 2 - np.log(std * sqrt(2 * np.pi))


def _gaussian_cdf(value: np.ndarray) -> np.ndarray:
    return 0.5 + 0.5 * np.vectorize(erf)(value / sqrt(2))


def _log_mean_exp(values: np.ndarray) -> np.ndarray:
    top = values.max(axis=1, keepdims=True)
    return top[:, 0] + np.log(np.exp(values - top).mean(axis=1))
