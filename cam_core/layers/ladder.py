"""The ladder from a signal to its map, in numbers: layers, channels, and what each adds to a logit.

Pure NumPy. A rung is one layer; a term is one channel's share of a logit, `weight * pooled feature`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from cam_core.maps.choices import MARGIN, map_names
from cam_core.receptive_field import ReceptiveField
from cam_core.results import Explanation
from cam_core.scores.evaluation import NOISY

SCALE_QUANTILE = 0.999
"""Nearly the largest activation: one freak unit must not make all others look pale."""


@dataclass(frozen=True)
class Rung:
    """One layer of the backbone. `field` says what its units see of the signal, in samples."""

    name: str
    num_channels: int
    num_positions: int
    field: ReceptiveField

    @property
    def centers(self) -> np.ndarray:
        """Where the positions sit on the signal, (num_positions,), in samples."""
        return self.field.centers(self.num_positions)


@dataclass(frozen=True)
class Terms:
    """How one map's logit is made, for N signals: `logit = bias + sum_k contribution[k]`.

    weight: (channels,). contribution: (N, channels), weight times pooled feature, in logits.
    cam, interpolated_cam: (N, positions) and (N, time), in logits. shares: (N, positions), what each
    position adds to the logit. logit: (N,); for the margin map weight, bias and logit are differences
    between the classes.
    """

    name: str
    weight: np.ndarray
    bias: float
    contribution: np.ndarray
    cam: np.ndarray
    interpolated_cam: np.ndarray
    shares: np.ndarray
    logit: np.ndarray

    @property
    def total(self) -> np.ndarray:
        """What the positions add up to, (N,), in logits; added in double precision."""
        return self.shares.sum(axis=-1, dtype=float)

    @property
    def residual(self) -> np.ndarray:
        """What `bias + total` misses of the logit, (N,): float32 rounding, nothing else."""
        return self.logit - self.bias - self.total


def terms(explanation: Explanation) -> dict[str, Terms]:
    """Return the terms of each map of `map_names`, by name."""
    return {name: _terms(explanation, name) for name in map_names(len(explanation.head_bias))}


def order(values: np.ndarray) -> np.ndarray:
    """Return the channels from the largest of `values` (channels,) to the smallest; ties by number."""
    return np.argsort(-values, kind="stable")


def rungs(fields: Mapping[str, ReceptiveField], layers: Mapping[str, np.ndarray]) -> list[Rung]:
    """Return the rungs of `layers`, name -> (N, channels, positions), in order."""
    return [Rung(name, values.shape[1], values.shape[2], fields[name]) for name, values in layers.items()]


@dataclass(frozen=True)
class Scales:
    """Ends of the fixed colour scales and axes of one model; from signals it was not tested on.

    layers: nearly the largest activation, by layer, where the colours end; peaks: the largest.
    pooled: nearly the largest. weight, contribution: largest absolute value of any channel, by map;
    the classes share theirs, so that they can be compared.
    """

    layers: Mapping[str, float]
    peaks: Mapping[str, float]
    pooled: float
    weight: Mapping[str, float]
    contribution: Mapping[str, float]


def scales(explanation: Explanation) -> Scales:
    """Return the scales that hold what `explanation` shows, with layers, of many signals."""
    by_map = terms(explanation)
    return Scales(
        layers={name: _end(values) for name, values in explanation.layers.items()},
        peaks={name: float(values.max()) or 1.0 for name, values in explanation.layers.items()},
        pooled=_end(explanation.pooled_features.max(axis=1)),
        weight=_shared({name: np.abs(one.weight).max() for name, one in by_map.items()}),
        contribution=_shared(
            {name: _end(np.abs(one.contribution).max(axis=1)) for name, one in by_map.items()}
        ),
    )


def largest(term: Terms, index: int, count: int) -> Iterator[tuple[int, float]]:
    """Yield the channels that add most to signal `index`'s logit, by absolute value, and what they add."""
    contribution = term.contribution[index]
    for channel in order(np.abs(contribution))[:count]:
        yield int(channel), float(contribution[channel])


def _shared(ends: Mapping[str, float]) -> dict[str, float]:
    common = max(float(end) for name, end in ends.items() if name != MARGIN)
    return {name: float(end if name == MARGIN else common) or 1.0 for name, end in ends.items()}


def _end(values: np.ndarray) -> float:
    return float(np.quantile(values, SCALE_QUANTILE)) or 1.0


def _terms(explanation: Explanation, name: str) -> Terms:
    weight = _pick(explanation.head_weight, name)
    return Terms(
        name=name,
        weight=weight,
        bias=float(_pick(explanation.head_bias, name)),
        contribution=weight * explanation.pooled_features,
        cam=_pick(explanation.cam, name, axis=1),
        interpolated_cam=_pick(explanation.interpolated_cam, name, axis=1),
        shares=_pick(explanation.shares, name, axis=1),
        logit=_pick(explanation.logits, name, axis=1),
    )


def _pick(values: np.ndarray, name: str, axis: int = 0) -> np.ndarray:
    """Return the class's part of `values` along `axis`, or class 2's minus class 1's."""
    if name == MARGIN:
        return values.take(NOISY, axis) - values.take(1 - NOISY, axis)
    return values.take(int(name), axis)
