"""Sanity twins: which models of a library are the controls of which."""

from dataclasses import replace

import pytest

from cam_core.comparisons.controls import CONTROLS, sanity_twins
from cam_core.storage.library import PROJECT
from cam_core.storage.manifest import Manifest, read_manifest

NAMES = ("talk", "untrained", "shuffled", "background", "fcn", "talk-max")
SHIPPED = {name: read_manifest(PROJECT / "models" / name) for name in NAMES}


def changed(model: Manifest, **settings: object) -> Manifest:
    """A model of the same experiment with other settings, "__" for the dot."""
    experiment = model.experiment.with_settings(
        {key.replace("__", "."): value for key, value in settings.items()}
    )
    return replace(model, experiment=experiment)


def test_the_shipped_trio_is_found() -> None:
    """The default has both twins; they differ from it in what makes them controls, and are at chance."""
    assert sanity_twins("talk", SHIPPED) == {name: name if name != "trained" else "talk" for name in CONTROLS}
    for name in ("untrained", "shuffled"):
        assert SHIPPED[name].experiment.signals == SHIPPED["talk"].experiment.signals
        assert SHIPPED[name].experiment.network == SHIPPED["talk"].experiment.network
        assert abs(SHIPPED[name].evaluation["accuracy"] - 0.5) < 0.02


@pytest.mark.parametrize("name", ["background", "fcn", "talk-max", "untrained", "shuffled"])
def test_others_have_none(name: str) -> None:
    """Other signals, another network, another pooling, and the controls themselves."""
    assert sanity_twins(name, SHIPPED) == {"trained": name}


def test_a_model_that_somebody_trained_as_a_control_is_one() -> None:
    """By what it is, not by its name; half a training, another seed or other signals make no twin."""
    fcn = SHIPPED["fcn"]
    untrained = replace(changed(fcn, training__epochs=0), epochs_trained=0)
    shuffled = changed(fcn, training__shuffle_labels=True)
    library = {
        **SHIPPED,
        "stopped": replace(shuffled, epochs_trained=3),
        "seed": changed(shuffled, training__seed=5),
        "signals": changed(shuffled, signals__noise_std=0.4),
        "before": untrained,
        "control": shuffled,
    }
    assert sanity_twins("fcn", library) == {"trained": "fcn", "untrained": "before", "shuffled": "control"}
    # One that was stopped has its twin in one that was stopped as early.
    short = {**library, "fcn": replace(fcn, epochs_trained=3)}
    assert sanity_twins("fcn", short) == {"trained": "fcn", "untrained": "before", "shuffled": "stopped"}
