"""A dragged event: at home it is the signal itself, elsewhere one and the same event over one clean twin."""

import dataclasses

import numpy as np
import pytest

from cam_core.by_hand.event_family import (
    WHOLE,
    EventFamily,
    event_family,
    last_start,
    strength_bounds,
    usual_strength,
)
from cam_core.by_hand.hand_made import HandMade
from cam_core.config import SignalConfig
from cam_core.event_kinds import EVENT_KINDS, NOISY_SINE, SHARE, strength_of
from cam_core.events import EVENTS, Ground
from cam_core.signals import SignalBatch, generate_signals

CONFIG = SignalConfig(num_samples=60, background_std=0.1, num_cycles="random", seed=5, event_height=0.8)


def family_of(kind: str, label: int = 1, seed: int = 1, **changes: object) -> EventFamily:
    config = dataclasses.replace(CONFIG, kinds=(kind,), **changes)
    signals = generate_signals(config)
    return event_family(config, signals[np.flatnonzero(signals.y == label)[:1]], seed)


def everywhere(family: EventFamily, strength: float) -> SignalBatch:
    return family.at(np.arange(len(family.interval)), strength)


@pytest.mark.parametrize("kind", EVENT_KINDS)
def test_at_home_it_is_the_signal_itself(kind: str) -> None:
    """Own place and strength give the signal bit for bit; the twin plus the same event agrees to rounding."""
    family = family_of(kind)
    home = np.array([family.own_place])
    np.testing.assert_array_equal(family.at(home, family.strength).x, family.signal.x)
    nearly = family.at(home, family.strength * (1 + 1e-9))
    np.testing.assert_allclose(nearly.x, family.signal.x, rtol=0, atol=5e-7)
    np.testing.assert_array_equal(nearly.event_interval, family.signal.event_interval)


def test_at_home_an_event_of_no_strength_stays_what_it_is_called() -> None:
    """Signals with noise of zero are labelled all the same: both stay at home, elsewhere not."""
    family = family_of(NOISY_SINE, noise_std=0.0)
    at_home, away = family.own_place, (family.own_place + 1) % len(family.interval)
    there = family.at(np.array([at_home, away]), 0.0)
    assert there.y.tolist() == [1, 0]
    np.testing.assert_array_equal(there.event_interval, [family.signal.event_interval[0], [-1, -1]])


@pytest.mark.parametrize("kind", EVENT_KINDS)
def test_nothing_changes_outside_the_place(kind: str) -> None:
    """Bit for bit the clean twin outside its interval, another signal inside, wherever the event is put."""
    family = family_of(kind, num_cycles=3.3)
    moved = everywhere(family, 0.7)
    assert (np.diff(family.starts) > 0).all()
    for x, (start, end) in zip(moved.x[:, 0], moved.event_interval, strict=True):
        outside = np.r_[0:start, end:100]
        np.testing.assert_array_equal(x[outside], family.signal.x_clean[0, 0, outside])
        assert not np.array_equal(x[start:end], family.signal.x_clean[0, 0, start:end])


@pytest.mark.parametrize("kind", EVENT_KINDS)
def test_the_strength_multiplies_what_is_added(kind: str) -> None:
    """Half the strength adds half, at every place; no strength is no event, and the label says so."""
    family = family_of(kind, num_cycles=3.3)
    whole, half, none = (everywhere(family, strength) for strength in (0.8, 0.4, 0.0))
    clean = family.signal.x_clean.astype(float)
    np.testing.assert_allclose(2 * (half.x - clean), whole.x - clean, rtol=0, atol=1e-6)
    np.testing.assert_array_equal(none.x, none.x_clean)
    assert (none.y == 0).all()
    assert (none.event_interval == -1).all()
    assert (whole.y == 1).all()


