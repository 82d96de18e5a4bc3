"""Evidence's score as a script: every model in both languages, numbers that are cam_core's, odd test sets."""

import json
from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from cam_core.scores.evaluation import Summary
from cam_core.scores.outcomes import OUTCOMES, outcomes, scoreboard
from cam_core.signals import SignalBatch
from tests.pages.opening import opener
from ui import store
from ui.evidence.parts import PART_KEY
from ui.state import State

OPEN = opener("evidence")


def opened(state: State, **link: str) -> AppTest:
    return OPEN(state, {PART_KEY: "score"}, **link)


def data(test: AppTest, key: str) -> dict[str, Any]:
    """What the component `key` received."""
    [found] = [one for one in test.get("bidi_component") if f"-{key}-" in f"{one.proto.id}-"]
    loaded = json.loads(found.proto.json)
    assert isinstance(loaded, dict)
    return loaded


def known(model: str) -> tuple[Summary, SignalBatch, np.ndarray]:
    manifest = store.manifest(model)
    signals = store.test_signals(manifest.experiment.signals)
    summary = store.test_summary(model, manifest.fingerprint, manifest.experiment.signals)
    return summary, signals, manifest.calibration.thresholds


@pytest.mark.parametrize(
    ("model", "language"), [("talk", "ko"), ("events", "en"), ("untrained", "en"), ("resnet18", "ko")]
)
def test_the_board_counts_what_cam_core_counts(model: str, language: str) -> None:
    """Every cell, its first signal, the totals; the picture's filters hold the same signals."""
    test = opened(State(model, {}, language))
    assert not test.exception
    assert not test.error
    summary, signals, thresholds = known(model)
    outcome = outcomes(summary, signals.y, signals.event_interval, thresholds)
    counts = scoreboard(outcome, signals.y, summary.logits.shape[1])
    rows = data(test, "score_board")["rows"]
    shown = [[cell["count"] for cell in row["cells"]] for row in rows]
    assert [line[:-1] for line in shown[:-1]] == counts.tolist()
    assert shown[-1] == [*counts.sum(axis=0).tolist(), len(signals)]
    assert [line[-1] for line in shown[:-1]] == counts.sum(axis=1).tolist()
    categories = data(test, "score_signal")["instrument"]["categories"]
    for row in rows:
        for cell in row["cells"]:
            places = [
                place
                for place in range(len(signals))
                if row["label"] in (categories["label"][place], "")
                and cell["verdict"] in (categories["verdict"][place], "")
            ]
            assert len(places) == cell["count"]
            assert cell["first"] == (places[0] if places else None)


def test_another_way_of_meeting_counts_anew_and_stands_in_the_link() -> None:
    """The board, the readout and the link follow; the link brings it back."""
    test = opened(State("fcn"))
    summary, signals, thresholds = known("fcn")
    [choice] = [one for one in test.get("button_group") if one.key == "score_meets"]
    choice.set_value("overlap").run()
    assert test.query_params["meets"] == "overlap"
    found = outcomes(summary, signals.y, signals.event_interval, thresholds, "overlap")
    counts = scoreboard(found, signals.y, 2)
    for shown in (test, opened(State("fcn"), meets="overlap")):
        rows = data(shown, "score_board")["rows"]
        assert [[cell["count"] for cell in row["cells"][:-1]] for row in rows[:-1]] == counts.tolist()
        readouts = data(shown, "score_signal")["instrument"]["readouts"]
        assert "outcome.overlap" in [readout.get("text") for readout in readouts]
    assert len(OUTCOMES) == counts.shape[1]


def test_a_wrong_word_in_the_link_gives_one_sentence() -> None:
    """It names the key, what there is and what came; the usual way is taken."""
    test = opened(State("talk"), meets="nearly")
    [warning] = test.warning
    assert "meets must be one of" in warning.value
    assert "nearly" in warning.value
    assert "meets" not in test.query_params


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize(
    "settings",
    [
        {"signals.num_samples": 20, "signals.test_fraction": 0.05, "signals.seed": 0},
        {"signals.num_samples": 20, "signals.test_fraction": 0.05, "signals.seed": 1},
        {"signals.noise_std": 0.0, "signals.num_samples": 200},
        {"signals.num_points": 400, "signals.num_samples": 200},
    ],
)
def test_odd_test_sets_are_drawn_or_say_why_not(settings: dict[str, object], language: str) -> None:
    """One signal alone, whichever it is; noise of no strength; signals of another length."""
    test = opened(State("talk", settings, language))
    assert not test.exception
    assert not test.error
    few = settings.get("signals.test_fraction") == 0.05
    assert bool(test.info) == few


def test_the_sentence_of_detections_is_that_of_the_calibrated_point() -> None:
    """Rates on the page are counted anew from the stored peaks and thresholds."""
    test = opened(State("barely"))
    summary, signals, thresholds = known("barely")
    alarm = (summary.peak > thresholds).any(axis=1)
    words = " ".join(text.value for text in test.markdown)
    assert f"**{100 * alarm[signals.y == 0].mean():.2f}** %" in words
    assert f"**{100 * alarm[signals.y > 0].mean():.2f}** %" in words
