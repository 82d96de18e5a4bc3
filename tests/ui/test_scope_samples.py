"""Scope's samples: what the browser gets is what the network says, and its sentences are true."""

import base64
import json
import re

import numpy as np
import pytest

from cam_core.figures.payload import typed_array
from cam_core.figures.scope import CURVE, LOCALIZED, SIGNAL, STRIP, TRUE_BURST, scope_bindings, scope_figure
from cam_core.maps.choices import map_names
from cam_core.pipeline import explain
from cam_core.scores.evaluation import NOISY
from ui import store
from ui.language import LANGUAGES, translator
from ui.moved_event import MovedEvent, parse_event
from ui.sample_query import MAX_SAMPLES, SampleQuery, address, parse
from ui.scope.samples import event_payloads, sample_payloads
from ui.state import State


def values(spec: dict[str, str]) -> np.ndarray:
    flat = np.frombuffer(base64.b64decode(spec["bdata"]), "<f4")
    return flat.reshape([int(n) for n in spec["shape"].split(",")]) if "shape" in spec else flat


def query(*index: int, model: str = "talk", language: str = "en", **settings: object) -> SampleQuery:
    known = store.manifest(model)
    config = known.experiment.with_settings({f"signals.{key}": value for key, value in settings.items()})
    return SampleQuery(model, known.fingerprint, config, language, index)


def test_typed_arrays_arrive_as_they_left() -> None:
    """Plotly's base64 form gives back the same float32 numbers, two axes included."""
    numbers = np.random.default_rng(0).normal(size=(3, 7)).astype(np.float32)
    np.testing.assert_array_equal(values(typed_array(numbers)), numbers)


def test_a_payload_holds_what_explain_says() -> None:
    """Signal, both classes' maps and the margin of a sample are the network's own numbers."""
    asked = query(5, 17, 9599)
    payloads = sample_payloads(asked)
    explanation = explain(store.model("talk", asked.fingerprint), asked.signals().x)
    assert list(payloads) == ["5", "17", "9599"]
    for row, payload in enumerate(payloads.values()):
        arrays = payload["arrays"]
        np.testing.assert_array_equal(values(arrays["x"]), explanation.x[row, 0])
        cams = explanation.interpolated_cam[row]
        for label in range(2):
            np.testing.assert_allclose(values(arrays[f"linear.{label}"]), cams[label], rtol=1e-4, atol=1e-3)
        margin = values(arrays["linear.margin"])
        np.testing.assert_allclose(margin, cams[1] - cams[0], rtol=1e-4, atol=1e-3)
        assert payload["alias"]["predicted"] == str(explanation.predicted_class[row])


def test_brackets_span_whole_samples() -> None:
    """The true burst's bracket runs from half a sample before its first to half a sample after its last."""
    asked = query(*range(6))
    for payload, truth in zip(sample_payloads(asked).values(), asked.signals().event_interval, strict=True):
        ends = values(payload["arrays"]["truth"])
        if truth[0] < 0:
            assert np.isnan(ends).all()
        else:
            np.testing.assert_array_equal(ends, truth - 0.5)


def test_every_binding_finds_its_array() -> None:
    """Whatever the switches say, the picture has something to draw (steps have no curve of their own)."""
    asked = sample_payloads(query(3))["3"]
    for binding in scope_bindings(2):
        for name in map_names(2):
            array = binding["array"].replace("{map}", name).replace("{interpolation}", "linear")
            assert array in asked["arrays"], array
    figure = scope_figure(100, 2.0, translator("en"))
    assert {binding["trace"] for binding in scope_bindings(2)} <= set(range(len(figure.data)))
    assert figure.data[SIGNAL].type == "scatter"
    assert figure.data[STRIP].type == "heatmap"
    assert figure.data[CURVE].yaxis == "y3"
    assert figure.data[TRUE_BURST].yaxis == figure.data[LOCALIZED].yaxis == "y2"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("model", ["talk", "untrained"])
def test_sentences_say_what_the_numbers_say(model: str, language: str) -> None:
    """Predicted class, evidence and verdict are those of the numbers, right or wrong."""
    asked = query(*range(40), model=model, language=language)
    t = translator(language)
    signals = asked.signals()
    explanation = explain(store.model(model, asked.fingerprint), signals.x)
    for row, payload in enumerate(sample_payloads(asked).values()):
        texts = payload["texts"]
        label = int(explanation.predicted_class[row])
        assert texts["sentence"].startswith(t(["class-sine", "class-noisy_sine"][label]))
        verdict = "scope-right" if label == signals.y[row] else "scope-wrong"
        assert texts["truth"].endswith(t(verdict))
        found = explanation.localized_interval[row, NOISY]
        everywhere = found[1] - found[0] >= 80
        says_where = f"{found[0]}" in texts["sentence"] and f"{found[1] - 1}" in texts["sentence"]
        kind = ["sine", "event"][label]
        says_all = t(f"scope-evidence-everywhere-{kind}", event=t("event-noisy_sine")) in texts["sentence"]
        assert says_where or says_all or not explanation.evidence[row]
        assert says_all == (everywhere and bool(explanation.evidence[row]))
        none = t(f"scope-no-evidence-{kind}", event=t("event-noisy_sine"))
        assert (none in texts["sentence"]) == (not explanation.evidence[row])


def test_no_probability_is_rounded_to_certainty() -> None:
    """Nothing a network says is 100.0 % sure."""
    for payload in sample_payloads(query(*range(60))).values():
        assert "100.0" not in payload["texts"]["sentence"]


