"""Sanity's samples: one signal under three networks, and under one that forgets layer by layer."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
from starlette.requests import Request
from starlette.responses import Response

from cam_core.cam import interpolated_cam
from cam_core.comparisons.controls import CONTROLS, sanity_twins
from cam_core.comparisons.randomization_curve import rank_correlation
from cam_core.evidence import evident_interval, rises
from cam_core.figures.controls import control_arrays
from cam_core.figures.marks import interval_ends
from cam_core.figures.payload import Payload, payload
from cam_core.figures.randomization import row_arrays, truth_array
from cam_core.results import Explanation
from cam_core.scores.evaluation import NOISY
from cam_core.signals import SignalBatch
from cam_core.storage.library import model_directories
from cam_core.storage.manifest import Manifest
from cam_core.storage.model_files import CheckpointError
from ui import store
from ui.answer import answer
from ui.evidence.sanity.texts import correlations_sentence, network_sentence
from ui.once import once
from ui.sample_query import SampleQuery, most_of, parse

if TYPE_CHECKING:
    from cam_core.network import Network

CONTROLS_PATH, RANDOMIZED_PATH = "/controls", "/randomized"

DRAWS = ("0", "1", "2")
"""Random weights that can be looked at; the seeds are those that come first in the measurement."""


def seed_of(experiment_seed: int, draw: int) -> int:
    """Return the seed of random weights: none is that of the training, whose first weights left traces."""
    return (experiment_seed + 1 + draw) % 2**31


def twin_slugs(model: str) -> dict[str, str]:
    """Return the names of a model and its sanity twins, as far as there are any."""
    manifests: dict[str, Manifest] = {}
    # Shipped ones first, so that a copy in somebody's own folder takes no place.
    for slug in (model, *model_directories()):
        try:
            manifests.setdefault(slug, store.manifest(slug))
        except CheckpointError:
            if slug == model:
                raise
    return sanity_twins(model, manifests)


def trio(model: str) -> Mapping[str, str] | None:
    """Return a model's name and those of both its sanity twins, or None where one is missing."""
    found = twin_slugs(model)
    return {name: found[name] for name in CONTROLS} if set(found) == set(CONTROLS) else None


def controls(request: Request) -> Response:
    """`/controls?model=talk&i=3,4`: test signals under a trained network and its two sanity twins."""
    return answer(lambda query: control_payloads(parse(query)), request)


def control_payloads(query: SampleQuery) -> dict[str, Payload]:
    """Return the payload of each sample of `query`, by its number in the test set.

    Raises `ValueError` for a model that lacks a sanity twin.
    """
    slugs = trio(query.model)
    if slugs is None:
        raise ValueError(f"`model` must have sanity twins, {', '.join(CONTROLS)}, got {query.model!r}.")
    signals = query.signals()
    explained = {name: _explained(slug, signals) for name, slug in slugs.items()}
    own = {f"own.{name}": store.manifest(slug).calibration.cam_scale for name, slug in slugs.items()}
    return {
        str(number): _control_payload(query, slugs, explained, own, signals, row)
        for row, number in enumerate(query.index)
    }


def _explained(slug: str, signals: SignalBatch) -> Explanation:
    from cam_core.pipeline import explain

    network = store.model(slug, store.manifest(slug).fingerprint)
    return explain(network, signals.x, truth=signals, keep_layers=False)


def _control_payload(
    query: SampleQuery,
    slugs: Mapping[str, str],
    explained: Mapping[str, Explanation],
    own: Mapping[str, float],
    signals: SignalBatch,
    row: int,
) -> Payload:
    label = max(int(signals.y[row]), NOISY)
    arrays = {"x": signals.x[row, 0], "truth": interval_ends(signals.event_interval[row])}
    texts = {}
    for name, slug in slugs.items():
        explanation, thresholds = explained[name], store.manifest(slug).calibration.thresholds
        values = explanation.interpolated_cam[row, label]
        evident = rises(values, thresholds[label])
        found = evident_interval(values, explanation.localized_interval[row, label], thresholds[label])
        arrays |= control_arrays(name, values, found)
        names = query.config.signals.class_names
        texts[f"{name}.says"] = network_sentence(query.t, explanation, names, row, label, evident=evident)
    return payload(arrays, own, {}, texts)


def randomized(request: Request) -> Response:
    """`/randomized?model=talk&i=3,4`: maps of test signals as one layer after the other becomes random."""
    return answer(lambda query: randomized_payloads(parse(query)), request)


@once(maxsize=len(DRAWS))
def untrained(model: str, fingerprint: str, draw: int) -> "Network":
    """Return the random weights `draw` for a model, shared by all."""
    from cam_core.comparisons.randomization import untrained_twin

    trained = store.model(model, fingerprint)
    return untrained_twin(trained.network, seed_of(trained.manifest.experiment.training.seed, draw))


def most_randomized(num_rows: int, num_points: int) -> int:
    """Return how many samples one answer may hold: each has, by draw, its rows as colours and as heights."""
    return most_of(len(DRAWS) * 2 * num_rows * num_points)


def randomized_payloads(query: SampleQuery) -> dict[str, Payload]:
    """Return the payload of each sample of `query`, by its number in the test set.

    Raises `ValueError` when more are asked for than `most_randomized` allows.
    """
    from cam_core.comparisons.randomization import randomized_cams, replaceable_stages

    network, signals = store.model(query.model, query.fingerprint).network, query.signals()
    query.require_at_most(most_randomized(1 + len(replaceable_stages(network)), signals.x.shape[-1]))
    rows, label = np.arange(len(signals)), np.maximum(signals.y, NOISY)
    maps = {}
    for draw in DRAWS:
        fresh = untrained(query.model, query.fingerprint, int(draw))
        maps[draw] = np.stack([cam[rows, label] for cam in randomized_cams(network, fresh, signals.x)])
    stages, num_points = replaceable_stages(network), signals.x.shape[-1]
    payloads = {}
    for row, number in enumerate(query.index):
        arrays, texts = truth_array(signals.event_interval[row]), {}
        for draw, cams in maps.items():
            correlation = rank_correlation(cams[0, row], cams[:, row])
            shown = interpolated_cam(cams[:, row], network.map_field, num_points)
            arrays |= row_arrays(draw, shown, correlation)
            texts[f"correlation.{draw}"] = correlations_sentence(query.t, stages, correlation)
        payloads[str(number)] = payload(arrays, {}, {}, texts)
    return payloads
