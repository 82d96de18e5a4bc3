"""Evidence's methods as a script: numbers, curves and sentences that follow signal, class and choices."""

import base64
import json
from typing import Any

import numpy as np
import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from cam_core.comparisons.all_methods import Measured, measure
from cam_core.comparisons.faithfulness import area
from cam_core.comparisons.methods import METHODS
from cam_core.dataset import make_dataset
from cam_core.storage.checkpoint import load
from tests.serving import REPOSITORY
from ui.evidence.methods.tables import comparison, words
from ui.language import LANGUAGES, translator
from ui.state import SESSION_KEY, State

PAGE = REPOSITORY / "pages" / "evidence.py"
SECTION = """
from ui.evidence.methods.view import draw_methods
from ui.page import open_page

draw_methods(open_page("evidence"))
"""
PER_ROW = 5
"""Traces of a method's row: strip, signal, map, truth, what was found."""


def opened(state: State | None = None, **link: str) -> AppTest:
    """The section alone, as the page draws it."""
    test = AppTest.from_string(SECTION, default_timeout=120)
    if state:
        test.session_state[SESSION_KEY] = state
    for key, value in link.items():
        test.query_params[key] = value
    return test.run()


def components(test: AppTest) -> list[dict[str, Any]]:
    return [json.loads(component.proto.json) for component in test.get("bidi_component")]


def pictures(test: AppTest) -> list[dict[str, Any]]:
    """The methods' rows, and the curves of probability and margin."""
    return [data["figure"] for data in components(test) if data["instrument"] is None]


def values(spec: Any) -> np.ndarray:
    if isinstance(spec, list):
        return np.array(spec, float)
    flat = np.frombuffer(base64.b64decode(spec["bdata"]), f"<{spec['dtype']}")
    return flat.reshape([int(size) for size in str(spec.get("shape", len(flat))).split(",")])


def expected(model: str, sample: int, label: int) -> Measured:
    loaded = load(REPOSITORY / "models" / model)
    signal = make_dataset(loaded.manifest.experiment.signals).test[np.array([sample])]
    return measure(loaded, signal, np.array([label]), [sample])


def said(test: AppTest) -> str:
    return " ".join(text.value for text in test.markdown)


def numbers(table: pd.DataFrame) -> pd.DataFrame:
    """All but the time, which no test holds to anything."""
    return table.iloc[:, :-1]


def methods_table(test: AppTest) -> pd.DataFrame:
    heading = translator(test.session_state[SESSION_KEY].language)("methods-area")
    return next(one.value for one in test.table if heading in one.value.columns)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_has_the_section_and_the_choice_of_model(language: str) -> None:
    """Whoever opens the page finds the methods' pictures and can choose another model."""
    test = AppTest.from_file(str(PAGE), default_timeout=120)
    test.session_state[SESSION_KEY] = State("talk", {}, language)
    test.query_params["part"] = "methods"
    test.run()
    assert not test.exception
    assert len(pictures(test)) == 3
    assert translator(language)("methods-identity-average", positions=50) in said(test)
    assert any(box.label == translator(language)("model") for box in test.selectbox)


@pytest.mark.parametrize(
    ("model", "sample", "chosen", "label"),
    [("talk", 2, "predicted", 1), ("talk", 2, "0", 0), ("events", 5, "3", 3), ("talk-max", 2, "1", 1)],
)
def test_table_and_picture_are_the_networks(model: str, sample: int, chosen: str, label: int) -> None:
    """The link says signal and class; the page shows what every method says of them, and nothing else."""
    test = opened(State(model), sample=str(sample), map=chosen)
    assert not test.exception
    assert not test.warning
    found = expected(model, sample, label)
    t = translator("en")
    shown = words(t, comparison(found.rows), single=True)
    pd.testing.assert_frame_equal(numbers(methods_table(test)), numbers(shown))
    rows, *curves = pictures(test)
    maps = {one.name: one for one in found.attributions}
    for place, name in enumerate(METHODS):
        strip, _, curve, _, bracket = rows["data"][PER_ROW * place : PER_ROW * (place + 1)]
        ratio = maps[name].map[0] / np.abs(maps[name].map[0]).max()
        np.testing.assert_allclose(values(strip["z"])[0], ratio, atol=1e-5)
        np.testing.assert_allclose(values(curve["y"]), ratio, atol=1e-5)
        start, end = maps[name].localized_interval[0]
        ends = values(bracket["x"])
        assert (start < 0 and np.isnan(ends.astype(float)).all()) or ends.tolist() == [start - 0.5, end - 0.5]
    for figure, quantity in zip(curves, ("probability", "margin"), strict=True):
        drawn = [values(trace["y"]) for trace in figure["data"][3:]]
        np.testing.assert_allclose(drawn, getattr(found.deletions[0].by_map, quantity), atol=1e-4)


