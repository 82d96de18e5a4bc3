"""What the Lab is set to make and a network knows may differ; the pages that show a network stay true."""

from urllib.parse import parse_qs

import pytest

from tests.pages.opening import components, instrument, opener
from ui.state import SESSION_KEY, State

SETTINGS = {
    "signals.kinds": ("noisy_sine", "spike"),
    "signals.noise_std": 0.3,
    "network.backbone": "fcn",
    "network.pooling": "max",
    "training.epochs": 3,
}


@pytest.mark.parametrize("page", ["scope", "layers", "stream", "evidence"])
def test_a_network_is_shown_as_it_is_and_asked_about_what_it_knows(page: str) -> None:
    """Its own kinds of event with a sentence, its own layers and pooling, the other signals' settings; the
    Lab's plans stay in the session."""
    test = opener(page)(State("talk", SETTINGS))
    assert not test.exception
    assert any("other kinds of event" in box.value for box in test.info)
    for data in components(test):
        if data["instrument"] is not None:
            asked = parse_qs(data["instrument"]["url"].partition("?")[2])
            # Twins are always shown on their own signals.
            assert {name for name in asked if "." in name} <= {"signals.noise_std"}
    assert test.session_state[SESSION_KEY].settings == SETTINGS


def test_the_signals_other_settings_are_taken() -> None:
    """What can be asked of the network is asked."""
    assert "signals.noise_std=0.3" in instrument(opener("scope")(State("talk", SETTINGS)))["url"]


@pytest.mark.parametrize("page", ["lab", "networks"])
def test_the_lab_makes_what_it_is_set_to(page: str) -> None:
    """No sentence where the signals are being chosen."""
    test = opener(page)(State("talk", SETTINGS))
    assert not test.exception
    assert not test.info


def test_too_few_signals_for_the_networks_kinds() -> None:
    """Two signals are a data set of two classes, but not of eight: a sentence, and the network's own."""
    test = opener("scope")(State("events", {"signals.kinds": ("noisy_sine",), "signals.num_samples": 8}))
    assert not test.exception
    assert "num_samples" in " ".join(box.value for box in test.warning)
