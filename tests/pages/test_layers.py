"""Layers as a script: default and extreme settings, links that do not fit."""

import json
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from tests.serving import REPOSITORY
from ui.state import SESSION_KEY, State

PAGE = REPOSITORY / "pages" / "layers.py"


def opened(state: State | None = None, **link: str) -> AppTest:
    test = AppTest.from_file(str(PAGE), default_timeout=60)
    if state:
        test.session_state[SESSION_KEY] = state
    for key, value in link.items():
        test.query_params[key] = value
    return test.run()


def components(test: AppTest) -> list[dict[str, Any]]:
    return [json.loads(component.proto.json) for component in test.get("bidi_component")]


def warnings(test: AppTest) -> str:
    return " ".join(box.value for box in test.warning)


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("model", ["talk", "untrained"])
def test_every_model_opens_in_every_language(model: str, language: str) -> None:
    """The ladder is there with its probe, and no sentence of trouble."""
    test = opened(State(model, {}, language))
    assert not test.exception
    assert not test.warning
    [ladder] = components(test)
    assert ladder["instrument"]["count"] == 9600
    assert ladder["instrument"]["tool"]["name"] == "probe"
    assert ladder["narrow"] > ladder["height"]


@pytest.mark.parametrize(
    "settings",
    [
        {"signals.noise_std": 0.0, "signals.num_samples": 60},
        {"signals.noise_std": 100.0, "signals.background_std": 100.0, "signals.num_samples": 60},
        {"signals.noise_length": 100, "signals.num_samples": 60},
        {"signals.num_points": 2000, "signals.num_samples": 20},
        {"signals.num_points": 32, "signals.num_samples": 20},
        {"signals.amplitude": 0.01, "signals.num_cycles": 25.0, "signals.num_samples": 20},
    ],
)
def test_extreme_signals_show_no_exception(settings: dict[str, object]) -> None:
    """The ends of every field's bounds are drawn like everything else."""
    test = opened(State("talk", settings))
    assert not test.exception
    assert len(components(test)) == 1


@pytest.mark.parametrize(
    ("link", "sentence"),
    [
        ({"probe": "fifth_conv.1.1"}, "The link’s unit must be written like"),
        ({"probe": "third_conv.128.0"}, "third"),
        ({"probe": "[" * 5000}, "The link’s unit must be written like"),
        ({"step": "11"}, "The step must be a whole number from 1 to 10, got"),
        ({"step": "NaN"}, "The step must be a whole number from 1 to 10, got"),
        ({"step": "true"}, "The step must be"),
        ({"step": "9" * 400}, "The step must be"),
        ({"model": "nobody"}, "nobody"),
    ],
)
def test_a_link_that_does_not_fit_gives_a_sentence(link: dict[str, str], sentence: str) -> None:
    """The sentence names what was left out, and the page shows something sensible."""
    test = opened(**link)
    assert not test.exception
    assert sentence in warnings(test)
    assert len(components(test)) == 1
    assert not test.run().warning


@pytest.mark.parametrize("sample", ["-1", "9600", "x", "1e3", "9" * 400, "٣"])
def test_a_sample_that_is_not_there_gives_the_first_noisy_one(sample: str) -> None:
    """Whatever a link says, something sensible is shown."""
    usual, odd = opened(), opened(sample=sample)
    assert not odd.exception
    states = [components(test)[0]["instrument"]["state"] for test in (usual, odd)]
    assert states[0] == states[1]
