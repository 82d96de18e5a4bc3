"""Which places and strengths of an event an address asks for, and the signals with it there."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from cam_core.by_hand.event_family import EventFamily, event_family, strength_bounds
from cam_core.config import MAX_SEED, SignalConfig
from cam_core.fields import require_int, require_number
from cam_core.figures.marks import interval_ends
from cam_core.figures.payload import typed_array
from cam_core.signals import SignalBatch
from ui import store
from ui.once import once

Arrays = dict[str, dict[str, str]]

MAX_FAMILY = 400
MAX_FAMILY_VALUES = 200_000
"""Places of an event that are answered at once, and numbers of all their maps: with more the browser asks for
each place as it is reached."""


@dataclass(frozen=True)
class MovedEvent:
    """An event at `start`, its first sample, or at every place; `strength` None is the signal's own."""

    start: int | None = None
    strength: float | None = None


def parse_event(query: Mapping[str, str]) -> MovedEvent:
    """Read `start` and `strength` of an address; raise `ValueError` where they are no numbers."""
    start, strength = query.get("start", ""), query.get("strength", "")
    if start and not (start.isascii() and start.isdigit() and len(start) < 9):
        raise ValueError(f"`start` must be a sample index, got {start!r:.40}.")
    return MovedEvent(int(start) if start else None, _number(strength) if strength else None)


def fits_at_once(num_places: int, num_points: int, num_classes: int) -> bool:
    """Return whether all places of an event are answered at once."""
    return num_places <= MAX_FAMILY and num_places * num_points * num_classes <= MAX_FAMILY_VALUES


def moved_signals(family: EventFamily, event: MovedEvent) -> tuple[list[str], SignalBatch]:
    """Return first samples, and signals with the event there; raise `ValueError` for what cannot be."""
    strength = checked_strength(family, event.strength)
    if event.start is None:
        count, config = len(family.interval), family.ground.config
        if not fits_at_once(count, config.num_points, config.num_classes):
            raise ValueError(
                f"`start` must be given where an event fits {count} places of a signal of "
                f"{config.num_points} samples: too many for one answer."
            )
        places = np.arange(count)
    else:
        require_int("start", event.start, 0, family.signal.x.shape[-1] - 1)
        places = np.array([family.nearest(event.start)])
    return [str(start) for start in family.starts[places]], family.at(places, strength)


def checked_strength(family: EventFamily, strength: float | None) -> float:
    """Return `strength`, or the family's own for None; raise `ValueError` where it is out of bounds."""
    if strength is None:
        return family.strength
    require_number("strength", strength, *strength_bounds(family.kind))
    return strength


def grip_arrays(family: EventFamily, start: int) -> Arrays:
    """Return what a hand on the event at `start` needs: its frame on the axis, and all first samples."""
    ends = interval_ends(family.interval[family.nearest(start)])
    return {"event": typed_array(ends), "places": typed_array(family.starts)}


@once(maxsize=64)
def family_of_sample(config: SignalConfig, index: int) -> EventFamily:
    """Return the family of the event of a test signal of `config`."""
    # An array copies; a slice would keep the whole test set alive for as long as the family is cached.
    signal = store.test_signals(config)[np.array([index])]
    return event_family(config, signal, (config.seed + index) % MAX_SEED)


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise ValueError(f"`strength` must be a number, got {text!r:.40}.") from None