@pytest.mark.parametrize("kind", EVENT_KINDS)
def test_elsewhere_it_is_what_the_generator_makes_there(kind: str) -> None:
    """Oracle: the same ingredients handed to the kind's own function, place by place."""
    family = family_of(kind)
    config = dataclasses.replace(CONFIG, kinds=(kind,))
    one = family.signal
    added = (one.x - one.x_clean)[0, 0, slice(*one.event_interval[0])].astype(float)
    length = config.noise_length
    noise = added / config.noise_std if kind == NOISY_SINE else np.zeros(length)
    for place in range(0, len(family.interval), 7):
        start = int(family.ground.start[place])
        clean = one.x_clean[0].astype(float)
        ground = Ground(
            config,
            one.sine,
            clean,
            start=np.array([start]),
            cycles=one.cycles,
            phase=one.phase,
            noise=noise[None] if len(noise) == length else np.zeros((1, length)),
            sign=np.array([np.sign(added.sum()) or 1.0]),
        )
        expected, interval = EVENTS[kind](ground)
        moved = family.at(np.array([place]), usual_strength(config, kind))
        np.testing.assert_array_equal(moved.event_interval, interval)
        np.testing.assert_allclose(moved.x[0], clean + expected, rtol=0, atol=1e-6)


def test_a_plain_sine_is_given_an_event_by_the_seed_alone() -> None:
    """Noise of the usual strength, the same for the same seed, in the middle to begin with."""
    first, again, other = (family_of(NOISY_SINE, label=0, seed=seed) for seed in (1, 1, 2))
    assert first.own_place == -1
    assert first.interval[first.usual_place].tolist() == [40, 60]
    np.testing.assert_array_equal(everywhere(first, 0.5).x, everywhere(again, 0.5).x)
    assert not np.array_equal(everywhere(first, 0.5).x, everywhere(other, 0.5).x)


def test_a_missing_cycle_goes_from_crossing_to_crossing() -> None:
    """Far fewer places than starts, and with a single cycle there is but one: it cannot be moved."""
    assert 2 <= len(family_of("missing_cycle", num_cycles=3.0).interval) <= 5
    assert not family_of("missing_cycle", num_cycles=1.0, phase=0.0).can_move
    assert not family_of("dropout", noise_length=100).can_move
    assert len(family_of("dropout").interval) == 81


def test_places_can_be_thinned_out() -> None:
    """Both ends stay, steps are even to one place, and fewer places than asked for are all kept."""
    family = family_of(NOISY_SINE)
    thin = family.spread_places(9)
    assert (thin[0], thin[-1], len(thin)) == (0, 80, 9)
    assert set(np.diff(thin)) == {10}
    np.testing.assert_array_equal(family.spread_places(500), np.arange(81))


@pytest.mark.parametrize("kind", EVENT_KINDS)
def test_a_strength_by_hand_has_the_bounds_of_its_setting(kind: str) -> None:
    """What the bounds allow makes a signal's settings, what lies just beyond them is refused."""
    (low, high), unit = strength_bounds(kind), strength_of(kind)
    for strength in (low, high):
        HandMade(kind=kind, strength=strength).config(100)
    with pytest.raises(ValueError, match="strength"):
        HandMade(kind=kind, strength=1.01 * high).config(100)
    if unit == SHARE:
        assert high == WHOLE
    else:
        dataclasses.replace(CONFIG, **{unit: high})
        with pytest.raises(ValueError, match=unit):
            dataclasses.replace(CONFIG, **{unit: 1.01 * high})


@pytest.mark.parametrize("kind", EVENT_KINDS)
def test_no_event_begins_after_the_last_start(kind: str) -> None:
    """Over the places of many signals; a spike and a missing cycle begin later than a burst would fit."""
    config = dataclasses.replace(CONFIG, kinds=(kind,), noise_length=40)
    signals = generate_signals(config)
    families = (event_family(config, signals[np.array([index])], 1) for index in range(len(signals)))
    latest = max(int(family.starts[-1]) for family in families)
    assert latest <= last_start(config, kind)
    assert (latest > config.last_noise_start) == (kind in ("spike", "missing_cycle"))
