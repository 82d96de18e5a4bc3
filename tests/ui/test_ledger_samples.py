"""The ledger's samples: the network's own feature maps, ranked, and its map between the positions."""

import base64
import re
from typing import Any

import numpy as np
import pytest

from cam_core.cam import corner_drift, interpolation_matrix
from cam_core.figures.interpolation import KINDS, interpolation_bindings, interpolation_figure
from cam_core.figures.ledger import Lines, ledger_bindings, ledger_figure, ledger_patches
from cam_core.maps.choices import map_names
from cam_core.pipeline import explain
from cam_core.results import Explanation
from ui import store
from ui.evidence.ledger.samples import ledger_payloads, model_ledger_scales, most_samples
from ui.language import LANGUAGES, translator
from ui.sample_query import SampleQuery

MODELS = ("talk", "talk-max", "events", "fcn", "resnet18", "untrained")
MADE = re.compile(
    r"^(map|adds|terms|maxima|kept|gone|cursor|running\.\w+|end\.(place\.)?\w+)$",
)
"""Arrays that the browser adds up; all others come with the sample."""


def values(spec: dict[str, str]) -> np.ndarray:
    flat = np.frombuffer(base64.b64decode(spec["bdata"]), "<f4")
    return flat.reshape([int(size) for size in str(spec.get("shape", len(flat))).split(",")])


def query(model: str, *index: int, language: str = "en") -> SampleQuery:
    known = store.manifest(model)
    return SampleQuery(model, known.fingerprint, known.experiment, language, index)


def said(asked: SampleQuery) -> Explanation:
    return explain(store.model(asked.model, asked.fingerprint), asked.signals().x)


@pytest.mark.parametrize("model", MODELS)
def test_feature_maps_and_ranks_are_the_networks(model: str) -> None:
    """Maps and logits bit for bit; channels from the largest contribution down, ties by number."""
    asked = query(model, 2, 17)
    explanation = said(asked)
    for row, payload in enumerate(ledger_payloads(asked).values()):
        arrays = payload["arrays"]
        maps = list(explanation.layers.values())[-1][row]
        assert values(arrays["feature_maps"]).tobytes() == maps.tobytes()
        assert values(arrays["logits"]).tobytes() == explanation.logits[row].tobytes()
        np.testing.assert_array_equal(values(arrays["place"]), maps.argmax(axis=1))
        pooled = maps.astype(float).mean(axis=1) if explanation.pooling == "average" else maps.max(axis=1)
        for name in map_names(len(explanation.head_bias)):
            weight = explanation.head_weight.astype(float)
            of_map = weight[1] - weight[0] if name == "margin" else weight[int(name)]
            expected = sorted(
                range(len(maps)), key=lambda channel: (-of_map[channel] * pooled[channel], channel)
            )
            assert values(arrays[f"order.{name}"]).tolist() == expected


@pytest.mark.parametrize("model", MODELS)
def test_the_curves_between_positions_are_the_maps(model: str) -> None:
    """Every kind is the network's own map through that kind's matrix, and the sentence has both errors."""
    asked = query(model, 5)
    explanation, payload = said(asked), ledger_payloads(asked)["5"]
    num_positions, num_points = explanation.cam.shape[-1], explanation.x.shape[-1]
    for label in range(len(explanation.head_bias)):
        cam = explanation.cam[0, label]
        np.testing.assert_array_equal(values(payload["arrays"][f"cam.{label}"]), cam)
        for kind in KINDS:
            matrix = interpolation_matrix(explanation.field, num_positions, num_points, kind)
            np.testing.assert_allclose(
                values(payload["arrays"][f"{kind}.{label}"]), cam @ matrix, rtol=1e-5, atol=1e-5
            )
    wrong, right = (values(payload["arrays"][f"{kind}.1"]) for kind in ("corner", "linear"))
    drift = np.abs(corner_drift(explanation.field, num_positions, num_points)).max()
    words = payload["texts"]["drift.on.1"]
    assert f"by up to {drift:.2f} samples" in words
    [worst] = map(float, re.findall(r"by up to ([\d.]+) logits", words))
    assert worst == pytest.approx(np.abs(wrong - right).max(), abs=1e-3)


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_trace_of_both_pictures_gets_its_numbers(model: str, language: str) -> None:
    """What a binding asks for comes with the sample or is made of it; every view has its fixed scales."""
    asked = query(model, 0, language=language)
    payload, known, t = ledger_payloads(asked)["0"], store.manifest(model), translator(language)
    num_classes, config = known.experiment.signals.num_classes, known.experiment
    explanation = said(asked)
    centers = explanation.field.centers(explanation.cam.shape[-1])
    scales = model_ledger_scales(model, known.fingerprint)
    num_channels = explanation.head_weight.shape[1]
    drawn = ledger_figure(100, centers, num_channels, num_classes, scales, 2.0, config.network.pooling, t)
    between = interpolation_figure(100, centers, 2.0, t)
    names = map_names(num_classes)
    for figure, bindings in ((drawn, ledger_bindings(num_classes)), (between, interpolation_bindings())):
        for binding in bindings:
            assert binding["trace"] < len(figure.data)
            for name in names:
                for array in (binding["array"], binding.get("take", "x")):
                    filled = array.replace("{map}", name)
                    assert MADE.match(filled) or filled in payload["arrays"]
    assert len(drawn.data) == Lines(num_classes).first_end + num_classes + 1
    layouts = ledger_patches(known.calibration, scales, num_classes, config.network.pooling, t)["layouts"]
    assert set(layouts) == {f"{name}.{width}" for name in names for width in ("wide", "narrow")}


def test_an_answer_holds_what_a_browser_can_take() -> None:
    """More samples than allowed are refused in one sentence; longer signals allow fewer."""
    assert most_samples(store.manifest("talk").experiment) == 16
    longer = store.manifest("talk").experiment.with_settings(
        {"signals.num_points": 2000, "signals.num_samples": 400}
    )
    assert most_samples(longer) == 2
    with pytest.raises(ValueError, match="`i` must name at most 16 samples, got 17"):
        ledger_payloads(query("talk", *range(17)))


def test_sentences_are_in_the_readers_language() -> None:
    """The same numbers, other words."""
    texts: list[dict[str, Any]] = [
        ledger_payloads(query("talk", 2, language=language))["2"]["texts"] for language in LANGUAGES
    ]
    numbers = [re.findall(r"\d+\.\d+", one["drift.on.1"]) for one in texts]
    assert numbers[0] == numbers[1]
    assert texts[0]["sentence"] != texts[1]["sentence"]
