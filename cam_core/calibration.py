"""One scale and one threshold for each model, from signals it has neither trained nor been tested on.

A map stretched to its own maximum paints most clean sines full red. A fixed scale and a threshold
taken from clean signals keep weak maps weak and let the product say "no evidence".
"""

import numpy as np

from cam_core.results import Calibration

FALSE_ALARM_RATE = 0.01
"""Share of clean signals whose map may rise above the threshold."""

SCALE_QUANTILE = 0.95
"""Strong, but not the strongest: a few freak signals must not make every other map look pale."""


def calibrate(interpolated_cam: np.ndarray, y: np.ndarray) -> Calibration:
    """Return the calibration from maps (N, classes, time), in logits, of signals labelled y (N,).

    Clean signals set the threshold with the highest of all events' maps, so that the rate of false
    alarms holds whichever of them is read (`cam_core.evidence`).
    """
    events_peak = interpolated_cam[:, 1:].max(axis=(1, 2))
    threshold = max(0.0, float(np.quantile(events_peak[y == 0], 1 - FALSE_ALARM_RATE)))
    margin = interpolated_cam[:, 1:] - interpolated_cam[:, :1]
    return Calibration(
        cam_scale=_scale(np.abs(interpolated_cam).max(axis=(1, 2))),
        margin_scale=_scale(np.abs(margin).max(axis=(1, 2))),
        evidence_threshold=threshold,
        false_alarm_rate=float((events_peak[y == 0] > threshold).mean()),
        detection_rate=float((events_peak[y > 0] > threshold).mean()),
    )


def _scale(peaks: np.ndarray) -> float:
    return float(np.quantile(peaks, SCALE_QUANTILE)) or 1.0
