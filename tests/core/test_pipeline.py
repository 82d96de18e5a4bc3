"""`explain` and `train`: the stages in a chain, and what a run leaves behind."""

import dataclasses
from pathlib import Path

import numpy as np
import pytest
import torch

from cam_core.architectures.backbones import TALK_STAGES
from cam_core.cam import interpolated_cam
from cam_core.config import ExperimentConfig
from cam_core.dataset import make_dataset
from cam_core.localization import localized_intervals, pointing_hit
from cam_core.network import build_network
from cam_core.pipeline import (
    Frame,
    evaluate_model,
    explain,
    explain_all,
    summarize,
    train,
)
from cam_core.signals import generate_signals
from cam_core.storage.checkpoint import CheckpointError, Model, load
from cam_core.storage.model_files import MODEL_FILES
from cam_core.storage.model_records import read_film, read_history, read_summary
from cam_core.watched import pinned_signals


def test_an_explanation_is_consistent_with_itself(tiny_model: Model) -> None:
    """Every derived array is the stated function of the others, shapes as documented."""
    x = make_dataset(tiny_model.manifest.experiment.signals).test.x[:20]
    part = explain(tiny_model, x)
    assert len(part) == 20
    assert tuple(part.layers) == TALK_STAGES
    assert part.cam.shape == (20, 2, 50)
    np.testing.assert_array_equal(part.interpolated_cam, interpolated_cam(part.cam, part.field, 100))
    np.testing.assert_array_equal(part.localized_interval, localized_intervals(part.interpolated_cam))
    (threshold,) = tiny_model.manifest.calibration.evidence_thresholds
    np.testing.assert_array_equal(part.evidence, part.interpolated_cam[:, 1].max(axis=1) > threshold)
    pooled = part.layers["fourth_conv"].astype(float).mean(axis=-1)
    np.testing.assert_allclose(part.pooled_features, pooled, atol=1e-6)
    with torch.inference_mode():
        np.testing.assert_array_equal(part.logits, tiny_model.network(torch.from_numpy(x)).numpy())


def test_results_are_frozen(tiny_model: Model) -> None:
    """A cached explanation cannot be replaced piece by piece."""
    part = explain(tiny_model, np.zeros((1, 1, 100), np.float32))
    with pytest.raises(dataclasses.FrozenInstanceError):
        part.__setattr__("cam", None)


@pytest.mark.parametrize(
    "x",
    [
        np.zeros((0, 1, 100)),
        np.zeros((2, 100)),
        np.zeros((2, 2, 100)),
        np.zeros((2, 1, 31)),
        np.full((1, 1, 100), np.nan),
        np.full((1, 1, 100), np.inf),
        np.full((1, 1, 100), 1e300),
        np.full((1, 1, 100), -(2**63)),
        np.full((1, 1, 100), 1j),
        np.full((1, 1, 100), "a"),
        np.full((1, 1, 100), None),
        np.zeros((1, 1, 100), bool),
        np.zeros((1, 1, 100), "timedelta64[s]"),
    ],
    ids=lambda x: f"{x.shape}{x.dtype}",
)
def test_signals_of_another_kind_are_refused(tiny_model: Model, x: np.ndarray) -> None:
    """One sentence that names `x`, from every entry, before the network runs."""
    for call in (explain, summarize, lambda model, bad: list(explain_all(model, bad))):
        with pytest.raises(ValueError, match=r"^`x` must .* got .*\.$"):
            call(tiny_model, x)


def test_any_real_type_gives_the_same_numbers(tiny_model: Model) -> None:
    """float64, float16-exact and integer input are the signals they stand for."""
    x = np.round(np.random.default_rng(1).uniform(-3, 3, (3, 1, 100)))
    expected = explain(tiny_model, x.astype(np.float32)).logits
    for kind in (np.float64, np.float16, np.int64, np.int8):
        np.testing.assert_array_equal(explain(tiny_model, x.astype(kind)).logits, expected)


def test_explaining_leaves_the_input_alone(tiny_model: Model) -> None:
    """Pages pass cached arrays."""
    x = np.random.default_rng(1).standard_normal((300, 1, 100)).astype(np.float32)
    before = x.copy()
    list(explain_all(tiny_model, x))
    explain(tiny_model, x)
    np.testing.assert_array_equal(x, before)


def test_a_run_leaves_exactly_the_documented_files(tiny_directory: Path) -> None:
    """Six files, and no folder beside them."""
    assert sorted(path.name for path in tiny_directory.iterdir()) == sorted(MODEL_FILES)
    assert [path.name for path in tiny_directory.parent.iterdir()] == [tiny_directory.name]


def test_stored_scores_are_those_of_the_stored_model(tiny_model: Model, tiny_directory: Path) -> None:
    """Evaluating again, and counting by hand, gives what config.json says."""
    config = tiny_model.manifest.experiment
    test = make_dataset(config.signals).test
    scores = evaluate_model(tiny_model, test, config).to_dict()
    stored = tiny_model.manifest.evaluation
    assert scores.keys() == stored.keys()
    for name, value in scores.items():
        assert value == pytest.approx(stored[name], abs=1e-6), name
    parts = list(explain_all(tiny_model, test.x))
    logits = np.concatenate([part.logits for part in parts])
    maps = np.concatenate([part.interpolated_cam for part in parts])
    assert scores["accuracy"] == pytest.approx((logits.argmax(axis=1) == test.y).mean())
    noisy = test.y == 1
    hits = pointing_hit(maps[noisy, 1], test.event_interval[noisy])
    assert scores["localization"]["pointing_rate"] == pytest.approx(hits.mean())
    assert scores["chance_pointing_rate"] == pytest.approx(0.2)
    summary = read_summary(tiny_directory)
    np.testing.assert_allclose(summary.logits, logits, atol=1e-5)
    np.testing.assert_allclose(summary.peak, maps.max(axis=-1), atol=1e-5)


