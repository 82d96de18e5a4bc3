"""The ledger's samples: from a query to feature maps, interpolated maps and the sentences about them."""

from collections.abc import Mapping

import numpy as np
from starlette.requests import Request
from starlette.responses import Response

from cam_core.cam import corner_drift
from cam_core.config import ExperimentConfig
from cam_core.figures.interpolation import interpolation_arrays
from cam_core.figures.marks import interval_sides
from cam_core.figures.payload import Payload, payload
from cam_core.layers.ladder import order, terms
from cam_core.maps.choices import MARGIN
from cam_core.maps.interpolations import corner_error, interpolations
from cam_core.maps.ledger import Ledger, LedgerScales, ledger, ledger_scales
from cam_core.memory import keep_at_once
from cam_core.results import Explanation
from cam_core.signals import calibration_signals
from ui import store
from ui.answer import answer
from ui.evidence.ledger.texts import drift_sentence, ledger_texts
from ui.once import once
from ui.sample_query import SampleQuery, parse

PATH = "/ledger"
MAX_SAMPLES = 16
MAX_VALUES = 16 * 15_000
"""Samples in one answer, and numbers: the feature maps of one sample of the talk's are 12,800."""

NUM_SCALE_SIGNALS = 100
"""Signals that the scales are taken from; of a large network fewer, because their layers are all kept."""


def ledgers(request: Request) -> Response:
    """`/ledger?model=..&i=3,4`: the last feature maps of test samples, and their maps on the samples."""
    return answer(lambda query: ledger_payloads(parse(query)), request)


def most_samples(config: ExperimentConfig) -> int:
    """Return how many samples one answer may hold: fewer the larger the last feature maps, two at least."""
    last = config.network.spec.rows(config.signals.num_points)[-1]
    return max(2, min(MAX_SAMPLES, MAX_VALUES // (last.stage.num_out * last.num_positions)))


def ledger_payloads(query: SampleQuery) -> dict[str, Payload]:
    """Return the payload of each sample of `query`, by its number in the test set.

    Raises `ValueError` when more are asked for than `most_samples` allows.
    """
    from cam_core.pipeline import explain

    query.require_at_most(most_samples(query.config))
    signals, names = query.signals(), query.config.signals.class_names
    explanation = explain(store.model(query.model, query.fingerprint), signals.x)
    by_map = terms(explanation)
    drift = corner_drift(explanation.field, explanation.cam.shape[-1], signals.x.shape[-1])
    payloads = {}
    for index, sample in enumerate(query.index):
        texts = ledger_texts(query.t, explanation, signals, names, index)
        arrays = _arrays(explanation, index) | {"truth": interval_sides(signals.event_interval[index])}
        for name, term in by_map.items():
            curves = interpolations(term.cam[index], explanation.field, signals.x.shape[-1])
            arrays |= interpolation_arrays(curves, term.cam[index], name)
            texts[f"drift.on.{name}"] = drift_sentence(query.t, drift, corner_error(curves))
        alias = {"predicted": str(explanation.predicted_class[index])}
        payloads[str(sample)] = payload(arrays, {}, alias, texts)
    return payloads


def _arrays(explanation: Explanation, index: int) -> dict[str, np.ndarray]:
    book = ledger(explanation, index)
    arrays = {
        "x": explanation.x[index, 0],
        "feature_maps": book.feature_maps,
        "place": book.place,
        "logits": book.logits,
    }
    for name, contribution in _contributions(book).items():
        arrays[f"order.{name}"] = order(contribution)
    return arrays


def _contributions(book: Ledger) -> Mapping[str, np.ndarray]:
    """Return what each channel adds, (channels,), by map."""
    by_class = {str(label): part for label, part in enumerate(book.contribution)}
    return by_class | ({MARGIN: by_class["1"] - by_class["0"]} if len(by_class) == 2 else {})


@once(maxsize=16)
def model_ledger_scales(slug: str, fingerprint: str) -> tuple[LedgerScales, LedgerScales]:
    """Return the fixed scales of a model, of a class and of the margin, from its calibration stream."""
    from cam_core.pipeline import explain

    model = store.model(slug, fingerprint)
    config = model.manifest.experiment
    count = keep_at_once(config.network.spec, config.signals.num_points, NUM_SCALE_SIGNALS)
    signals = calibration_signals(config.signals, count)
    return ledger_scales(explain(model, signals.x))
