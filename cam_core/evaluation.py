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
    """A model's score beside what chance and a method without a network reach on the same signals.

    None stands for what cannot be known: a ceiling needs the way the signals were made, and
    localisation needs true intervals.
    """

    num_signals: int
    accuracy: float
    best_possible_accuracy: float | None
    localization: Localization | None
    baseline: Localization | None
    chance_pointing_rate: float | None
    chance_mean_iou: float | None

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)


def evaluate(summary: Summary, signals: SignalBatch, config: SignalConfig) -> Evaluation:
    """Score `summary` of `signals` against their labels and true intervals."""
    ceiling = best_possible_accuracy(config, signals)
    return score(summary, signals.x, signals.y, signals.event_interval, ceiling)


def score(
    summary: Summary,
    x: np.ndarray,
    y: np.ndarray,
    event_interval: np.ndarray,
    ceiling: float | None = None,
) -> Evaluation:
    """Score `summary` of signals `x` (N, 1, time) against labels `y` (N,) and intervals (N, 2).

    Signals without a true interval, (-1, -1), count for the accuracy only.
    """
    noisy = (y == NOISY) & (event_interval[:, 0] >= 0)
    truth = event_interval[noisy]
    found = summary.localized_interval[noisy, NOISY]
    num_points = x.shape[-1]
    return Evaluation(
        num_signals=len(y),
        accuracy=float((summary.predicted_class == y).mean()),
        best_possible_accuracy=ceiling,
        localization=_localization(found, summary.peak_position[noisy, NOISY], truth),
        baseline=_baseline(x[noisy], truth),
        chance_pointing_rate=_mean_share(truth, num_points) if noisy.any() else None,
        chance_mean_iou=chance_iou(truth, num_points) if noisy.any() else None,
    )


def chance_iou(truth: np.ndarray, num_points: int) -> float:
    """Return the mean IoU of an interval as long as the true one, (N, 2), placed anywhere it fits."""
    # Far fewer true places than signals: average over the places, weighted by how often they occur.
    places, counts = np.unique(truth, axis=0, return_counts=True)
    means = [_iou_of_any_place(place, num_points) for place in places]
    return float(np.average(means, weights=counts))


def _iou_of_any_place(truth: np.ndarray, num_points: int) -> float:
    length = int(truth[1] - truth[0])
    starts = np.arange(num_points - length + 1)
    placed = np.stack([starts, starts + length], axis=1)
    return float(intersection_over_union(placed, truth).mean())


def _mean_share(truth: np.ndarray, num_points: int) -> float:
    return float((truth[:, 1] - truth[:, 0]).mean() / num_points)


def _baseline(x: np.ndarray, truth: np.ndarray) -> Localization | None:
    if not len(x):
        return None
    maps = no_model_baseline(x)
    return _localization(localized_intervals(maps), maps.argmax(axis=1), truth)


def _localization(found: np.ndarray, peak_position: np.ndarray, truth: np.ndarray) -> Localization | None:
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
