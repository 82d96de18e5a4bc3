"""What the ways of asking "where did the network look?" answer, and how an answer is held to the truth.

Names and results alone, without torch; `attribution` beside this file asks, `all_methods` measures.
"""

from dataclasses import dataclass

import numpy as np

from cam_core.events import inside
from cam_core.results import Scores

CAM, GRAD_CAM, INTEGRATED_GRADIENTS, OCCLUSION, SALIENCY = METHODS = (
    "cam",
    "grad_cam",
    "integrated_gradients",
    "occlusion",
    "saliency",
)

SECOND_DIFFERENCE = "second_difference"
"""The rule without a network that every method has to beat."""


@dataclass(frozen=True)
class Attribution:
    """The map that one method makes of N signals for one class each, and what the truth says of it.

    map: (N, time), signed where the method is; each method has a unit of its own. seconds: processor time
    for all N. localized_interval: (N, 2), samples, by the 20 % rule, which sees the positive part only.
    scores: against the true intervals. inside: (N,), share of the positive part that lies in the true
    interval, NaN where there is none.
    """

    name: str
    map: np.ndarray
    seconds: float
    localized_interval: np.ndarray
    scores: Scores
    inside: np.ndarray


@dataclass(frozen=True)
class Identity:
    """How far Grad-CAM is from CAM over the number of positions: in its own unit, and as a share.

    The share is that of the largest value of Grad-CAM. Both are rounding where the two are the same.
    """

    num_positions: int
    difference: float
    share: float


def cam_identity(cam: np.ndarray, grad_cam: np.ndarray, num_positions: int) -> Identity:
    """Compare CAM, (..., time) in logits, with Grad-CAM of the same signals and classes.

    Where a linear combination follows global pooling, the mean gradient of a feature map is its weight over
    the number of positions, so that Grad-CAM is CAM over that number (Selvaraju et al. 2017, section 3.1).
    With max pooling each gradient stands on one position; its mean is the same.
    """
    difference = float(np.abs(cam / num_positions - grad_cam).max())
    largest = float(np.abs(grad_cam).max())
    return Identity(num_positions, difference, difference / largest if largest > 0 else 0.0)


def share_inside(maps: np.ndarray, truth: np.ndarray) -> np.ndarray:
    """Return how much of the positive part of each map, (N, time), lies in its true interval, (N,).

    0 for a map without a positive value, NaN for a signal without an event.
    """
    positive = np.maximum(maps, 0).astype(float)
    within = np.where(inside(truth, maps.shape[-1]), positive, 0).sum(axis=-1)
    total = positive.sum(axis=-1)
    share = np.divide(within, total, out=np.zeros_like(within), where=total > 0)
    return np.where(truth[:, 0] >= 0, share, np.nan)


@dataclass(frozen=True)
class Rows:
    """What is known of each method on N signals: the rows of a comparison.

    iou, inside, deletion_area (in probability), margin_area (in logits): (methods, N). pointing_hit: bool
    (methods, N). seconds: (methods,), processor time for all N. random_area, random_margin_area: (N,), of
    blocks deleted in random order. chance_iou: (N,), of an interval of the right length put anywhere.
    chance_share: (N,), the interval's share of the signal. NaN where a signal has no event.
    """

    names: tuple[str, ...]
    iou: np.ndarray
    pointing_hit: np.ndarray
    inside: np.ndarray
    deletion_area: np.ndarray
    margin_area: np.ndarray
    seconds: np.ndarray
    random_area: np.ndarray
    random_margin_area: np.ndarray
    chance_iou: np.ndarray
    chance_share: np.ndarray

    def __len__(self) -> int:
        return len(self.random_area)


def joined(parts: list[Rows]) -> Rows:
    """Return the rows of several groups of signals as those of one."""
    first = parts[0]
    last_axis = {
        name: np.concatenate([getattr(part, name) for part in parts], axis=-1)
        for name in vars(first)
        if name not in ("names", "seconds")
    }
    return Rows(names=first.names, seconds=np.sum([part.seconds for part in parts], axis=0), **last_axis)
