"""Evidence's ledger as a script: what the browser is given to add up, for every model and every link."""

import base64
import json
from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from cam_core.storage.checkpoint import load
from tests.serving import REPOSITORY
from ui.language import LANGUAGES
from ui.state import SESSION_KEY, State

MODELS = ("talk", "talk-max", "events", "fcn", "resnet18", "untrained")
PART = """
from ui.evidence.ledger.view import draw_ledger
from ui.page import open_page

draw_ledger(open_page("evidence"))
"""


def opened(state: State | None = None, **link: str) -> AppTest:
    """The part alone, as the page draws it."""
    test = AppTest.from_string(PART, default_timeout=120)
    if state:
        test.session_state[SESSION_KEY] = state
    for key, value in link.items():
        test.query_params[key] = value
    return test.run()


def instruments(test: AppTest) -> list[dict[str, Any]]:
    return [json.loads(one.proto.json)["instrument"] for one in test.get("bidi_component")]


def values(spec: dict[str, str]) -> np.ndarray:
    flat = np.frombuffer(base64.b64decode(spec["bdata"]), "<f4")
    return flat.reshape([int(size) for size in str(spec.get("shape", len(flat))).split(",")])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("model", MODELS)
def test_the_browser_gets_the_networks_own_head(model: str, language: str) -> None:
    """Weights and biases bit for bit; both pictures step through the same samples."""
    test = opened(State(model, {}, language))
    assert not test.exception
    assert not test.warning
    ledger, between = instruments(test)
    head = load(REPOSITORY / "models" / model).network.head
    sums = ledger["tool"]["ledger"]
    assert values(sums["weight"]).tobytes() == head.weight.detach().numpy().tobytes()
    assert values(sums["bias"]).tobytes() == head.bias.detach().numpy().tobytes()
    assert len(sums["upto"]) == 102
    assert sums["upto"][-1] == len(sums["centers"])
    assert ledger["url"] == between["url"]
    assert ledger["count"] == between["count"] == 9600


def test_the_link_says_what_is_silenced() -> None:
    """Once a session, in its shortest form; afterwards the browser knows better."""
    test = opened(silenced="4.3.5.200")
    assert not test.warning
    assert instruments(test)[0]["state"]["silenced"] == "3-5.200"
    assert instruments(test.run())[0]["state"]["silenced"] == ""


@pytest.mark.parametrize("wrong", ["256", "x", "3,4", "not.256", "9" * 3000, "bits.AAAA"])
def test_a_wrong_link_is_said_and_nothing_is_silenced(wrong: str) -> None:
    """One sentence names the key and what can stand there; it is gone with the next run."""
    test = opened(silenced=wrong)
    assert not test.exception
    [warning] = test.warning
    assert "silenced" in warning.value
    assert "from 0 to 255" in warning.value
    assert len(warning.value) < 300
    assert instruments(test)[0]["state"]["silenced"] == ""
    assert not test.run().warning


@pytest.mark.parametrize(
    ("model", "settings"),
    [
        ("talk", {"signals.num_points": 2000, "signals.num_samples": 40}),
        ("talk", {"signals.num_points": 33, "signals.noise_length": 5, "signals.num_samples": 40}),
        ("events", {"signals.num_samples": 60, "signals.background_std": 100.0}),
    ],
)
def test_extremes_show_no_exception(model: str, settings: dict[str, object]) -> None:
    """Long, odd and drowned signals have a ledger like all others."""
    test = opened(State(model, settings, "ko"))
    assert not test.exception
    assert not test.warning
    assert len(instruments(test)) == 2
