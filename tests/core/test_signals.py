"""Signals: the talk's shapes, seeds that mean one thing everywhere, noise of the stated kind."""

import dataclasses

import numpy as np
import pytest
from scipy import stats

from cam_core.config import SignalConfig
from cam_core.dataset import make_dataset, one_hot
from cam_core.event_kinds import EVENT_KINDS
from cam_core.signals import (
    NOISE,
    SignalBatch,
    calibration_signals,
    first_signal,
    generate_signals,
)

SMALL = SignalConfig(num_samples=400, seed=5)
HARD = dataclasses.replace(SMALL, background_std=0.1, num_cycles="random")


@pytest.fixture(scope="module")
def full() -> SignalBatch:
    """All 32,000 signals of the default."""
    return generate_signals(SignalConfig())


def _burst(signals: SignalBatch) -> np.ndarray:
    noisy = signals[signals.y == 1]
    start = noisy.event_interval[:, 0]
    length = int(noisy.event_interval[0, 1] - start[0])
    columns = start[:, None] + np.arange(length)
    difference = noisy.x[:, 0].astype(float) - noisy.x_clean[:, 0]
    return np.take_along_axis(difference, columns, axis=1)


def test_shapes_of_the_talk() -> None:
    """(22400, 100), (9600, 100), (22400, 2), (9600, 2), as the talk prints them."""
    dataset = make_dataset(SignalConfig())
    assert dataset.train.x[:, 0].shape == (22_400, 100)
    assert dataset.test.x[:, 0].shape == (9_600, 100)
    assert one_hot(dataset.train.y).shape == (22_400, 2)
    assert one_hot(dataset.test.y).shape == (9_600, 2)
    assert list(dataset.shapes.values()) == [(22_400, 100), (9_600, 100), (22_400, 2), (9_600, 2)]
    assert one_hot(np.array([1, 0])).tolist() == [[0, 1], [1, 0]]


def test_standardisation_is_of_train_alone() -> None:
    """Mean and deviation are those of the train samples: shifting test signals changes neither."""
    dataset = make_dataset(SMALL)
    assert dataset.mean == pytest.approx(dataset.train.x.astype(float).mean(), abs=1e-6)
    assert dataset.std == pytest.approx(dataset.train.x.astype(float).std(), rel=1e-5)
    joined = np.concatenate([dataset.train.x, dataset.test.x])
    np.testing.assert_array_equal(joined, generate_signals(SMALL).x)


def test_stored_values_hold_on_every_machine() -> None:
    """A seed means the same signals everywhere: numbers written down once, to 1e-6."""
    signals = generate_signals(SignalConfig(num_samples=40, seed=7))
    assert signals.y[:8].tolist() == [1, 0, 1, 0, 1, 0, 0, 1]
    assert signals.event_interval[:4].tolist() == [[32, 52], [-1, -1], [63, 83], [-1, -1]]
    stored = [0.1793270856142044, 0.3169052004814148, 0.7843915224075317]
    np.testing.assert_allclose(signals.x[0, 0, 32:35], stored, rtol=0, atol=1e-6)
    stored = [0.12170439213514328, -0.003656841814517975, -0.12896040081977844]
    np.testing.assert_allclose(signals.x[0, 0, :3], stored, rtol=0, atol=1e-6)
    other = SignalConfig(
        num_samples=40, seed=7, noise_distribution="uniform", num_cycles="random", background_std=0.1
    )
    x = generate_signals(other).x[0, 0]
    stored = [1.230637550354004, -0.30974769592285156, -0.3688047230243683]
    np.testing.assert_allclose(x[32:35], stored, rtol=0, atol=1e-6)
    stored = [0.17075513303279877, -0.05208536982536316, -0.069381482899189]
    np.testing.assert_allclose(x[:3], stored, rtol=0, atol=1e-6)


