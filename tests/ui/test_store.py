"""What sessions share is held as long as it says and no longer, whoever else has a part of it."""

import gc
import weakref
from collections.abc import Callable
from dataclasses import replace

import pytest

from cam_core.config import ExperimentConfig
from ui import store
from ui.evidence.methods.samples import measurement
from ui.evidence.sanity.measurement import measured_randomization
from ui.evidence.score.measurement import measured_overlaps
from ui.moved_event import family_of_sample

MODEL = "talk"
KNOWN = store.manifest(MODEL)


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
