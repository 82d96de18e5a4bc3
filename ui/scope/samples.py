"""Scope's samples: from a query to the arrays and sentences that the picture shows."""

import numpy as np

from cam_core.config import SignalConfig
from cam_core.figures.payload import Payload, payload
from cam_core.figures.scope import scope_arrays
from cam_core.figures.top import NUM_TOP, top_arrays
from cam_core.maps.choices import compared_maps, map_names, signal_maps
from cam_core.results import Explanation
from cam_core.signals import SignalBatch
from ui import store
from ui.instrument import Prefetch
from ui.moved_event import MovedEvent, family_of_sample, grip_arrays, moved_signals
from ui.sample_query import SampleQuery, most_of
from ui.scope.guess import guess_arrays
from ui.scope.texts import scope_texts
from ui.scope.top_texts import top_texts

AHEAD, KEPT = 64, 512
"""Samples that the browser asks for at once, and keeps, where they are not large."""


def most_samples(config: SignalConfig) -> int:
    """Return how many samples one answer may hold: fewer the more and the longer their maps."""
    num_curves = 1 + 2 * len(map_names(config.num_classes)) + NUM_TOP
    return most_of(num_curves * config.num_points)


def prefetch(config: SignalConfig) -> Prefetch:
    """Return how many samples are fetched ahead and kept: as many as usual where one answer holds them."""
    most = most_samples(config)
    return {"ahead": min(AHEAD, most), "behind": max(1, min(AHEAD, most) // 8), "kept": min(KEPT, 8 * most)}


def sample_payloads(query: SampleQuery) -> dict[str, Payload]:
    """Return the payload of each sample of `query`, by its number in the test set.

    Raises `ValueError` when more are asked for than `most_samples` allows.
    """
    query.require_at_most(most_samples(query.config.signals))
    return _payloads(query, query.signals(), [str(number) for number in query.index])


def event_payloads(query: SampleQuery, event: MovedEvent) -> dict[str, Payload]:
    """Return the payloads of the first sample of `query` with its event moved, by its first sample.

    Raises `ValueError` for a place or a strength that the event cannot have.
    """
    family = family_of_sample(query.config.signals, query.index[0])
    names, signals = moved_signals(family, event)
    payloads = _payloads(query, signals, names)
    for name, one in payloads.items():
        one["arrays"] |= grip_arrays(family, int(name))
    return payloads


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
        arrays |= guess_arrays(explanation, signals, thresholds, index)
        texts = scope_texts(query.t, explanation, compared, signals, names, thresholds, index)
        ranked = np.argsort(-explanation.logits[index], kind="stable")
        if len(names) > 2:
            top = ranked[:NUM_TOP]
            arrays |= top_arrays(explanation, top, index, thresholds)
            texts |= top_texts(query.t, explanation, top, names, thresholds, index)
        alias = {"predicted": str(ranked[0]), "second": str(ranked[1])}
        alias["kind"] = names[max(int(signals.y[index]), 1)]
        payloads.append(payload(arrays, scalars, alias, texts))
    return payloads