def test_same_seed_same_bits_other_seed_other_signals() -> None:
    """Bit-equal on repeat; another seed shares no signal."""
    once, again = generate_signals(HARD), generate_signals(HARD)
    for name, value in vars(once).items():
        np.testing.assert_array_equal(value, getattr(again, name))
    other = generate_signals(dataclasses.replace(HARD, seed=6))
    assert not (once.x == other.x).all(axis=(1, 2)).any()


@pytest.mark.parametrize(
    ("change", "kept"),
    [
        ({"noise_std": 0.05}, ("y", "event_interval", "x_clean", "sine")),
        ({"noise_distribution": "uniform"}, ("y", "event_interval", "x_clean", "sine")),
        ({"background_std": 0.3}, ("y", "event_interval", "sine")),
        ({"noise_start": 3}, ("y", "x_clean", "sine")),
        ({"noise_length": 30}, ("y", "x_clean", "sine")),
        ({"num_cycles": 3.0}, ("y", "event_interval")),
        ({"phase": 0.0}, ("y", "event_interval")),
        ({"amplitude": 2.0}, ("y", "event_interval")),
    ],
)
def test_a_parameter_changes_only_what_it_names(change: dict[str, object], kept: tuple[str, ...]) -> None:
    """Sliders keep the signal a person looks at: other ingredients stay bit for bit."""
    before = generate_signals(HARD)
    after = generate_signals(dataclasses.replace(HARD, **change))
    for name in kept:
        np.testing.assert_array_equal(getattr(before, name), getattr(after, name), err_msg=name)
    assert not np.array_equal(before.x, after.x)


def test_noise_scales_with_its_strength() -> None:
    """Half the strength is half the very same noise."""
    weak = generate_signals(dataclasses.replace(SMALL, noise_std=0.25))
    np.testing.assert_allclose(2 * _burst(weak), _burst(generate_signals(SMALL)), atol=1e-6)


def test_classes_are_even_and_mixed(full: SignalBatch) -> None:
    """Half of each class, in random order: runs of one label are as frequent as coin tosses give."""
    assert full.y.dtype == np.int64
    assert full.y.sum() == 16_000
    changes = (full.y[1:] != full.y[:-1]).mean()
    assert abs(changes - 0.5) < 4 * 0.5 / np.sqrt(len(full.y))


@pytest.mark.parametrize("distribution", ["gaussian", "uniform"])
def test_burst_has_the_stated_distribution(distribution: str) -> None:
    """Mean 0, the stated deviation, and SciPy's test accepts the shape; neighbours are unrelated."""
    config = SignalConfig(num_samples=4000, noise_std=0.4, noise_distribution=distribution)
    values = _burst(generate_signals(config))
    count = values.size
    assert abs(values.mean()) < 5 * 0.4 / np.sqrt(count)
    assert values.std() == pytest.approx(0.4, rel=0.02)
    scale = 0.4 * np.sqrt(3)
    expected = stats.norm(0, 0.4) if distribution == "gaussian" else stats.uniform(-scale, 2 * scale)
    assert stats.kstest(values.ravel(), expected.cdf).pvalue > 1e-3
    correlation = np.corrcoef(values[:, :-1].ravel(), values[:, 1:].ravel())[0, 1]
    assert abs(correlation) < 5 / np.sqrt(count)
    assert set(NOISE) == {"gaussian", "uniform"}


def test_background_is_on_every_sample_of_both_classes() -> None:
    """`x_clean - sine` is Gaussian of the stated deviation, everywhere and for each class alike."""
    signals = generate_signals(SignalConfig(num_samples=4000, background_std=0.1))
    rest = signals.x_clean[:, 0] - signals.sine
    for label in (0, 1):
        assert rest[signals.y == label].std() == pytest.approx(0.1, rel=0.02)
    np.testing.assert_allclose(rest.std(axis=0), 0.1, rtol=0.08)
    assert stats.kstest(rest[:100].ravel(), stats.norm(0, 0.1).cdf).pvalue > 1e-3


