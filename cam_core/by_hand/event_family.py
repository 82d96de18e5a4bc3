"""One event of one signal at every place and with any strength: what a person drags.

Every kind is made by its own function of `cam_core.events`. A strength multiplies what is added: for noise
it is the standard deviation, for a spike and a step the height, both in signal units; for the others it is
the share of the event that is there, 1 in full.
"""

from dataclasses import dataclass, replace

import numpy as np

from cam_core.config import SignalConfig
from cam_core.event_kinds import BEGINNING_LATER, EVENT_HEIGHT, NOISE_STD, NOISY_SINE, strength_of
from cam_core.events import EVENTS, Ground
from cam_core.signals import NO_INTERVAL, NOISE, SignalBatch, as_float32

WHOLE = 1.0
"""The share of an event that is there in full."""


@dataclass(frozen=True)
class EventFamily:
    """One signal's event wherever it fits.

    signal: N = 1. kind, label: of the event. strength: that of the signal's own event, or the usual one.
    interval: int64 (places, 2), the samples it can take, ascending. own_place: the row of the signal's own
    event, -1 without one. ground: a row for each place, with strengths of 1.
    """

    signal: SignalBatch
    kind: str
    label: int
    strength: float
    interval: np.ndarray
    own_place: int
    ground: Ground

    @property
    def starts(self) -> np.ndarray:
        """The first sample of the event at each place, (places,), ascending."""
        return self.interval[:, 0]

    @property
    def can_move(self) -> bool:
        return len(self.interval) > 1

    @property
    def usual_place(self) -> int:
        """The signal's own place; without one the place nearest to the middle."""
        if self.own_place >= 0:
            return self.own_place
        return self.nearest((self.signal.x.shape[-1] - int(np.diff(self.interval[0])[0])) // 2)

    def nearest(self, start: int) -> int:
        """Return the place whose first sample is nearest to `start`, the earlier of two."""
        return int(np.abs(self.starts - start).argmin())

    def spread_places(self, most: int) -> np.ndarray:
        """Return all places, or `most` of them, evenly spread with both ends, int64 (num,)."""
        count = len(self.interval)
        return np.unique(np.linspace(0, count - 1, min(count, most)).round().astype(np.int64))

    def at(self, places: np.ndarray, strength: np.ndarray | float) -> SignalBatch:
        """Return the signal with its event at `places` (N,), rows of `interval`, of `strength` (N,) or one.

        At its own place and strength it is the signal itself, bit for bit. Any other event of no strength is
        none.
        """
        strengths = np.broadcast_to(np.asarray(strength, float), places.shape)
        added, _ = EVENTS[self.kind](self.ground[places])
        same = {name: np.repeat(values, len(places), axis=0) for name, values in vars(self.signal).items()}
        x = as_float32(same["x_clean"][:, 0] + strengths[:, None] * added)
        is_own = (places == self.own_place) & (strengths == self.strength)
        there = (strengths > 0) | is_own
        changed = {
            "x": np.where(is_own[:, None, None], same["x"], x),
            "y": np.where(there, self.label, 0),
            "event_interval": np.where(there[:, None], self.interval[places], NO_INTERVAL[0]),
        }
        return SignalBatch(**{**same, **changed})


def event_family(config: SignalConfig, signal: SignalBatch, seed: int) -> EventFamily:
    """Return the family of the event of `signal` (N = 1), which `config` made.

    A plain sine is given an event of the config's first kind: its noise and its sign come from `seed`.
    """
    label = max(int(signal.y[0]), 1)
    kind = config.kinds[label - 1]
    rng = np.random.default_rng(np.random.SeedSequence(seed))
    noise, sign = _unit_noise(config, signal, rng), _sign(signal, rng)
    starts = np.arange(config.last_noise_start + 1)
    _, intervals = EVENTS[kind](_ground(config, signal, starts, noise, sign))
    # A missing cycle lies between zero crossings: many starts give the same one.
    interval, places = np.unique(intervals, axis=0, return_index=True)
    is_own = (interval == signal.event_interval[0]).all(axis=1)
    return EventFamily(
        signal=signal,
        kind=kind,
        label=label,
        strength=usual_strength(config, kind),
        interval=interval,
        own_place=int(is_own.argmax()) if is_own.any() else -1,
        ground=_ground(config, signal, starts[places], noise, sign),
    )


def last_start(config: SignalConfig, kind: str) -> int:
    """Return a sample after which no event of `kind` begins, whatever the signal of `config`."""
    return config.num_points - 1 if kind in BEGINNING_LATER else config.last_noise_start


def strength_bounds(kind: str) -> tuple[float, float]:
    """Return the smallest and the largest strength of an event of `kind`: its setting's, or a share."""
    return SignalConfig.bounds.get(strength_of(kind), (0.0, WHOLE))


def usual_strength(config: SignalConfig, kind: str) -> float:
    """Return the strength that events of `kind` have in the signals of `config`."""
    settings = {NOISE_STD: config.noise_std, EVENT_HEIGHT: config.event_height}
    return float(settings.get(strength_of(kind), WHOLE))


def _ground(
    config: SignalConfig, signal: SignalBatch, starts: np.ndarray, noise: np.ndarray, sign: float
) -> Ground:
    """Return what the event happens to, a row for each of `starts`; the rows share their memory."""

    def rows(values: np.ndarray) -> np.ndarray:
        return np.broadcast_to(values, (len(starts), values.shape[-1]))

    return Ground(
        replace(config, noise_std=1.0, event_height=1.0, noise_start="random"),
        rows(signal.sine),
        rows(signal.x_clean[:, 0].astype(float)),
        start=starts,
        cycles=rows(signal.cycles),
        phase=rows(signal.phase),
        noise=rows(noise),
        sign=np.full(len(starts), sign),
    )


def _unit_noise(config: SignalConfig, signal: SignalBatch, rng: np.random.Generator) -> np.ndarray:
    fresh = NOISE[config.noise_distribution](rng, (1, config.noise_length))
    start, end = signal.event_interval[0]
    own = (signal.x[:, 0, start:end] - signal.x_clean[:, 0, start:end]).astype(float)
    is_noise = own.shape == fresh.shape and own.any() and config.kinds[int(signal.y[0]) - 1] == NOISY_SINE
    return own / config.noise_std if is_noise else fresh


def _sign(signal: SignalBatch, rng: np.random.Generator) -> float:
    drawn = float(rng.choice([-1.0, 1.0]))
    return float(np.sign((signal.x - signal.x_clean).sum(dtype=float))) or drawn
