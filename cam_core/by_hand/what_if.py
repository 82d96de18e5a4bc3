"""Questions to a network about one signal: what if this part were clean, the event weaker, or elsewhere?

Nothing here runs a network. An `Ask` does: it is handed signals and returns what a network says of them.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from cam_core.by_hand.event_family import EventFamily
from cam_core.results import Explanation
from cam_core.signals import NO_INTERVAL

Ask = Callable[[np.ndarray], Explanation]
"""Signals (N, 1, time) to what the network says of them, e.g. `cam_core.pipeline.explain` of a model."""

FLIP_STEPS = 100
"""Strengths that are usually asked for at once, evenly spaced above none."""

FLIP_HALVINGS = 10
"""Halvings of a step around each turn: the turn is known to a thousandth of it."""

MAX_TURNS = 8


PER_SIGNAL = (
    "x",
    "pooled_features",
    "logits",
    "probabilities",
    "cam",
    "shares",
    "interpolated_cam",
    "localized_interval",
    "evidence_class",
    "evidence",
)


def in_parts(ask: Ask, most_values: int) -> Ask:
    """Return an `Ask` that hands `ask` as many signals at once as have `most_values` samples together."""

    def parts(x: np.ndarray) -> Explanation:
        size = max(1, most_values // x.shape[-1])
        said = [ask(x[first : first + size]) for first in range(0, len(x), size)]
        joined: dict[str, Any] = {
            name: np.concatenate([getattr(part, name) for part in said]) for name in PER_SIGNAL
        }
        return replace(said[0], **joined)

    return parts


def clean_window(x: np.ndarray, x_clean: np.ndarray, start: int, end: int) -> np.ndarray:
    """Return `x` (..., time) with the samples from `start` to before `end` taken from its clean twin.

    The true window gives the twin itself, bit for bit: outside of it the two are the same.
    Raises `ValueError` for a window that is empty or reaches out of the signal.
    """
    if not 0 <= start < end <= x.shape[-1]:
        raise ValueError(
            f"a window must hold samples of the signal, 0 to {x.shape[-1] - 1}, got {start} to {end - 1}."
        )
    cleaned = x.copy()
    cleaned[..., start:end] = x_clean[..., start:end]
    return cleaned


def left_of_event(interval: np.ndarray, start: int, end: int) -> np.ndarray:
    """Return what a cleaned window leaves of an event's `interval` (2,): -1, -1 when nothing is left.

    A window in the middle of the event leaves both sides, and with them the whole span.
    """
    first, last = max(start, int(interval[0])), min(end, int(interval[1]))
    if first >= last:
        return interval
    sides = np.array([[interval[0], first], [last, interval[1]]])
    left = sides[sides[:, 0] < sides[:, 1]]
    return np.array([left.min(), left.max()]) if len(left) else np.array(NO_INTERVAL)


@dataclass(frozen=True)
class Turn:
    """Two strengths, `below` and `above`, between which the answer turns from one class to another."""

    below: float
    above: float
    before: int
    after: int


@dataclass(frozen=True)
class FlipCurve:
    """What is said of an event from no strength on.

    strength: (S,), ascending. probabilities: (S, classes). answer: (S,), the predicted class. turns: the
    places where it changes, ascending, `accuracy` wide at most; not more than `MAX_TURNS`, and `is_whole`
    says whether these are all. Two turns within one step of `strength` may be missed.
    """

    strength: np.ndarray
    probabilities: np.ndarray
    answer: np.ndarray
    turns: tuple[Turn, ...]
    accuracy: float
    is_whole: bool


def flip_point(
    ask: Ask, family: EventFamily, place: int, highest: float, num_steps: int = FLIP_STEPS
) -> FlipCurve:
    """Return how the answer changes as the event at `place` grows from nothing to the strength `highest`.

    A step in which the answer turns is halved `FLIP_HALVINGS` times; there each signal is asked for alone,
    so that the two neighbours of a turn are answered as anybody who asks again would be.
    """
    strength = np.linspace(0.0, highest, num_steps + 1)
    said = ask(family.at(np.full(len(strength), place), strength).x)
    answer = said.predicted_class
    steps = np.flatnonzero(answer[1:] != answer[:-1])

    def alone(wanted: float) -> int:
        return int(ask(family.at(np.array([place]), wanted).x).predicted_class[0])

    found = [_turn(alone, float(strength[step]), float(strength[step + 1])) for step in steps[:MAX_TURNS]]
    return FlipCurve(
        strength=strength,
        probabilities=said.probabilities,
        answer=answer,
        turns=tuple(turn for turn in found if turn.before != turn.after),
        accuracy=highest / num_steps / 2**FLIP_HALVINGS,
        is_whole=len(steps) <= MAX_TURNS,
    )


def _turn(alone: Callable[[float], int], below: float, above: float) -> Turn:
    before, after = alone(below), alone(above)
    for _ in range(FLIP_HALVINGS):
        middle = (below + above) / 2
        said = alone(middle)
        if said == before:
            below = middle
        else:
            above, after = middle, said
    return Turn(below, above, before, after)


@dataclass(frozen=True)
class ShiftProbe:
    """Where a map peaks while the event is slid along, all in samples.

    center: (places,), of the true interval. peak: (places,), of the map's largest value, which lies at the
    centre of a position's receptive field. jump: from one such centre to the next. near_end: bool (places,),
    whether positions that see the event also see beyond an end of the signal.
    """

    center: np.ndarray
    peak: np.ndarray
    jump: int
    near_end: np.ndarray

    @property
    def drift(self) -> np.ndarray:
        """How far the peak lies from the event's centre, (places,), in samples; positive to the right."""
        return self.peak - self.center


def shift_probe(said: Explanation, event_interval: np.ndarray, label: int) -> ShiftProbe:
    """Return where the map of class `label` peaks for signals whose events lie at `event_interval` (N, 2)."""
    cam, field, num_points = said.cam[:, label], said.field, said.x.shape[-1]
    start, end = event_interval.T
    reach = field.size - 1
    return ShiftProbe(
        center=(start + end - 1) / 2,
        peak=field.centers(cam.shape[-1])[cam.argmax(axis=-1)],
        jump=field.jump,
        near_end=(start < reach) | (end + reach > num_points),
    )
