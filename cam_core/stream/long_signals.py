"""Signals far longer than those that a network was trained on, with several events at known places.

The sine goes on as it began. Each event happens within a window of the training length, exactly as
`cam_core.events` makes it there; the windows do not overlap, so neither do the events.
"""

from dataclasses import dataclass, field

import numpy as np

from cam_core.config import MAX_SEED, SignalConfig
from cam_core.events import Ground, add_events
from cam_core.fields import require_int
from cam_core.signals import NOISE, drawn_shapes, drawn_starts

MAX_POINTS = 100_000
"""Samples of the longest signal."""

LONG_STREAM = 2
"""Spawn key of the stream of random numbers, apart from training, test and calibration signals."""


@dataclass(frozen=True)
class LongSignalConfig:
    """One long signal. `signals` says what it is made of; its lengths and places count samples.

    Raises `ValueError` where a field is out of its bounds: at least one training length and at most
    `MAX_POINTS` samples, no more events than there are training lengths in it.
    """

    signals: SignalConfig = field(default_factory=SignalConfig)
    num_points: int = 3000
    num_events: int = 8
    seed: int = 0

    def __post_init__(self) -> None:
        require_int("stream.num_points", self.num_points, self.signals.num_points, MAX_POINTS)
        require_int("stream.num_events", self.num_events, 0, self.most_events)
        require_int("stream.seed", self.seed, 0, MAX_SEED)

    @property
    def most_events(self) -> int:
        """How many events fit."""
        return self.num_points // self.signals.num_points


@dataclass(frozen=True)
class LongSignal:
    """A long signal with its truth.

    x, x_clean: float32 (time,), with and without the events. y: int64 (events,), the class of each event,
    1 for the first of the config's kinds. event_interval: int64 (events, 2), ascending, first sample and
    one past the last.
    """

    x: np.ndarray
    x_clean: np.ndarray
    y: np.ndarray
    event_interval: np.ndarray


def long_signal(config: LongSignalConfig) -> LongSignal:
    """Return the signal of `config`: the same everywhere and always.

    Kinds of event come equally often, in random order; every placement is as likely as any other.
    """
    signals, num = config.signals, config.num_events
    # One child stream per ingredient, as for the short signals.
    streams = np.random.SeedSequence(config.seed, spawn_key=(LONG_STREAM,)).spawn(7)
    kinds, shapes, windows, places, noise, background, signs = map(np.random.default_rng, streams)
    cycles, phase = drawn_shapes(signals, 1, shapes)
    speed = 2 * np.pi * float(cycles[0, 0]) / signals.num_points
    sine = signals.amplitude * np.sin(speed * np.arange(config.num_points) + phase[0])
    x_clean = sine + signals.background_std * background.standard_normal(len(sine))
    y = 1 + kinds.permutation(np.arange(num, dtype=np.int64) % len(signals.kinds))
    first = _windows(config, windows)
    columns = first[:, None] + np.arange(signals.num_points)
    ground = Ground(
        signals,
        sine[columns],
        x_clean[columns],
        start=drawn_starts(signals, num, places),
        cycles=np.repeat(cycles, num, axis=0),
        phase=(phase + speed * first[:, None]) % (2 * np.pi),
        noise=NOISE[signals.noise_distribution](noise, (num, signals.noise_length)),
        sign=signs.choice([-1.0, 1.0], num),
    )
    added, interval = add_events(ground, y)
    x = x_clean.copy()
    x[columns] += added
    return LongSignal(x.astype(np.float32), x_clean.astype(np.float32), y, interval + first[:, None])


def _windows(config: LongSignalConfig, rng: np.random.Generator) -> np.ndarray:
    """Return the first sample of each event's window, ascending, (events,)."""
    length, num = config.signals.num_points, config.num_events
    # Without their own length the windows are distinct samples: each choice of those is one placement.
    shrunk = rng.choice(config.num_points - num * (length - 1), num, replace=False)
    return np.sort(shrunk) + (length - 1) * np.arange(num)
