"""Answers to a whole row of questions about one signal: every strength of its event, or every place."""

from collections.abc import Mapping

import numpy as np

from cam_core.by_hand.what_if import FLIP_STEPS, MAX_TURNS, flip_point, shift_probe
from cam_core.figures.payload import Payload, payload
from ui.event_tool import highest_strength
from ui.moved_event import MovedEvent, checked_strength, moved_signals, parse_event
from ui.once import once
from ui.whatif.query import Subject
from ui.whatif.shift_texts import shift_edge_text, shift_stair_text, shift_text
from ui.whatif.texts import flip_grid_text, flip_text, flip_then_text

MOST_PLACES = 200
"""Places that are asked about at once; of more, so many evenly spread."""

MOST_VALUES = 60_000
FEWEST = 25
"""Samples of all signals of a chart together: of long signals there are fewer, but never less than this."""

GAP = 3
"""Coordinates of an upright line: its two ends, and a gap to the next."""


def flip_payload(subject: Subject, query: Mapping[str, str]) -> Payload:
    """Return the probabilities against the strength of the event at `start`, and where the answer turns."""
    start = parse_event(query).start
    family = subject.family
    if start is None:
        return _flip(subject, family.usual_place)
    moved_signals(family, MovedEvent(start))  # refuses a place that is none
    return _flip(subject, family.nearest(start))


@once(maxsize=128)
def _flip(subject: Subject, place: int) -> Payload:
    family = subject.family
    curve = flip_point(
        subject.ask,
        family,
        place,
        highest_strength(_amplitude(subject), family),
        _fitting(subject, FLIP_STEPS),
    )
    arrays = {"flip.strength": curve.strength, "flip.turns": np.full(GAP * MAX_TURNS, np.nan)}
    for label, values in enumerate(curve.probabilities.T):
        arrays[f"flip.probability.{label}"] = values
    for number, turn in enumerate(curve.turns):
        arrays["flip.turns"][GAP * number : GAP * number + 2] = turn.above
    texts = {
        "flip": flip_text(subject, curve),
        "flip_then": flip_then_text(subject, curve),
        "flip_grid": flip_grid_text(subject, curve),
    }
    return payload(arrays, {}, {}, texts)


def _amplitude(subject: Subject) -> float:
    return subject.made.amplitude if subject.made else subject.config.signals.amplitude


def shift_payload(subject: Subject, query: Mapping[str, str]) -> Payload:
    """Return where the map peaks while the event of `strength` is slid through all places."""
    strength = checked_strength(subject.family, parse_event(query).strength)
    return _shift(subject, strength)


@once(maxsize=128)
def _shift(subject: Subject, strength: float) -> Payload:
    family = subject.family
    places = family.spread_places(_fitting(subject, MOST_PLACES))
    said = subject.ask(family.at(places, strength).x)
    probe = shift_probe(said, family.interval[places], subject.label)
    shown = {
        "center": probe.center,
        "peak": probe.peak,
        "drift": probe.drift,
        "near_end": np.where(probe.near_end, probe.peak, np.nan),
    }
    arrays = {f"shift.{name}": _padded(values, num_places(subject)) for name, values in shown.items()}
    texts = {
        "shift": shift_text(subject, probe),
        "shift_edges": shift_edge_text(subject, probe),
        "shift_stair": shift_stair_text(subject, probe),
    }
    return payload(arrays, {}, {}, texts)


def num_places(subject: Subject) -> int:
    """Return how many places the chart has room for: an event of another kind may fit in fewer."""
    config = subject.config.signals
    length = subject.made.length if subject.made else config.noise_length
    return min(_fitting(subject, MOST_PLACES), config.num_points - length + 1)


def num_strengths(subject: Subject) -> int:
    """Return how many strengths the chart holds."""
    return _fitting(subject, FLIP_STEPS) + 1


def _fitting(subject: Subject, most: int) -> int:
    return max(FEWEST, min(most, MOST_VALUES // subject.config.signals.num_points))


def _padded(values: np.ndarray, count: int) -> np.ndarray:
    padded = np.full(count, np.nan)
    padded[: len(values)] = values
    return padded
