"""What can happen to a sine: one function a kind, each for many signals at once.

An event changes its own interval and nothing else, so that putting the clean samples back there gives
the clean twin exactly, whatever the kind.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from cam_core.config import SignalConfig
from cam_core.event_kinds import EVENT_KINDS

SPIKE_SHARE = 4
"""A spike takes this part of an event's length, three samples at least."""


@dataclass(frozen=True)
class Ground:
    """What the events of N signals happen to, and what was drawn for them.

    sine, x_clean: (N, time), without and with background noise. start: (N,), first sample of the event.
    cycles, phase: (N, 1), of the sine. noise: (N, noise_length), standard deviation 1. sign: (N,), -1 or 1.
    """

    config: SignalConfig
    sine: np.ndarray
    x_clean: np.ndarray
    start: np.ndarray
    cycles: np.ndarray
    phase: np.ndarray
    noise: np.ndarray
    sign: np.ndarray

    def __getitem__(self, index: np.ndarray) -> "Ground":
        arrays = {name: value[index] for name, value in vars(self).items() if name != "config"}
        return Ground(self.config, **arrays)

    @property
    def angle(self) -> np.ndarray:
        """The sine's angle at every sample, (N, time), in radians."""
        time = np.arange(self.config.num_points) / self.config.num_points
        return 2 * np.pi * self.cycles * time + self.phase

    @property
    def interval(self) -> np.ndarray:
        """The event's samples, (N, 2): the first and one past the last."""
        return np.stack([self.start, self.start + self.config.noise_length], axis=1)

    @property
    def inside(self) -> np.ndarray:
        """Whether a sample belongs to the interval, bool (N, time)."""
        return inside(self.interval, self.config.num_points)


Event = tuple[np.ndarray, np.ndarray]
"""What is added to the clean signals, (N, time), and where, (N, 2)."""


def inside(interval: np.ndarray, num_points: int) -> np.ndarray:
    """Return whether each sample lies in the interval of its row, (N, 2), as bool (N, time)."""
    samples = np.arange(num_points)
    return (interval[:, :1] <= samples) & (samples < interval[:, 1:])


def placed(values: np.ndarray, starts: np.ndarray, num_points: int) -> np.ndarray:
    """Return each row of `values`, (N, length), from its start on, with zeros around, (N, time)."""
    rows = np.zeros((len(values), num_points))
    columns = starts[:, None] + np.arange(values.shape[1])
    np.put_along_axis(rows, columns, values, axis=1)
    return rows


def noise_burst(ground: Ground) -> Event:
    """Noise of standard deviation `noise_std` is added: the talk's class 2."""
    config = ground.config
    return placed(config.noise_std * ground.noise, ground.start, config.num_points), ground.interval


def spike(ground: Ground) -> Event:
    """A short bump in the middle of the interval, up or down, `event_height` high."""
    config = ground.config
    length = min(max(3, config.noise_length // SPIKE_SHARE), config.noise_length)
    start = ground.start + (config.noise_length - length) // 2
    bump = config.event_height * np.hanning(length + 2)[1:-1]
    added = placed(ground.sign[:, None] * bump, start, config.num_points)
    return added, np.stack([start, start + length], axis=1)


def dropout(ground: Ground) -> Event:
    """The sensor gives nothing: exactly zero, background noise included."""
    return np.where(ground.inside, -ground.x_clean, 0), ground.interval


def drift_step(ground: Ground) -> Event:
    """The level steps up or down by `event_height` and back."""
    height = ground.config.event_height * ground.sign[:, None]
    return np.where(ground.inside, height, 0), ground.interval


def frequency_change(ground: Ground) -> Event:
    """The sine runs faster, by one cycle in the interval, and goes on as if nothing had happened."""
    since = np.arange(ground.config.num_points) - ground.start[:, None] + 0.5
    ahead = 2 * np.pi * since / ground.config.noise_length
    return _other_sine(ground, ground.angle + ahead), ground.interval


def phase_slip(ground: Ground) -> Event:
    """The sine is half a cycle off."""
    return _other_sine(ground, ground.angle + np.pi), ground.interval


def missing_cycle(ground: Ground) -> Event:
    """One cycle is missing, from a zero crossing to the one a cycle later or to the end of the signal.

    The crossing nearest to the start is taken; a sine too slow to cross zero misses the usual interval.
    """
    num_points = ground.config.num_points
    cycles, phase = ground.cycles[:, 0], ground.phase[:, 0]
    period = num_points / cycles
    # Crossing k lies where the angle is k pi.
    first, last = np.ceil(phase / np.pi), np.floor(2 * (cycles - 1) + phase / np.pi)
    nearest = np.round(2 * cycles * ground.start / num_points + phase / np.pi)
    crossing = (np.clip(nearest, first, np.maximum(first, last)) * np.pi - phase) * period / (2 * np.pi)
    crosses = crossing <= num_points - 1
    start = np.where(crosses, np.ceil(np.maximum(crossing, 0) - 1e-9), ground.start).astype(np.int64)
    end = np.where(crosses, np.ceil(crossing + period - 1e-9), ground.interval[:, 1])
    interval = np.stack([start, np.minimum(end, num_points).astype(np.int64)], axis=1)
    return np.where(inside(interval, num_points), -ground.sine, 0), interval


def _other_sine(ground: Ground, angle: np.ndarray) -> np.ndarray:
    other = ground.config.amplitude * np.sin(angle)
    return np.where(ground.inside, other - ground.sine, 0)


EVENTS: Mapping[str, Callable[[Ground], Event]] = dict(
    zip(
        EVENT_KINDS,
        (noise_burst, spike, dropout, drift_step, frequency_change, phase_slip, missing_cycle),
        strict=True,
    )
)
"""How each kind of event is made."""


def add_events(ground: Ground, y: np.ndarray) -> Event:
    """Return what is added to N signals labelled `y` (N,) and where; nothing, and -1, to plain sines."""
    added = np.zeros_like(ground.sine)
    interval = np.full((len(y), 2), -1, np.int64)
    for label, kind in enumerate(ground.config.kinds, start=1):
        chosen = np.flatnonzero(y == label)
        added[chosen], interval[chosen] = EVENTS[kind](ground[chosen])
    return added, interval
