"""How long a training will take: in proportion to its work, and with what this machine reached before."""

from pathlib import Path

import pytest

from cam_core.backbones import BACKBONES, DEEP_STRIDES, TALK
from cam_core.config import ExperimentConfig, NetworkConfig
from cam_core.model_files import read_manifest
from cam_core.runs import (
    RELATIVE_RATES,
    STRIDE_RATES,
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


def test_every_network_has_a_rate() -> None:
    """A backbone or a stride that somebody adds cannot be forgotten; the talk's network is the measure."""
    assert set(RELATIVE_RATES) == set(BACKBONES)
    assert set(STRIDE_RATES) == set(DEEP_STRIDES)
    assert RELATIVE_RATES[TALK] == STRIDE_RATES[NetworkConfig().deep_stride] == 1
    assert all(0.1 < rate < 10 for rate in (*RELATIVE_RATES.values(), *STRIDE_RATES.values()))


@pytest.mark.parametrize("backbone", BACKBONES)
def test_the_estimate_grows_with_signals_and_epochs(backbone: str) -> None:
    """Twice the signals or twice the epochs, twice the time."""
    one = estimated_seconds(experiment(backbone, signals__num_samples=2000, training__epochs=3))
    signals = estimated_seconds(experiment(backbone, signals__num_samples=4000, training__epochs=3))
    epochs = estimated_seconds(experiment(backbone, signals__num_samples=2000, training__epochs=6))
    assert signals == pytest.approx(2 * one)
    assert epochs == pytest.approx(2 * one)


@pytest.mark.parametrize("learned", [*BACKBONES, "resnet18/32"])
@pytest.mark.parametrize("asked", [*BACKBONES, "densenet121/16"])
def test_a_rate_of_one_network_serves_the_others(learned: str, asked: str) -> None:
    """What `learned` reached comes back for itself, and for `asked` as the tables relate the two."""
    first, second = network(learned), network(asked)
    write_rate(3e9, first)
    assert read_rate(first) == pytest.approx(3e9)
    share = [RELATIVE_RATES[one.backbone] * STRIDE_RATES[one.deep_stride] for one in (first, second)]
    assert read_rate(second) == pytest.approx(3e9 * share[1] / share[0])
    config = ExperimentConfig(network=second)
    assert estimated_seconds(config) == pytest.approx(multiply_adds(config) / read_rate(second))


def network(name: str) -> NetworkConfig:
    """`resnet18/32`: the backbone with 32 samples a position; without a number its default."""
    backbone, _, stride = name.partition("/")
    return NetworkConfig(backbone, deep_stride=int(stride or 8))


def test_before_the_first_training_a_laptop_is_assumed() -> None:
    """Also where the file says something that no machine can do."""
    assert read_rate() == USUAL_RATE
    write_rate(1e30)
    assert read_rate(network("resnet18")) == pytest.approx(USUAL_RATE * RELATIVE_RATES["resnet18"])


def test_a_training_teaches_the_estimate(own_folder: Path) -> None:
    """After one of ResNet-18 the estimate for the same experiment is what it took."""
    config = experiment("resnet18", network__deep_stride=32).with_settings(TINY)
    slug = run_training(config, "small")
    took = read_manifest(own_folder / "models" / slug).seconds
    assert estimated_seconds(config) == pytest.approx(took)