def test_the_sum_that_is_shown_adds_up() -> None:
    """The numbers in the conservation line are the network's, to the four digits shown."""
    payload = sample_payloads(query(2))["2"]
    for name in map_names(2):
        words = payload["texts"][f"sum.{name}"].replace("−", "-").replace("=", " ").replace("(", " ").split()
        logit, bias, mean = [float(word) for word in words if word.lstrip("-").replace(".", "").isdigit()][:3]
        assert abs(logit - bias - mean) <= 2e-4


@pytest.mark.parametrize(("model", "sample"), [("talk", 2), ("events", 3)])
def test_an_event_at_its_own_place_and_strength_is_the_test_signal(model: str, sample: int) -> None:
    """Dragging starts where the signal stands: the same numbers and the same sentences."""
    asked = query(sample, model=model)
    start = int(asked.signals().event_interval[0, 0])
    own = sample_payloads(asked)[str(sample)]
    [(name, moved)] = event_payloads(asked, MovedEvent(start=start)).items()
    assert name == str(start)
    assert {key: moved["arrays"][key] for key in own["arrays"]} == own["arrays"]
    assert moved["texts"] == own["texts"]
    assert moved["alias"] == own["alias"]


def test_a_dragged_event_lies_where_it_was_put() -> None:
    """Member `s` of the family differs from the clean signal exactly on samples s to s + 19."""
    asked = query(0)
    clean = asked.signals().x_clean[0, 0]
    family = event_payloads(asked, MovedEvent(strength=0.3))
    assert list(family) == [str(start) for start in range(81)]
    for start in (0, 13, 80):
        differs = np.flatnonzero(values(family[str(start)]["arrays"]["x"]) != clean)
        np.testing.assert_array_equal(differs, np.arange(start, start + 20))
        np.testing.assert_array_equal(
            values(family[str(start)]["arrays"]["event"]), [start - 0.5, start + 19.5]
        )


def test_an_address_says_everything() -> None:
    """What an address was made from comes out of it again."""
    state = State("talk", {"signals.noise_std": 0.2}, "ko")
    known = store.manifest("talk")
    text = address("/samples", state, known.fingerprint)
    read = parse(dict(pair.split("=") for pair in text.partition("?")[2].split("&")) | {"i": "3,4"})
    assert read == query(3, 4, language="ko", noise_std=0.2)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"model": "nobody"}, "`model` must be one of"),
        ({"model": "../talk"}, "`model` must be one of"),
        ({"i": ""}, "`i` must be sample numbers from 0 to 9599, got ''"),
        ({"i": "9600"}, "`i` must be sample numbers from 0 to 9599, got '9600'"),
        ({"i": "-1"}, "`i` must be sample numbers"),
        ({"i": "1e3"}, "`i` must be sample numbers"),
        ({"i": "٣"}, "`i` must be sample numbers"),
        ({"i": "9" * 5000}, "`i` must be sample numbers"),
        ({"i": ",".join("1" * (MAX_SAMPLES + 1))}, f"`i` must name at most {MAX_SAMPLES}"),
        ({"signals.noise_std": "NaN"}, "`signals.noise_std` must be a number"),
        ({"training.epochs": "3"}, "`training.epochs` must be a setting of the signals here"),
        ({"fingerprint": "old"}, f"`fingerprint` must be {store.manifest('talk').fingerprint}, got 'old'."),
        ({"lang": "xx"}, "`lang` must be one of"),
    ],
)
def test_a_bad_address_gives_a_sentence(change: dict[str, str], sentence: str) -> None:
    """Every part of an address is checked before anything is computed."""
    with pytest.raises(ValueError, match=re.escape(sentence)):
        parse({"model": "talk", "i": "1", **change})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(("strength", value) for value in ("x", "-1", "nan", "inf", "1e9", "101", "9" * 999)),
        *(("start", value) for value in ("x", "-1", "100", "1e1", "٣", "9" * 999)),
    ],
)
def test_a_bad_place_or_strength_gives_a_sentence(name: str, value: str) -> None:
    """A dragged event has bounds like every other number."""
    with pytest.raises(ValueError, match=f"`{name}` must be a"):
        event_payloads(query(1), parse_event({name: value}))


def test_a_share_ends_at_one_and_many_places_are_not_asked_for_at_once() -> None:
    """A dropout cannot be more than whole; a family of thousands of places is refused."""
    with pytest.raises(ValueError, match="`strength` must be a number from 0 to 1,"):
        event_payloads(query(1, kinds=["dropout"]), MovedEvent(10, 1.5))
    with pytest.raises(ValueError, match="`start` must be given where"):
        event_payloads(query(1, num_points=1000, num_samples=60), MovedEvent())


def test_a_burst_of_no_strength_is_no_burst() -> None:
    """At strength 0 the signal is a plain sine: no bracket, no score, and a right answer is called right."""
    t = translator("en")
    for payload in event_payloads(query(2), MovedEvent(strength=0.0)).values():
        assert np.isnan(values(payload["arrays"]["truth"])).all()
        assert payload["texts"]["score"] == t("scope-score-no-truth")
        assert payload["texts"]["truth"].startswith(t("scope-truth-sine"))


def test_no_evidence_has_neither_bracket_nor_score() -> None:
    """What the sentence denies must not be scored beside it."""
    t = translator("en")
    asked = query(*range(120), model="barely")
    explanation = explain(store.model("barely", asked.fingerprint), asked.signals().x)
    for row, payload in enumerate(sample_payloads(asked).values()):
        bracket = values(payload["arrays"]["found.1"])
        assert np.isnan(bracket).all() == (not explanation.evidence[row])
        if asked.signals().y[row] == NOISY and not explanation.evidence[row]:
            assert payload["texts"]["score"] == t("scope-score-nothing-found")


def test_payloads_are_plain_json() -> None:
    """No NaN as a bare word, which browsers refuse to read."""
    json.dumps(sample_payloads(query(0, 1, 2)), allow_nan=False)
