"""Guess first's intervals: whose map is read, and when it has none."""

import base64

import numpy as np
import pytest

from cam_core.localization import intersection_over_union, localized_interval
from cam_core.pipeline import explain
from cam_core.scores.outcomes import MISSED, WRONG, outcomes
from ui import store
from ui.sample_query import SampleQuery
from ui.scope.samples import sample_payloads

FALSE_ALARM = 7845
"""A clean signal of the talk that its network calls noisy, with evidence."""


def intervals(query: SampleQuery) -> dict[str, np.ndarray]:
    """The true interval and the map's of each sample of `query`, (N, 2) each."""

    def read(spec: dict[str, str]) -> np.ndarray:
        return np.frombuffer(base64.b64decode(spec["bdata"]), "<f4").astype(int)

    payloads = sample_payloads(query).values()
    names = ("guess.truth", "guess.found")
    return {name: np.stack([read(one["arrays"][name]) for one in payloads]) for name in names}


def ask(model: str, index: np.ndarray) -> SampleQuery:
    known = store.manifest(model)
    return SampleQuery(model, known.fingerprint, known.experiment, "en", tuple(map(int, index)))


@pytest.mark.parametrize(("model", "outcome"), [("events", WRONG), ("barely", MISSED)])
def test_the_map_of_the_true_event_answers_also_where_another_class_is_named(
    model: str, outcome: int
) -> None:
    """Of signals whose event was not named, the true class's map decides, by Zhou's rule above its threshold.

    Below the threshold it has no interval: as for who says that there is no event, the IoU is 0, though the
    interval that `evaluate` scores would have more.
    """
    known = store.manifest(model)
    signals = store.test_signals(known.experiment.signals)
    thresholds = known.calibration.thresholds
    summary = store.test_summary(model, known.fingerprint, known.experiment.signals)
    outcome_of = outcomes(summary, signals.y, signals.event_interval, thresholds)
    chosen = np.flatnonzero(outcome_of == outcome)[:40]
    found = intervals(ask(model, chosen))
    explanation = explain(store.model(model, known.fingerprint), signals.x[chosen], keep_layers=False)
    silent = 0
    for row, sample in enumerate(chosen):
        values = explanation.interpolated_cam[row, signals.y[sample]]
        is_evident = values.max() > thresholds[signals.y[sample]]
        own = np.array(localized_interval(values))
        np.testing.assert_array_equal(found["guess.found"][row], own if is_evident else (-1, -1))
        overlap = float(intersection_over_union(own, signals.event_interval[sample]))
        silent += int(not is_evident and overlap > 0)
    assert silent
    np.testing.assert_array_equal(found["guess.truth"], signals.event_interval[chosen])


def test_a_clean_signal_is_answered_by_the_map_that_is_read_for_evidence() -> None:
    """A false alarm has an interval, other clean signals have none, and neither has a true one."""
    query = ask(
        "talk",
        np.array(
            [
                FALSE_ALARM,
                *np.flatnonzero(store.test_signals(store.manifest("talk").experiment.signals).y == 0)[:20],
            ]
        ),
    )
    found = intervals(query)
    signals = query.signals()
    assert not signals.y.any()
    explanation = explain(store.model("talk", query.fingerprint), signals.x, keep_layers=False)
    assert explanation.evidence[0]
    np.testing.assert_array_equal(found["guess.found"][:, 0] >= 0, explanation.evidence)
    np.testing.assert_array_equal(found["guess.found"][0], explanation.localized_interval[0, 1])
    assert (found["guess.truth"] == -1).all()
