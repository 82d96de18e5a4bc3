"""What can happen to a sine: each kind leaves the rest alone and does what its name says."""

import numpy as np
import pytest

from cam_core.config import SignalConfig
from cam_core.event_kinds import EVENT_KINDS
from cam_core.events import EVENTS
from cam_core.signals import SignalBatch, generate_signals

PLAIN = {"num_samples": 400, "seed": 3}


def only(kind: str, **settings: object) -> SignalBatch:
    """The signals of class 2, where that is `kind`."""
    signals = generate_signals(SignalConfig.from_dict({"kinds": [kind], **PLAIN, **settings}))
    return signals[np.flatnonzero(signals.y == 1)]


def parts(signals: SignalBatch) -> list[tuple[np.ndarray, np.ndarray, slice]]:
    """Signal, twin and interval of each."""
    return [
        (x[0].astype(float), clean[0].astype(float), slice(start, end))
        for x, clean, (start, end) in zip(signals.x, signals.x_clean, signals.event_interval, strict=True)
    ]


def test_every_kind_is_made_somewhere() -> None:
    """The registry has a function for every name, and no other."""
    assert tuple(EVENTS) == EVENT_KINDS


@pytest.mark.parametrize("background", [0.0, 0.1])
@pytest.mark.parametrize("cycles", [2.0, 0.3, 7.5, "random"])
@pytest.mark.parametrize("kind", EVENT_KINDS)
def test_nothing_changes_outside_the_interval(kind: str, cycles: object, background: float) -> None:
    """Bit for bit the twin outside; different somewhere inside; the interval lies in the signal."""
    signals = only(kind, num_cycles=cycles, background_std=background)
    for x, clean, inside in parts(signals):
        assert 0 <= inside.start < inside.stop <= 100
        outside = np.ones(100, bool)
        outside[inside] = False
        assert np.array_equal(x[outside], clean[outside])
        assert not np.array_equal(x[inside], clean[inside])


@pytest.mark.parametrize("kind", EVENT_KINDS)
def test_the_interval_ends_where_the_change_ends(kind: str) -> None:
    """First and last sample of the interval differ from the twin, but for a value that happens to agree."""
    tight = [
        (x[inside] != clean[inside])[[0, -1]].all() for x, clean, inside in parts(only(kind, num_cycles=3.3))
    ]
    assert np.mean(tight) > 0.95


def test_a_spike_is_short_and_as_high_as_asked() -> None:
    """Five samples in the middle of twenty, up or down, highest in its own middle."""
    signs = set()
    for x, clean, inside in parts(only("spike", event_height=0.7, noise_start=30)):
        assert (inside.start, inside.stop) == (37, 42)
        added = (x - clean)[inside]
        assert len(added) == 5
        assert np.abs(added).argmax() == 2
        assert np.abs(added).max() == pytest.approx(0.7, abs=1e-6)
        signs.add(np.sign(added[2]))
    assert signs == {-1, 1}


def test_a_dropout_is_exactly_nothing() -> None:
    """Zero, background noise included, on twenty samples."""
    for x, _, inside in parts(only("dropout", background_std=0.2)):
        assert inside.stop - inside.start == 20
        assert (x[inside] == 0).all()


def test_a_drift_step_moves_the_level() -> None:
    """By the same amount on every sample of the interval."""
    for x, clean, inside in parts(only("drift_step", event_height=0.4, background_std=0.1)):
        added = (x - clean)[inside]
        np.testing.assert_allclose(np.abs(added), 0.4, atol=1e-6)
        assert len(set(np.sign(added))) == 1


def test_a_frequency_change_is_a_faster_sine_without_a_jump() -> None:
    """One cycle more in the interval; no step at its ends is larger than the faster sine's own slope."""
    for x, _, inside in parts(only("frequency_change", num_cycles=2.0, phase=0.4)):
        fastest = 2 * np.pi * (2.0 / 100 + 1 / 20)
        assert np.abs(np.diff(x)).max() <= fastest + 1e-6
        angle = 2 * np.pi * 2.0 * np.arange(100) / 100 + 0.4
        ahead = 2 * np.pi * (np.arange(20) + 0.5) / 20
        np.testing.assert_allclose(x[inside], np.sin(angle[inside] + ahead), atol=1e-6)


def test_a_phase_slip_turns_the_sine_over() -> None:
    """Half a cycle off is the negative."""
    for x, clean, inside in parts(only("phase_slip")):
        np.testing.assert_allclose(x[inside], -clean[inside], atol=1e-6)


@pytest.mark.parametrize("cycles", [2.0, 3.7, 5.0])
def test_a_missing_cycle_begins_and_ends_at_zero_crossings(cycles: float) -> None:
    """One period long, and the samples around its ends lie within one step of zero."""
    step = 2 * np.pi * cycles / 100
    for x, clean, inside in parts(only("missing_cycle", num_cycles=cycles)):
        assert abs(inside.stop - inside.start - 100 / cycles) <= 1
        np.testing.assert_allclose(x[inside], 0, atol=1e-6)
        assert abs(clean[inside.start]) <= step
        assert abs(clean[inside.stop - 1]) <= step


def test_noise_goes_on_where_a_cycle_is_missing() -> None:
    """Only the sine is gone: what is left inside is the background noise of the twin, unlike a dropout."""
    signals = only("missing_cycle", background_std=0.1)
    for (x, clean, inside), sine in zip(parts(signals), signals.sine, strict=True):
        np.testing.assert_allclose(x[inside], (clean - sine)[inside], atol=1e-6)
        assert np.abs(x[inside]).max() > 0.05


def test_the_talks_signals_are_what_they_were() -> None:
    """More kinds of event change nothing of the plain sines and of where noise falls, seed by seed."""
    talk = generate_signals(SignalConfig.from_dict(PLAIN))
    more = generate_signals(SignalConfig.from_dict({"kinds": EVENT_KINDS, **PLAIN}))
    np.testing.assert_array_equal(more.x_clean, talk.x_clean)
    noisy = np.flatnonzero((talk.y == 1) & (more.y == 1))
    assert len(noisy) > 10
    np.testing.assert_array_equal(more.x[noisy], talk.x[noisy])


def test_classes_are_as_frequent_as_each_other() -> None:
    """Eight classes of 50 signals."""
    signals = generate_signals(SignalConfig.from_dict({"kinds": EVENT_KINDS, **PLAIN}))
    assert np.bincount(signals.y).tolist() == [50] * 8
    assert ((signals.event_interval[:, 0] < 0) == (signals.y == 0)).all()
