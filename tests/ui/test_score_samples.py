"""Score's samples: the numbers in the sentences and pictures are those of cam_core."""

import base64
import re

import numpy as np
import pytest

from cam_core.localization import (
    intersection_over_union,
    localization_scores,
    localized_intervals,
    no_model_baseline,
)
from cam_core.pipeline import explain, summarize
from cam_core.results import Explanation
from cam_core.scores.evaluation import chance_edge_error, chance_iou, score
from cam_core.scores.outcomes import MEETINGS, OUTCOMES
from cam_core.signals import SignalBatch
from ui import store
from ui.evidence.score.measurement import measured_outcomes, measured_overlaps
from ui.evidence.score.samples import score_payloads
from ui.evidence.score.tables import signals_csv
from ui.language import translator
from ui.sample_query import SampleQuery

NUMBER = r"[\d.]+"


def asked(model: str, language: str, count: int = 40) -> tuple[SampleQuery, SignalBatch, Explanation]:
    """The first test signals of a model, and what its network says of them."""
    known = store.manifest(model)
    query = SampleQuery(model, known.fingerprint, known.experiment, language, tuple(range(count)))
    return query, query.signals(), explain(store.model(model, known.fingerprint), query.signals().x)


def array(payload: dict[str, dict[str, dict[str, str]]], name: str) -> np.ndarray:
    return np.frombuffer(base64.b64decode(payload["arrays"][name]["bdata"]), "<f4")


@pytest.mark.parametrize("model", ["talk", "untrained", "events"])
def test_brackets_say_what_the_sentences_say(model: str) -> None:
    """A map's interval is drawn where it rises above its threshold; a plain sine has none to be found."""
    query, signals, explanation = asked(model, "en")
    thresholds = store.manifest(model).calibration.thresholds
    seen = set()
    for row, payload in enumerate(score_payloads(query).values()):
        label = max(int(signals.y[row]), 1)
        evident = bool(explanation.interpolated_cam[row, label].max() > thresholds[label])
        seen.add((label, evident))
        expected = explanation.localized_interval[row, label] - 0.5 if evident else [np.nan, np.nan]
        np.testing.assert_array_equal(array(payload, "found"), expected)
        assert np.isnan(array(payload, "no_model")).all() == (signals.y[row] == 0)
    assert {evident for _, evident in seen} == {True, False}


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("model", ["talk", "events", "untrained", "resnet18"])
def test_sentences_hold_the_numbers_of_map_no_model_and_chance(model: str, language: str) -> None:
    """IoU, edge error and interval of each signal, by cam_core; plain sines have nothing to find."""
    query, signals, explanation = asked(model, language)
    payloads = score_payloads(query)
    rows, label = np.arange(len(signals)), np.maximum(signals.y, 1)
    maps, found = explanation.interpolated_cam[rows, label], explanation.localized_interval[rows, label]
    bend = no_model_baseline(signals.x)
    beside = {
        "map": (found, localization_scores(maps, found, signals.event_interval)),
        "no_model": (
            localized_intervals(bend),
            localization_scores(bend, localized_intervals(bend), signals.event_interval),
        ),
    }
    nothing = translator(language)("score-nothing-to-find")
    for row in rows:
        texts, truth = payloads[str(row)]["texts"], signals.event_interval[row]
        np.testing.assert_allclose(array(payloads[str(row)], "map"), maps[row], rtol=1e-6)
        if truth[0] < 0:
            assert [texts[name] for name in ("map", "no_model", "chance")] == [nothing] * 3
            continue
        for name, (interval, scores) in beside.items():
            if interval[row, 0] < 0:
                assert texts[name] == translator(language)("score-no-interval")
                continue
            iou, error, first, last = re.findall(NUMBER, texts[name].replace("IoU ≥ 0.5", ""))
            assert iou == f"{scores.iou[row]:.2f}"
            assert error == f"{scores.edge_error[row]:.1f}"
            assert (int(first), int(last.rstrip("."))) == (interval[row, 0], interval[row, 1] - 1)
            inside = "scope-peak-inside" if scores.pointing_hit[row] else "scope-peak-outside"
            assert translator(language)(inside) in texts[name]
        chance = re.findall(NUMBER, texts["chance"])
        assert chance == [
            f"{chance_iou(truth[None], 100):.2f}",
            f"{(truth[1] - truth[0]):.1f}",
            f"{chance_edge_error(truth[None], 100):.1f}",
        ]


