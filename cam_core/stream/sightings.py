"""What the map of a long signal has shown of its events by each sample: found, missed, false.

Nothing here looks ahead: what is said of a sample follows from the part of the map that was known when
that sample arrived. Intervals are pairs of samples, start included, end excluded.
"""

from dataclasses import dataclass

import numpy as np

from cam_core.localization import runs_above

NOTHING, GOING_ON, OVER = range(3)
"""States: nothing found so far; a run goes on at the end of what is known; the latest run is over."""


@dataclass(frozen=True)
class Sightings:
    """Runs of one map above the evidence threshold, against the events it should show.

    runs: (runs, 2). All others (time,), as known when each sample arrived. state: one of the three above.
    first, last: the latest run, as far as it is known; -1 before the first. num_past: events that the map
    has passed. num_found: those of them that a run overlaps. num_false: finished runs that overlap none.
    """

    runs: np.ndarray
    state: np.ndarray
    first: np.ndarray
    last: np.ndarray
    num_past: np.ndarray
    num_found: np.ndarray
    num_false: np.ndarray


def sightings(values: np.ndarray, threshold: float, events: np.ndarray, known: np.ndarray) -> Sightings:
    """Return what a map, `values` (time,) in logits, shows of `events` (events, 2), ascending.

    known: (time,), how many samples of the map are known when each sample has arrived; all at the last.
    """
    runs = runs_above(values, threshold)
    starts, ends = runs.T
    latest = np.searchsorted(starts, known, side="left") - 1
    seen = latest >= 0
    start, end = (np.append(edge, -1)[latest] for edge in (starts, ends))
    over = end < known
    is_met, is_true = _overlap(events, runs), _overlap(runs, events)
    is_last = np.arange(len(known)) == len(known) - 1
    return Sightings(
        runs=runs,
        state=np.where(seen, np.where(over, OVER, GOING_ON), NOTHING),
        first=np.where(seen, start, -1),
        last=np.where(seen, np.minimum(end, known) - 1, -1),
        num_past=np.searchsorted(events[:, 1], known, side="right"),
        num_found=np.searchsorted(events[is_met, 1], known, side="right"),
        # A run that reaches the end of what is known may still grow, except at the very end.
        num_false=np.searchsorted(ends[~is_true], known + is_last, side="left"),
    )


def _overlap(some: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Return whether each of the intervals `some` shares a sample with one of `others`, bool (some,)."""
    begins_before = some[:, :1] < others[:, 1]
    ends_after = some[:, 1:] > others[:, 0]
    return np.logical_and(begins_before, ends_after).any(axis=1).astype(bool)
