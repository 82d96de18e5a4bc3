"""The control that is taught nothing: shuffled labels, refused where nothing is trained."""

from pathlib import Path

import numpy as np
import pytest

from cam_core.config import ExperimentConfig, SignalConfig
from cam_core.dataset import make_dataset, with_shuffled_labels
from cam_core.pipeline import train
from cam_core.storage.checkpoint import Model
from cam_core.storage.library import PROJECT
from cam_core.storage.manifest import read_manifest
from cam_core.storage.model_records import read_history

TALK, SHUFFLED = (read_manifest(PROJECT / "models" / name) for name in ("talk", "shuffled"))


def test_labels_change_hands_and_nothing_else_changes() -> None:
    """As many signals of each label as before, in an order that says nothing; all else is the same."""
    dataset = make_dataset(SignalConfig(num_samples=4000))
    shuffled = with_shuffled_labels(dataset, seed=5)
    assert np.bincount(shuffled.train.y).tolist() == np.bincount(dataset.train.y).tolist()
    agreement = (shuffled.train.y == dataset.train.y).mean()
    assert agreement == pytest.approx(0.5, abs=0.04)
    for name in ("x", "event_interval", "x_clean"):
        np.testing.assert_array_equal(getattr(shuffled.train, name), getattr(dataset.train, name))
    assert shuffled.test is dataset.test
    again, other = with_shuffled_labels(dataset, seed=5), with_shuffled_labels(dataset, seed=6)
    np.testing.assert_array_equal(again.train.y, shuffled.train.y)
    assert (other.train.y != shuffled.train.y).any()


def test_shuffled_labels_tell_nothing_of_their_signals_with_one_seed_for_both() -> None:
    """They meet half of the true labels, and do not go with the events' places."""
    dataset = make_dataset(SignalConfig(seed=0))
    y, start = dataset.train.y, dataset.train.event_interval[:, 0]
    shuffled = with_shuffled_labels(dataset, seed=0).train.y
    assert abs((shuffled == y).mean() - 0.5) < 3 * 0.5 / np.sqrt(len(y))
    of_events = abs(np.corrcoef(shuffled[y == 1], start[y == 1])[0, 1])
    assert of_events < 3 / np.sqrt((y == 1).sum())


def test_training_takes_the_shuffled_labels(
    tiny_config: ExperimentConfig, tiny_model: Model, tmp_path: Path
) -> None:
    """The same experiment with shuffled labels learns something else; it is tested on true labels."""
    config = tiny_config.with_settings({"training.shuffle_labels": True})
    manifest = train(config, tmp_path / "control")
    assert manifest.experiment == config
    assert manifest.weights_sha256 != tiny_model.manifest.weights_sha256
    assert manifest.evaluation["num_signals"] == tiny_config.signals.num_test
    assert manifest.evaluation["localization"] is not None


def test_an_untrained_network_has_no_labels_to_shuffle() -> None:
    """One sentence names both settings."""
    settings = {"training.shuffle_labels": True, "training.epochs": 0}
    with pytest.raises(ValueError, match=r"`training\.shuffle_labels` must be false where `training\.ep"):
        ExperimentConfig().with_settings(settings)


def test_the_shipped_control_differs_in_its_labels_alone_and_is_at_chance() -> None:
    """The talk's experiment but for the labels; ten epochs of it are no better than guessing."""
    assert SHUFFLED.experiment.changed_settings(TALK.experiment) == {"training.shuffle_labels": True}
    assert SHUFFLED.epochs_trained == TALK.epochs_trained == 10
    spread = 3 * 0.5 / np.sqrt(SHUFFLED.evaluation["num_signals"])
    assert SHUFFLED.evaluation["accuracy"] == pytest.approx(0.5, abs=spread)
    last = read_history(PROJECT / "models" / "shuffled")[-1]
    assert last.train_accuracy == pytest.approx(0.5, abs=0.02)
    assert last.train_loss == pytest.approx(np.log(2), abs=1e-3)
