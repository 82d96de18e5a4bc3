"""A signal made by hand is the generator's own of the same numbers."""

import dataclasses

import numpy as np
import pytest

from cam_core.by_hand.hand_made import MADE_KINDS, HandMade, bounds, made_family, usual_made
from cam_core.config import SignalConfig
from cam_core.event_kinds import EVENT_KINDS, PLAIN_SINE, SHARE, strength_of
from cam_core.events import inside
from cam_core.signals import generate_signals

NUMBERS = {"cycles": 3.3, "phase": 0.7, "amplitude": 1.4, "background": 0.1, "start": 31, "length": 24}


@pytest.mark.parametrize("kind", MADE_KINDS)
def test_it_is_the_generators_of_the_same_numbers(kind: str) -> None:
    """Bit for bit, wherever the generator's first signal is of that class: signal, twin, truth and sine."""
    strength = 1.0 if strength_of(kind) == SHARE else 0.6
    met = 0
    for seed in range(8):
        made = HandMade(kind=kind, strength=strength, seed=seed, **NUMBERS)
        config = SignalConfig(
            num_points=120,
            num_cycles=3.3,
            phase=0.7,
            amplitude=1.4,
            background_std=0.1,
            noise_start=31,
            noise_length=24,
            noise_std=0.6,
            event_height=0.6,
            kinds=EVENT_KINDS[:1] if kind == PLAIN_SINE else (kind,),
            num_samples=20,
            seed=seed,
        )
        first = generate_signals(config)[:1]
        if (first.y[0] > 0) == (kind != PLAIN_SINE):
            met += 1
            for name, values in vars(first).items():
                np.testing.assert_array_equal(
                    getattr(made_family(made, 120).signal, name), values, err_msg=name
                )
    assert met


@pytest.mark.parametrize("kind", [kind for kind in EVENT_KINDS if strength_of(kind) == SHARE])
def test_a_share_of_an_event_lies_between_the_twin_and_the_whole(kind: str) -> None:
    """Three tenths of the way from the clean twin, inside the interval; the twin itself outside."""
    whole, part = (
        made_family(HandMade(kind=kind, strength=strength, **NUMBERS), 120).signal for strength in (1.0, 0.3)
    )
    clean = whole.x_clean.astype(float)
    np.testing.assert_allclose(part.x, clean + 0.3 * (whole.x - clean), rtol=0, atol=1e-6)
    outside = ~inside(part.event_interval, 120)
    np.testing.assert_array_equal(part.x[:, 0][outside], part.x_clean[:, 0][outside])
    np.testing.assert_array_equal(part.event_interval, whole.event_interval)


def test_no_strength_is_no_event() -> None:
    """Label, interval and signal are those of a plain sine."""
    silent = made_family(HandMade(strength=0.0), 100).signal
    np.testing.assert_array_equal(silent.x, silent.x_clean)
    assert silent.y.tolist() == [0]
    assert silent.event_interval.tolist() == [[-1, -1]]


@pytest.mark.parametrize("kind", MADE_KINDS)
def test_its_event_can_be_dragged_from_where_it_is(kind: str) -> None:
    """At its own place and strength the family gives the signal itself."""
    family = made_family(HandMade(kind=kind, strength=0.4, **NUMBERS), 120)
    if kind == PLAIN_SINE:
        assert family.own_place == -1
        return
    own = family.at(np.array([family.own_place]), 0.4)
    assert family.strength == 0.4
    np.testing.assert_array_equal(own.x, family.signal.x)


@pytest.mark.parametrize("config", [SignalConfig(), SignalConfig(num_points=33, noise_length=33)])
def test_what_it_begins_with_is_possible(config: SignalConfig) -> None:
    """The first signal by hand is one of those that the network knows."""
    made = usual_made(config)
    made.check(config.num_points)
    signal = made_family(made, config.num_points).signal
    assert signal.x.shape == (1, 1, config.num_points)
    assert np.diff(signal.event_interval[0]) == config.noise_length


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"kind": "quake"}, "`made.kind` must be one of"),
        ({"cycles": 26.0}, "`made.cycles` must be a number from 0.1 to 25, got 26"),
        ({"amplitude": float("nan")}, "`made.amplitude` must be a number"),
        ({"start": 81}, "`made.start` must be a whole number from 0 to 80, got 81"),
        ({"length": 101}, "`made.length` must be a whole number from 1 to 100, got 101"),
        ({"length": 0}, "`made.length` must be a whole number from 1 to 100, got 0"),
        ({"length": "abc"}, "`made.length` must be a whole number from 1 to 100, got 'abc'"),
        ({"length": [1]}, "`made.length` must be a whole number from 1 to 100"),
        ({"kind": "dropout", "strength": 1.5}, "`made.strength` must be a number from 0 to 1, got 1.5"),
        ({"seed": -1}, "`made.seed` must be a whole number"),
        ({"phase": "0"}, "`made.phase` must be a number"),
    ],
)
def test_what_cannot_be_is_named(changes: dict[str, object], sentence: str) -> None:
    """One sentence with the number, what was expected and what came."""
    with pytest.raises(ValueError, match=sentence):
        made_family(dataclasses.replace(HandMade(), **changes), 100)


@pytest.mark.parametrize("kind", MADE_KINDS)
def test_the_ends_of_all_bounds_are_possible(kind: str) -> None:
    """Whatever a field lets through, the generator takes."""
    for end in (0, 1):
        made = HandMade(kind=kind, length=1 + 99 * end)
        ends = {name: low_high[end] for name, low_high in bounds(made, 100).items()}
        signal = made_family(dataclasses.replace(made, **ends), 100).signal
        assert np.isfinite(signal.x).all()


def test_a_signal_is_fitted_to_its_length_and_kind() -> None:
    """A longer event begins earlier and a share is no more than all; what fits already stays."""
    made = HandMade(start=75, length=20, strength=3.0)
    assert made.fitted(100) == made
    assert dataclasses.replace(made, length=60).fitted(100) == dataclasses.replace(made, length=60, start=40)
    assert dataclasses.replace(made, kind="dropout").fitted(100) == dataclasses.replace(
        made, kind="dropout", strength=1.0
    )
    with pytest.raises(ValueError, match=r"`made\.length` must be a whole number from 1 to 100, got 101"):
        dataclasses.replace(made, length=101).fitted(100)
