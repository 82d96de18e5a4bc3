"""Layers' samples: from a query to every layer's activations and the sentences about their sum."""

from cam_core.config import ExperimentConfig
from cam_core.figures.layers_payload import layers_arrays, path_arrays, sum_scalars
from cam_core.figures.payload import Payload, payload
from cam_core.layers.ladder import Rung, Scales, rungs, scales, terms
from cam_core.localization import localized_intervals
from cam_core.memory import keep_at_once, stage_values
from cam_core.signals import SignalBatch, calibration_signals
from ui import store
from ui.layers.texts import layers_texts
from ui.once import once
from ui.sample_query import SampleQuery

MAX_SAMPLES = 16
MAX_VALUES = 16 * 35_000
"""Samples in one answer, and numbers: every layer of one sample of the talk's are some 30,000."""

NUM_SCALE_SIGNALS = 200
"""Signals that the scales are taken from; of a large network fewer, because their layers are all kept."""


def layers_payloads(query: SampleQuery) -> dict[str, Payload]:
    """Return the payload of each sample of `query`, by its number in the test set.

    Raises `ValueError` when more are asked for than `most_samples` allows.
    """
    from cam_core.layers.lit_path import lit_paths
    from cam_core.pipeline import explain

    query.require_at_most(most_samples(query.config))
    signals, model = query.signals(), store.model(query.model, query.fingerprint)
    explanation = explain(model, signals.x)
    by_map = terms(explanation)
    paths = lit_paths(model.network, explanation, by_map)
    found = {name: localized_intervals(term.interpolated_cam) for name, term in by_map.items()}
    payloads = {}
    for index, number in enumerate(query.index):
        arrays = layers_arrays(explanation, by_map, index, signals.event_interval[index])
        arrays |= path_arrays(paths, found, index)
        scalars = sum_scalars(by_map, index) | _truth_scalars(signals, index)
        texts = layers_texts(query.t, explanation, by_map, query.config.signals.class_names, index)
        alias = {"predicted": str(explanation.predicted_class[index])}
        payloads[str(number)] = payload(arrays, scalars, alias, texts)
    return payloads


def _truth_scalars(signals: SignalBatch, index: int) -> dict[str, float]:
    """Return the label, and the first and last sample of the event where there is one."""
    start, end = (int(place) for place in signals.event_interval[index])
    scalars: dict[str, float] = {"label": int(signals.y[index])}
    return {**scalars, "truth_first": start, "truth_last": end - 1} if start >= 0 else scalars


def most_samples(config: ExperimentConfig) -> int:
    """Return how many samples one answer may hold: fewer the more their layers hold, two at least."""
    values = stage_values(config.network.spec, config.signals.num_points)
    return max(2, min(MAX_SAMPLES, MAX_VALUES // values))


@once(maxsize=16)
def model_scales(slug: str, fingerprint: str) -> Scales:
    """Return the fixed scales of a model, from signals of its calibration stream."""
    from cam_core.pipeline import explain

    model = store.model(slug, fingerprint)
    config = model.manifest.experiment
    count = keep_at_once(config.network.spec, config.signals.num_points, NUM_SCALE_SIGNALS)
    signals = calibration_signals(config.signals, count)
    return scales(explain(model, signals.x))


@once(maxsize=16)
def model_rungs(slug: str, fingerprint: str, config: ExperimentConfig) -> tuple[Rung, ...]:
    """Return the rungs of a model for signals of `config`."""
    from cam_core.pipeline import explain

    model = store.model(slug, fingerprint)
    layers = explain(model, store.test_signals(config.signals).x[:1]).layers
    return tuple(rungs(model.network.geometry, layers))
