"""One scale for each model and one threshold for each of its events.

Both come from signals that the model has neither trained nor been tested on.

A map stretched to its own maximum paints most clean sines full red. A fixed scale and a threshold
taken from clean signals keep weak maps weak and let the product say "no evidence".
"""

from collections.abc import Iterable

import numpy as np

from cam_core.results import Calibration

CALIBRATION_PER_CLASS = 2000
"""Signals of each class: enough for a threshold that one clean signal in a hundred passes."""

FALSE_ALARM_RATE = 0.01
"""Share of clean signals whose map may rise above the threshold."""

SCALE_QUANTILE = 0.95
"""Strong, but not the strongest: a few freak signals must not make every other map look pale."""


def calibrate(batches: Iterable[np.ndarray], y: np.ndarray) -> Calibration:
    """Return the calibration from maps (batch, classes, time), in logits, of signals labelled y (N,).

    Clean signals set the thresholds, so that the rate of false alarms holds whichever event's map is read
    (`cam_core.evidence`). Of every batch only the peaks are kept: the maps of all signals may take gigabytes.
    """
    parts = zip(*map(_peaks, batches), strict=True)
    peak, cam_peak, margin_peak = (np.concatenate(part) for part in parts)
    thresholds = np.maximum(0.0, _thresholds(peak[y == 0]))
    alarm = (peak > thresholds).any(axis=1)
    return Calibration(
        cam_scale=_scale(cam_peak),
        margin_scale=_scale(margin_peak),
        evidence_thresholds=tuple(map(float, thresholds)),
        false_alarm_rate=float(alarm[y == 0].mean()),
        detection_rate=float(alarm[y > 0].mean()),
    )


def _peaks(maps: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return each event's peak, (batch, events), and the largest absolute map and margin, (batch,)."""
    margin = maps[:, 1:] - maps[:, :1]
    return maps[:, 1:].max(axis=-1), np.abs(maps).max(axis=(1, 2)), np.abs(margin).max(axis=(1, 2))


def _thresholds(clean_peak: np.ndarray) -> np.ndarray:
    """Return a threshold for each event's map, (events,), from the maps' peaks on clean signals, (N, events).

    Maps of different events differ in height. Every threshold is the same quantile of its own map's peaks:
    the one that lets `FALSE_ALARM_RATE` of the signals pass with any of their maps.
    """
    rank = clean_peak.argsort(axis=0, kind="stable").argsort(axis=0, kind="stable")
    most_unusual = rank.max(axis=1) / max(1, len(clean_peak) - 1)
    level = np.quantile(most_unusual, 1 - FALSE_ALARM_RATE)
    return np.quantile(clean_peak, level, axis=0)


def _scale(peaks: np.ndarray) -> float:
    return float(np.quantile(peaks, SCALE_QUANTILE)) or 1.0
