"""Score's measurements, shared by all sessions: outcomes, overlaps by threshold, detections."""

import numpy as np

from cam_core.config import ExperimentConfig
from cam_core.scores.detection import DetectionCurve, detection_curve
from cam_core.scores.outcomes import outcomes
from cam_core.scores.thresholds import ThresholdCurve, overlaps, threshold_curve
from ui import store
from ui.measuring import Steps, at_a_time, relative_work
from ui.once import once

AT_A_TIME = 256
"""Signals of one step, a batch; fewer where the network takes long for them."""

SECONDS_PER_SIGNAL = 0.00025
"""With the talk's network on one usual core, maps and intervals included; others as they multiply more."""


class Overlaps:
    """How well the maps of all test signals with an event meet it, by threshold; measured in steps.

    numbers: (N,), the signals' places in the test set.
    """

    def __init__(self, model: str, fingerprint: str, config: ExperimentConfig) -> None:
        signals = store.test_signals(config.signals)
        self.numbers = np.flatnonzero(signals.event_interval[:, 0] >= 0)
        self._seconds = SECONDS_PER_SIGNAL * relative_work(config)
        self._size = at_a_time(self._seconds, AT_A_TIME)
        self.steps = Steps((model, fingerprint, config), -(-len(self.numbers) // self._size), self._step)
        self._model, self._fingerprint, self._config = model, fingerprint, config
        self._parts: list[np.ndarray] = []

    @property
    def guess(self) -> float:
        """Seconds that all of it takes, by the network's work."""
        return self._seconds * len(self.numbers)

    def _step(self, place: int) -> None:
        from cam_core.pipeline import explain

        chosen = self.numbers[place * self._size : (place + 1) * self._size]
        signals = store.test_signals(self._config.signals)[chosen]
        network = store.model(self._model, self._fingerprint)
        explanation = explain(network, signals.x, keep_layers=False)
        maps = explanation.interpolated_cam[np.arange(len(signals)), signals.y]
        self._parts.append(overlaps(maps, signals.event_interval))

    def curve(self) -> ThresholdCurve:
        """Return the curve of all signals; they must be measured."""
        return threshold_curve(self._parts)


@once(maxsize=16)
def measured_overlaps(model: str, fingerprint: str, config: ExperimentConfig) -> Overlaps:
    """Return the measurement of a model on the test signals of `config`."""
    return Overlaps(model, fingerprint, config)


@once(maxsize=16)
def measured_outcomes(model: str, fingerprint: str, config: ExperimentConfig, meeting: str) -> np.ndarray:
    """Return the outcome of every test signal of `config`, (N,)."""
    signals, known = store.test_signals(config.signals), store.manifest(model)
    summary = store.test_summary(model, fingerprint, config.signals)
    return outcomes(summary, signals.y, signals.event_interval, known.calibration.thresholds, meeting)


@once(maxsize=16)
def measured_detection(model: str, fingerprint: str, config: ExperimentConfig) -> DetectionCurve:
    """Return the curve of the model's test signals; there must be clean ones and others."""
    summary = store.test_summary(model, fingerprint, config.signals)
    y, thresholds = store.test_signals(config.signals).y, store.manifest(model).calibration.thresholds
    return detection_curve(summary.peak, y, thresholds)
