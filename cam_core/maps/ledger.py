"""The ledger of a logit: which channel adds how much at which position, and what is left without some.

Pure NumPy, in double precision: a product of two float32 numbers is exact there, so a term is what the
network's own numbers say, and sums do not depend on the order of adding within any digit that is shown.
The map itself is Zhou et al. 2016, eq. 2 (`cam_core.cam`): here its sum over channels is left open.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace

import numpy as np

from cam_core.cam import class_activation_map, logit_shares
from cam_core.receptive_field import ReceptiveField
from cam_core.results import Explanation

TERM_QUANTILE = 0.999
"""Nearly the largest term of a signal: one freak must not make all others look pale."""

STRONG = 0.75
"""The scale of terms is that of a signal with terms larger than those of this share of signals."""

NEARLY = 0.98
"""Share of signals that an axis holds whole."""


@dataclass(frozen=True)
class Ledger:
    """One signal's last feature maps and the head that adds them up: float64, logits where not said.

    feature_maps: (channels, positions). weight: (classes, channels). bias: (classes,). logits: (classes,),
    the network's own, less what silenced channels contributed. pooling: "average" or "max".
    """

    feature_maps: np.ndarray
    weight: np.ndarray
    bias: np.ndarray
    logits: np.ndarray
    pooling: str

    def terms(self, label: int) -> np.ndarray:
        """Return `weight[label, k] * feature_maps[k, t]`, (channels, positions): they add up to the map."""
        return self.weight[label][:, None] * self.feature_maps

    @property
    def contribution(self) -> np.ndarray:
        """What each channel adds to each logit, (classes, channels): `logits = bias + sum over channels`.

        With average pooling the mean of its terms, with max pooling the term at `place`.
        """
        pooled = (
            self.feature_maps.mean(axis=-1) if self.pooling == "average" else self.feature_maps.max(axis=-1)
        )
        return self.weight * pooled

    @property
    def place(self) -> np.ndarray:
        """The position of each channel's maximum, the first of several, (channels,): max pooling takes it."""
        return self.feature_maps.argmax(axis=-1)

    @property
    def cam(self) -> np.ndarray:
        """The maps of all classes, (classes, positions)."""
        return class_activation_map(self.feature_maps, self.weight)

    @property
    def shares(self) -> np.ndarray:
        """What each position adds to each logit, (classes, positions)."""
        return logit_shares(self.feature_maps, self.weight, self.pooling)

    @property
    def probabilities(self) -> np.ndarray:
        """Softmax of the logits, (classes,)."""
        raised = np.exp(self.logits - self.logits.max())
        return raised / raised.sum()

    @property
    def predicted_class(self) -> int:
        """The class with the largest logit, the first of several."""
        return int(self.logits.argmax())

    def running_sums(self, upto: np.ndarray) -> np.ndarray:
        """Return `bias + what the first positions add`, (classes, places), for the counts `upto` (places,).

        With the counts of `positions_up_to` it begins at the bias and ends on the logit.
        """
        sums = np.concatenate([np.zeros((len(self.bias), 1)), self.shares.cumsum(axis=-1)], axis=-1)
        return self.bias[:, None] + sums[:, upto]


def ledger(explanation: Explanation, index: int) -> Ledger:
    """Return the ledger of signal `index` of `explanation`, which must hold its layers."""
    feature_maps = list(explanation.layers.values())[-1][index]
    return Ledger(
        feature_maps=feature_maps.astype(float),
        weight=explanation.head_weight.astype(float),
        bias=explanation.head_bias.astype(float),
        logits=explanation.logits[index].astype(float),
        pooling=explanation.pooling,
    )


def silenced(whole: Ledger, channels: Collection[int]) -> Ledger:
    """Return `whole` with the feature maps of `channels` set to zero before pooling.

    Map and logits change by exactly the terms of those channels; the terms of others stay, bit for bit.
    With max pooling a channel's term goes from the position of its maximum.
    """
    chosen = np.array(sorted(channels), int)
    feature_maps = whole.feature_maps.copy()
    feature_maps[chosen] = 0
    taken = whole.contribution[:, chosen].sum(axis=-1)
    return replace(whole, feature_maps=feature_maps, logits=whole.logits - taken)


def positions_up_to(field: ReceptiveField, num_positions: int, num_points: int) -> np.ndarray:
    """Return how many positions stand before the signal, at or before each sample, and in all.

    (1 + time + 1,): none at first. The last is all of them: the centre of the last may lie beyond the end.
    """
    centers, samples = field.centers(num_positions), np.arange(num_points)
    return np.concatenate([[0], np.searchsorted(centers, samples, side="right"), [num_positions]])


@dataclass(frozen=True)
class LedgerScales:
    """Ends of the fixed scales of one model, in logits, for a class and for the margin of two.

    term: where the colours of terms end. contribution, share, running: nearly the largest that a channel
    contributes, that a position adds, that a running sum reaches on its way.
    """

    term: float
    contribution: float
    share: float
    running: float


def ledger_scales(explanation: Explanation) -> tuple[LedgerScales, LedgerScales]:
    """Return the scales of classes and of the margin that hold what `explanation`, with layers, shows.

    Of more than two classes there is no margin map: both are those of the classes.
    """
    head = explanation.head_weight, explanation.head_bias, explanation.shares
    of_class = _scales(explanation, *head)
    if len(explanation.head_bias) > 2:
        return of_class, of_class
    margin = [np.diff(values, axis=axis) for values, axis in zip(head, (0, 0, 1), strict=True)]
    return of_class, _scales(explanation, *margin)


def _scales(
    explanation: Explanation, weight: np.ndarray, bias: np.ndarray, shares: np.ndarray
) -> LedgerScales:
    maps = list(explanation.layers.values())[-1]
    strong = [np.quantile(np.abs(weight[:, :, None] * one), TERM_QUANTILE) for one in maps]
    contribution = weight * explanation.pooled_features[:, None]
    return LedgerScales(
        term=float(np.quantile(strong, STRONG)) or 1.0,
        contribution=_end(contribution),
        share=_end(shares),
        running=_end(bias[:, None] + shares.cumsum(axis=-1)),
    )


def _end(values: np.ndarray) -> float:
    return float(np.quantile(np.abs(values).max(axis=(1, 2)), NEARLY)) or 1.0
