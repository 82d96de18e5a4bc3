"""Where to cut a map: mean overlap with the truth by the share of the map's maximum that is kept.

Zhou et al. 2016 keep what lies above 20 % of the maximum. Another share may suit another network better; the
best one for all signals together is a property of network and data, and is found by looking at the truth.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from cam_core.localization import GOOD_IOU, ZHOU_THRESHOLD, iou_by_threshold

THRESHOLDS = np.arange(39) / 40
"""0 to 95 % of the maximum in steps of 2.5 %."""

ZHOU = int(np.flatnonzero(THRESHOLDS == ZHOU_THRESHOLD)[0])
"""Place of the paper's share."""


@dataclass(frozen=True)
class ThresholdCurve:
    """Overlap of N maps with their true intervals by each of `THRESHOLDS`.

    mean_iou, iou_50_rate: (thresholds,), the mean, and the share of maps with an IoU of at least 0.5, with
    one threshold for all of them. oracle_mean_iou, oracle_iou_50_rate: the same when each map has the
    threshold that suits it best, which nobody could know without its truth.
    """

    num_signals: int
    mean_iou: np.ndarray
    iou_50_rate: np.ndarray
    oracle_mean_iou: float
    oracle_iou_50_rate: float

    @property
    def best(self) -> int:
        """Place of the threshold with the largest mean IoU, the first of several."""
        return int(self.mean_iou.argmax())


def overlaps(maps: np.ndarray, truth: np.ndarray) -> np.ndarray:
    """Return the IoU of maps (N, time) with intervals (N, 2) by each of `THRESHOLDS`, (thresholds, N)."""
    return iou_by_threshold(maps, truth, THRESHOLDS.tolist())


def threshold_curve(parts: Sequence[np.ndarray]) -> ThresholdCurve:
    """Return the curve of what `overlaps` gave for all signals, in one or several parts, at least one map."""
    iou = np.concatenate(parts, axis=1)
    # What each map reaches with the threshold that suits it best.
    oracle = iou.max(axis=0)
    return ThresholdCurve(
        num_signals=iou.shape[1],
        mean_iou=iou.mean(axis=1),
        iou_50_rate=(iou >= GOOD_IOU).mean(axis=1),
        oracle_mean_iou=float(oracle.mean()),
        oracle_iou_50_rate=float((oracle >= GOOD_IOU).mean()),
    )
