"""The maps that people can choose between: one for each class and, between two classes, the margin map.

Each is given on the samples of the signal twice: as the native steps and as straight lines between
the centres of the positions. The margin map is positive where the signal speaks for class 2.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from cam_core.cam import interpolation_matrix, margin_map
from cam_core.localization import localized_intervals
from cam_core.results import Explanation
from cam_core.scores.evaluation import NOISY

MARGIN = "margin"


def map_names(num_classes: int) -> tuple[str, ...]:
    """Return the classes' labels as words, and the margin where there is but one between two classes."""
    labels = tuple(map(str, range(num_classes)))
    return (*labels, MARGIN) if num_classes == 2 else labels


@dataclass(frozen=True)
class SignalMap:
    """One kind of map for N signals: that of `for_class`, less that of `against_class` if there is one.

    native, linear: (N, time), in logits. localized_interval: (N, 2), samples.
    logit: (N,), the logit, or the difference of the logits; bias: the part of it that has no place.
    total: (N,), what the positions add up to, so that logit = bias + total: the mean of the map with
    average pooling, the sum of the terms at their maxima with max pooling. peak: (N,), the largest absolute
    value of each interpolated map.
    """

    name: str
    for_class: int
    against_class: int | None
    native: np.ndarray
    linear: np.ndarray
    localized_interval: np.ndarray
    logit: np.ndarray
    bias: float
    total: np.ndarray
    peak: np.ndarray

    @property
    def is_margin(self) -> bool:
        return self.against_class is not None

    @property
    def is_nothing(self) -> bool:
        """Whether a class's map is taken from itself."""
        return self.against_class == self.for_class

    @property
    def for_event(self) -> bool:
        """Whether the map speaks for an event, and not for the plain sine."""
        return self.for_class > 0


def signal_maps(explanation: Explanation) -> Iterator[SignalMap]:
    """Return the maps of `explanation` by the names of `map_names`, in order."""
    num_classes = len(explanation.head_bias)
    for label in range(num_classes):
        yield class_map(explanation, label)
    if num_classes == 2:
        yield margin(explanation, NOISY, 1 - NOISY, name=MARGIN)


def class_map(explanation: Explanation, label: int) -> SignalMap:
    """Return the map of the class `label`."""
    return _signal_map(
        explanation,
        (str(label), label, None),
        explanation.cam[:, label],
        explanation.interpolated_cam[:, label],
        explanation.logits[:, label],
        float(explanation.head_bias[label]),
        explanation.shares[:, label],
    )


def margin(explanation: Explanation, for_class: int, against_class: int, name: str = "") -> SignalMap:
    """Return the map of one class minus that of another: positive where the signal speaks for the first."""
    logits, bias = explanation.logits, explanation.head_bias
    return _signal_map(
        explanation,
        (name or f"{for_class}.{against_class}", for_class, against_class),
        margin_map(explanation.cam, for_class, against_class),
        margin_map(explanation.interpolated_cam, for_class, against_class),
        logits[:, for_class] - logits[:, against_class],
        float(bias[for_class] - bias[against_class]),
        margin_map(explanation.shares, for_class, against_class),
    )


def compared_maps(explanation: Explanation) -> dict[str, SignalMap]:
    """Return each class's map as `"3."` and each one less any as `"3.1"`, for more than two classes.

    Less itself too, which is zero: stepping with one class taken away passes by signals of that class.
    """
    labels = range(len(explanation.head_bias))
    alone = {f"{label}.": class_map(explanation, label) for label in labels}
    pairs = ((one, other) for one in labels for other in labels)
    return alone | {f"{one}.{other}": margin(explanation, one, other) for one, other in pairs}


def _signal_map(
    explanation: Explanation,
    identity: tuple[str, int, int | None],
    cam: np.ndarray,
    linear: np.ndarray,
    logit: np.ndarray,
    bias: float,
    shares: np.ndarray,
) -> SignalMap:
    num_points = explanation.x.shape[-1]
    native = cam @ interpolation_matrix(explanation.field, cam.shape[-1], num_points, "native")
    found = localized_intervals(linear)
    total, peak = shares.sum(axis=-1, dtype=float), np.abs(linear).max(axis=-1)
    return SignalMap(*identity, native, linear, found, logit, bias, total, peak)
