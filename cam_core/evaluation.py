"""How well a model classifies and localises a set of signals whose truth is known."""

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from cam_core.ceiling import best_possible_accuracy
from cam_core.config import SignalConfig
from cam_core.localization import (
    GOOD_IOU,
    edge_error,
    intersection_over_union,
    localized_intervals,
    no_model_baseline,
)
from cam_core.signals import SignalBatch

NOISY = 1
"""Label of the class whose map is held against the true interval."""


@dataclass(frozen=True)
class Summary:
    """What is kept of each of N explained signals: enough to score, filter and list them.

    logits: float32 (N, classes). peak: float32 (N, classes), the largest value of each interpolated
    map. peak_position: (N, classes), its sample. localized_interval: (N, classes, 2), samples.
    """

    logits: np.ndarray
    peak: np.ndarray
    peak_position: np.ndarray
    localized_interval: np.ndarray

    @property
    def predicted_class(self) -> np.ndarray:
        """The class with the largest logit, (N,)."""
        return self.logits.argmax(axis=1)


@dataclass(frozen=True)
class Localization:
    """Means over noisy signals. Edge error in samples; the others are shares between 0 and 1."""

    mean_iou: float
    iou_50_rate: float
    pointing_rate: float
    mean_edge_error: float | None


@dataclass(frozen=True)
class Evaluation:
    """A model's score beside what chance and a method without a network reach on the same signals."""

    num_signals: int
    accuracy: float
    best_possible_accuracy: float
    localization: Localization | None
    baseline: Localization | None
    chance_pointing_rate: float | None
    chance_mean_iou: float | None

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)


def evaluate(summary: Summary, signals: SignalBatch, config: SignalConfig) -> Evaluation:
    """Score `summary` of `signals` against their labels and true intervals."""
    noisy = signals.y == NOISY
    truth = signals.event_interval[noisy]
    found = summary.localized_interval[noisy, NOISY]
    return Evaluation(
        num_signals=len(signals),
        accuracy=float((summary.predicted_class == signals.y).mean()),
        best_possible_accuracy=best_possible_accuracy(config, signals),
        localization=_localization(found, summary.peak_position[noisy, NOISY], truth),
        baseline=_baseline(signals.x[noisy], truth),
        chance_pointing_rate=config.noise_length / config.num_points if noisy.any() else None,
        chance_mean_iou=chance_iou(truth, config.num_points) if noisy.any() else None,
    )


def chance_iou(truth: np.ndarray, num_points: int) -> float:
    """Return the mean IoU of an interval as long as the true one, (N, 2), placed anywhere it fits."""
    length = int(truth[0, 1] - truth[0, 0])
    starts = np.arange(num_points - length + 1)
    placed = np.stack([starts, starts + length], axis=1)
    # Far fewer true places than signals: average over the places, weighted by how often they occur.
    places, counts = np.unique(truth, axis=0, return_counts=True)
    means = [intersection_over_union(placed, place).mean() for place in places]
    return float(np.average(means, weights=counts))


def _baseline(x: np.ndarray, truth: np.ndarray) -> Localization | None:
    if not len(x):
        return None
    maps = no_model_baseline(x)
    return _localization(localized_intervals(maps), maps.argmax(axis=1), truth)


def _localization(
    found: np.ndarray, peak_position: np.ndarray, truth: np.ndarray
) -> Localization | None:
    if not len(truth):
        return None
    iou = intersection_over_union(found, truth)
    hit = (truth[:, 0] <= peak_position) & (peak_position < truth[:, 1])
    errors = edge_error(found, truth)
    located = errors[~np.isnan(errors)]
    return Localization(
        mean_iou=float(iou.mean()),
        iou_50_rate=float((iou >= GOOD_IOU).mean()),
        pointing_rate=float(hit.mean()),
        mean_edge_error=float(located.mean()) if len(located) else None,
    )
