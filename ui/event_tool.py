"""The tool with which an event is dragged: its words, and how strong each kind can be made."""

import numpy as np

from cam_core.config import SignalConfig
from cam_core.event_family import usual_strength
from cam_core.event_kinds import SHARE, strength_of
from ui.locale import Translate
from ui.moved_event import MAX_FAMILY
from ui.plot import Strengths, Tool

TEXTS = ("back", "drag", "fixed", "grip", "place")
HIGHEST_LEVEL, LEVEL = 2.0, 0.02
"""Strengths in signal units go to this multiple of the amplitude, in steps of this part of it."""

FAMILY_VALUES = 400 * 500
"""Numbers of all places of an event together that a browser takes at once: with more it asks for each."""

DIGITS = 6


def event_tool(t: Translate, url: str, config: SignalConfig, *, optional: bool = False) -> Tool:
    """Return the tool for signals of `config`, answered by `url`."""
    num_places = config.last_noise_start + 1
    few = num_places <= MAX_FAMILY and num_places * config.num_points * config.num_classes <= FAMILY_VALUES
    return {
        "name": "event",
        "url": url,
        "text": {name: t(f"event-tool-{name}") for name in TEXTS},
        "optional": optional,
        "family": few and config.num_classes == 2,
        "kinds": {kind: strengths(t, config, kind) for kind in config.kinds},
    }


def strengths(t: Translate, config: SignalConfig, kind: str) -> Strengths:
    """Return the strengths that an event of `kind` can be given; that of the signals is one of them."""
    unit = strength_of(kind)
    usual = usual_strength(config, kind)
    highest = 1.0 if unit == SHARE else HIGHEST_LEVEL * config.amplitude
    step = LEVEL * (1.0 if unit == SHARE else config.amplitude)
    levels = [float(f"{level:.{DIGITS}g}") for level in np.arange(0, round(highest / step) + 1) * step]
    return {
        "strengths": sorted({*levels, usual}),
        "default": usual,
        "label": t(f"event-strength-{unit.replace('_', '-')}"),
    }
