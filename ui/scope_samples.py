"""Scope's samples: from a query to the arrays and sentences that the picture shows."""

from dataclasses import replace

import numpy as np

from cam_core.config import MAX_SEED
from cam_core.fields import require_number
from cam_core.figures.payload import Payload, payload
from cam_core.figures.scope import scope_arrays
from cam_core.figures.top import NUM_TOP, top_arrays
from cam_core.maps import compared_maps, signal_maps
from cam_core.results import Explanation
from cam_core.signals import SignalBatch, burst_family
from ui import store
from ui.sample_query import SampleQuery
from ui.scope_texts import scope_texts
from ui.top_texts import top_texts

MAX_STARTS = 400
"""Places of a dragged burst: each is a whole sample for the browser to hold."""


def sample_payloads(query: SampleQuery) -> dict[str, Payload]:
    """Return the payload of each sample of `query`, by its number in the test set."""
    return _payloads(query, query.signals(), [str(number) for number in query.index])


def burst_payloads(query: SampleQuery, noise_std: str) -> dict[str, Payload]:
    """Return the payloads of the first sample of `query` with its burst at every start, by start.

    Raises `ValueError` when `noise_std` is not a strength that a burst can have.
    """
    config = query.config.signals
    if config.last_noise_start >= MAX_STARTS:
        raise ValueError(
            f"a burst can be dragged over at most {MAX_STARTS} places, got {config.last_noise_start + 1}."
        )
    if noise_std:
        config = replace(config, noise_std=_number(noise_std))
    seed = (config.seed + query.index[0]) % MAX_SEED
    family = burst_family(config, query.signals()[:1], seed, made_with=query.config.signals)
    return _payloads(query, family, [str(start) for start in range(len(family))])


def _number(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        raise ValueError(f"`noise_std` must be a number, got {text!r}.") from None
    require_number("noise_std", value, 0.0, 100.0)
    return value


def _payloads(query: SampleQuery, signals: SignalBatch, names: list[str]) -> dict[str, Payload]:
    from cam_core.pipeline import explain

    model = store.model(query.model, query.fingerprint)
    explanation = explain(model, signals.x, truth=signals, keep_layers=False)
    return dict(zip(names, _each(query, signals, explanation), strict=True))


def _each(query: SampleQuery, signals: SignalBatch, explanation: Explanation) -> list[Payload]:
    maps = {shown.name: shown for shown in signal_maps(explanation)}
    names = query.config.signals.class_names
    compared = maps if len(names) == 2 else compared_maps(explanation)
    thresholds = store.manifest(query.model).calibration.thresholds
    payloads = []
    for index in range(len(signals)):
        x, truth = signals.x[index, 0], signals.event_interval[index]
        arrays, scalars = scope_arrays(maps, compared, index, x, truth, thresholds)
        texts = scope_texts(query.t, explanation, compared, signals, names, thresholds, index)
        ranked = np.argsort(-explanation.logits[index], kind="stable")
        if len(names) > 2:
            top = ranked[:NUM_TOP]
            arrays |= top_arrays(explanation, top, index, thresholds)
            texts |= top_texts(query.t, explanation, top, names, thresholds, index)
        alias = {"predicted": str(ranked[0]), "second": str(ranked[1])}
        payloads.append(payload(arrays, scalars, alias, texts))
    return payloads
