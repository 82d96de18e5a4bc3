"""What the stages hand on: frozen values of NumPy and plain Python. No torch here."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from cam_core.receptive_field import ReceptiveField


@dataclass(frozen=True)
class EpochRecord:
    """One finished epoch: mean losses (cross-entropy), accuracies, seconds since the start."""

    epoch: int
    train_loss: float
    train_accuracy: float
    test_loss: float
    test_accuracy: float
    seconds: float


@dataclass(frozen=True)
class Film:
    """The pinned signals' maps from the untrained network (frame 0) to the last epoch.

    index: (pinned,), places in the test set. cam: float32 (frames, pinned, classes, positions).
    logits: float32 (frames, pinned, classes).
    """

    index: np.ndarray
    cam: np.ndarray
    logits: np.ndarray


@dataclass(frozen=True)
class Calibration:
    """What a model's maps are measured against; from signals it was neither trained nor tested on.

    cam_scale, margin_scale: logits at the end of the colour scale for class maps and margin maps.
    evidence_thresholds: logits, one for each event, from label 1 on; an event's map that stays below its
    own shows no evidence.
    false_alarm_rate, detection_rate: share of clean and of other calibration signals for which some event's
    map rises above its threshold.
    """

    cam_scale: float
    margin_scale: float
    evidence_thresholds: tuple[float, ...]
    false_alarm_rate: float
    detection_rate: float

    @property
    def thresholds(self) -> np.ndarray:
        """The threshold of every class's map, (classes,): infinite for the plain sine, which is no event."""
        return np.array([np.inf, *self.evidence_thresholds])


@dataclass(frozen=True)
class Scores:
    """How well the map of each of N signals' true class meets the true interval.

    iou: (N,), 0 to 1. pointing_hit: bool (N,). edge_error: (N,), samples. NaN, False and NaN for
    signals that have no event.
    """

    iou: np.ndarray
    pointing_hit: np.ndarray
    edge_error: np.ndarray


@dataclass(frozen=True)
class Explanation:
    """Everything that one forward pass says about N signals.

    x: (N, 1, time). layers: name -> (N, channels, positions), empty unless asked for.
    pooled_features: (N, channels). head_weight: (classes, channels). head_bias: (classes,).
    logits, probabilities: (N, classes). cam: (N, classes, positions), in logits.
    shares: (N, classes, positions), what each position adds to the logit: `logit = bias + sum of shares`.
    interpolated_cam: (N, classes, time), in logits. localized_interval: (N, classes, 2), samples.
    evidence_class: (N,), the event whose map is read for evidence. evidence: bool (N,), whether that map
    rises above its threshold. pooling: "average" or "max". field: receptive field of the map's
    positions. scores: None where the truth was not given.
    """

    x: np.ndarray
    layers: Mapping[str, np.ndarray]
    pooled_features: np.ndarray
    head_weight: np.ndarray
    head_bias: np.ndarray
    logits: np.ndarray
    probabilities: np.ndarray
    cam: np.ndarray
    shares: np.ndarray
    interpolated_cam: np.ndarray
    localized_interval: np.ndarray
    evidence_class: np.ndarray
    evidence: np.ndarray
    pooling: str
    field: ReceptiveField
    scores: Scores | None = None

    @property
    def predicted_class(self) -> np.ndarray:
        """The class with the largest logit, int (N,)."""
        return self.logits.argmax(axis=1)

    def __len__(self) -> int:
        return len(self.x)
