"""How much of a map is left as layers lose what they learned: means over signals, intervals over seeds."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import stats

from cam_core.comparisons.twins import Interval, interval

HEAD = "head"
"""The linear combination after the pooling, which is replaced first."""


def rank_correlation(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Return Spearman's rank correlation of each pair of maps, (..., positions) each, shape (...).

    Ties share their mean rank. A map that is the same everywhere has no order: 0.
    """
    ranks = [stats.rankdata(values, axis=-1) for values in (one, other)]
    first, second = (values - values.mean(axis=-1, keepdims=True) for values in ranks)
    size = np.sqrt((first**2).sum(axis=-1) * (second**2).sum(axis=-1))
    return np.where(size > 0, (first * second).sum(axis=-1) / np.where(size > 0, size, 1), 0.0)


@dataclass(frozen=True)
class RandomizationCurve:
    """Rank correlations with the original map, for the original and after each of `stages`.

    signed, absolute: (seeds, stages + 1), for each seed the mean over the signals of the correlation and of
    its size. A random head may turn every map upside down: then the first is -1 and the second 1, and what
    the maps point out is the same. other_signal, other_absolute: the same two for the original maps of two
    different signals: what the shape of maps alone gives, whatever they point to.
    """

    stages: tuple[str, ...]
    num_signals: int
    signed: np.ndarray
    absolute: np.ndarray
    other_signal: float
    other_absolute: float

    @property
    def signed_intervals(self) -> list[Interval]:
        """The mean over the seeds and its 95 % interval, for the original and after each stage."""
        return [interval(values) for values in self.signed.T]

    @property
    def absolute_intervals(self) -> list[Interval]:
        """The same of the size of the correlation."""
        return [interval(values) for values in self.absolute.T]


def randomization_curve(
    stages: tuple[str, ...], correlations: Sequence[np.ndarray], original: np.ndarray
) -> RandomizationCurve:
    """Return the curve of what `randomization.correlations` gave a seed, (stages + 1, N) each.

    original: (N, positions), the original maps of the same signals.
    """
    by_seed = np.stack(list(correlations))
    beside = rank_correlation(original, np.roll(original, 1, axis=0))
    return RandomizationCurve(
        stages=stages,
        num_signals=by_seed.shape[2],
        signed=by_seed.mean(axis=2),
        absolute=np.abs(by_seed).mean(axis=2),
        other_signal=float(beside.mean()),
        other_absolute=float(np.abs(beside).mean()),
    )
