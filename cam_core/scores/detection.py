"""Evidence or none: false alarms against detections as the thresholds move.

Every event's map has a threshold of its own (`cam_core.calibration`), because maps differ in height. They
move together: each by the same number of steps, one step being the standard deviation of its own map's peaks
on clean signals. The curve therefore passes exactly through the calibrated thresholds, at a move of 0. With
one kind of event the curve does not depend on the size of a step.
"""

from dataclasses import dataclass

import numpy as np
from scipy import stats


@dataclass(frozen=True)
class DetectionCurve:
    """Rates by the move of the thresholds, from the strictest, which lets nothing pass, downwards.

    move: (points,), in steps, falling. false_alarm_rate, detection_rate: (points,), share of the clean and of
    the other signals for which some event's map rises above its moved threshold; both never fall.
    calibrated: place of the move of 0. area: below the curve of detections over false alarms, the chance that
    a random signal with an event stands out more than a random clean one, ties counted half.
    """

    move: np.ndarray
    false_alarm_rate: np.ndarray
    detection_rate: np.ndarray
    calibrated: int
    area: float


def prominence(peak: np.ndarray, clean: np.ndarray, thresholds: np.ndarray) -> np.ndarray:
    """Return how far each signal's most prominent event map stands above its threshold, in steps, (N,).

    peak: (N, classes), the largest value of each interpolated map, in logits. clean: bool (N,), the signals
    that set the size of a step. thresholds: (classes,), in logits; that of label 0 is not read.
    """
    events = peak[:, 1:].astype(float)
    spread = events[clean].std(axis=0) if clean.any() else np.ones(events.shape[1])
    # Maps that are all alike on clean signals have no spread; then a step is a logit.
    step = np.where(spread > 0, spread, 1.0)
    return ((events - thresholds[1:]) / step).max(axis=1)


def detection_curve(peak: np.ndarray, y: np.ndarray, thresholds: np.ndarray) -> DetectionCurve:
    """Return the curve of signals labelled `y` (N,) with maps of these peaks, (N, classes).

    There must be clean signals, label 0, and others.
    """
    clean = y == 0
    stands_out = prominence(peak, clean, thresholds)
    quiet, eventful = stands_out[clean], stands_out[~clean]
    # A threshold at a signal's own height does not let it pass: one more below all of them does.
    move = np.unique(np.append(stands_out, 0.0))[::-1]
    move = np.append(move, move[-1] - 1.0)
    return DetectionCurve(
        move=move,
        false_alarm_rate=_share_above(quiet, move),
        detection_rate=_share_above(eventful, move),
        calibrated=int(np.flatnonzero(move == 0)[0]),
        area=_area(quiet, eventful),
    )


def _share_above(values: np.ndarray, limits: np.ndarray) -> np.ndarray:
    return (len(values) - np.searchsorted(np.sort(values), limits, side="right")) / len(values)


def _area(quiet: np.ndarray, eventful: np.ndarray) -> float:
    """Return the share of pairs, one of each, in which the second stands out more (Mann and Whitney 1947)."""
    ranks = stats.rankdata(np.concatenate([eventful, quiet]))
    wins = ranks[: len(eventful)].sum() - len(eventful) * (len(eventful) + 1) / 2
    return float(wins / (len(eventful) * len(quiet)))
