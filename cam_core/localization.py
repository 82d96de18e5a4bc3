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
    """Return the longest run of `values` (time,) above `threshold` times their maximum.

    Among runs of one length the one with the larger value wins, then the first. A map without a
    positive value has no interval.
    """
    maximum = float(values.max())
    if maximum <= 0:
        return NO_INTERVAL
    starts, ends = runs_above(values, threshold * maximum).T
    peaks = [values[start:end].max() for start, end in zip(starts, ends, strict=True)]
    best = max(range(len(starts)), key=lambda i: (ends[i] - starts[i], peaks[i], -starts[i]))
    return int(starts[best]), int(ends[best])


def runs_above(values: np.ndarray, limit: float) -> np.ndarray:
    """Return every run of `values` (time,) above `limit` as an interval, in order, int64 (runs, 2)."""
    above = np.concatenate([[False], values > limit, [False]])
    return np.flatnonzero(above[1:] != above[:-1]).reshape(-1, 2)


def localized_intervals(maps: np.ndarray, threshold: float = ZHOU_THRESHOLD) -> np.ndarray:
    """Return the interval of every map: (..., time) gives int64 (..., 2)."""
    flat = maps.reshape(-1, maps.shape[-1])
    intervals = [localized_interval(values, threshold) for values in flat]
    return np.array(intervals, np.int64).reshape(*maps.shape[:-1], 2)


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


def mean_iou_by_threshold(maps: np.ndarray, truth: np.ndarray, thresholds: Sequence[float]) -> np.ndarray:
    """Return the mean IoU over maps (N, time) with each of `thresholds` for all of them, (thresholds,).

    The largest is the best common threshold's; a threshold chosen for each map would be an oracle's.
    """
    ious = [
        intersection_over_union(localized_intervals(maps, threshold), truth).mean()
        for threshold in thresholds
    ]
    return np.array(ious)
