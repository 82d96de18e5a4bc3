"""One scale and one threshold for each model, from signals it has neither trained nor been tested on.

A map stretched to its own maximum paints most clean sines full red. A fixed scale and a threshold
taken from clean signals keep weak maps weak and let the product say "no evidence".
"""

import numpy as np

from cam_core.cam import margin_map
from cam_core.evaluation import NOISY
from cam_core.results import Calibration

FALSE_ALARM_RATE = 0.01
"""Share of clean signals whose map may rise above the threshold."""

SCALE_QUANTILE = 0.95
"""Strong, but not the strongest: a few freak signals must not make every other map look pale."""


def calibrate(interpolated_cam: np.ndarray, y: np.ndarray) -> Calibration:
    """Return the calibration from maps (N, classes, time), in logits, of signals labelled y (N,)."""
    noise_peak = interpolated_cam[:, NOISY].max(axis=-1)
    threshold = max(0.0, float(np.quantile(noise_peak[y != NOISY], 1 - FALSE_ALARM_RATE)))
    margin = margin_map(interpolated_cam, for_class=NOISY, against_class=1 - NOISY)
    return Calibration(
        cam_scale=_scale(np.abs(interpolated_cam).max(axis=(1, 2))),
        margin_scale=_scale(np.abs(margin).max(axis=1)),
        evidence_threshold=threshold,
        false_alarm_rate=float((noise_peak[y != NOISY] > threshold).mean()),
        detection_rate=float((noise_peak[y == NOISY] > threshold).mean()),
    )


def _scale(peaks: np.ndarray) -> float:
    return float(np.quantile(peaks, SCALE_QUANTILE)) or 1.0
