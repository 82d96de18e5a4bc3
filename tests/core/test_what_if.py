"""Questions about one signal: every answer is what asking the network again, one by one, says."""

from dataclasses import replace
from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pytest

from cam_core.by_hand.event_family import EventFamily, event_family
from cam_core.by_hand.what_if import (
    FLIP_STEPS,
    MAX_TURNS,
    Ask,
    clean_window,
    flip_point,
    in_parts,
    left_of_event,
    shift_probe,
)
from cam_core.pipeline import explain
from cam_core.results import Explanation
from cam_core.signals import SignalBatch, generate_signals
from cam_core.storage.checkpoint import Model, load
from tests.serving import REPOSITORY


@pytest.fixture(scope="module", params=["talk", "talk-max", "events", "resnet18"])
def model(request: pytest.FixtureRequest) -> Model:
    return load(REPOSITORY / "models" / request.param)


def signals_of(model: Model) -> SignalBatch:
    return generate_signals(replace(model.manifest.experiment.signals, num_samples=60, seed=9))


def family_of(model: Model, index: int) -> EventFamily:
    config = replace(model.manifest.experiment.signals, num_samples=60, seed=9)
    return event_family(config, signals_of(model)[index : index + 1], seed=1)


def asking(model: Model) -> Ask:
    return lambda x: explain(model, x, keep_layers=False)


def test_restoring_the_true_window_gives_the_twins_logits(model: Model) -> None:
    """Bit for bit, for every kind of event the network knows, and for any window that holds the true one."""
    signals = signals_of(model)
    for index in np.flatnonzero(signals.y > 0)[:12]:
        x, twin = signals.x[index : index + 1], signals.x_clean[index : index + 1]
        start, end = map(int, signals.event_interval[index])
        expected = explain(model, twin).logits
        for window in ((start, end), (max(0, start - 3), min(100, end + 5)), (0, 100)):
            cleaned = clean_window(x, twin, *window)
            np.testing.assert_array_equal(explain(model, cleaned).logits, expected)
        short = clean_window(x, twin, start + 1, end)
        assert not np.array_equal(short, twin)


def test_cleaning_where_nothing_happens_changes_nothing() -> None:
    """Beside the event signal and twin are the same; the signal that came in is left as it was."""
    x, clean = np.arange(10.0, dtype=np.float32), np.zeros(10, np.float32)
    clean[:4] = x[:4]
    np.testing.assert_array_equal(clean_window(x, clean, 0, 4), x)
    np.testing.assert_array_equal(clean_window(x, clean, 3, 6), [0, 1, 2, 3, 0, 0, 6, 7, 8, 9])
    np.testing.assert_array_equal(x, np.arange(10))


def test_what_is_left_of_an_event_is_the_span_of_its_samples_outside_the_window() -> None:
    """Oracle: the samples themselves, for every window over a signal of twelve."""
    for start in range(12):
        for end in range(start + 1, 13):
            left = set(range(4, 9)) - set(range(start, end))
            expected = [min(left), max(left) + 1] if left else [-1, -1]
            assert left_of_event(np.array([4, 9]), start, end).tolist() == expected


@pytest.mark.parametrize("window", [(-1, 3), (4, 4), (5, 2), (0, 101)])
def test_a_window_outside_the_signal_is_refused(window: tuple[int, int]) -> None:
    """One sentence that says what a window is."""
    with pytest.raises(ValueError, match="a window must hold samples of the signal, 0 to 99"):
        clean_window(np.zeros(100), np.zeros(100), *window)


def test_the_neighbours_of_a_flip_point_differ(model: Model) -> None:
    """Asked alone, the strengths on its two sides get the two answers, and they are `accuracy` apart."""
    ask, turned = asking(model), 0
    for index in range(3):
        family = family_of(model, index)
        highest = min(1.0, 2 * family.strength)
        curve = flip_point(ask, family, family.usual_place, highest)
        for turn in curve.turns:
            turned += 1
            alone = [
                int(ask(family.at(np.array([family.usual_place]), strength).x).logits[0].argmax())
                for strength in (turn.below, turn.above)
            ]
            assert alone == [turn.before, turn.after]
            assert turn.before != turn.after
            assert 0 < turn.above - turn.below <= curve.accuracy * (1 + 1e-9)
        assert (len(curve.turns) > 0) == (np.diff(curve.answer) != 0).any()
    assert turned


