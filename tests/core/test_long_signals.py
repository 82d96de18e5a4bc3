"""Long signals: events where they are said to be, made as in the signals that a network is trained on."""

import dataclasses

import numpy as np
import pytest

from cam_core.config import SignalConfig
from cam_core.event_kinds import EVENT_KINDS
from cam_core.signals import generate_signals
from cam_core.stream.long_signals import LongSignal, LongSignalConfig, long_signal

ALL_KINDS = LongSignalConfig(SignalConfig(kinds=EVENT_KINDS, background_std=0.1), num_events=21, seed=4)


def pieces(signal: LongSignal) -> list[tuple[str, np.ndarray, np.ndarray]]:
    """Kind of each event, the signal there, the clean signal there."""
    return [
        (EVENT_KINDS[label - 1], signal.x[start:end], signal.x_clean[start:end])
        for label, (start, end) in zip(signal.y, signal.event_interval, strict=True)
    ]


def test_the_same_config_is_the_same_signal() -> None:
    """Bit for bit; another seed is another signal."""
    one, again = long_signal(ALL_KINDS), long_signal(ALL_KINDS)
    for name, values in vars(one).items():
        np.testing.assert_array_equal(values, getattr(again, name))
    other = long_signal(dataclasses.replace(ALL_KINDS, seed=5))
    assert not np.array_equal(one.event_interval, other.event_interval)
    assert not np.array_equal(one.x_clean, other.x_clean)


def test_nothing_happens_outside_the_intervals() -> None:
    """There signal and clean twin are equal bit for bit; inside every interval they differ."""
    signal = long_signal(ALL_KINDS)
    outside = np.ones(len(signal.x), bool)
    for start, end in signal.event_interval:
        assert not np.array_equal(signal.x[start:end], signal.x_clean[start:end])
        outside[start:end] = False
    np.testing.assert_array_equal(signal.x[outside], signal.x_clean[outside])


@pytest.mark.parametrize("seed", range(20))
def test_events_follow_each_other_within_the_signal(seed: int) -> None:
    """Ascending, none over another, none beyond the ends, also where hardly more of them would fit."""
    signal = long_signal(dataclasses.replace(ALL_KINDS, num_events=ALL_KINDS.most_events, seed=seed))
    ends = signal.event_interval.ravel()
    assert (np.diff(ends) >= 0).all()
    assert ends[0] >= 0
    assert ends[-1] <= len(signal.x)
    assert np.bincount(signal.y, minlength=8)[1:].tolist() == [5, 5, 4, 4, 4, 4, 4]


def test_every_placement_is_as_likely_as_any_other() -> None:
    """Two windows and one sample to spare have three placements; each is a third of many seeds."""
    signals = SignalConfig(num_points=32, noise_length=32)
    config = LongSignalConfig(signals, num_points=65, num_events=2)
    placements = [long_signal(dataclasses.replace(config, seed=seed)).event_interval for seed in range(900)]
    _, counts = np.unique(np.stack(placements), axis=0, return_counts=True)
    assert len(counts) == 3
    assert (abs(counts - 300) < 60).all()


def test_each_kind_is_what_it_is_in_short_signals() -> None:
    """Read off the samples: a dropout is zero, a step has its height, a sine runs on half a cycle off."""
    config = dataclasses.replace(ALL_KINDS, signals=SignalConfig(kinds=EVENT_KINDS))
    for kind, there, clean in pieces(long_signal(config)):
        added = there - clean
        if kind == "dropout":
            assert not there.any()
        elif kind == "missing_cycle":
            np.testing.assert_allclose(there, 0, atol=1e-6)
            assert len(there) == 50
        elif kind == "drift_step":
            np.testing.assert_allclose(np.abs(added), config.signals.event_height, atol=1e-6)
        elif kind == "spike":
            assert len(there) == 5
            assert np.abs(added).argmax() == 2
        elif kind == "phase_slip":
            np.testing.assert_allclose(there, -clean, atol=1e-6)
        elif kind == "noisy_sine":
            assert 0.2 < added.std() < 0.9
        assert kind in ("missing_cycle", "spike") or len(there) == config.signals.noise_length


def test_a_changed_frequency_starts_and_ends_on_the_sine() -> None:
    """One cycle more within the interval: half a step into it at either end, the phases meet."""
    signals = SignalConfig(kinds=("frequency_change",), noise_length=40, num_cycles=2.0, phase=0.3)
    signal = long_signal(LongSignalConfig(signals, num_events=5))
    for start, end in signal.event_interval:
        angle = 2 * np.pi * 2 * np.arange(start, end) / 100 + 0.3
        faster = np.sin(angle + 2 * np.pi * (np.arange(40) + 0.5) / 40)
        np.testing.assert_allclose(signal.x[start:end], faster, atol=1e-5)


def test_the_sine_and_the_background_are_the_configs() -> None:
    """Without events a sine of the config's period from end to end, and noise of its strength around it."""
    signals = SignalConfig(amplitude=2.0, num_cycles=3.0, phase=0.5, background_std=0.2)
    signal = long_signal(LongSignalConfig(signals, num_points=20_000, num_events=0))
    rest = signal.x - 2 * np.sin(2 * np.pi * 3 * np.arange(20_000) / 100 + 0.5)
    assert abs(rest.std() - 0.2) < 0.005
    assert abs(rest.mean()) < 0.005
    assert signal.y.shape == (0,)
    assert signal.event_interval.shape == (0, 2)


def test_a_burst_is_as_strong_as_in_training() -> None:
    """Over many bursts the noise has the config's standard deviation, as that of short signals has."""
    signals = SignalConfig(noise_std=0.7, num_samples=400)
    long = long_signal(LongSignalConfig(signals, num_points=20_000, num_events=200))
    short = generate_signals(signals)
    noisy = short.event_interval[:, 0] >= 0
    theirs = (short.x - short.x_clean)[noisy].std() * np.sqrt(5)
    ours = np.concatenate([there - clean for _, there, clean in pieces(long)]).std()
    assert abs(ours / theirs - 1) < 0.05


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"num_points": 99}, "`stream.num_points` must be a whole number from 100 to 100000, got 99."),
        ({"num_points": 100_001}, "`stream.num_points` must be a whole number from 100 to 100000"),
        ({"num_events": 31}, "`stream.num_events` must be a whole number from 0 to 30, got 31."),
        ({"num_events": -1}, "`stream.num_events` must be a whole number from 0 to 30, got -1."),
        ({"num_events": 2.0}, "`stream.num_events` must be a whole number"),
        ({"seed": -1}, "`stream.seed` must be a whole number"),
        ({"seed": True}, "`stream.seed` must be a whole number"),
    ],
)
def test_bounds_have_a_sentence(changes: dict[str, object], sentence: str) -> None:
    """Its own, wider than those of training signals; longer signals than these may be streamed."""
    with pytest.raises(ValueError, match="stream") as caught:
        LongSignalConfig(**changes)
    assert sentence in str(caught.value)
