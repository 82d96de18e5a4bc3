"""Several classes: each its own map, one scale, any map against any other."""

import base64

import numpy as np
import pytest

from cam_core.figures.scope import scope_bindings, scope_patches
from cam_core.figures.top import NUM_TOP, PER_ROW, top_bindings, top_figure
from cam_core.pipeline import explain
from ui import store
from ui.locale import LANGUAGES, translator
from ui.sample_query import SampleQuery
from ui.scope_samples import sample_payloads

INDEX = tuple(range(12))


def values(spec: dict[str, str]) -> np.ndarray:
    return np.frombuffer(base64.b64decode(spec["bdata"]), "<f4")


def query(language: str = "en") -> SampleQuery:
    known = store.manifest("events")
    return SampleQuery("events", known.fingerprint, known.experiment, language, INDEX)


def test_the_rows_are_the_most_likely_classes_maps() -> None:
    """In the order of the logits, each the class's own interpolated map; brackets only with evidence."""
    asked = query()
    known = store.manifest("events")
    said = explain(store.model("events", asked.fingerprint), asked.signals().x)
    for row, payload in enumerate(sample_payloads(asked).values()):
        best = np.argsort(-said.logits[row], kind="stable")
        assert [payload["alias"][name] for name in ("predicted", "second")] == [str(best[0]), str(best[1])]
        for rank, label in enumerate(best[:NUM_TOP]):
            cam = said.interpolated_cam[row, label]
            np.testing.assert_allclose(values(payload["arrays"][f"top.{rank}"]), cam, rtol=1e-4, atol=1e-2)
            ends = values(payload["arrays"][f"top.found.{rank}"])
            evident = label > 0 and cam.max() > known.calibration.evidence_thresholds[label - 1]
            assert np.isnan(ends).all() == (not evident)
            if evident:
                np.testing.assert_array_equal(ends, said.localized_interval[row, label] - 0.5)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_line_names_class_probability_and_logit(language: str) -> None:
    """Read back from the text: the probability in percent and the logit to two digits."""
    asked, t = query(language), translator(language)
    names = asked.config.signals.class_names
    said = explain(store.model("events", asked.fingerprint), asked.signals().x)
    for row, payload in enumerate(sample_payloads(asked).values()):
        for rank, label in enumerate(np.argsort(-said.logits[row], kind="stable")[:NUM_TOP]):
            line = payload["texts"][f"top.{rank}"]
            assert t(f"class-{names[label]}") in line
            assert f"{said.logits[row, label]:.2f}".replace("-", "−") in line
            assert " 0.0\N{NO-BREAK SPACE}%" not in line
            assert "100.0\N{NO-BREAK SPACE}%" not in line


def test_all_rows_share_one_scale_and_find_their_arrays() -> None:
    """One colour axis for all, symmetric about zero; every binding has an array and a trace."""
    figure = top_figure(NUM_TOP, 100, 2.0, 7.0, translator("en"))
    assert (figure.layout.coloraxis.cmin, figure.layout.coloraxis.cmax) == (-7, 7)
    strips = figure.data[::PER_ROW]
    assert len(strips) == NUM_TOP
    assert {strip.coloraxis for strip in strips} == {"coloraxis"}
    arrays = sample_payloads(query())["3"]["arrays"]
    for binding in top_bindings(NUM_TOP):
        assert binding["array"] in arrays
        assert binding["trace"] < len(figure.data)


def test_any_map_can_be_taken_from_any_other() -> None:
    """For every pair: the difference's interval, its peak as a ratio, and a sum that ends on the margin."""
    asked = query()
    said = explain(store.model("events", asked.fingerprint), asked.signals().x)
    payload = sample_payloads(asked)["5"]
    labels = range(len(said.head_bias))
    for one in labels:
        for other in labels:
            if one == other:
                continue
            name = f"{one}.{other}"
            difference = said.interpolated_cam[5, one] - said.interpolated_cam[5, other]
            peak = np.abs(difference).max()
            assert payload["scalars"][f"ratio.{name}"] == pytest.approx(peak, rel=1e-4)
            words = payload["texts"][f"sum.{name}"].replace("−", "-").split()
            margin = float(words[1])
            assert margin == pytest.approx(said.logits[5, one] - said.logits[5, other], abs=1e-3)
            assert f"found.{name}" in payload["arrays"]


def test_patches_know_every_view_of_many_classes() -> None:
    """Alone or against any class, on the fixed scale or as a ratio; margins have a scale of their own."""
    known = store.manifest("events").calibration
    patches = scope_patches(known, 8, translator("en"))
    assert patches["key"] == "{scale}.{against}"
    against = ["", *map(str, range(8))]
    assert set(patches["layouts"]) == {f"{scale}.{one}" for scale in ("fixed", "ratio") for one in against}
    assert patches["layouts"]["fixed."]["coloraxis.cmax"] == known.cam_scale
    assert patches["layouts"]["fixed.3"]["coloraxis.cmax"] == known.margin_scale


def test_curves_can_be_shown_against_another_class() -> None:
    """Every bound curve names what may be taken from it."""
    for binding in scope_bindings(8):
        if binding["array"].startswith(("native", "linear", "{interpolation}")):
            assert binding["minus"].endswith("{against}")