def test_the_curve_is_a_loop_over_strengths(model: Model) -> None:
    """Probabilities at every strength are those of one signal after the other."""
    family = family_of(model, 1)
    curve = flip_point(asking(model), family, family.usual_place, family.strength)
    assert len(curve.strength) == FLIP_STEPS + 1
    for step in range(0, FLIP_STEPS + 1, 10):
        x = family.at(np.array([family.usual_place]), curve.strength[step]).x
        expected = explain(model, x).probabilities[0]
        np.testing.assert_allclose(curve.probabilities[step], expected, atol=2e-5)


def test_parts_are_the_whole(model: Model) -> None:
    """Seven signals in parts of three say what they say together, in order."""
    x = signals_of(model).x[:7]
    together, parts = asking(model)(x), in_parts(asking(model), 350)(x)
    for name in ("x", "logits", "probabilities", "cam", "interpolated_cam", "localized_interval", "evidence"):
        one, other = getattr(parts, name), getattr(together, name)
        np.testing.assert_allclose(one, other, atol=1e-5 * max(1.0, np.abs(other).max()))
    assert len(parts) == 7


def turning(*at: float) -> Ask:
    """A network whose answer changes wherever the first sample passes one of `at`."""

    def ask(x: np.ndarray) -> Explanation:
        passed = (x[:, 0, :1] >= np.array(at)).sum(axis=1)
        said = SimpleNamespace(predicted_class=passed % 2, probabilities=np.zeros((len(x), 2)))
        return cast("Explanation", said)

    return ask


class Rising:
    """Stands for a family: the first sample is the strength."""

    def at(self, places: np.ndarray, strength: Any) -> SimpleNamespace:
        x = np.zeros((len(places), 1, 4))
        x[:, 0, 0] = strength
        return SimpleNamespace(x=x)


@pytest.mark.parametrize("at", [(), (0.337,), (0.1234, 0.5), (0.2, 0.4, 0.9)])
def test_every_turn_is_found_where_it_is(at: tuple[float, ...]) -> None:
    """An oracle that turns at known strengths, never, once or several times."""
    curve = flip_point(turning(*at), cast("EventFamily", Rising()), 0, 1.0)
    assert len(curve.turns) == len(at)
    for turn, place in zip(curve.turns, at, strict=True):
        assert turn.below < place <= turn.above
        assert turn.above - turn.below <= curve.accuracy * (1 + 1e-9)
    assert curve.is_whole


def test_too_many_turns_are_not_called_all() -> None:
    """Only the first few are looked for, and the result says so."""
    at = tuple(np.arange(1, MAX_TURNS + 3) / 20)
    curve = flip_point(turning(*at), cast("EventFamily", Rising()), 0, 1.0)
    assert len(curve.turns) == MAX_TURNS
    assert not curve.is_whole


def test_the_shift_probe_is_a_loop_over_places(model: Model) -> None:
    """At every place the peak is where the largest value of the map stands, asked alone."""
    index = int(np.flatnonzero(signals_of(model).y > 0)[0])
    family = family_of(model, index)
    moved = family.at(np.arange(len(family.interval)), family.strength)
    probe = shift_probe(explain(model, moved.x), moved.event_interval, family.label)
    field = model.network.map_field
    for place in range(0, len(moved), 5):
        cam = explain(model, moved.x[place : place + 1]).cam[0, family.label]
        best = max(range(len(cam)), key=lambda position: float(cam[position]))
        peak = field.start + (field.size - 1) / 2 + best * field.jump
        assert probe.peak[place] == peak
        inside = np.arange(*moved.event_interval[place])
        assert probe.center[place] == inside.mean()
        assert probe.drift[place] == pytest.approx(peak - inside.mean())
    assert probe.jump == field.jump
    assert set(np.unique(np.diff(np.unique(probe.peak)) % field.jump)) <= {0.0}


def test_places_near_an_end_are_those_whose_units_see_beyond_it(model: Model) -> None:
    """Oracle: every unit's window, sample by sample."""
    family = family_of(model, int(np.flatnonzero(signals_of(model).y > 0)[0]))
    moved = family.at(np.arange(len(family.interval)), family.strength)
    said = explain(model, moved.x)
    probe = shift_probe(said, moved.event_interval, family.label)
    field = said.field
    for (start, end), near in zip(moved.event_interval, probe.near_end, strict=True):
        firsts = np.arange(start - field.size + 1, end)
        beyond = (firsts < 0) | (firsts + field.size > moved.x.shape[-1])
        assert near == beyond.any()
