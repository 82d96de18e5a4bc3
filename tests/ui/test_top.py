"""Several classes: each its own map, one scale, any map against any other."""

import base64
import itertools
from collections.abc import Sequence

import numpy as np
import pytest

from cam_core.figures.scope import scope_bindings, scope_patches
from cam_core.figures.top import NUM_TOP, PER_ROW, top_bindings, top_figure
from cam_core.localization import localized_interval
from cam_core.pipeline import explain
from ui import store
from ui.language import LANGUAGES, translator
from ui.sample_query import SampleQuery
from ui.scope.samples import sample_payloads

INDEX = tuple(range(12))


def values(spec: dict[str, str]) -> np.ndarray:
    return np.frombuffer(base64.b64decode(spec["bdata"]), "<f4")


def query(language: str = "en", index: Sequence[int] = INDEX) -> SampleQuery:
    known = store.manifest("events")
    return SampleQuery("events", known.fingerprint, known.experiment, language, tuple(index))


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
            assert line.startswith(f"{rank + 1}. ")
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
    asked, known = query(), store.manifest("events")
    said = explain(store.model("events", asked.fingerprint), asked.signals().x)
    payload = sample_payloads(asked)["5"]
    labels = range(len(said.head_bias))
    for one in labels:
        for other in labels:
            name = f"{one}.{other}"
            if one == other:
                assert " less itself is zero everywhere" in payload["texts"][f"sum.{name}"]
                assert np.isnan(values(payload["arrays"][f"found.{name}"])).all()
                assert payload["scalars"][f"ratio.{name}"] == 1
                continue
            difference = said.interpolated_cam[5, one] - said.interpolated_cam[5, other]
            peak = np.abs(difference).max()
            assert payload["scalars"][f"ratio.{name}"] == pytest.approx(peak, rel=1e-4)
            words = payload["texts"][f"sum.{name}"].replace("−", "-").split()
            margin = float(words[1])
            assert margin == pytest.approx(said.logits[5, one] - said.logits[5, other], abs=1e-3)
            found = values(payload["arrays"][f"found.{name}"])
            limit = known.calibration.thresholds[one]
            if min(difference.max(), said.interpolated_cam[5, one].max()) > limit:
                np.testing.assert_array_equal(found, np.array(localized_interval(difference)) - 0.5)
            else:
                assert np.isnan(found).all()


def test_patches_know_every_view_of_many_classes() -> None:
    """Alone or against any class, on the fixed scale or as a ratio; margins have a scale of their own, and an
    axis that names both classes."""
    manifest, t = store.manifest("events"), translator("en")
    known, names = manifest.calibration, manifest.experiment.signals.class_names
    patches = scope_patches(known, names, t)
    assert patches["key"] == "{scale}.{map}.{against}"
    views = itertools.product(("fixed", "ratio"), range(8), ["", *range(8)])
    assert set(patches["layouts"]) == {f"{scale}.{one}.{against}" for scale, one, against in views}
    layouts = patches["layouts"]
    assert layouts["fixed.2."]["coloraxis.cmax"] == known.cam_scale
    assert layouts["fixed.2."]["yaxis3.title.text"] == "CAM (logit)"
    for one, other in itertools.product(range(8), repeat=2):
        assert layouts[f"fixed.{one}.{other}"]["coloraxis.cmax"] == known.margin_scale
        for scale in ("fixed", "ratio"):
            title = layouts[f"{scale}.{one}.{other}"]["yaxis3.title.text"]
            first, second = (t(f"class-{names[label]}") for label in (one, other))
            assert title.startswith(f"{first}<br>less {second if one != other else 'itself'}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_lines_say_whose_map_they_are_about(language: str) -> None:
    """Whichever map is shown, evidence is on the predicted class's, the score on the true one's."""
    asked, t = query(language, range(60)), translator(language)
    names, signals = asked.config.signals.class_names, asked.signals()
    said = explain(store.model("events", asked.fingerprint), signals.x)
    for row, payload in enumerate(sample_payloads(asked).values()):
        name = t(f"class-{names[said.evidence_class[row]]}")
        own = "이 클래스의 맵은" if language == "ko" else "Its map shows evidence"
        other = f"그러나 {name} 맵은" if language == "ko" else f"Yet the map of {name} shows evidence"
        sentence = payload["texts"]["sentence"]
        assert (own in sentence) == bool(said.evidence[row] and said.predicted_class[row] > 0)
        assert (other in sentence) == bool(said.evidence[row] and said.predicted_class[row] == 0)
        if label := int(signals.y[row]):
            assert t(f"class-{names[label]}") in payload["texts"]["score"]
        else:
            assert payload["texts"]["score"] == t("scope-score-no-truth")


def test_curves_can_be_shown_against_another_class() -> None:
    """Every bound curve names what may be taken from it."""
    for binding in scope_bindings(8):
        if binding["array"].startswith(("native", "linear", "{interpolation}")):
            assert binding["minus"].endswith("{against}")
