"""What if's answers: what the browser is told is what the network says of that very signal, alone."""

import base64
import json
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl

import numpy as np
import pytest
import torch

from cam_core.by_hand.hand_made import HandMade
from cam_core.by_hand.sketch import read_sketch, write_sketch
from cam_core.by_hand.what_if import ShiftProbe
from cam_core.event_kinds import EVENT_KINDS
from cam_core.figures.payload import Payload
from cam_core.figures.whatif import CHARTS, whatif_bindings, whatif_figure
from cam_core.maps.choices import map_names
from cam_core.pipeline import explain
from ui import store
from ui.language import LANGUAGES, translator
from ui.moved_event import MovedEvent
from ui.state import State
from ui.whatif.charts import flip_payload, num_places, num_strengths, shift_payload
from ui.whatif.query import Subject, parse_subjects, subject_address
from ui.whatif.routes import QUESTIONS
from ui.whatif.samples import clean_payload, event_payloads, sketch_payload, subject_payload
from ui.whatif.shift_texts import shift_edge_text, shift_stair_text, shift_text
from ui.whatif.texts import percent

MODELS = ("talk", "talk-max", "events", "resnet18", "untrained")


@pytest.fixture(autouse=True)
def one_thread() -> None:
    """Bit-equality is promised for one thread only; the server has one."""
    torch.set_num_threads(1)


def subject(model: str, index: int = 3, made: HandMade | None = None, language: str = "en") -> Subject:
    known = store.manifest(model)
    return Subject(model, known.fingerprint, known.experiment, language, index, made)


def values(payload: Payload, name: str) -> np.ndarray:
    return np.frombuffer(base64.b64decode(payload["arrays"][name]["bdata"]), "<f4")


def holds(payload: Payload, of: Subject, x: np.ndarray) -> None:
    """Signal, maps, logits and probabilities are `explain`'s float32 numbers, bit for bit."""
    said = explain(store.model(of.model, of.fingerprint), x, keep_layers=False)
    np.testing.assert_array_equal(values(payload, "x"), x[0, 0])
    for label in range(len(of.names)):
        np.testing.assert_array_equal(values(payload, f"linear.{label}"), said.interpolated_cam[0, label])
        cell = payload["texts"][f"cell.{label}.logit"]
        assert f"{said.logits[0, label]:.4f}".replace("-", "−") in cell
        assert percent(float(said.probabilities[0, label])) in payload["texts"][f"cell.{label}.probability"]
    np.testing.assert_array_equal(values(payload, "logits"), said.logits[0])
    np.testing.assert_array_equal(values(payload, "probabilities"), said.probabilities[0])
    assert payload["alias"]["predicted"] == str(said.predicted_class[0])


@pytest.mark.parametrize("model", MODELS)
def test_every_answer_is_the_networks_own(model: str) -> None:
    """The signal as it is, dragged, cleaned and drawn: bit for bit what asking for that signal says."""
    of = subject(model)
    signal, family = of.signal, of.family
    holds(subject_payload(of), of, signal.x)
    place = len(family.interval) // 2
    moved = event_payloads(of, MovedEvent(int(family.starts[place]), 0.7))
    assert list(moved) == [str(family.starts[place])]
    holds(moved[str(family.starts[place])], of, family.at(np.array([place]), 0.7).x)
    x = signal.x.copy()
    x[..., 20:41] = signal.x_clean[..., 20:41]
    holds(clean_payload(of, {"from": "20", "to": "40"}), of, x)
    text = write_sketch(np.sin(np.arange(100) / 3), 0.002)
    holds(sketch_payload(of, {"sketch": text}), of, read_sketch(text, 100))


@pytest.mark.parametrize("kind", ["sine", *EVENT_KINDS])
@pytest.mark.parametrize("model", ["talk", "events"])
def test_a_signal_made_by_hand_is_asked_about_like_any_other(model: str, kind: str) -> None:
    """All tools answer for every kind, also for one that the network does not know, and say so."""
    of = subject(model, 0, HandMade(kind=kind, strength=0.8, background=0.05))
    base = subject_payload(of)
    holds(base, of, of.signal.x)
    known = kind == "sine" or kind in of.names
    assert ("never trained" in base["texts"]["truth"]) == (not known)
    for name, answer in QUESTIONS.items():
        sketch = {"sketch": write_sketch(np.zeros(100), 0.01)}
        assert answer(of, {"from": "0", "to": "9", **sketch})["arrays"], name
    assert (base["texts"]["hint"] == of.t("event-tool-fixed")) == (len(of.family.interval) == 1)