@pytest.mark.parametrize("model", ["talk", "barely", "events"])
def test_the_outcome_said_is_the_outcome_counted(model: str) -> None:
    """For both ways of meeting an event the sentence begins as the signal's column is called."""
    query, signals, explanation = asked(model, "en", count=120)
    payloads, t = score_payloads(query), translator("en")
    for meeting in MEETINGS:
        counted = measured_outcomes(model, query.fingerprint, query.config, meeting)
        for row in range(len(signals)):
            head, said = (
                t(f"score-outcome-{OUTCOMES[counted[row]].replace('_', '-')}"),
                payloads[str(row)]["texts"],
            )
            assert said[f"outcome.{meeting}"].startswith(head), f"signal {row}"
            if OUTCOMES[counted[row]] == "wrong_reason" and signals.y[row]:
                nothing = said[f"outcome.{meeting}"] == t("score-why-wrong-reason-event-nothing")
                assert nothing == (not explanation.evidence[row])


def test_the_measured_overlaps_are_those_of_every_signal_with_an_event() -> None:
    """In batches as in one go; at the paper's share they give the stored mean IoU of the model."""
    known = store.manifest("background-max")
    work = measured_overlaps("background-max", known.fingerprint, known.experiment)
    while not work.steps.is_done:
        work.steps.advance()
    curve = work.curve()
    assert curve.num_signals == (store.test_signals(known.experiment.signals).y > 0).sum()
    stored = known.evaluation["localization"]
    assert curve.mean_iou[8] == pytest.approx(stored["mean_iou"], abs=1e-4)
    assert curve.iou_50_rate[8] == pytest.approx(stored["iou_50_rate"], abs=1e-3)


def test_the_file_of_all_signals_holds_their_scores() -> None:
    """Means over its lines are the evaluation's numbers; each line's IoU is that of its own intervals."""
    config = store.manifest("barely").experiment.with_settings({"signals.num_samples": 400})
    model = store.model("barely", store.manifest("barely").fingerprint)
    signals = store.test_signals(config.signals)
    summary = summarize(model, signals.x)
    outcome = np.zeros(len(signals), int)
    text = signals_csv(summary, signals, outcome, config.signals.class_names, {"model": "barely"})
    head, *lines = [line.split(",") for line in text.strip().split("\n")]
    rows = [dict(zip(head, line, strict=True)) for line in lines]
    assert len(rows) == len(signals)
    expected = score(summary, signals.x, signals.y, signals.event_interval)
    assert expected.localization
    assert expected.baseline

    def mean(name: str) -> float:
        return float(np.mean([float(row[name]) for row in rows if row[name]]))

    assert mean("iou") == pytest.approx(expected.localization.mean_iou, abs=1e-5)
    assert mean("pointing") == pytest.approx(expected.localization.pointing_rate, abs=1e-5)
    assert mean("no_model_iou") == pytest.approx(expected.baseline.mean_iou, abs=1e-5)
    assert mean("no_model_pointing") == pytest.approx(expected.baseline.pointing_rate, abs=1e-5)
    assert mean("chance_iou") == pytest.approx(expected.chance_mean_iou, abs=1e-5)
    for row in rows:
        if row["iou"]:
            found, truth = (
                np.array([int(row[f"{kind}_first"]), int(row[f"{kind}_end"])]) for kind in ("map", "true")
            )
            assert float(row["iou"]) == pytest.approx(intersection_over_union(found, truth), abs=1e-5)
