"""From a map to an interval, and how well the interval meets the truth.

Intervals are pairs of samples, start included, end excluded; (-1, -1) stands for none.
"""

from collections.abc import Sequence

import numpy as np

from cam_core.results import Scores
from cam_core.signals import NO_INTERVAL

ZHOU_THRESHOLD = 0.2
"""Zhou et al. keep what lies above 20 % of the map's maximum and box its largest connected part."""

GOOD_IOU = 0.5
"""An interval counts as found from this overlap on, as in ImageNet's localisation task."""


def localized_interval(values: np.ndarray, threshold: float = ZHOU_THRESHOLD) -> tuple[int, int]:
    """Return the interval of one map, `values` (time,), by the rule of `localized_intervals`."""
    start, end = localized_intervals(values, threshold)
    return int(start), int(end)


def runs_above(values: np.ndarray, limit: float) -> np.ndarray:
    """Return every run of `values` (time,) above `limit` as an interval, in order, int64 (runs, 2)."""
    above = np.concatenate([[False], values > limit, [False]])
    return np.flatnonzero(above[1:] != above[:-1]).reshape(-1, 2)


def localized_intervals(maps: np.ndarray, threshold: float = ZHOU_THRESHOLD) -> np.ndarray:
    """Return the interval of every map: (..., time) gives int64 (..., 2).

    It is the longest run above `threshold` times the map's maximum. Among runs of one length the one with
    the larger value wins, then the first. A map without a positive value has no interval.
    """
    flat = maps.reshape(-1, maps.shape[-1])
    maximum = flat.max(axis=1, keepdims=True)
    # Nothing lies above a share of a maximum that is not positive.
    limit = (threshold * maximum.astype(float)).astype(flat.dtype)
    row, start, end = _runs(flat > limit)
    peak = _peaks(flat, row, start, end)
    order = np.lexsort((-start, peak, end - start, row))
    is_best = np.append(np.diff(row[order]) > 0, True)[: len(order)]
    best = order[is_best]
    intervals = np.full((len(flat), 2), NO_INTERVAL, np.int64)
    intervals[row[best]] = np.stack([start, end], axis=1)[best]
    return intervals.reshape(*maps.shape[:-1], 2)


def _runs(above: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return row, first sample and end of every run of true in `above` (N, time), in order."""
    edges = np.pad(above, ((0, 0), (1, 1)))
    row, place = np.nonzero(edges[:, 1:] != edges[:, :-1])
    return row[::2], place[::2], place[1::2]


def _peaks(maps: np.ndarray, row: np.ndarray, start: np.ndarray, end: np.ndarray) -> np.ndarray:
    """Return the largest value of each run of `maps` (N, time), (runs,)."""
    if not len(row):
        return np.zeros(0)
    ends = row[:, None] * maps.shape[1] + np.stack([start, end], axis=1)
    # Reduced are the runs and, between them, the gaps, which are left out; the last run may end with the map.
    padded = np.append(maps.ravel(), -np.inf)
    return np.maximum.reduceat(padded, ends.ravel())[::2]


def intersection_over_union(found: np.ndarray, truth: np.ndarray) -> np.ndarray:
    """Return the overlap of intervals, (..., 2) each, between 0 and 1, shape (...); 0 where one is none."""
    first = np.maximum(found[..., 0], truth[..., 0])
    last = np.minimum(found[..., 1], truth[..., 1])
    overlap = np.maximum(last - first, 0)
    lengths = (found[..., 1] - found[..., 0]) + (truth[..., 1] - truth[..., 0])
    union = np.maximum(lengths - overlap, 1)
    return overlap / union


def pointing_hit(maps: np.ndarray, truth: np.ndarray) -> np.ndarray:
    """Return whether each map's maximum, (N, time), lies inside the true interval, bool (N,)."""
    peak = maps.argmax(axis=-1)
    return (truth[..., 0] <= peak) & (peak < truth[..., 1])


def edge_error(found: np.ndarray, truth: np.ndarray) -> np.ndarray:
    """Return the mean distance, in samples, of both ends from the truth, (N,); NaN where one is none."""
    error = np.abs(found - truth).mean(axis=-1).astype(float)
    missing = (found[..., 0] < 0) | (truth[..., 0] < 0)
    return np.where(missing, np.nan, error)


def localization_scores(maps: np.ndarray, found: np.ndarray, truth: np.ndarray) -> Scores:
    """Score maps (N, time) and the intervals (N, 2) found on them against the true ones, (N, 2)."""
    has_event = truth[:, 0] >= 0
    return Scores(
        iou=np.where(has_event, intersection_over_union(found, truth), np.nan),
        pointing_hit=pointing_hit(maps, truth),
        edge_error=edge_error(found, truth),
    )


def no_model_baseline(x: np.ndarray) -> np.ndarray:
    """Return the second difference's absolute value, (N, time), of signals x (N, 1, time).

    A sine bends slowly, noise does not: this needs no network, and a network has to beat it.
    """
    bend = np.abs(np.diff(x[:, 0], n=2, axis=-1))
    return np.pad(bend, ((0, 0), (1, 1)), mode="edge")


def coverage(found: np.ndarray, truth: np.ndarray) -> np.ndarray:
    """Return the share of the true interval that was found, (...), from intervals (..., 2)."""
    overlap = np.minimum(found[..., 1], truth[..., 1]) - np.maximum(found[..., 0], truth[..., 0])
    return np.maximum(overlap, 0) / np.maximum(truth[..., 1] - truth[..., 0], 1)


def iou_by_threshold(maps: np.ndarray, truth: np.ndarray, thresholds: Sequence[float]) -> np.ndarray:
    """Return the IoU of maps (N, time) with true intervals (N, 2) by each threshold, (thresholds, N)."""
    return np.stack(
        [intersection_over_union(localized_intervals(maps, threshold), truth) for threshold in thresholds]
    )


def mean_iou_by_threshold(maps: np.ndarray, truth: np.ndarray, thresholds: Sequence[float]) -> np.ndarray:
    """Return the mean IoU over maps (N, time) with each of `thresholds` for all of them, (thresholds,).

    The largest is the best common threshold's; a threshold chosen for each map would be an oracle's.
    """
    return iou_by_threshold(maps, truth, thresholds).mean(axis=1)