@pytest.mark.parametrize("model", MODELS)
def test_the_true_window_is_said_to_be_the_twin_bit_for_bit(model: str) -> None:
    """The sentence appears where the logits are the twin's, and the distance where they are not."""
    of = next(one for one in (subject(model, i) for i in range(20)) if one.signal.y[0] > 0)
    start, end = map(int, of.signal.event_interval[0])
    whole = clean_payload(of, {"from": str(start), "to": str(end - 1)})
    twin = explain(store.model(model, of.fingerprint), of.signal.x_clean)
    np.testing.assert_array_equal(values(whole, "logits"), twin.logits[0])
    assert whole["texts"]["twin"] == of.t("whatif-twin-equal")
    verdict = "scope-wrong" if twin.predicted_class[0] else "scope-right"
    assert whole["texts"]["truth"] == f"{of.t('scope-truth-sine')} {of.t(verdict)}"
    assert np.isnan(values(whole, "truth")).all()
    part = clean_payload(of, {"from": str(start), "to": str((start + end) // 2)})
    far = np.abs(values(part, "logits").astype(float) - twin.logits[0]).max()
    assert part["texts"]["twin"] == of.t("whatif-twin-far", difference=f"{far:.4g}")
    np.testing.assert_array_equal(values(part, "truth"), [(start + end) // 2 + 0.5, end - 0.5])


def test_a_plain_sine_is_its_own_twin() -> None:
    """Cleaning it changes no number, and the sentence says why."""
    of = next(one for one in (subject("talk", i) for i in range(20)) if one.signal.y[0] == 0)
    cleaned = clean_payload(of, {"from": "10", "to": "30"})
    np.testing.assert_array_equal(values(cleaned, "logits"), values(subject_payload(of), "logits"))
    assert cleaned["texts"]["twin"] == of.t("whatif-twin-own")
    assert "(0.00)" in cleaned["texts"]["cell.0.probability"]
    assert cleaned["texts"]["cell.1.logit"].endswith("(0.0000)")


@pytest.mark.parametrize("language", LANGUAGES)
def test_differences_are_what_the_two_numbers_beside_them_say(language: str) -> None:
    """Before, now and difference of every class, to the digits shown."""
    of = subject("events", 6, language=language)
    cleaned = clean_payload(of, {"from": "0", "to": "99"})
    for label in range(8):
        text = cleaned["texts"][f"cell.{label}.logit"].replace("−", "-")
        before, now, difference = map(float, re.findall(r"[-+]?\d+\.\d+", text))
        assert difference == pytest.approx(now - before, abs=1.1e-4)
        assert before == pytest.approx(values(subject_payload(of), "logits")[label], abs=6e-5)


@pytest.mark.parametrize("model", MODELS)
def test_the_flip_chart_says_where_the_answer_turns(model: str) -> None:
    """Its lines are loops over strengths, its upright lines stand at turns, its sentence names the first."""
    of = subject(model)
    chart = flip_payload(of, {})
    strengths = values(chart, "flip.strength")
    assert len(strengths) == num_strengths(of)
    place = of.family.usual_place
    for step in (0, 25, 100):
        x = of.family.at(np.array([place]), float(np.linspace(0, strengths[-1], 101)[step])).x
        said = explain(store.model(model, of.fingerprint), x)
        for label in range(len(of.names)):
            drawn = values(chart, f"flip.probability.{label}")[step]
            assert drawn == pytest.approx(said.probabilities[0, label], abs=1e-4)
    turns = values(chart, "flip.turns").reshape(-1, 3)
    first = turns[0, 0]
    assert np.isnan(turns[:, 2]).all()
    if np.isnan(first):
        assert "never turns" in chart["texts"]["flip"]
    else:
        assert f"{first:.4g}" in chart["texts"]["flip"]
        assert ("turns once" in chart["texts"]["flip"]) == (np.isfinite(turns[:, 0]).sum() == 1)


@pytest.mark.parametrize("model", MODELS)
def test_the_shift_chart_is_where_each_map_peaks(model: str) -> None:
    """Peaks are a loop over places; the numbers in the sentences are those of the drawn drift."""
    of = subject(model)
    chart = shift_payload(of, {})
    family, count = of.family, num_places(of)
    assert len(values(chart, "shift.peak")) == count
    drift = values(chart, "shift.drift")[: len(family.interval)]
    for place in range(0, len(family.interval), 11):
        said = explain(store.model(model, of.fingerprint), family.at(np.array([place]), family.strength).x)
        peak = said.field.centers(said.cam.shape[-1])[said.cam[0, of.label].argmax()]
        assert values(chart, "shift.peak")[place] == peak
        assert drift[place] == pytest.approx(peak - (family.interval[place].sum() - 1) / 2)
    assert f" {np.abs(drift).mean():.2f} " in chart["texts"]["shift"]
    assert f" {np.abs(drift).max():.1f} " in chart["texts"]["shift"]
    told = re.findall(r"(\d+\.\d) samples (left|right) of the event", chart["texts"]["shift_edges"])
    sides = [(f"{abs(value):.1f}", "right" if value > 0 else "left") for value in drift[[0, -1]] if value]
    assert told == sides
    edges, stair = chart["texts"]["shift_edges"], chart["texts"]["shift_stair"]
    assert "−" not in edges
    assert "+" not in edges
    stairs = len(np.unique(values(chart, "shift.peak")[: len(family.interval)]))
    if stairs > 1:
        assert f"Over {len(family.interval)} places of the event the peak takes {stairs} of" in stair
        assert f"{of.said.field.jump} samples or a multiple of that apart" in stair


SIDES = {
    "en": (
        "the peak lies 3.5 samples left of its centre.",
        "place the peak lies 3.5 samples left of the event’s centre, at the last on the event’s centre.",
        "1 sample or a multiple of that apart",
        "2 samples or a multiple of that apart",
        "stays at one",
        "no stair",
    ),
    "ko": (
        "최댓값은 사건의 가운데보다 3.5샘플 왼쪽에 있습니다.",
        "최댓값은 첫 자리에서 사건의 가운데보다 3.5샘플 왼쪽에, 마지막 자리에서 사건의 한가운데에 있습니다.",
        "서로 1샘플 또는 그 배수만큼",
        "서로 2샘플 또는 그 배수만큼",
        "한 위치에 머물렀습니다",
        "계단이 없습니다",
    ),
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_where_the_peak_lies_is_said_by_side_and_in_the_right_number(language: str) -> None:
    """One place or several, a step of one sample or more, to the left, to the right or on the centre."""
    of = subject("talk", language=language)

    def probe(drift: list[float], jump: int, near: list[bool]) -> ShiftProbe:
        center = 10.0 + np.arange(len(drift))
        return ShiftProbe(center, center + np.array(drift), jump, np.array(near))

    fixed, ends, one, two, stays, none = SIDES[language]
    alone = probe([-3.5], 2, [True])
    assert fixed in shift_text(of, alone)
    assert shift_edge_text(of, alone) == of.t("whatif-shift-all-near")
    assert none in shift_stair_text(of, alone)
    several = probe([-3.5, 2.0, 0.04], 1, [True, False, False])
    edges = shift_edge_text(of, several)
    assert ends in edges
    assert edges.endswith(of.t("whatif-shift-near", outer="3.50", inner="1.02"))
    assert one in shift_stair_text(of, several)
    assert two in shift_stair_text(of, replace(several, jump=2))
    assert stays in shift_stair_text(of, probe([1.0, 0.0, -1.0], 2, [False] * 3))


@pytest.mark.parametrize("chart", [None, *CHARTS])
@pytest.mark.parametrize("model", ["talk", "events"])
def test_every_binding_finds_its_array(model: str, chart: str | None) -> None:
    """Whatever is chosen, the picture has numbers of the right length for every trace it binds."""
    of = subject(model)
    payload = subject_payload(of)
    arrays = dict(payload["arrays"])
    arrays |= {f"before.{name}": one for name, one in payload["arrays"].items()}
    if chart:
        arrays |= QUESTIONS[chart](of, {})["arrays"]
    sizes = {"strengths": num_strengths(of), "turns": 8, "places": num_places(of)}
    figure = whatif_figure(100, 2.0, chart, of.names, sizes, translator("en"))
    bound: dict[int, set[str]] = {}
    for binding in whatif_bindings(chart, len(of.names)):
        bound.setdefault(binding["trace"], set()).add(binding["attr"])
        for name in map_names(len(of.names)):
            array = arrays[binding["array"].replace("{map}", name)]
            drawn = figure.data[binding["trace"]]
            length = len(np.frombuffer(base64.b64decode(array["bdata"]), "<f4"))
            assert length == (np.size(drawn.z) if binding["attr"] == "z" else len(drawn[binding["attr"]]))
    # the scale behind the height and the diagonal are the only traces that never change
    assert len(bound) == len(figure.data) - (2 if chart == "shift" else 1)


def test_an_address_says_everything() -> None:
    """What an address was made from comes out of it again, numbers of a signal made by hand included."""
    known = store.manifest("talk")
    for made in (None, HandMade(kind="spike", cycles=3.5, phase=-0.5, start=7, strength=0.25, seed=9)):
        state = State("talk", {"signals.noise_std": 0.2}, "ko")
        text = subject_address("clean", state, known.fingerprint, made)
        [read] = parse_subjects({**dict(parse_qsl(text.partition("?")[2])), "i": "0"})
        assert read.made == made
        assert (read.model, read.language, read.config.signals.noise_std) == ("talk", "ko", 0.2)


@pytest.mark.parametrize(
    ("question", "query", "sentence"),
    [
        ("clean", {"from": "-1", "to": "4"}, "`from` must be a whole number from 0 to 99, got '-1'"),
        ("clean", {"from": "5", "to": "4"}, "`to` must be a whole number from 5 to 99, got 4"),
        ("clean", {"from": "5", "to": "100"}, "`to` must be a whole number from 5 to 99, got 100"),
        ("clean", {}, "`from` must be a whole number"),
        ("clean", {"from": "9" * 5000, "to": "1"}, "`from` must be a whole number"),
        ("sketch", {}, "`sketch` must be a step"),
        ("sketch", {"sketch": "0.002." + "A" * 199}, "`sketch` must be a step"),
        ("flip", {"start": "x"}, "`start` must be a sample index"),
        ("flip", {"start": "100"}, "`start` must be a whole number from 0 to 99"),
        ("shift", {"strength": "inf"}, "`strength` must be a number from 0 to 100"),
        ("shift", {"strength": "a lot"}, "`strength` must be a number"),
        ("flip", {"made.kind": "quake"}, "`made.kind` must be one of"),
        ("flip", {"made.cycles": "NaN"}, "`made.cycles` must be a number"),
        ("flip", {"made.colour": "1"}, "`made` must be one of"),
        ("flip", {"made.start": "90"}, "`made.start` must be a whole number from 0 to 80, got 90"),
        ("flip", {"i": "1.5"}, "`i` must be sample numbers"),
        ("flip", {"model": "../talk"}, "`model` must be one of"),
    ],
)
def test_bad_questions_give_a_sentence(question: str, query: Mapping[str, str], sentence: str) -> None:
    """Everything that an address says is checked before anything is computed from it."""
    asked: dict[str, str] = {"model": "talk", "i": "1", **query}
    with pytest.raises(ValueError, match=re.escape(sentence)):
        QUESTIONS[question](parse_subjects(asked)[0], asked)


def test_long_signals_are_asked_about_in_bounds() -> None:
    """A signal of 2,000 samples with 1,981 places: some of them, both ends among them."""
    known = store.manifest("talk")
    config = known.experiment.with_settings({"signals.num_points": 2000, "signals.num_samples": 60})
    of = Subject("talk", known.fingerprint, config, "en", 1)
    centers = values(shift_payload(of, {}), "shift.center")
    assert len(centers) == num_places(of) == num_strengths(of) - 1 == 30
    assert (centers[0], centers[-1]) == (9.5, 1989.5)
    with pytest.raises(ValueError, match="`start` must be given where an event fits"):
        event_payloads(of, MovedEvent())


def test_answers_are_plain_json() -> None:
    """No NaN as a bare word, which browsers refuse to read."""
    of = subject("events", 3)
    said: list[Any] = [subject_payload(of), event_payloads(of, MovedEvent(10)), flip_payload(of, {})]
    json.dumps([*said, shift_payload(of, {}), clean_payload(of, {"from": "1", "to": "2"})], allow_nan=False)


def test_settings_of_the_signals_are_those_of_the_test_signals() -> None:
    """A weaker burst in the link is the one that is dragged and flipped."""
    known = store.manifest("talk")
    config = known.experiment.with_settings({"signals.noise_std": 0.2, "signals.num_samples": 60})
    weak = replace(subject("talk", 2), config=config)
    assert weak.family.strength == 0.2
    assert values(subject_payload(weak), "now.strength").tolist() == pytest.approx([0.2, 0.2])
