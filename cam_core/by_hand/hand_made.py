"""One signal made by hand: every number chosen, made by the generator that makes all the others."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Self

import numpy as np

from cam_core.by_hand.event_family import WHOLE, EventFamily, event_family, strength_bounds, usual_strength
from cam_core.config import SignalConfig
from cam_core.event_kinds import (
    EVENT_HEIGHT,
    EVENT_KINDS,
    NOISE_STD,
    NOISY_SINE,
    PLAIN_SINE,
    SHARE,
    strength_of,
)
from cam_core.fields import require_choice, require_int, require_number
from cam_core.signals import first_signal

MADE_KINDS = (PLAIN_SINE, *EVENT_KINDS)


@dataclass(frozen=True)
class HandMade:
    """The numbers of one signal. kind: of event, or "sine" for none. cycles: on the whole signal.

    phase: radians at the first sample. amplitude, background (standard deviation of the noise on every
    sample): signal units. start, length: samples. strength: of the event, in what `strength_of` says for
    its kind. seed: of all that is drawn.
    """

    kind: str = NOISY_SINE
    cycles: float = 2.0
    phase: float = 0.0
    amplitude: float = 1.0
    background: float = 0.0
    start: int = 40
    length: int = 20
    strength: float = 0.5
    seed: int = 0

    def check(self, num_points: int) -> None:
        """Raise `ValueError` for a number that a signal of `num_points` samples cannot have."""
        self._check_event(num_points)
        for name, (low, high) in bounds(self, num_points).items():
            value = getattr(self, name)
            if isinstance(low, int) and isinstance(high, int):
                require_int(f"made.{name}", value, low, high)
            else:
                require_number(f"made.{name}", value, low, high)

    def _check_event(self, num_points: int) -> None:
        # The bounds of the others are made of these.
        require_choice("made.kind", self.kind, MADE_KINDS)
        require_int("made.length", self.length, 1, num_points)

    def fitted(self, num_points: int) -> Self:
        """Return the same signal with its event early and weak enough for its length and its kind.

        Raises `ValueError` for a kind or a length that no signal of `num_points` samples can have.
        """
        self._check_event(num_points)
        latest, strongest = (bounds(self, num_points)[name][1] for name in ("start", "strength"))
        return replace(self, start=min(self.start, int(latest)), strength=min(self.strength, strongest))

    def config(self, num_points: int) -> SignalConfig:
        """Return the settings whose generator makes this signal; raises `ValueError` as `check` does."""
        self.check(num_points)
        unit = strength_of(self.kind)
        return SignalConfig(
            num_points=num_points,
            amplitude=self.amplitude,
            num_cycles=self.cycles,
            phase=self.phase,
            kinds=(NOISY_SINE if self.kind == PLAIN_SINE else self.kind,),
            noise_length=self.length,
            noise_std=self.strength if unit == NOISE_STD else SignalConfig.noise_std,
            event_height=self.strength if unit == EVENT_HEIGHT else SignalConfig.event_height,
            noise_start=self.start,
            background_std=self.background,
            num_samples=int(SignalConfig.bounds["num_samples"][0]),
            seed=self.seed,
        )


def bounds(made: HandMade, num_points: int) -> Mapping[str, tuple[float, float]]:
    """Return the smallest and largest value of every number, whole ones as `int`.

    The event of `made` must fit: `made.length` is at most `num_points`.
    """
    settings = SignalConfig.bounds
    return {
        "cycles": (0.1, num_points / 4),
        "phase": (-100.0, 100.0),
        "amplitude": settings["amplitude"],
        "background": settings["background_std"],
        "length": (1, num_points),
        "start": (0, num_points - made.length),
        "strength": strength_bounds(made.kind),
        "seed": settings["seed"],
    }


def usual_made(config: SignalConfig) -> HandMade:
    """Return the signal to begin with for a network that knows the signals of `config`."""
    kind = config.kinds[0]
    cycles = 2.0 if config.num_cycles == "random" else config.num_cycles
    return HandMade(
        kind=kind,
        cycles=cycles,
        amplitude=config.amplitude,
        background=config.background_std,
        start=config.last_noise_start // 2,
        length=config.noise_length,
        strength=usual_strength(config, kind),
    )


def made_family(made: HandMade, num_points: int) -> EventFamily:
    """Return the signal (N = 1), with its truth and its clean twin, and its event wherever that fits.

    The strength of the family is the signal's own. Raises `ValueError` as `HandMade.check` does.
    """
    config = made.config(num_points)
    label = int(made.kind != PLAIN_SINE and made.strength > 0)
    whole = first_signal(config, label)
    family = event_family(config, whole, made.seed)
    if label == 0 or strength_of(made.kind) != SHARE or made.strength == WHOLE:
        return family
    weakened = family.at(np.array([family.own_place]), made.strength)
    return replace(family, signal=weakened, strength=made.strength)


def made_names() -> tuple[str, ...]:
    """Return the names of all that is chosen, in order."""
    return tuple(field.name for field in fields(HandMade))
