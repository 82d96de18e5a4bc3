"""Whose map is read for evidence of an event.

Label 0 is the plain sine. A network that names an event is asked for the map of that one; when it names
none, the event whose map rises highest above its threshold has to answer.
"""

import numpy as np


def evidence_class(predicted_class: np.ndarray, peak: np.ndarray, thresholds: np.ndarray) -> np.ndarray:
    """Return the label of the event to be read for each signal, (N,).

    predicted_class: (N,). peak: (N, classes), the largest value of each interpolated map, and thresholds,
    (classes,), in logits.
    """
    highest = 1 + (peak[:, 1:] - thresholds[1:]).argmax(axis=1)
    return np.where(predicted_class > 0, predicted_class, highest)


def shows_evidence(labels: np.ndarray, peak: np.ndarray, thresholds: np.ndarray) -> np.ndarray:
    """Return whether the map of the class `labels` (N,) rises above its threshold, bool (N,)."""
    return np.take_along_axis(peak, labels[:, None], axis=1)[:, 0] > thresholds[labels]
