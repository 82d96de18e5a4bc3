"""Score's samples: the map of each signal's true class, its interval, and how both do beside no network."""

from dataclasses import dataclass

import numpy as np
from starlette.requests import Request
from starlette.responses import Response

from cam_core.evidence import evident_interval
from cam_core.figures.payload import Payload, payload
from cam_core.figures.score import score_arrays
from cam_core.localization import (
    ZHOU_THRESHOLD,
    localization_scores,
    localized_intervals,
    no_model_baseline,
)
from cam_core.results import Calibration, Explanation, Scores
from cam_core.scores.evaluation import NOISY
from cam_core.signals import NO_INTERVAL, SignalBatch
from ui import store
from ui.answer import answer
from ui.evidence.score.texts import Scored, score_texts
from ui.language import Translate
from ui.sample_query import SampleQuery, parse

PATH = "/score"


def scores(request: Request) -> Response:
    """`/score?model=talk&i=3,4`: maps and scores of test signals."""
    return answer(lambda query: score_payloads(parse(query)), request)


def score_payloads(query: SampleQuery) -> dict[str, Payload]:
    """Return the payload of each sample of `query`, by its number in the test set."""
    from cam_core.pipeline import explain

    signals = query.signals()
    explanation = explain(store.model(query.model, query.fingerprint), signals.x, keep_layers=False)
    beside = _beside(signals, explanation)
    calibration = store.manifest(query.model).calibration
    payloads = (
        _payload(query.t, beside, calibration, query.config.signals.class_names, row)
        for row in range(len(signals))
    )
    return {str(number): one for number, one in zip(query.index, payloads, strict=True)}


@dataclass(frozen=True)
class Beside:
    """N signals, what the network says, and what needs none.

    maps: (N, time), of the true classes; of the first event for a plain sine. found, no_model: (N, 2).
    """

    signals: SignalBatch
    explanation: Explanation
    label: np.ndarray
    maps: np.ndarray
    found: np.ndarray
    no_model: np.ndarray
    map_scores: Scores
    no_model_scores: Scores


def _beside(signals: SignalBatch, explanation: Explanation) -> Beside:
    rows, label = np.arange(len(signals)), np.maximum(signals.y, NOISY)
    maps, found = explanation.interpolated_cam[rows, label], explanation.localized_interval[rows, label]
    bend = no_model_baseline(signals.x)
    no_model = localized_intervals(bend)
    truth = signals.event_interval
    return Beside(
        signals,
        explanation,
        label,
        maps,
        found,
        no_model,
        localization_scores(maps, found, truth),
        localization_scores(bend, no_model, truth),
    )


def _payload(
    t: Translate, beside: Beside, calibration: Calibration, names: tuple[str, ...], row: int
) -> Payload:
    signals, values = beside.signals, beside.maps[row]
    truth, found, no_model = signals.event_interval[row], beside.found[row], beside.no_model[row]
    threshold = float(calibration.thresholds[beside.label[row]])
    cut = ZHOU_THRESHOLD * max(0.0, float(values.max()))
    # A bracket without evidence, or where there is nothing to find, would say what the sentence denies.
    shown = evident_interval(values, found, threshold)
    shown_no_model = no_model if truth[0] >= 0 else np.array(NO_INTERVAL)
    arrays = score_arrays(signals.x[row, 0], values, cut, threshold, truth, shown, shown_no_model)
    scored = Scored(
        truth=truth,
        found=found,
        no_model=no_model,
        map_scores=beside.map_scores,
        no_model_scores=beside.no_model_scores,
        row=row,
        peak=int(values.argmax()),
        num_points=len(values),
    )
    texts = score_texts(t, scored, beside.explanation, signals, names, calibration.thresholds)
    return payload(arrays, {}, {}, texts)
