"""What if as a script: every tool and signal at default and extreme settings, links that do not fit."""

from typing import Any

import pytest

from tests.pages.opening import instrument, opener, warnings
from ui.state import State
from ui.whatif.choices import SIGNALS, TOOLS

opened = opener("whatif")


@pytest.mark.parametrize(
    ("model", "tool"),
    [
        *((model, tool) for model in ("talk", "events") for tool in TOOLS),
        *(("talk-max", "shift"), ("resnet18", "flip"), ("untrained", "clean"), ("fcn", "drag")),
    ],
)
def test_every_tool_opens_for_every_model(model: str, tool: str) -> None:
    """The picture with its first signal is there, and no sentence of trouble."""
    test = opened(State(model, {}, "ko" if tool == "flip" else "en"), tool=tool)
    assert not test.exception
    assert not test.warning
    shown = instrument(test)
    assert shown["count"] == 9600
    assert shown["url"].startswith("/asked?")
    names = {"clean": "clean", "sketch": "sketch"}
    assert shown["tool"]["name"] == names.get(tool, "event")
    assert ("chart" in shown["tool"]) == (tool in ("flip", "shift"))
    assert len(shown["tool"]["numbers"]["rows"]) == (8 if model == "events" else 2)


@pytest.mark.parametrize("signal", SIGNALS)
@pytest.mark.parametrize(
    "settings",
    [
        {"signals.noise_std": 0.0},
        {"signals.noise_std": 100.0, "signals.background_std": 100.0},
        {"signals.noise_length": 100},
        {"signals.noise_length": 1, "signals.noise_start": 99},
        {"signals.amplitude": 0.01, "signals.num_cycles": 25.0},
        {"signals.num_points": 2000},
        {"signals.num_points": 33, "signals.noise_length": 33},
        {"signals.num_cycles": "random", "signals.noise_distribution": "uniform"},
    ],
)
def test_extreme_signals_show_no_exception(settings: dict[str, object], signal: str) -> None:
    """The ends of every field's bounds are drawn like everything else, with a tool that needs most."""
    test = opened(State("talk", settings | {"signals.num_samples": 60}), signal=signal, tool="shift")
    assert not test.exception
    assert instrument(test)["payloads"]


def test_a_signal_by_hand_is_one_signal_with_a_field_for_every_number() -> None:
    """Its numbers are in the address that is asked and, where they are not the usual ones, in the link."""
    test = opened(signal="made", made__kind="spike", made__cycles="3.5")
    assert not test.warning
    shown = instrument(test)
    assert (shown["count"], shown["scrub"]) == (1, False)
    assert "made.kind=spike&made.cycles=3.5" in shown["url"]
    fields = {field.key: field for field in test.number_input}
    assert len(fields) == 8
    fields["whatif_made_phase"].set_value(0.7).run()
    assert not test.exception
    assert "made.phase=0.7" in instrument(test)["url"]
    linked = {key: test.query_params[key] for key in ("signal", "made.kind", "made.cycles", "made.phase")}
    assert {key: value[-1] if isinstance(value, list) else value for key, value in linked.items()} == {
        "signal": "made",
        "made.kind": "spike",
        "made.cycles": "3.5",
        "made.phase": "0.7",
    }
    assert "made.amplitude" not in test.query_params


def test_another_kind_has_a_strength_that_it_can_have() -> None:
    """From a spike of height 3 to a dropout, whose share ends at one."""
    test = opened(signal="made", made__kind="spike", made__strength="3")
    test.selectbox(key="whatif_made_kind").set_value("dropout").run()
    assert not test.exception
    assert "made.kind=dropout" in instrument(test)["url"]
    assert "made.strength=1.0" in instrument(test)["url"]
    test.number_input(key="whatif_made_length").set_value(90).run()
    assert not test.exception
    assert "made.start=10&made.length=90" in instrument(test)["url"]


def test_choosing_tool_and_signal_keeps_the_numbers_made_by_hand() -> None:
    """There and back again: the link forgets them while a test signal is shown, the session does not."""
    test = opened(signal="made", made__cycles="4.0")
    test.segmented_control(key="whatif_signal").set_value("test").run()
    assert instrument(test)["count"] == 9600
    assert "made.cycles" not in test.query_params
    test.segmented_control(key="whatif_tool").set_value("clean").run()
    test.segmented_control(key="whatif_signal").set_value("made").run()
    assert "made.cycles=4.0" in instrument(test)["url"]
    assert instrument(test)["tool"]["name"] == "clean"
    assert not test.exception