def test_starts_cover_every_place_evenly(full: SignalBatch) -> None:
    """0 to 80, all of them, uniform by a chi-squared test on 16,000 bursts; each 20 long."""
    noisy = full.event_interval[full.y == 1]
    counts = np.bincount(noisy[:, 0], minlength=81)
    assert len(counts) == 81
    assert counts.min() > 0
    assert stats.chisquare(counts).pvalue > 1e-3
    assert (noisy[:, 1] - noisy[:, 0] == 20).all()
    assert (full.event_interval[full.y == 0] == -1).all()


def test_clean_twin_differs_exactly_inside_the_interval(full: SignalBatch) -> None:
    """Every noisy sample differs from the twin's, no other one does, and a sine is its own twin."""
    differs = full.x[:, 0] != full.x_clean[:, 0]
    columns = np.arange(100)
    inside = (full.event_interval[:, :1] <= columns) & (columns < full.event_interval[:, 1:])
    np.testing.assert_array_equal(differs, inside)


def test_default_clean_signals_are_sines(full: SignalBatch) -> None:
    """Amplitude 1, 2 cycles on 100 points: a + b fits cos and sin to rounding; phases are uniform."""
    angle = 2 * np.pi * 2 * np.arange(100) / 100
    basis = np.stack([np.sin(angle), np.cos(angle)])
    weights = full.x_clean[:2000, 0].astype(float) @ basis.T / 50
    np.testing.assert_allclose(np.hypot(*weights.T), 1, atol=1e-6)
    np.testing.assert_allclose(weights @ basis, full.x_clean[:2000, 0], atol=1e-6)
    phases = np.arctan2(weights[:, 1], weights[:, 0]) % (2 * np.pi)
    assert stats.kstest(phases / (2 * np.pi), "uniform").pvalue > 1e-3


def test_fixed_start_and_phase_are_honoured() -> None:
    """Every burst at 33; every sine begins with amplitude * sin(phase)."""
    config = SignalConfig(num_samples=200, noise_start=33, phase=0.5, amplitude=2.0)
    signals = generate_signals(config)
    assert (signals.event_interval[signals.y == 1] == (33, 53)).all()
    np.testing.assert_allclose(signals.sine[:, 0], 2 * np.sin(0.5), atol=1e-12)


def test_random_cycles_are_uniform_between_1_and_6() -> None:
    """With phase 0 and one point in 2000, the second sample tells the frequency."""
    config = SignalConfig(num_points=2000, num_samples=3000, num_cycles="random", phase=0.0)
    cycles = np.arcsin(generate_signals(config).sine[:, 1]) * 2000 / (2 * np.pi)
    assert 1 <= cycles.min() < 1.05
    assert 5.95 < cycles.max() <= 6
    assert stats.kstest(cycles, stats.uniform(1, 5).cdf).pvalue > 1e-3


def test_calibration_signals_are_new_ones() -> None:
    """Same kind, no signal in common with train and test."""
    extra = calibration_signals(HARD, HARD.num_samples)
    assert len(extra) == HARD.num_samples
    known = {row.tobytes() for row in generate_signals(HARD).x}
    assert not known & {row.tobytes() for row in extra.x}


@pytest.mark.parametrize("kind", EVENT_KINDS)
def test_the_first_signal_is_the_generators(kind: str) -> None:
    """Made alone it is bit for bit what the generator puts first, for every kind and for plain sines."""
    labels = set()
    for seed in range(6):
        config = dataclasses.replace(HARD, kinds=(kind,), num_cycles=2.7, seed=seed)
        first = generate_signals(config)[:1]
        alone = first_signal(config, int(first.y[0]))
        for name, values in vars(first).items():
            np.testing.assert_array_equal(getattr(alone, name), values, err_msg=name)
        labels.add(int(first.y[0]))
    assert labels == {0, 1}


def test_a_signal_knows_its_sine() -> None:
    """Amplitude, cycles and phase give the sine back."""
    signals = generate_signals(HARD)
    angle = 2 * np.pi * signals.cycles * np.arange(HARD.num_points) / HARD.num_points + signals.phase
    np.testing.assert_allclose(HARD.amplitude * np.sin(angle), signals.sine, rtol=0, atol=1e-12)