def test_gradient_cam_is_said_to_be_cam_in_numbers() -> None:
    """The share of the largest value is rounding, with either pooling, and each is told why."""
    for model, words_of_pooling in (("talk", "global average pooling"), ("talk-max", "global max pooling")):
        text = said(opened(State(model), sample="2"))
        assert words_of_pooling in text
        share = text.partition("a share of **")[2].partition("**")[0].replace("−", "-")
        assert 0 <= float(share) < 1e-5
        assert "value: rounding." in text


@pytest.mark.parametrize(
    ("model", "language", "state"),
    [
        ("untrained", "ko", {}),
        ("talk", "en", {"signals.num_points": 2000, "signals.num_samples": 40}),
        ("talk", "ko", {"signals.num_points": 32, "signals.noise_length": 5, "signals.num_samples": 40}),
        ("talk", "en", {"signals.noise_std": 0.0, "signals.num_samples": 60}),
        ("events", "ko", {"signals.num_samples": 60, "signals.background_std": 100.0}),
    ],
)
def test_extremes_show_no_exception(model: str, language: str, state: dict[str, object]) -> None:
    """Every model and the ends of the bounds are measured like everything else."""
    test = opened(State(model, state, language))
    assert not test.exception
    assert not test.warning
    assert len(pictures(test)) == 3


def test_a_clean_signal_has_no_scores_and_is_its_own_twin() -> None:
    """Dashes where there is no truth, level curves, and the sentence that says why."""
    test = opened(sample="17")
    assert (methods_table(test).iloc[:, :3] == "–").all(axis=None)
    assert "its own clean twin" in said(test)
    for figure in pictures(test)[1:]:
        assert max(np.ptp(values(trace["y"])) for trace in figure["data"][3:]) < 1e-4


def test_choices_of_deletion_change_curves_words_and_link() -> None:
    """The mean in place of the twin adds the twin's own curve; scattered deletion is called misleading."""
    test = opened(sample="2")
    before = pictures(test)[1]["data"]
    assert "leave a comb" not in said(test)
    test.toggle[0].set_value(True)
    [replaced] = [one for one in test.get("button_group") if one.label == "Deleted samples become"]
    replaced.set_value("mean").run()
    assert not test.exception
    after = pictures(test)[1]["data"]
    assert len(after) == len(before) + 1
    assert not np.allclose(values(after[3]["y"]), values(before[3]["y"]))
    assert "the deletion makes evidence of its own" in said(test)
    assert "leave a comb" in said(test)
    assert test.query_params["replaced"] in ("mean", ["mean"])
    again = opened(sample="2", replaced="mean", scattered="1")
    assert pictures(again)[1]["data"] == after
    own = expected("talk", 2, 1).deletions[0]
    assert f"of CAM: **{area(own.by_map.share, own.by_map.probability)[0]:.3f}**" in said(opened(sample="2"))


def test_many_signals_are_measured_a_few_at_a_time() -> None:
    """The button measures until all are there; then the means are shown, to the next visitor too."""
    settings = {"signals.num_samples": 50, "signals.seed": 11}
    test = opened(State("talk", settings))
    assert len(test.table) == 1
    [start] = [button for button in test.button if button.label == "Measure"]
    start.click().run()
    assert not test.exception
    assert any(button.label == "Stop" for button in test.button)
    for _ in range(3):
        test.run()
    assert not any(button.label == "Stop" for button in test.button)
    loaded = load(REPOSITORY / "models" / "talk")
    config = loaded.manifest.experiment.with_settings(settings)
    signals = make_dataset(config.signals).test
    eventful = signals[np.flatnonzero(signals.y > 0)]
    assert 3 < len(eventful) < 12
    found = measure(loaded, eventful, eventful.y, np.flatnonzero(signals.y > 0).tolist()).rows
    shown = words(translator("en"), comparison(found), single=False)
    for visitor in (test, opened(State("talk", settings))):
        tables = [one.value for one in visitor.table if "Deletion area" in one.value.columns]
        pd.testing.assert_frame_equal(numbers(tables[1]), numbers(shown))
        assert any(f"first {len(eventful)} test signals" in text.value for text in visitor.caption)


@pytest.mark.parametrize(
    "link",
    [
        {"sample": "-1"},
        {"sample": "9600"},
        {"sample": "9" * 400},
        {"map": "margin"},
        {"map": "8"},
        {"map": "[" * 5000},
        {"replaced": "zero"},
        {"scattered": "yes"},
    ],
)
def test_what_a_link_cannot_mean_gives_the_usual(link: dict[str, str]) -> None:
    """Whatever a link says, the first noisy signal and its predicted class are shown."""
    usual, odd = opened(), opened(**link)
    assert not odd.exception
    assert pictures(odd) == pictures(usual)
