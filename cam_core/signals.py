"""Signals whose truth is known: a sine, or a sine to which something happens.

The generator draws everything for all signals at once from one seeded PCG64 stream, so a config
means the same signals everywhere.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from cam_core.config import NUM_CYCLES_RANGE, SignalConfig
from cam_core.events import Ground, add_events

NO_INTERVAL = (-1, -1)
"""The event interval of a signal without an event."""

CALIBRATION_STREAM = 1
"""Spawn key of the stream that calibration signals come from, apart from train and test."""

NUM_STREAMS = 6
"""Streams of random numbers: labels, shapes, places, noise, background, signs."""


@dataclass(frozen=True)
class SignalBatch:
    """Signals with their truth; the first axis of every array runs over the signals.

    x, x_clean: float32 (N, 1, time), in signal units; `x_clean` is the same signal without its event.
    y: int64 (N,), 0 for a plain sine, then 1 for the first of the config's `kinds`, and so on.
    event_interval: int64 (N, 2), first sample of the event and one past the last; -1, -1 without one.
    sine: float64 (N, time), the sine alone, which the best possible detector is told.
    cycles, phase: float64 (N, 1), of the sine: periods on the signal, radians at its first sample.
    """

    x: np.ndarray
    y: np.ndarray
    event_interval: np.ndarray
    x_clean: np.ndarray
    sine: np.ndarray
    cycles: np.ndarray
    phase: np.ndarray

    def __len__(self) -> int:
        return len(self.x)

    def __getitem__(self, index: np.ndarray | slice) -> "SignalBatch":
        return SignalBatch(**{name: values[index] for name, values in vars(self).items()})


def generate_signals(config: SignalConfig) -> SignalBatch:
    """Return all signals of `config`: as many of each class, in random order."""
    return _generate(config, config.num_samples, np.random.SeedSequence(config.seed))


def calibration_signals(config: SignalConfig, num_samples: int) -> SignalBatch:
    """Return signals of the same kind from a stream of their own, for thresholds and scales."""
    stream = np.random.SeedSequence(config.seed, spawn_key=(CALIBRATION_STREAM,))
    return _generate(config, num_samples, stream)


def first_signal(config: SignalConfig, label: int) -> SignalBatch:
    """Return the first signal of `config` (N = 1) as one of class `label`.

    With fixed cycles it is the generator's own wherever that gives its first signal this label: what is
    drawn for it depends neither on labels nor on how many signals follow.
    """
    _, *streams = map(np.random.default_rng, np.random.SeedSequence(config.seed).spawn(NUM_STREAMS))
    return _signals_on(_drawn_ground(config, 1, streams), np.array([label], np.int64))


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
    labels, *streams = map(np.random.default_rng, seed.spawn(NUM_STREAMS))
    y = labels.permutation(np.arange(num, dtype=np.int64) % config.num_classes)
    return _signals_on(_drawn_ground(config, num, streams), y)


def _drawn_ground(config: SignalConfig, num: int, streams: Sequence[np.random.Generator]) -> Ground:
    shapes, places, noise, background, signs = streams
    cycles, phase = drawn_shapes(config, num, shapes)
    time = np.arange(config.num_points) / config.num_points
    sine = config.amplitude * np.sin(2 * np.pi * cycles * time + phase)
    # Everything is drawn for every signal, used or not: what happens to a signal then does not depend
    # on the labels of the signals before it.
    return Ground(
        config,
        sine,
        sine + config.background_std * background.standard_normal(sine.shape),
        start=drawn_starts(config, num, places),
        cycles=cycles,
        phase=phase,
        noise=NOISE[config.noise_distribution](noise, (num, config.noise_length)),
        sign=signs.choice([-1.0, 1.0], num),
    )


def _signals_on(ground: Ground, y: np.ndarray) -> SignalBatch:
    added, interval = add_events(ground, y)
    return SignalBatch(
        x=as_float32(ground.x_clean + added),
        y=y,
        event_interval=interval,
        x_clean=as_float32(ground.x_clean),
        sine=ground.sine,
        cycles=ground.cycles,
        phase=ground.phase,
    )


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


def as_float32(values: np.ndarray) -> np.ndarray:
    """Return signals, (N, time), as networks take them: float32 (N, 1, time)."""
    return values.astype(np.float32)[:, None]