@pytest.mark.parametrize(
    ("link", "sentence"),
    [
        ({"tool": "hammer"}, "What to do (tool) must be one of drag (Drag the event), clean (Clean a part)"),
        (
            {"signal": "mine"},
            "Signal (signal) must be one of test (Test signal), made (Made by hand), got 'mine'",
        ),
        ({"made__cycles": "1e9"}, "Cycles (made.cycles) must be a number from 0.1 to 25"),
        (
            {"made__kind": "quake"},
            "Event (made.kind) must be one of sine (None), noisy_sine (Noise), spike (Spike)",
        ),
        ({"made__start": "81"}, "Event from (made.start) must be a whole number from 0 to 80, got 81"),
        (
            {"made__start": "70", "made__length": "40"},
            "Event from (made.start) must be a whole number from 0 to 60",
        ),
        ({"made__length": "0"}, "Event length (made.length) must be a whole number from 1 to 100, got 0"),
        (
            {"made__kind": "dropout", "made__strength": "2"},
            "Strength (made.strength) must be a number from 0 to 1",
        ),
        ({"made__phase": "up"}, "Phase (made.phase) must be a number"),
        ({"made__nothing": "1"}, "made.nothing is not a setting"),
    ],
)
def test_a_link_that_does_not_fit_gives_a_sentence(link: dict[str, str], sentence: str) -> None:
    """The field and the choices are named as on the page, in one sentence, and what can be shown is shown."""
    test = opened(**link)
    assert not test.exception
    assert sentence in warnings(test).replace("\\", "")
    assert len(test.warning) == 1
    assert instrument(test)["payloads"]


def test_what_of_a_link_does_not_fit_takes_nothing_else_along() -> None:
    """Every bad number has a sentence, every good one counts; a link with such numbers shows that signal."""
    test = opened(made__phase="0.5", made__start="99", made__kind="spike", made__cycles="NaN", made__foo="1")
    assert len(test.warning) == 3
    assert "made.kind=spike" in instrument(test)["url"]
    assert "made.phase=0.5" in instrument(test)["url"]
    assert "made.start=40" in instrument(test)["url"]
    linked = {key for key in test.query_params if key.startswith("made")}
    assert linked == {"made.phase", "made.kind"}


@pytest.mark.parametrize(
    ("link", "shown"),
    [
        ({"made__length": "100"}, "made.start=0&made.length=100"),
        ({"made__length": "30"}, "made.start=40&made.length=30"),
        ({"model": "barely", "made__kind": "dropout"}, "made.kind=dropout"),
    ],
)
def test_what_a_link_does_not_say_gives_way_to_what_it_says(link: dict[str, str], shown: str) -> None:
    """A long event begins early enough, as when its length is typed in; nothing is left out."""
    test = opened(**link)
    assert not test.warning
    assert shown in instrument(test)["url"]
    assert test.query_params["signal"] in ("made", ["made"])


def test_numbers_by_hand_wait_while_a_link_chooses_a_test_signal() -> None:
    """The page says so, and they are there when that signal is chosen."""
    test = opened(signal="test", made__kind="spike")
    assert "wait until “Made by hand” is chosen" in test.info[0].value
    assert instrument(test)["count"] == 9600
    test.segmented_control(key="whatif_signal").set_value("made").run()
    assert "made.kind=spike" in instrument(test)["url"]
    assert not test.info


def test_strengths_hold_the_signals_own() -> None:
    """Whatever the strength, a drag begins with it and can come back to it."""
    shown: dict[str, Any] = instrument(
        opened(State("talk", {"signals.noise_std": 0.337, "signals.num_samples": 60}))
    )
    [one] = shown["tool"]["kinds"].values()
    assert one["default"] == 0.337
    assert one["default"] in one["strengths"]
    assert one["strengths"] == sorted(set(one["strengths"]))
    made = instrument(opened(signal="made", made__strength="0.123"))["tool"]["kinds"]["noisy_sine"]
    assert made["default"] == 0.123