def test_the_film_runs_from_untrained_to_finished(tiny_model: Model, tiny_directory: Path) -> None:
    """Frame 0 is the untrained network's map, the last one the finished model's, of pinned signals."""
    config = tiny_model.manifest.experiment
    dataset = make_dataset(config.signals)
    film = read_film(tiny_directory)
    assert film.cam.shape == (3, len(film.index), 2, 50)
    np.testing.assert_array_equal(film.index, pinned_signals(dataset.test))
    x = dataset.test.x[film.index]
    np.testing.assert_allclose(film.cam[-1], explain(tiny_model, x).cam, atol=1e-6)
    untrained = build_network(config.network, config.training.seed).eval()
    untrained.input_mean.fill_(dataset.mean)
    untrained.input_std.fill_(dataset.std)
    with torch.inference_mode():
        logits = untrained(torch.from_numpy(x)).numpy()
    np.testing.assert_allclose(film.logits[0], logits, atol=1e-6)


def test_history_has_one_row_an_epoch(tiny_directory: Path) -> None:
    """What was recorded comes back as it was."""
    history = read_history(tiny_directory)
    assert [record.epoch for record in history] == [1, 2]
    assert (tiny_directory / "history.csv").read_text().count("\n") == 3
    assert history[-1].test_accuracy == pytest.approx(
        load(tiny_directory).manifest.evaluation["accuracy"], abs=1e-6
    )


def test_pinned_signals_are_a_clean_one_and_bursts_from_left_to_right() -> None:
    """One clean signal first; the bursts' starts rise from near the first to near the last place."""
    signals = generate_signals(ExperimentConfig().signals)[:4000]
    pinned = signals[pinned_signals(signals)]
    assert pinned.y.tolist() == [0, 1, 1, 1, 1, 1]
    starts = pinned.event_interval[1:, 0].tolist()
    assert starts == sorted(starts)
    assert (starts[0], starts[-1]) == (0, 80)


@pytest.mark.parametrize("frames", [1, 2])
def test_stopping_early_keeps_what_was_learned(
    tiny_config: ExperimentConfig, tmp_path: Path, frames: int
) -> None:
    """False at frame 1 leaves an untrained model, at frame 2 one epoch; both load and say so."""
    seen: list[Frame] = []

    def on_frame(frame: Frame) -> bool:
        seen.append(frame)
        return len(seen) < frames

    config = tiny_config.with_settings({"training.epochs": 9})
    manifest = train(config, tmp_path / "early", on_frame=on_frame)
    assert len(seen) == frames
    assert seen[0].record is None
    assert manifest.epochs_trained == frames - 1
    assert load(tmp_path / "early").manifest == manifest
    assert len(read_history(tmp_path / "early")) == frames - 1
    assert len(read_film(tmp_path / "early").cam) == frames


def test_the_same_experiment_twice_is_the_same_weights(
    tiny_config: ExperimentConfig, tiny_model: Model, tmp_path: Path
) -> None:
    """From config to file, bit for bit: the hash of the weights repeats."""
    manifest = train(tiny_config, tmp_path / "again", title="Another title")
    assert manifest.weights_sha256 == tiny_model.manifest.weights_sha256
    assert manifest.calibration == tiny_model.manifest.calibration
    assert manifest.title == "Another title"


@pytest.mark.parametrize(
    "settings",
    [
        {"signals.num_samples": 20, "signals.test_fraction": 0.05},
        {"signals.num_samples": 20, "signals.test_fraction": 0.9},
        {"signals.num_points": 33, "signals.noise_length": 33},
        {"signals.noise_std": 0.0, "signals.phase": 0.0},
        {"signals.amplitude": 100.0, "signals.noise_std": 100.0, "training.learning_rate": 0.5},
        {"network.normalization": "batch", "training.batch_size": 1, "signals.num_samples": 40},
        {"network.kernel_sizes": [31, 31, 31, 31], "signals.num_points": 32},
        {"training.precision": "bfloat16", "training.epochs": 1},
        {"training.epochs": 0},
    ],
    ids=str,
)
def test_extreme_experiments_end_in_a_model_that_loads(
    tiny_config: ExperimentConfig, tmp_path: Path, settings: dict[str, object]
) -> None:
    """The corners of what a person may choose train, save, load and explain."""
    config = tiny_config.with_settings(settings)
    manifest = train(config, tmp_path / "corner")
    model = load(tmp_path / "corner")
    assert model.manifest == manifest
    summary = read_summary(tmp_path / "corner")
    assert len(summary.logits) == config.signals.num_test
    assert np.isfinite(summary.logits).all()


def test_an_existing_directory_is_refused_before_anything_is_lost(
    tiny_config: ExperimentConfig, tmp_path: Path
) -> None:
    """Somebody's folder of that name stays as it is."""
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("years of work")
    with pytest.raises(CheckpointError, match="must not exist yet"):
        train(tiny_config.with_settings({"training.epochs": 0}), tmp_path / "mine")
    assert (tmp_path / "mine" / "thesis.txt").read_text() == "years of work"
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]
