"""How well a model classifies and localises a set of signals whose truth is known."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Self

import numpy as np

from cam_core.config import SignalConfig
from cam_core.evidence import evidence_class, shows_evidence
from cam_core.fields import require_int, require_number
from cam_core.localization import (
    GOOD_IOU,
    edge_error,
    intersection_over_union,
    localized_intervals,
    no_model_baseline,
)
from cam_core.scores.ceiling import best_possible_accuracy
from cam_core.signals import SignalBatch

NOISY = 1
"""Label of the first kind of event: in the talk the noisy sine, where a binary map is asked for."""


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

    def evidence(self, thresholds: np.ndarray) -> np.ndarray:
        """Return whether the map that is read for evidence rises above its threshold, bool (N,)."""
        labels = evidence_class(self.predicted_class, self.peak, thresholds)
        return shows_evidence(labels, self.peak, thresholds)


@dataclass(frozen=True)
class Localization:
    """Means over signals with an event. Edge error in samples; the others are shares between 0 and 1."""

    mean_iou: float
    iou_50_rate: float
    pointing_rate: float
    mean_edge_error: float | None

    @classmethod
    def from_dict(cls, name: str, values: object) -> Self:
        """Build from a JSON object called `name`; raise `ValueError` for a missing or wild number."""
        _require_fields(name, values, cls)
        assert isinstance(values, Mapping)
        found = cls(**values)
        for key in ("mean_iou", "iou_50_rate", "pointing_rate"):
            require_number(f"{name}.{key}", values[key], 0.0, 1.0)
        if found.mean_edge_error is not None:
            low, high = 0.0, float(SignalConfig.bounds["num_points"][1])
            require_number(f"{name}.mean_edge_error", found.mean_edge_error, low, high)
        return found


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

    @classmethod
    def from_dict(cls, values: object) -> Self:
        """Build from what `to_dict` gave; raise `ValueError` naming what is missing or out of range."""
        _require_fields("evaluation", values, cls)
        assert isinstance(values, Mapping)
        require_int("evaluation.num_signals", values["num_signals"], 1, 200_000)
        require_number("evaluation.accuracy", values["accuracy"], 0.0, 1.0)
        for name in ("best_possible_accuracy", "chance_pointing_rate", "chance_mean_iou"):
            if values[name] is not None:
                require_number(f"evaluation.{name}", values[name], 0.0, 1.0)
        parts = {
            name: Localization.from_dict(f"evaluation.{name}", values[name])
            for name in ("localization", "baseline")
            if values[name] is not None
        }
        return cls(**{**values, **parts})


def _require_fields(name: str, values: object, kind: type[Evaluation | Localization]) -> None:
    expected = [one.name for one in fields(kind)]
    if not isinstance(values, Mapping) or set(values) != set(expected):
        raise ValueError(f"`{name}` must be a JSON object of {', '.join(expected)}.")


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

    The map of a signal's true class is held against its interval. Signals without one, (-1, -1), count
    for the accuracy only.
    """
    noisy = (y > 0) & (event_interval[:, 0] >= 0)
    truth, label = event_interval[noisy], y[noisy]
    found = summary.localized_interval[noisy, label]
    num_points = x.shape[-1]
    return Evaluation(
        num_signals=len(y),
        accuracy=float((summary.predicted_class == y).mean()),
        best_possible_accuracy=ceiling,
        localization=_localization(found, summary.peak_position[noisy, label], truth),
        baseline=_baseline(x[noisy], truth),
        chance_pointing_rate=_mean_share(truth, num_points) if noisy.any() else None,
        chance_mean_iou=chance_iou(truth, num_points) if noisy.any() else None,
    )


def chance_iou(truth: np.ndarray, num_points: int) -> float:
    """Return the mean IoU of an interval as long as the true one, (N, 2), placed anywhere it fits."""
    return _mean_of_any_place(truth, num_points, intersection_over_union)


def chance_edge_error(truth: np.ndarray, num_points: int) -> float:
    """Return the mean edge error, in samples, of an interval as long as the true one placed anywhere."""
    return _mean_of_any_place(truth, num_points, edge_error)


def chance_localization(event_interval: np.ndarray, num_points: int) -> Localization | None:
    """Return what chance reaches on signals with the intervals (N, 2); (-1, -1) counts nowhere.

    Chance puts an interval of the right length anywhere it fits, and its peak on any sample. None where no
    signal has an event.
    """
    truth = event_interval[event_interval[:, 0] >= 0]
    if not len(truth):
        return None
    return Localization(
        mean_iou=chance_iou(truth, num_points),
        iou_50_rate=_mean_of_any_place(truth, num_points, _is_good),
        pointing_rate=_mean_share(truth, num_points),
        mean_edge_error=chance_edge_error(truth, num_points),
    )


Measure = Callable[[np.ndarray, np.ndarray], np.ndarray]


def _is_good(found: np.ndarray, truth: np.ndarray) -> np.ndarray:
    return intersection_over_union(found, truth) >= GOOD_IOU


def _mean_of_any_place(truth: np.ndarray, num_points: int, measure: Measure) -> float:
    # Far fewer true places than signals: average over the places, weighted by how often they occur.
    places, counts = np.unique(truth, axis=0, return_counts=True)
    means = [measure(_any_place(place, num_points), place).mean() for place in places]
    return float(np.average(means, weights=counts))


def _any_place(truth: np.ndarray, num_points: int) -> np.ndarray:
    length = int(truth[1] - truth[0])
    starts = np.arange(num_points - length + 1)
    return np.stack([starts, starts + length], axis=1)


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
