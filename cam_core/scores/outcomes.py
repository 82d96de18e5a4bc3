"""Is the answer right, and for the right reason? Four outcomes that share out any labelled test set.

Of a signal with an event:

right_reason   its class is named, and the evidence in the map of that class meets the event
wrong_reason   its class is named, but that map shows no evidence or its evidence misses the event
wrong          another event is named (never where there is only one kind of event)
missed         the plain sine is named

Of a plain sine, which has no place to meet:

right_reason   the plain sine is named, and no event's map shows evidence
wrong_reason   the plain sine is named, yet an event's map shows evidence
wrong          an event is named: a false alarm

Evidence is what rises above the model's calibrated threshold (`cam_core.calibration`).
"""

import numpy as np

from cam_core.fields import require_choice
from cam_core.localization import GOOD_IOU, intersection_over_union
from cam_core.scores.evaluation import Summary

OUTCOMES = ("right_reason", "wrong_reason", "wrong", "missed")
RIGHT_REASON, WRONG_REASON, WRONG, MISSED = range(4)

POINTING, OVERLAP = MEETINGS = ("pointing", "overlap")
"""When evidence meets an event. "pointing": the map's maximum lies in the true interval, whatever interval is
cut out of the map (the pointing game of Zhang et al. 2018). "overlap": the localised interval and the true
one have an IoU of at least `GOOD_IOU`, so that extent counts too, and with it the rule that cuts."""


def outcomes(
    summary: Summary,
    y: np.ndarray,
    event_interval: np.ndarray,
    thresholds: np.ndarray,
    meeting: str = POINTING,
) -> np.ndarray:
    """Return the place in `OUTCOMES` of each signal's outcome, (N,).

    y: (N,), true labels, 0 for the plain sine. event_interval: (N, 2), samples. thresholds: (classes,), in
    logits, infinite for the plain sine. Raises `ValueError` when `meeting` is none of `MEETINGS`.
    """
    predicted = summary.predicted_class
    evidence = summary.evidence(thresholds)
    good_reason = np.where(y > 0, evidence & meets(summary, y, event_interval, meeting), ~evidence)
    right = np.where(good_reason, RIGHT_REASON, WRONG_REASON)
    return np.where(predicted == y, right, np.where(predicted == 0, MISSED, WRONG))


def meets(summary: Summary, y: np.ndarray, event_interval: np.ndarray, meeting: str) -> np.ndarray:
    """Return whether the map of each signal's true class meets its event, bool (N,); False without one."""
    require_choice("meets", meeting, MEETINGS)
    rows = np.arange(len(y))
    if meeting == OVERLAP:
        found = summary.localized_interval[rows, y]
        return intersection_over_union(found, event_interval) * (event_interval[:, 0] >= 0) >= GOOD_IOU
    peak = summary.peak_position[rows, y]
    return (event_interval[:, 0] <= peak) & (peak < event_interval[:, 1])


def scoreboard(outcome: np.ndarray, y: np.ndarray, num_classes: int) -> np.ndarray:
    """Return how many signals of each true class have each outcome, (classes, outcomes)."""
    counts = np.zeros((num_classes, len(OUTCOMES)), np.int64)
    np.add.at(counts, (y, outcome), 1)
    return counts


def is_possible(label: int, outcome: int, num_classes: int) -> bool:
    """Return whether a signal of class `label` can have `outcome` at all."""
    if label == 0:
        return outcome != MISSED
    return outcome != WRONG or num_classes > 2
