"""How long a training will take: in proportion to its work, and with what this machine reached before."""

from pathlib import Path

import pytest

from cam_core.backbones import BACKBONES, TALK
from cam_core.config import ExperimentConfig
from cam_core.model_files import read_manifest
from cam_core.runs import (
    RELATIVE_RATES,
    USUAL_RATE,
    estimated_seconds,
    multiply_adds,
    read_rate,
    write_rate,
)
from cam_core.trainer import run_training

TINY = {"signals.num_samples": 40, "training.epochs": 1}


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine that has trained nothing yet."""
    monkeypatch.setenv("CAM_SCOPE_DATA", str(tmp_path / "data"))
    return tmp_path / "data"


def experiment(backbone: str, **settings: object) -> ExperimentConfig:
    named = {name.replace("__", "."): value for name, value in settings.items()}
    return ExperimentConfig().with_settings({"network.backbone": backbone, **named})


def test_every_backbone_has_a_rate() -> None:
    """A backbone that somebody adds cannot be forgotten; the talk's network is the measure of all."""
    assert set(RELATIVE_RATES) == set(BACKBONES)
    assert RELATIVE_RATES[TALK] == 1
    assert all(0.1 < rate < 10 for rate in RELATIVE_RATES.values())


@pytest.mark.parametrize("backbone", BACKBONES)
def test_the_estimate_grows_with_signals_and_epochs(backbone: str) -> None:
    """Twice the signals or twice the epochs, twice the time."""
    one = estimated_seconds(experiment(backbone, signals__num_samples=2000, training__epochs=3))
    signals = estimated_seconds(experiment(backbone, signals__num_samples=4000, training__epochs=3))
    epochs = estimated_seconds(experiment(backbone, signals__num_samples=2000, training__epochs=6))
    assert signals == pytest.approx(2 * one)
    assert epochs == pytest.approx(2 * one)


@pytest.mark.parametrize("learned", BACKBONES)
@pytest.mark.parametrize("asked", BACKBONES)
def test_a_rate_of_one_backbone_serves_the_others(learned: str, asked: str) -> None:
    """What `learned` reached comes back for itself, and for `asked` as the table relates the two."""
    write_rate(3e9, learned)
    assert read_rate(learned) == pytest.approx(3e9)
    assert read_rate(asked) / read_rate(learned) == pytest.approx(
        RELATIVE_RATES[asked] / RELATIVE_RATES[learned]
    )
    config = experiment(asked)
    seconds = multiply_adds(config) * RELATIVE_RATES[learned] / (3e9 * RELATIVE_RATES[asked])
    assert estimated_seconds(config) == pytest.approx(seconds)


def test_before_the_first_training_a_laptop_is_assumed() -> None:
    """Also where the file says something that no machine can do."""
    assert read_rate() == USUAL_RATE
    write_rate(1e30)
    assert read_rate("resnet18") == pytest.approx(USUAL_RATE * RELATIVE_RATES["resnet18"])


def test_a_training_teaches_the_estimate(own_folder: Path) -> None:
    """After one of ResNet-18 the estimate for the same experiment is what it took."""
    config = experiment("resnet18", network__deep_stride=32).with_settings(TINY)
    slug = run_training(config, "small")
    took = read_manifest(own_folder / "models" / slug).seconds
    assert estimated_seconds(config) == pytest.approx(took)
