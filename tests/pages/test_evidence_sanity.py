"""Evidence's sanity checks as a script: every kind of model, both languages, the stored scores."""

import json
from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from cam_core.storage.manifest import read_manifest
from tests.pages.opening import opener
from tests.serving import REPOSITORY
from ui import store
from ui.evidence.parts import PART_KEY
from ui.state import State

OPEN = opener("evidence")


def opened(state: State, **link: str) -> AppTest:
    return OPEN(state, {PART_KEY: "sanity"}, **link)


def instrument(test: AppTest, key: str) -> dict[str, Any]:
    [found] = [one for one in test.get("bidi_component") if f"-{key}-" in f"{one.proto.id}-"]
    shown = json.loads(found.proto.json)["instrument"]
    assert isinstance(shown, dict)
    return shown


@pytest.mark.parametrize(
    ("model", "language", "stages"),
    [
        ("talk", "ko", 5),
        ("events", "en", 5),
        ("fcn", "ko", 4),
        ("resnet18", "en", 6),
        ("untrained", "ko", 5),
    ],
)
def test_every_kind_of_model_opens(model: str, language: str, stages: int) -> None:
    """Models without sanity twins say so once and show the default's; every model has its own layers."""
    test = opened(State(model, {}, language))
    assert not test.exception
    assert not test.error
    assert bool(test.info) == (model != "talk")
    twins, rows = instrument(test, "sanity_twins"), instrument(test, "sanity_rows")
    assert "model=talk" in twins["url"] or model == "talk"
    assert ("model=" + model in rows["url"]) or model == "talk"
    assert rows["scrub"] == (model != "talk")
    lines = [binding for binding in rows["bindings"] if binding["array"] == "{draw}.heights"]
    assert len(lines) == stages + 1


def test_the_table_holds_the_stored_scores() -> None:
    """Accuracy and localisation of the three networks as they were measured when they were saved."""
    test = opened(State("talk"))
    shown = test.table[0].value
    for name, slug in (
        ("Trained", "talk"),
        ("Untrained", "untrained"),
        ("Trained on shuffled labels", "shuffled"),
    ):
        stored = read_manifest(REPOSITORY / "models" / slug)
        found = stored.evaluation["localization"]
        row = shown.loc[name]
        assert row["Accuracy"] == f"{100 * stored.evaluation['accuracy']:.1f} %"
        assert row["Mean IoU"] == f"{found['mean_iou']:.2f}"
        assert row["Peak inside the event"] == f"{100 * found['pointing_rate']:.1f} %"
        assert row["A strong map (logits)"] == f"{stored.calibration.cam_scale:.3g}"
    assert float(shown.loc["Trained on shuffled labels"]["Accuracy"].split()[0]) == pytest.approx(50, abs=2)
    truth = store.test_signals(store.manifest("talk").experiment.signals).event_interval
    starts = truth[truth[:, 0] >= 0, :1]  # every burst is 20 samples long, so both its ends are off alike
    assert shown.loc["Chance"]["Edge error (samples)"] == f"{np.abs(np.arange(81) - starts).mean():.1f}"


@pytest.mark.parametrize(
    "settings",
    [
        {"signals.num_samples": 20, "signals.test_fraction": 0.05, "signals.seed": 0},
        {"signals.noise_std": 0.0, "signals.num_samples": 200},
        {"signals.num_points": 400, "signals.num_samples": 200},
    ],
)
def test_other_signals_are_drawn_or_say_why_not(settings: dict[str, object]) -> None:
    """One plain sine alone, noise of no strength, another length."""
    test = opened(State("talk", settings))
    assert not test.exception
    assert not test.error
