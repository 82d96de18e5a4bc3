"""Sanity's samples and measurement: pictures and sentences hold what cam_core gives."""

import base64
import re
from typing import Any

import numpy as np
import pytest
from scipy import stats

from cam_core.cam import interpolated_cam
from cam_core.comparisons.randomization import randomized_cams, replaceable_stages, untrained_twin
from cam_core.figures.controls import CONTROLS
from cam_core.pipeline import explain
from ui import store
from ui.evidence.sanity.measurement import NUM_SEEDS, measured_randomization
from ui.evidence.sanity.randomization import curve_csv
from ui.evidence.sanity.samples import DRAWS, control_payloads, randomized_payloads, seed_of, trio
from ui.evidence.sanity.texts import curve_sentences
from ui.language import translator
from ui.sample_query import SampleQuery


def query(model: str, language: str = "en", count: int = 6) -> SampleQuery:
    known = store.manifest(model)
    return SampleQuery(model, known.fingerprint, known.experiment, language, tuple(range(count)))


def array(payload: dict[str, Any], name: str) -> np.ndarray:
    spec = payload["arrays"][name]
    values = np.frombuffer(base64.b64decode(spec["bdata"]), "<f4")
    return values.reshape([int(one) for one in str(spec.get("shape", len(values))).split(",")])


@pytest.mark.parametrize("language", ["en", "ko"])
def test_the_three_maps_are_those_of_the_three_networks(language: str) -> None:
    """In logits for all; each with its own scale beside it, its own interval, and the height of its peak."""
    asked = query("talk", language)
    payloads, slugs, signals = control_payloads(asked), trio("talk"), asked.signals()
    assert slugs == {"trained": "talk", "untrained": "untrained", "shuffled": "shuffled"}
    for name, slug in slugs.items():
        known = store.manifest(slug)
        explanation = explain(store.model(slug, known.fingerprint), signals.x, truth=signals)
        for row in range(len(signals)):
            one, values = payloads[str(row)], explanation.interpolated_cam[row, 1]
            np.testing.assert_allclose(array(one, f"{name}.map"), values, rtol=1e-6)
            assert one["scalars"][f"own.{name}"] == known.calibration.cam_scale
            peak = f"{values.max():.3f}".replace("-", "−").replace("−0.000", "0.000")
            assert f" {peak} " in one["texts"][f"{name}.says"]
            found = array(one, f"{name}.found")
            if values.max() > known.calibration.thresholds[1]:
                assert found.tolist() == (explanation.localized_interval[row, 1] - 0.5).tolist()
            else:
                assert np.isnan(found).all()
    assert set(CONTROLS) == set(slugs)


def test_a_model_without_twins_is_refused_in_one_sentence() -> None:
    """The sentence names what is expected and what came."""
    assert trio("fcn") is None
    with pytest.raises(ValueError, match=r"`model` must have sanity twins, .* got 'fcn'\."):
        control_payloads(query("fcn"))


@pytest.mark.parametrize("model", ["talk", "talk-max", "fcn", "events"])
def test_rows_are_the_maps_of_each_stage_and_their_rank_correlations(model: str) -> None:
    """Oracle: the stages' maps made here from the same seeds, SciPy row by row; each row ends at its peak."""
    asked = query(model, count=3)
    payloads, signals = randomized_payloads(asked), asked.signals()
    network = store.model(model, asked.fingerprint).network
    labels = np.maximum(signals.y, 1)
    for draw in DRAWS:
        fresh = untrained_twin(network, seed_of(asked.config.training.seed, int(draw)))
        maps = [cam[np.arange(3), labels] for cam in randomized_cams(network, fresh, signals.x)]
        for row in range(3):
            one = payloads[str(row)]
            expected = [stats.spearmanr(maps[0][row], cam[row]).statistic for cam in maps]
            np.testing.assert_allclose(array(one, f"{draw}.correlation"), expected, atol=1e-5)
            shown = np.stack([interpolated_cam(cam[row], network.map_field, 100) for cam in maps])
            shares = shown / np.abs(shown).max(axis=1, keepdims=True)
            np.testing.assert_allclose(array(one, f"{draw}.rows"), shares, rtol=1e-3, atol=1e-4)
            said = re.findall(r"[−\d]\d*\.\d\d|−\d\.\d\d", one["texts"][f"correlation.{draw}"])
            assert [value.replace("−", "-") for value in said] == [
                f"{v + 0.0:.2f}" for v in np.round(expected[1:], 2)
            ]
    assert len(replaceable_stages(network)) + 1 == len(maps)


def test_no_draw_is_the_trainings_own_beginning() -> None:
    """The seeds of the random weights leave out the seed from whose weights the training began."""
    for seed in (0, 7, 2**31 - 1):
        drawn = {seed_of(seed, draw) for draw in range(NUM_SEEDS)}
        assert len(drawn) == NUM_SEEDS
        assert seed not in drawn


def test_the_measurement_and_what_is_said_of_it() -> None:
    """The file has the means of the curve; the first row is 1; the sentences hold the curve's numbers."""
    known = store.manifest("untrained")
    config = known.experiment.with_settings({"signals.num_samples": 400})
    work = measured_randomization("untrained", known.fingerprint, config)
    while not work.steps.is_done:
        work.steps.advance()
    curve = work.curve()
    assert curve.num_signals == len(work.numbers) <= 200
    np.testing.assert_allclose(curve.signed[:, 0], 1)
    head, *lines = [line.split(",") for line in curve_csv(curve, {"model": "x"}).strip().split("\n")]
    rows = [dict(zip(head, line, strict=True)) for line in lines]
    whole = {row["random_down_to"]: row for row in rows if row["seed"] == "all"}
    for place, stage in enumerate(("original", *curve.stages)):
        alone = [
            float(row["rank_correlation"])
            for row in rows
            if row["random_down_to"] == stage and row["seed"].isdigit()
        ]
        assert len(alone) == NUM_SEEDS
        assert float(whole[stage]["rank_correlation"]) == pytest.approx(np.mean(alone), abs=1e-5)
        assert float(whole[stage]["absolute"]) == pytest.approx(curve.absolute[:, place].mean(), abs=1e-5)
    for language in ("en", "ko"):
        first, last = curve_sentences(translator(language), curve)
        assert f"**{curve.absolute[:, 1].mean():.2f} ±" in first
        assert f"**{curve.absolute[:, -1].mean():.2f} ±" in last
        assert f"{curve.other_absolute:.2f}" in last
