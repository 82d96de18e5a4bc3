"""Signals whose truth is known: a sine, or a sine to which something happens.

The generator draws everything for all signals at once from one seeded PCG64 stream, so a config
means the same signals everywhere.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from cam_core.config import NUM_CYCLES_RANGE, SignalConfig
from cam_core.event_kinds import NOISY_SINE
from cam_core.events import Ground, add_events, placed

NO_INTERVAL = (-1, -1)
"""The event interval of a signal without an event."""

CALIBRATION_STREAM = 1
"""Spawn key of the stream that calibration signals come from, apart from train and test."""


@dataclass(frozen=True)
class SignalBatch:
    """Signals with their truth; the first axis of every array runs over the signals.

    x, x_clean: float32 (N, 1, time), in signal units; `x_clean` is the same signal without its event.
    y: int64 (N,), 0 for a plain sine, then 1 for the first of the config's `kinds`, and so on.
    event_interval: int64 (N, 2), first sample of the event and one past the last; -1, -1 without one.
    sine: float64 (N, time), the sine alone, which the best possible detector is told.
    """

    x: np.ndarray
    y: np.ndarray
    event_interval: np.ndarray
    x_clean: np.ndarray
    sine: np.ndarray

    def __len__(self) -> int:
        return len(self.x)

    def __getitem__(self, index: np.ndarray | slice) -> "SignalBatch":
        return SignalBatch(
            self.x[index],
            self.y[index],
            self.event_interval[index],
            self.x_clean[index],
            self.sine[index],
        )


def generate_signals(config: SignalConfig) -> SignalBatch:
    """Return all signals of `config`: as many of each class, in random order."""
    return _generate(config, config.num_samples, np.random.SeedSequence(config.seed))


def calibration_signals(config: SignalConfig, num_samples: int) -> SignalBatch:
    """Return signals of the same kind from a stream of their own, for thresholds and scales."""
    stream = np.random.SeedSequence(config.seed, spawn_key=(CALIBRATION_STREAM,))
    return _generate(config, num_samples, stream)


def burst_family(
    config: SignalConfig, signal: SignalBatch, seed: int, made_with: SignalConfig | None = None
) -> SignalBatch:
    """Return `signal` (N = 1) with one and the same noise at every start that fits.

    Row `s` carries the burst on the samples `s` to `s + noise_length - 1`; N = last_noise_start + 1.
    The noise is the signal's own, rescaled from `made_with.noise_std` to `config.noise_std`, so that
    the same strength gives the signal itself back; without `made_with` its own 20 values are brought
    to that standard deviation. A clean signal gets noise from `seed`. Noise of no strength is no burst.
    Raises `ValueError` where bursts are not the only kind of event.
    """
    if config.kinds != (NOISY_SINE,):
        raise ValueError(f"a burst can be dragged where `signals.kinds` is {NOISY_SINE!r} alone.")
    starts = np.arange(config.last_noise_start + 1)
    clean = np.repeat(signal.x_clean[:1], len(starts), axis=0)
    values = config.noise_std * _unit_noise(config, signal, seed, made_with)
    burst = placed(np.repeat(values[None], len(starts), axis=0), starts, config.num_points)
    intervals = np.stack([starts, starts + config.noise_length], axis=1)
    is_noisy = config.noise_std > 0
    return SignalBatch(
        x=_as_float32(clean[:, 0] + burst),
        y=np.full(len(starts), int(is_noisy), np.int64),
        event_interval=intervals if is_noisy else np.full_like(intervals, NO_INTERVAL[0]),
        x_clean=clean,
        sine=np.repeat(signal.sine[:1], len(starts), axis=0),
    )


def _unit_noise(
    config: SignalConfig, signal: SignalBatch, seed: int, made_with: SignalConfig | None
) -> np.ndarray:
    start, end = signal.event_interval[0]
    own = (signal.x[0, 0, start:end] - signal.x_clean[0, 0, start:end]).astype(float)
    if len(own) == config.noise_length and own.std() > 0:
        return own / (made_with.noise_std if made_with else own.std())
    rng = np.random.default_rng(np.random.SeedSequence(seed))
    return NOISE[config.noise_distribution](rng, (1, config.noise_length))[0]


def _gaussian(rng: np.random.Generator, shape: tuple[int, int]) -> np.ndarray:
    return rng.standard_normal(shape)


def _uniform(rng: np.random.Generator, shape: tuple[int, int]) -> np.ndarray:
    return rng.uniform(-np.sqrt(3), np.sqrt(3), shape)


NOISE: Mapping[str, Callable[[np.random.Generator, tuple[int, int]], np.ndarray]] = {
    "gaussian": _gaussian,
    "uniform": _uniform,
}
"""Noise of mean 0 and standard deviation 1, by distribution."""


def _generate(config: SignalConfig, num: int, seed: np.random.SeedSequence) -> SignalBatch:
    # One child stream per ingredient: changing one parameter leaves the others' draws alone.
    labels, shapes, places, noise, background, signs = map(np.random.default_rng, seed.spawn(6))
    y = labels.permutation(np.arange(num, dtype=np.int64) % config.num_classes)
    cycles, phase = drawn_shapes(config, num, shapes)
    time = np.arange(config.num_points) / config.num_points
    sine = config.amplitude * np.sin(2 * np.pi * cycles * time + phase)
    x_clean = sine + config.background_std * background.standard_normal(sine.shape)
    # Everything is drawn for every signal, used or not: what happens to a signal then does not depend
    # on the labels of the signals before it.
    ground = Ground(
        config,
        sine,
        x_clean,
        start=drawn_starts(config, num, places),
        cycles=cycles,
        phase=phase,
        noise=NOISE[config.noise_distribution](noise, (num, config.noise_length)),
        sign=signs.choice([-1.0, 1.0], num),
    )
    added, interval = add_events(ground, y)
    return SignalBatch(_as_float32(x_clean + added), y, interval, _as_float32(x_clean), sine)


def drawn_shapes(config: SignalConfig, num: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Return cycles and phase (radians) of each of `num` sines, (num, 1) each."""
    phases = rng.uniform(0, 2 * np.pi, (num, 1))
    cycles = rng.uniform(*NUM_CYCLES_RANGE, (num, 1))
    if config.phase != "random":
        phases = np.full((num, 1), config.phase)
    if config.num_cycles != "random":
        cycles = np.full((num, 1), config.num_cycles)
    return cycles, phases


def drawn_starts(config: SignalConfig, num: int, rng: np.random.Generator) -> np.ndarray:
    """Return the first sample of each of `num` events, (num,)."""
    starts = rng.integers(0, config.last_noise_start + 1, num)
    if config.noise_start != "random":
        starts = np.full(num, config.noise_start)
    return starts


def _as_float32(values: np.ndarray) -> np.ndarray:
    return values.astype(np.float32)[:, None]
