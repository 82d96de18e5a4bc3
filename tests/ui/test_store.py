"""What sessions share is made once for all, and held as long as it says and no longer."""

import gc
import time
import weakref
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from cam_core.comparisons.twins import TWINS
from cam_core.config import ExperimentConfig
from cam_core.photos.weights import PhotoWeights
from cam_core.scores.outcomes import POINTING
from cam_core.storage.model_files import CheckpointError
from ui import store
from ui.evidence.ledger.samples import model_ledger_scales
from ui.evidence.methods.samples import MEAN, Question, deleted, measured, measurement
from ui.evidence.sanity.measurement import measured_randomization
from ui.evidence.sanity.samples import untrained
from ui.evidence.score.measurement import measured_detection, measured_outcomes, measured_overlaps
from ui.evidence.twins.samples import share_limits
from ui.layers.samples import model_rungs, model_scales
from ui.moved_event import family_of_sample
from ui.photos import photo_store
from ui.photos.choice import PHOTOS

MODEL = "talk"
KNOWN = store.manifest(MODEL)
TWIN_FINGERPRINTS = (KNOWN.fingerprint, store.manifest(TWINS[MODEL]).fingerprint)


def few(seed: int) -> ExperimentConfig:
    return KNOWN.experiment.with_settings({"signals.num_samples": 40, "signals.seed": seed})


HOLDERS: dict[str, Callable[[ExperimentConfig], object]] = {
    "event": lambda config: family_of_sample(config.signals, 0),
    "methods": lambda config: measurement(MODEL, KNOWN.fingerprint, config).advance(),
    "score": lambda config: measured_overlaps(MODEL, KNOWN.fingerprint, config).steps.advance(),
    "sanity": lambda config: measured_randomization(MODEL, KNOWN.fingerprint, config).steps.advance(),
}


@pytest.mark.parametrize("name", HOLDERS)
def test_what_is_kept_of_a_test_set_does_not_keep_the_set(name: str) -> None:
    """Links with ever other seeds fill no memory: what came of a set stays, the set itself is let go."""
    config = few(7000 + list(HOLDERS).index(name))
    HOLDERS[name](config)
    held = weakref.ref(store.test_signals(config.signals).x)
    for seed in range(4):
        store.test_signals(replace(config.signals, seed=8000 + seed))
    gc.collect()
    assert held() is None


MADE: dict[str, Callable[[ExperimentConfig], object]] = {
    "summary": lambda config: store.test_summary(MODEL, KNOWN.fingerprint, config.signals),
    "evaluation": lambda config: store.test_evaluation(MODEL, KNOWN.fingerprint, config.signals),
    "overlaps": lambda config: measured_overlaps(MODEL, KNOWN.fingerprint, config),
    "outcomes": lambda config: measured_outcomes(MODEL, KNOWN.fingerprint, config, POINTING),
    "detection": lambda config: measured_detection(MODEL, KNOWN.fingerprint, config),
    "methods": lambda config: measurement(MODEL, KNOWN.fingerprint, config),
    "measured": lambda config: measured(Question(MODEL, KNOWN.fingerprint, config, 0, 1)),
    "deleted": lambda config: deleted(Question(MODEL, KNOWN.fingerprint, config, 0, 1), MEAN, scattered=True),
    "randomization": lambda config: measured_randomization(MODEL, KNOWN.fingerprint, config),
    "untrained": lambda config: untrained(MODEL, KNOWN.fingerprint, config.signals.seed),
    "rungs": lambda config: model_rungs(MODEL, KNOWN.fingerprint, config),
    # By keyword, which is a question of its own: other tests have asked for these models.
    "scales": lambda _: model_scales(slug=MODEL, fingerprint=KNOWN.fingerprint),
    "ledger": lambda _: model_ledger_scales(slug=MODEL, fingerprint=KNOWN.fingerprint),
    "shares": lambda _: share_limits(model=MODEL, fingerprints=TWIN_FINGERPRINTS),
}


@pytest.mark.parametrize("name", MADE)
def test_what_several_ask_for_at_once_is_made_once(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A room that opens one link together gets one object; nobody makes it a second time."""
    config = few(9000 + list(MADE).index(name))

    def slow(real: Callable[..., object]) -> Callable[..., object]:
        def waiting(*asked: object) -> object:
            time.sleep(0.05)  # whoever may make it is under way by now
            return real(*asked)

        return waiting

    for shared in ("model", "test_signals"):
        monkeypatch.setattr(store, shared, slow(getattr(store, shared)))
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(lambda _: MADE[name](config), range(4)))
    assert len({id(one) for one in made}) == 1


@pytest.mark.parametrize("ask", [photo_store.network_scale, photo_store.photo_explanation])
def test_photographs_are_asked_about_once(
    ask: Callable[..., object], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A large network takes seconds for a photograph."""
    weights = PhotoWeights("none", "resnet18", tmp_path, changed=0)

    def explain(*_: object) -> object:
        time.sleep(0.05)
        return object()

    monkeypatch.setattr(photo_store, "network", lambda _: None)
    monkeypatch.setattr(photo_store, "explain_square", explain)
    monkeypatch.setattr(photo_store, "cam_scale", explain)
    asked = (weights, PHOTOS[0]) if ask is photo_store.photo_explanation else (weights,)
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(lambda _: ask(*asked), range(4)))
    assert len({id(one) for one in made}) == 1


def test_a_summary_is_that_of_the_model_that_was_asked_for() -> None:
    """One that was replaced meanwhile is not kept under the old one's name."""
    with pytest.raises(CheckpointError, match="`talk` was replaced meanwhile"):
        store.test_summary(MODEL, "0123456789ab", KNOWN.experiment.signals)
