"""Does a network lose its answer when what a map points to is taken away? Deletion curves.

After Samek et al. 2017 (regions in the order of a map) and Petsiuk et al. 2018 (the area under the curve).
The order is that of the map, the largest first, beside random orders. Deleted are blocks of neighbouring
samples: single samples taken out by rank leave a comb, whose teeth are high-frequency noise that was not
there before, and a network that looks for noise finds it.

Pure NumPy: the network comes as a function from signals (N, 1, time) to logits (N, classes).
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

NUM_STEPS = 20
"""Blocks of a signal, or groups of single samples: on 100 points they are 5 long."""

NUM_RANDOM = 20
"""Random orders that a map's order is held against."""

BAND = (0.05, 0.95)
"""Between these quantiles of the random orders lies what chance does."""

LEAST_BLOCK = 2
"""Samples: a block of one would be a single sample."""

Logits = Callable[[np.ndarray], np.ndarray]


@dataclass(frozen=True)
class DeletionCurves:
    """What a class is given as more and more of a signal is deleted, in several orders.

    share: (steps + 1,), from 0 to 1, share of the steps that are done. probability, margin: (orders,
    steps + 1), of the class; the margin, in logits, is its logit less the largest other one.
    """

    share: np.ndarray
    probability: np.ndarray
    margin: np.ndarray

    def __getitem__(self, index: slice) -> "DeletionCurves":
        return DeletionCurves(self.share, self.probability[index], self.margin[index])


def num_steps(num_points: int) -> int:
    """Return how many steps it takes to delete a signal of `num_points` samples."""
    return min(NUM_STEPS, num_points // LEAST_BLOCK)


def blocks(num_points: int) -> np.ndarray:
    """Return the block of each sample, int (time,): neighbours, in lengths that differ by one at most."""
    return np.arange(num_points) * num_steps(num_points) // num_points


def block_steps(values: np.ndarray) -> np.ndarray:
    """Return at which step, from 1, each sample goes, (time,), block by block in the order of a map.

    A block goes by the mean of `values` (time,) in it, the largest first; of equals the earlier one.
    """
    block = blocks(len(values))
    means = np.bincount(block, values) / np.bincount(block)
    return _ranks(means)[block]


def scattered_steps(values: np.ndarray) -> np.ndarray:
    """Return at which step each sample goes when single samples go by rank, as many at a step as above."""
    return 1 + blocks(len(values))[_ranks(values) - 1]


def random_steps(num_points: int, seed: int, *, scattered: bool) -> np.ndarray:
    """Return the steps of `NUM_RANDOM` random orders, (orders, time), of blocks or of single samples."""
    rng = np.random.default_rng(np.random.SeedSequence(seed))
    if scattered:
        return np.stack([scattered_steps(values) for values in rng.random((NUM_RANDOM, num_points))])
    block = blocks(num_points)
    orders = rng.random((NUM_RANDOM, num_steps(num_points)))
    return np.stack([_ranks(values)[block] for values in orders])


def _ranks(values: np.ndarray) -> np.ndarray:
    """Return 1 for the largest value, 2 for the next, and so on."""
    ranks = np.empty(len(values), np.int64)
    ranks[np.argsort(-values, kind="stable")] = np.arange(1, len(values) + 1)
    return ranks


def deletion_curves(
    logits: Logits, x: np.ndarray, replacement: np.ndarray, steps: np.ndarray, target: int
) -> DeletionCurves:
    """Delete signal `x` (time,) step by step, by putting `replacement` (time,) in its place.

    steps: (orders, time), at which step each sample goes, from 1. target: the class that is watched.
    """
    num = int(steps.max())
    gone = steps[:, None] <= np.arange(num + 1)[:, None]
    signals = np.where(gone, replacement, x).astype(np.float32)
    values = logits(signals.reshape(-1, 1, len(x))).astype(float)
    by_order = values.reshape(*gone.shape[:2], -1)
    return DeletionCurves(
        share=np.arange(num + 1) / num,
        probability=_probability(by_order, target),
        margin=by_order[..., target] - np.delete(by_order, target, axis=-1).max(axis=-1),
    )


def _probability(logits: np.ndarray, target: int) -> np.ndarray:
    powers = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return powers[..., target] / powers.sum(axis=-1)


def band(values: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return mean, lower and upper end of what random orders (orders, steps + 1) give, (steps + 1,) each."""
    low, high = np.quantile(values, BAND, axis=0)
    return values.mean(axis=0), low, high


def area(share: np.ndarray, values: np.ndarray) -> np.ndarray:
    """Return the area under each curve, (...), of `values` (..., steps + 1): the mean height on the way.

    A map that names what the network needs makes it fall early: the smaller, the more faithful.
    """
    return np.trapezoid(values, share, axis=-1)
