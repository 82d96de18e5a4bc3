"""Samples of two twins at once: the same signals, seen by the network with each pooling."""

from collections.abc import Mapping

import numpy as np
from starlette.requests import Request
from starlette.responses import Response

from cam_core.comparisons.twins import TWINS, positions_for_half
from cam_core.evidence import evident_interval, rises
from cam_core.figures.marks import interval_ends
from cam_core.figures.payload import Payload, payload
from cam_core.figures.twins import twin_arrays, twin_scalars
from cam_core.maps.choices import class_map
from cam_core.results import Explanation
from cam_core.signals import calibration_signals
from ui import store
from ui.answer import answer
from ui.language import Translate
from ui.once import once
from ui.sample_query import SampleQuery, parse
from ui.sentences import conservation_sentence, prediction_sentence, score_sentence

PATH = "/twins"
EVENT = 1
"""The twins tell two classes apart; this is the one whose map is held against the truth."""

NUM_SCALE_SIGNALS = 400


def twins(request: Request) -> Response:
    """`/twins?model=talk&i=3,4`: what both twins say of test signals."""
    return answer(lambda query: twin_payloads(parse(query)), request)


def twin_payloads(query: SampleQuery) -> dict[str, Payload]:
    """Return the payload of each sample of `query`, whose model has average pooling, by its number.

    Raises `ValueError` for a model without a twin.
    """
    if query.model not in TWINS:
        raise ValueError(f"`model` must be one of {', '.join(TWINS)}, got {query.model!r}.")
    signals, names = query.signals(), query.config.signals.class_names
    arrays: list[dict[str, np.ndarray]] = [
        {"x": signals.x[row, 0], "truth": interval_ends(signals.event_interval[row])}
        for row in range(len(signals))
    ]
    scalars: list[dict[str, float]] = [{} for _ in arrays]
    texts: list[dict[str, str]] = [{} for _ in arrays]
    for pooling, slug in twin_slugs(query.model).items():
        explanation = _explained(query, slug)
        calibration = store.manifest(slug).calibration
        shown = class_map(explanation, EVENT)
        for row in range(len(signals)):
            values, threshold = shown.linear[row], calibration.thresholds[EVENT]
            found = evident_interval(values, shown.localized_interval[row], threshold)
            shares = explanation.shares[row, EVENT]
            arrays[row] |= twin_arrays(pooling, values, shares, found, calibration.cam_scale)
            scalars[row] |= twin_scalars(pooling, shares)
            assert explanation.scores
            texts[row] |= {
                f"{pooling}.sentence": prediction_sentence(query.t, explanation, names, row),
                f"{pooling}.score": score_sentence(
                    query.t, explanation.scores, row, evidence=rises(values, threshold)
                ),
                f"{pooling}.half": half_sentence(query.t, shares),
                f"{pooling}.sum": conservation_sentence(query.t, shown, pooling, row),
            }
    return {
        str(number): payload(arrays[row], scalars[row], {}, texts[row])
        for row, number in enumerate(query.index)
    }


def half_sentence(t: Translate, shares: np.ndarray) -> str:
    """Say how many positions, of shares (positions,), bring half of what speaks for the event."""
    count = positions_for_half(shares)
    return t("twins-half", count=count, of=len(shares)) if count else t("twins-half-none")


def twin_slugs(model: str) -> Mapping[str, str]:
    """Return the slug of each twin by its pooling."""
    return {"average": model, "max": TWINS[model]}


def _explained(query: SampleQuery, slug: str) -> Explanation:
    from cam_core.pipeline import explain

    signals = query.signals()
    fingerprint = store.manifest(slug).fingerprint
    return explain(store.model(slug, fingerprint), signals.x, truth=signals, keep_layers=False)


@once(maxsize=16)
def share_limits(model: str, fingerprints: tuple[str, ...]) -> tuple[float, float]:
    """Return the ends of the axis, per cent, that holds the share of a position in both twins of `model`.

    They are where the data of a few hundred signals end, at the next ten per cent.
    """
    from cam_core.pipeline import explain

    lowest, highest = 0.0, 0.0
    for slug, fingerprint in zip(twin_slugs(model).values(), fingerprints, strict=True):
        twin = store.model(slug, fingerprint)
        signals = calibration_signals(twin.manifest.experiment.signals, NUM_SCALE_SIGNALS)
        shares = explain(twin, signals.x, keep_layers=False).shares[:, EVENT]
        part = shares / np.maximum(np.abs(shares).sum(axis=1, keepdims=True), np.finfo(np.float32).tiny)
        lowest, highest = min(lowest, float(part.min())), max(highest, float(part.max()))
    return 10 * np.floor(10 * lowest), 10 * np.ceil(10 * highest)
