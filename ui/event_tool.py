"""The tool with which an event is dragged: its words, and how strong each kind can be made."""

import numpy as np

from cam_core.by_hand.event_family import WHOLE, EventFamily, last_start, usual_strength
from cam_core.config import SignalConfig
from cam_core.event_kinds import EVENT_KINDS, SHARE, strength_of
from ui.instrument import Strengths, Tool
from ui.language import Translate
from ui.moved_event import fits_at_once

TEXTS = ("back", "drag", "fixed", "grip", "place")
HIGHEST_LEVEL, LEVEL = 2.0, 0.02
"""Strengths in signal units go to this multiple of the amplitude, in steps of this part of it."""

DIGITS = 6

UNITS = {kind: strength_of(kind).replace("_", "-") for kind in EVENT_KINDS}
"""The unit of each kind's strength, as message ids have it: `event-strength-UNIT`."""


def event_tool(t: Translate, url: str, config: SignalConfig, *, optional: bool = False) -> Tool:
    """Return the tool for signals of `config`, answered by `url`."""
    few = fits_at_once(config.last_noise_start + 1, config.num_points, config.num_classes)
    return {
        "name": "event",
        "url": url,
        "text": {name: t(f"event-tool-{name}") for name in TEXTS},
        "names": {name: t(f"event-tool-{name}") for name in ("start", "strength")},
        "optional": optional,
        "family": few and config.num_classes == 2,
        "kinds": {kind: strengths(t, config, kind) for kind in config.kinds},
    }


def highest_level(kind: str, amplitude: float) -> float:
    """Return the largest strength that an event of `kind` is usually given."""
    return WHOLE if strength_of(kind) == SHARE else HIGHEST_LEVEL * amplitude


def highest_strength(amplitude: float, family: EventFamily) -> float:
    """Return how far the strengths of an event are looked at: as far as usual, its own included."""
    return max(highest_level(family.kind, amplitude), family.strength)


def strengths(t: Translate, config: SignalConfig, kind: str, own: float | None = None) -> Strengths:
    """Return the strengths that an event of `kind` can be given; `own`, or that of the signals, is one."""
    usual = usual_strength(config, kind) if own is None else own
    highest = highest_level(kind, config.amplitude)
    step = LEVEL * (1.0 if strength_of(kind) == SHARE else config.amplitude)
    levels = [float(f"{level:.{DIGITS}g}") for level in np.arange(0, round(highest / step) + 1) * step]
    return {
        "strengths": sorted({*levels, usual}),
        "default": usual,
        "label": t(f"event-strength-{UNITS[kind]}"),
        "last": last_start(config, kind),
    }
