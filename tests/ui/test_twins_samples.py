"""The twins' samples: both networks' own numbers for the same signals."""

import base64
import re

import numpy as np
import pytest

from cam_core.comparisons.twins import TWINS
from cam_core.figures.twins import twin_bindings, twin_figure
from cam_core.pipeline import explain
from ui import store
from ui.evidence.twins.samples import EVENT, share_limits, twin_payloads, twin_slugs
from ui.evidence.twins.view import verdicts
from ui.language import LANGUAGES, translator
from ui.sample_query import SampleQuery


def values(spec: dict[str, str]) -> np.ndarray:
    return np.frombuffer(base64.b64decode(spec["bdata"]), "<f4")


def query(*index: int, model: str = "talk", language: str = "en") -> SampleQuery:
    known = store.manifest(model)
    return SampleQuery(model, known.fingerprint, known.experiment, language, index)


@pytest.mark.parametrize("model", TWINS)
def test_both_maps_are_the_networks_own(model: str) -> None:
    """Each map over its own network's scale; the bars of what positions add end on the logit, and are drawn
    as per cent of all that the positions add and take away."""
    asked = query(2, 17, model=model)
    payloads = twin_payloads(asked)
    for pooling, slug in twin_slugs(model).items():
        known = store.manifest(slug)
        said = explain(store.model(slug, known.fingerprint), asked.signals().x)
        for row, payload in enumerate(payloads.values()):
            drawn = values(payload["arrays"][f"{pooling}.map"]) * known.calibration.cam_scale
            np.testing.assert_allclose(drawn, said.interpolated_cam[row, EVENT], rtol=1e-4, atol=1e-3)
            outside, left, right, beyond = values(payload["arrays"][f"{pooling}.shares"]).reshape(-1, 4).T
            assert not np.any([outside, beyond])
            np.testing.assert_array_equal(left, right)
            total = left.sum(dtype=float) + said.head_bias[EVENT]
            assert total == pytest.approx(said.logits[row, EVENT], abs=1e-3)
            percent = payload["scalars"][f"{pooling}.percent"]
            assert np.abs(left).sum(dtype=float) / percent == pytest.approx(100, rel=1e-5)


def test_max_pooling_adds_at_few_places() -> None:
    """Half of what speaks for noise from three positions at most, not from many, and the sentence says so."""
    shown = twin_payloads(query(2))["2"]

    def needed(pooling: str) -> int:
        left = sorted(np.maximum(values(shown["arrays"][f"{pooling}.shares"])[1::4], 0), reverse=True)
        count, half = 0, sum(left) / 2
        while sum(left[:count]) < half:
            count += 1
        assert shown["texts"][f"{pooling}.half"] == f"comes from {count} of 50 positions."
        return count

    assert needed("max") <= 3 < needed("average")


@pytest.mark.parametrize("model", TWINS)
def test_one_axis_holds_what_the_positions_of_both_twins_add(model: str) -> None:
    """Of other signals than those it was measured on, and no emptier than it must be."""
    slugs = twin_slugs(model)
    prints = tuple(store.manifest(slug).fingerprint for slug in slugs.values())
    low, high = share_limits(model, prints)
    parts = []
    for payload in twin_payloads(query(*range(100), model=model)).values():
        for pooling in slugs:
            bars = values(payload["arrays"][f"{pooling}.shares"])[1::4]
            parts.append(bars / payload["scalars"][f"{pooling}.percent"])
    assert low <= np.min(parts) < low + 20
    assert high - 40 < np.max(parts) <= high


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_binding_and_sentence_is_there(language: str) -> None:
    """Both pictures find their arrays and texts, in both languages."""
    payload = twin_payloads(query(0, language=language))["0"]
    figure = twin_figure(100, np.arange(50) * 2 + 0.5, 2.0, (-70, 90), translator(language))
    for pooling in ("average", "max"):
        for binding in twin_bindings(pooling):
            assert binding["array"] in payload["arrays"]
            assert binding["trace"] < len(figure.data)
        assert {f"{pooling}.{name}" for name in ("sentence", "score", "half", "sum")} <= set(payload["texts"])


def test_a_model_without_a_twin_is_refused() -> None:
    """The address of a model that has none gets a sentence."""
    with pytest.raises(ValueError, match=re.escape("`model` must be one of talk, background, got 'barely'")):
        twin_payloads(query(1, model="barely"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_verdict_follows_the_numbers(language: str) -> None:
    """Better, worse or undecided: the sentence is the one of the interval."""
    from cam_core.comparisons.twins import compare
    from tests.core.test_twins import table

    t = translator(language)
    for values_of_max, verdict in (
        ([0.9] * 5, "max"),
        ([0.5] * 5, "average"),
        ([0.9, 0.7, 0.8, 0.7, 0.9], "open"),
    ):
        lines = verdicts(t, compare(table(coverage=values_of_max), "talk"))
        numbers = {"average": "0.802", "max": f"{np.mean(values_of_max):.3f}"}
        assert lines[0] == t(f"twins-claim-extent-{verdict}", **numbers)
