"""The maps that people can choose between: one for each class, and the margin map.

Each is given on the samples of the signal twice: as the native steps and as straight lines between
the centres of the positions. The margin map is positive where the signal speaks for class 2.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from cam_core.cam import interpolation_matrix, margin_map
from cam_core.evaluation import NOISY
from cam_core.localization import localized_intervals
from cam_core.results import Explanation

MARGIN = "margin"
MAP_NAMES = ("0", "1", MARGIN)
"""Labels of the classes, and the margin between them."""


@dataclass(frozen=True)
class SignalMap:
    """One kind of map for N signals.

    native, linear: (N, time), in logits. localized_interval: (N, 2), samples.
    logit: (N,), the logit, or the difference of the logits; bias: the part of it that has no place.
    mean: (N,), the mean of the map over its positions, so that logit = bias + mean.
    """

    name: str
    native: np.ndarray
    linear: np.ndarray
    localized_interval: np.ndarray
    logit: np.ndarray
    bias: float
    mean: np.ndarray

    @property
    def peak(self) -> np.ndarray:
        """The largest absolute value of each interpolated map, (N,), in logits."""
        return np.abs(self.linear).max(axis=-1)


def signal_maps(explanation: Explanation) -> Iterator[SignalMap]:
    """Return the maps of `explanation` by the names `MAP_NAMES`, in order."""
    classes = range(explanation.head_bias.shape[0])
    for label in classes:
        yield _signal_map(
            explanation,
            str(label),
            explanation.cam[:, label],
            explanation.logits[:, label],
            float(explanation.head_bias[label]),
        )
    logits, bias = explanation.logits, explanation.head_bias
    yield _signal_map(
        explanation,
        MARGIN,
        margin_map(explanation.cam, for_class=NOISY, against_class=1 - NOISY),
        logits[:, NOISY] - logits[:, 1 - NOISY],
        float(bias[NOISY] - bias[1 - NOISY]),
    )


def _signal_map(
    explanation: Explanation, name: str, cam: np.ndarray, logit: np.ndarray, bias: float
) -> SignalMap:
    num_points = explanation.x.shape[-1]
    native, linear = (
        cam @ interpolation_matrix(explanation.field, cam.shape[-1], num_points, kind)
        for kind in ("native", "linear")
    )
    found = localized_intervals(linear)
    return SignalMap(name, native, linear, found, logit, bias, cam.mean(axis=-1, dtype=float))
