"""The shipped models: they reproduce their golden arrays and reach what the README says."""

from collections import defaultdict
from pathlib import Path

import numpy as np
import pytest

from cam_core.cam import logit_shares, logits_from_cam
from cam_core.config import ExperimentConfig
from cam_core.dataset import make_dataset
from cam_core.pipeline import explain_all, summarize
from cam_core.scores.evaluation import evaluate
from cam_core.storage.checkpoint import Model, golden_arrays, load
from cam_core.storage.model_files import MODEL_FILES
from cam_core.storage.model_records import read_film, read_history, read_summary

MODELS = Path(__file__).parents[2] / "models"
SHIPPED = sorted(path.parent for path in MODELS.glob("*/config.json"))
NUM_SCORED = 2400
MAX_BYTES = {"talk": 9 * 10**6, "fcn": 2 * 10**6, "resnet18": 18 * 10**6}
"""Of all models with one backbone together; ResNet-18 has 15 MB of weights."""

each_model = pytest.mark.parametrize("directory", SHIPPED, ids=lambda path: path.name)


def _default() -> Model:
    """The model of the talk's experiment, found by its config, not by its name."""
    models = [load(path) for path in SHIPPED]
    (default,) = [one for one in models if one.manifest.experiment == ExperimentConfig()]
    return default


def test_models_are_shipped() -> None:
    """The default, three harder presets and an untrained network, all loadable."""
    models = [load(path) for path in SHIPPED]
    assert len(models) >= 5
    epochs = [one.manifest.epochs_trained for one in models]
    assert epochs.count(0) == 1
    assert len({one.manifest.experiment.identity for one in models}) == len(models)
    untrained = next(one for one in models if one.manifest.epochs_trained == 0)
    assert untrained.manifest.experiment.network == ExperimentConfig().network


def test_models_are_small_and_nothing_else_lies_there() -> None:
    """Small for their backbone; only the documented files, and tables of measurements; no leftovers."""
    assert SHIPPED, "no model is shipped"
    for directory in SHIPPED:
        assert sorted(path.name for path in directory.iterdir()) == sorted(MODEL_FILES)
    others = {path for path in MODELS.rglob("*") if path.is_file() and path.parent not in SHIPPED}
    assert all(path.parent == MODELS / "measured" and path.suffix == ".csv" for path in others)
    sizes: dict[str, int] = defaultdict(int)
    for directory in SHIPPED:
        backbone = load(directory).manifest.experiment.network.backbone
        sizes[backbone] += sum(path.stat().st_size for path in directory.iterdir())
    assert set(sizes) == set(MAX_BYTES)
    assert all(size < MAX_BYTES[backbone] for backbone, size in sizes.items())


@each_model
def test_golden_arrays_reproduce(directory: Path) -> None:
    """The network computes today what it computed when it was shipped, to 1e-4 of the largest value."""
    model = load(directory)
    with np.load(directory / "golden.npz") as stored:
        golden = dict(stored)
    for name, value in golden_arrays(model.network, golden["x"]).items():
        np.testing.assert_allclose(
            value, golden[name], rtol=0, atol=1e-4 * np.abs(golden[name]).max(), err_msg=name
        )


@each_model
def test_golden_arrays_are_the_first_test_signals_and_conserve(directory: Path) -> None:
    """Inputs come from the config, and bias plus what the stored maps' positions add is the stored logit."""
    model = load(directory)
    config = model.manifest.experiment
    with np.load(directory / "golden.npz") as stored:
        golden = dict(stored)
    test = make_dataset(config.signals).test
    np.testing.assert_allclose(golden["x"], test.x[: len(golden["x"])], rtol=0, atol=1e-6)
    bias = model.network.head.bias.detach().numpy()
    weight, pooling = model.network.head.weight.detach().numpy(), config.network.pooling
    shares = logit_shares(golden["feature_maps"].astype(float), weight.astype(float), pooling)
    sums = bias + shares.sum(axis=-1)
    if pooling == "average":
        np.testing.assert_allclose(logits_from_cam(golden["cam"].astype(float), bias), sums, atol=1e-4)
    np.testing.assert_allclose(sums, golden["logits"], rtol=0, atol=1e-4)


@each_model
def test_stored_records_are_those_of_this_model(directory: Path) -> None:
    """test_set.npz, film.npz and history.csv belong to these weights."""
    model = load(directory)
    config = model.manifest.experiment
    test = make_dataset(config.signals).test[:500]
    summary = read_summary(directory)
    assert len(summary.logits) == config.signals.num_test
    parts = list(explain_all(model, test.x))
    logits = np.concatenate([part.logits for part in parts])
    size = max(1.0, float(np.abs(summary.logits).max()))
    np.testing.assert_allclose(summary.logits[:500], logits, rtol=0, atol=1e-4 * size)
    film, history = read_film(directory), read_history(directory)
    assert len(film.cam) == len(history) + 1 == model.manifest.epochs_trained + 1
    np.testing.assert_allclose(film.logits[-1], summary.logits[film.index], rtol=0, atol=1e-4 * size)


@each_model
def test_stored_scores_are_measured(directory: Path) -> None:
    """Accuracy and localisation in config.json follow from the stored records and the true intervals."""
    config = load(directory).manifest.experiment
    summary, test = read_summary(directory), make_dataset(config.signals).test
    again = evaluate(summary, test, config.signals).to_dict()
    stored = load(directory).manifest.evaluation
    for name, value in again.items():
        assert value == pytest.approx(stored[name], abs=2e-3), name


def test_the_default_reaches_what_is_promised() -> None:
    """Recomputed on 2,400 test signals: accuracy >= 0.999, IoU >= 0.84, pointing >= 0.995; 10 epochs."""
    model = _default()
    config = model.manifest.experiment
    test = make_dataset(config.signals).test[:NUM_SCORED]
    scores = evaluate(summarize(model, test.x), test, config.signals)
    assert model.manifest.epochs_trained == 10
    assert scores.accuracy >= 0.999
    assert scores.localization is not None
    assert scores.baseline is not None
    assert scores.localization.mean_iou >= 0.84
    assert scores.localization.pointing_rate >= 0.995
    assert scores.localization.mean_iou > scores.baseline.mean_iou
    assert scores.chance_mean_iou is not None
    assert scores.baseline.mean_iou > scores.chance_mean_iou


def test_the_default_tells_evidence_from_none() -> None:
    """On test signals: clean ones stay below the threshold to about 1 %, noisy ones rise above it."""
    model = _default()
    config = model.manifest.experiment
    test = make_dataset(config.signals).test[:NUM_SCORED]
    evidence = np.concatenate([part.evidence for part in explain_all(model, test.x)])
    assert evidence[test.y == 0].mean() <= 0.02
    assert evidence[test.y == 1].mean() >= 0.99


@each_model
def test_no_network_beats_the_ceiling(directory: Path) -> None:
    """The best possible detector is at least as good, up to the chance of 9,600 signals."""
    scores = load(directory).manifest.evaluation
    ceiling = scores["best_possible_accuracy"]
    if ceiling is None:
        assert load(directory).manifest.experiment.signals.num_classes > 2
        return
    margin = 3 * np.sqrt(max(ceiling * (1 - ceiling), 1e-6) / scores["num_signals"])
    assert scores["accuracy"] <= ceiling + margin
