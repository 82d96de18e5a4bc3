"""Whether a map is evidence of an event, and whose map is read for it.

Label 0 is the plain sine. A network that names an event is asked for the map of that one; when it names
none, the event whose map rises highest above its threshold has to answer.
"""

import numpy as np

from cam_core.signals import NO_INTERVAL


def rises(values: np.ndarray, threshold: float) -> bool:
    """Return whether a map (time,) is evidence: whether it rises above `threshold`, in logits."""
    return bool(values.max() > threshold)


def evident_interval(values: np.ndarray, interval: np.ndarray, threshold: float) -> np.ndarray:
    """Return the `interval` (2,) that a map (time,) localises, -1, -1 where the map is no evidence.

    The longest run of a map that shows nothing means nothing.
    """
    return interval if rises(values, threshold) else np.array(NO_INTERVAL)


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
