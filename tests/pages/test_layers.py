"""Layers as a script: default and extreme settings, the chosen channel, links that do not fit."""

import base64
import json
from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from cam_core.checkpoint import load
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


def kernel_shown(test: AppTest) -> np.ndarray:
    """The numbers in the picture of the kernel, (input channels, samples under it)."""
    [figure] = [data["figure"] for data in components(test) if data["instrument"] is None]
    trace = figure["data"][0]
    spec = trace["z"] if "z" in trace else trace["y"]
    values = np.frombuffer(base64.b64decode(spec["bdata"]), f"<{spec['dtype']}")
    if "shape" not in spec:
        return values[None]
    return values.reshape([int(size) for size in spec["shape"].split(",")]).T


def warnings(test: AppTest) -> str:
    return " ".join(box.value for box in test.warning)


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("model", ["talk", "untrained"])
def test_every_model_opens_in_every_language(model: str, language: str) -> None:
    """Ladder, kernel and activation are there, and no sentence of trouble."""
    test = opened(State(model, {}, language))
    assert not test.exception
    assert not test.warning
    ladder, kernel, activation = components(test)
    assert ladder["instrument"]["count"] == 9600
    assert kernel["instrument"] is None
    assert activation["instrument"]["url"] == ladder["instrument"]["url"]


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
    assert len(components(test)) == 3


def test_the_channel_in_the_link_is_the_one_shown() -> None:
    """Fields, kernel and activation all show it, and its kernel is the network's."""
    test = opened(layer="third_conv", channel="17")
    assert not test.warning
    assert test.selectbox[0].value == "third_conv"
    assert test.number_input[0].value == 17
    weight = load(REPOSITORY / "models" / "talk").network.backbone["third_conv"][0].weight
    np.testing.assert_array_equal(kernel_shown(test), weight[17, :, 0].numpy())
    bindings = components(test)[-1]["instrument"]["bindings"]
    assert {"trace": 1, "attr": "y", "array": "third_conv", "row": 17} in bindings


def test_another_number_shows_another_kernel() -> None:
    """The number field chooses; the link follows."""
    test = opened(layer="first_conv", channel="3")
    before = kernel_shown(test)
    test.number_input[0].set_value(4).run()
    assert not test.exception
    assert not np.array_equal(kernel_shown(test), before)
    assert test.query_params["channel"] == "4"


def test_a_narrower_layer_keeps_the_number_within_it() -> None:
    """Channel 200 of the last layer becomes the last channel of a layer with 32."""
    test = opened(layer="fourth_conv", channel="200")
    test.selectbox[0].set_value("first_conv").run()
    assert not test.exception
    assert test.number_input[0].value == 31


def test_pooling_has_a_sentence_instead_of_a_kernel() -> None:
    """Two pictures and the sentence that says why."""
    test = opened(layer="first_pooling", channel="0")
    assert not test.exception
    assert len(components(test)) == 2
    assert any("no kernel" in text.value for text in test.markdown)


@pytest.mark.parametrize(
    ("link", "sentence"),
    [
        ({"layer": "fifth_conv"}, "There is no layer “"),
        ({"channel": "256"}, "The channel must be a whole number from 0 to 255, got '256'"),
        ({"layer": "first_conv", "channel": "32"}, "from 0 to 31"),
        ({"channel": "NaN"}, "The channel must be"),
        ({"channel": "-1"}, "The channel must be"),
        ({"channel": "true"}, "The channel must be"),
        ({"channel": "9" * 400}, "The channel must be"),
        ({"channel": "[" * 5000}, "The channel must be"),
        ({"model": "nobody"}, "nobody"),
    ],
)
def test_a_link_that_does_not_fit_gives_a_sentence(link: dict[str, str], sentence: str) -> None:
    """The sentence names what was left out, and the page shows something sensible."""
    test = opened(**link)
    assert not test.exception
    assert sentence in warnings(test)
    assert len(components(test)) == 3
    assert not test.run().warning


@pytest.mark.parametrize("sample", ["-1", "9600", "x", "1e3", "9" * 400, "٣"])
def test_a_sample_that_is_not_there_gives_the_first_noisy_one(sample: str) -> None:
    """Whatever a link says, something sensible is shown."""
    usual, odd = opened(), opened(sample=sample)
    assert not odd.exception
    states = [components(test)[0]["instrument"]["state"] for test in (usual, odd)]
    assert states[0] == states[1]
