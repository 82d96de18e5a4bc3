"""How long a training will take: all that passes through the network, and what was reached here before."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch
from torch import nn
from torch.nn.modules.module import register_module_forward_pre_hook

from cam_core.architectures.backbones import BACKBONES, DEEP_STRIDES, TALK
from cam_core.config import ExperimentConfig, NetworkConfig
from cam_core.event_kinds import EVENT_KINDS
from cam_core.jobs import estimate
from cam_core.jobs.estimate import (
    FORWARD_SHARE,
    HALF_LEARNED,
    RATE_FILE,
    RELATIVE_RATES,
    START_SECONDS,
    STRIDE_RATES,
    USUAL_RATE,
    Passes,
    epoch_seconds,
    estimated_seconds,
    learn_rate,
    multiply_adds,
    passes_of_epochs,
    passes_of_training,
    rate_of,
    read_rate,
    relative_rate,
    seconds_left,
)
from cam_core.jobs.runs import RunProgress
from cam_core.jobs.trainer import run_training
from cam_core.pipeline import train
from cam_core.storage.manifest import read_manifest

TINY: dict[str, object] = {"signals.num_samples": 40, "training.epochs": 1}
LONG: dict[str, object] = {"signals.num_samples": 200_000, "training.epochs": 1000}


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine that has trained nothing yet."""
    monkeypatch.setenv("CAM_SCOPE_DATA", str(tmp_path / "data"))
    return tmp_path / "data"


def experiment(backbone: str, **settings: object) -> ExperimentConfig:
    named = {name.replace("__", "."): value for name, value in settings.items()}
    return ExperimentConfig().with_settings({"network.backbone": backbone, **named})


@contextmanager
def counted() -> Iterator[Counter[str]]:
    """Counts the signals that enter any network, told apart by whether gradients are kept."""
    counts: Counter[str] = Counter()

    def count(module: nn.Module, inputs: tuple[Any, ...]) -> None:
        if isinstance(module, nn.Conv2d) and module.in_channels == 1:
            counts["trained" if torch.is_grad_enabled() else "seen"] += len(inputs[0])

    handle = register_module_forward_pre_hook(count)
    try:
        yield counts
    finally:
        handle.remove()


@pytest.mark.parametrize(
    "settings",
    [
        {"signals.num_samples": 40, "training.epochs": 3},
        {"signals.num_samples": 41, "training.epochs": 0},
        {"signals.num_samples": 300, "signals.test_fraction": 0.5, "signals.kinds": EVENT_KINDS},
    ],
)
def test_the_count_is_what_a_training_passes(
    settings: dict[str, object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every signal that enters the network is counted, also those of test set, film and calibration."""
    monkeypatch.setattr("cam_core.pipeline.CALIBRATION_PER_CLASS", 30)
    monkeypatch.setattr(estimate, "CALIBRATION_PER_CLASS", 30)
    config = ExperimentConfig().with_settings({"network.widths": [2] * 4, "training.epochs": 2, **settings})
    with counted() as counts:
        train(config, tmp_path / "model")
    assert passes_of_training(config) == Passes(counts["trained"], counts["seen"])


def test_calibration_counts_where_signals_are_few() -> None:
    """280 signals of ResNet-18, once: nearly all of the work is 16,000 signals that only pass forward."""
    config = experiment("resnet18", signals__kinds=EVENT_KINDS, signals__num_samples=400, training__epochs=1)
    passes = passes_of_training(config)
    assert passes.trained == 280
    assert passes.seen == pytest.approx(16_000, rel=0.03)
    assert estimated_seconds(config) > 15 * 280 * config.network.spec.multiply_adds(100) / USUAL_RATE


def test_every_network_has_a_rate() -> None:
    """A backbone or a stride that somebody adds cannot be forgotten; the talk's network is the measure."""
    assert set(RELATIVE_RATES) == set(BACKBONES)
    assert set(STRIDE_RATES) == set(DEEP_STRIDES)
    assert RELATIVE_RATES[TALK] == STRIDE_RATES[NetworkConfig().deep_stride] == 1
    assert all(0.1 < rate < 10 for rate in (*RELATIVE_RATES.values(), *STRIDE_RATES.values()))


@pytest.mark.parametrize("backbone", BACKBONES)
def test_the_estimate_grows_with_signals_and_epochs(backbone: str) -> None:
    """What an epoch costs grows with its signals; the whole is start, epochs, and what comes once."""
    one = experiment(backbone, signals__num_samples=2000, training__epochs=3)
    work, rate = one.network.spec.multiply_adds(100), rate_of(one.network)
    assert epoch_seconds(one) == pytest.approx((1400 + FORWARD_SHARE * (600 + 6)) * work / rate)
    once = FORWARD_SHARE * (6 + 4000 + 600 + 4) * work / rate
    assert estimated_seconds(one) == pytest.approx(START_SECONDS + 3 * epoch_seconds(one) + once)


def test_the_time_left_is_measured() -> None:
    """A tenth of the steps took 12 seconds: nine tenths are left, and what is measured and saved then."""
    config = experiment(TALK, signals__num_samples=2000, signals__test_fraction=0.5, training__epochs=10)
    epoch = 1000 + (1000 + 6) / 3
    progress = RunProgress("training", 2, 10, 0, 50, 0.5, 12.0)
    rest = 9 * epoch + (6 + 4000 + 1000 + 4) / 3
    assert seconds_left(config, progress) == pytest.approx(12 * rest / epoch)
    half = replace(progress, batch=25, seconds=18.0)
    assert seconds_left(config, half) == pytest.approx(18 * (rest - 500) / (epoch + 500))
    assert seconds_left(config, RunProgress("training", 1, 10, 0, 50, None, 0.0)) == 0


@pytest.mark.parametrize("learned", [*BACKBONES, "resnet18/32"])
@pytest.mark.parametrize("asked", [*BACKBONES, "densenet121/16"])
def test_a_rate_of_one_network_serves_the_others(learned: str, asked: str) -> None:
    """What a long training of `learned` reached comes back for itself, and for `asked` as the tables say."""
    first, second = network(learned), network(asked)
    config = ExperimentConfig(network=first).with_settings({**LONG, "training.epochs": 100})
    learn_rate(config, 100, multiply_adds(config, passes_of_epochs(config, 100)) / 3e9)
    assert rate_of(first) == pytest.approx(3e9, rel=0.02)
    share = relative_rate(second) / relative_rate(first)
    assert rate_of(second) == pytest.approx(share * rate_of(first))


def network(name: str) -> NetworkConfig:
    """`resnet18/32`: the backbone with 32 samples a position; without a number its default."""
    backbone, _, stride = name.partition("/")
    return NetworkConfig(backbone, deep_stride=int(stride or 8))


@pytest.mark.parametrize(
    "text",
    ["", "3e9", "{}x", '{"rate": 1e30, "work": 1}', '{"rate": NaN, "work": 1}', '{"rate": "x", "work": 1}'],
)
def test_before_the_first_training_a_laptop_is_assumed(own_folder: Path, text: str) -> None:
    """Also where the file is damaged or says something that no machine can do."""
    assert read_rate().rate == USUAL_RATE
    assert not read_rate().is_measured
    own_folder.mkdir()
    (own_folder / RATE_FILE).write_text(text, "utf-8")
    assert rate_of(network("resnet18")) == pytest.approx(USUAL_RATE * RELATIVE_RATES["resnet18"])
    assert not read_rate().is_measured


def test_short_runs_change_little() -> None:
    """One that seems four times as slow, with a fourteenth of what counts half, adds a tenth to estimates."""
    config = experiment(TALK, signals__num_samples=2000)
    work = multiply_adds(config, passes_of_epochs(config, 1))
    assert work == pytest.approx(HALF_LEARNED / 14, rel=0.1)
    learn_rate(config, 1, 4 * work / USUAL_RATE)
    assert read_rate().rate == pytest.approx(USUAL_RATE / 4 ** (work / (work + HALF_LEARNED)))
    assert 1 < USUAL_RATE / read_rate().rate < 1.15
    assert not read_rate().is_measured


def test_a_long_run_is_believed() -> None:
    """However wrong the laptop's rate was: what hours of training reached is what the next hours will."""
    config = experiment(TALK, **{key.replace(".", "__"): value for key, value in LONG.items()})
    learn_rate(config, 1000, multiply_adds(config, passes_of_epochs(config, 1000)) / (USUAL_RATE / 7))
    assert read_rate().rate == pytest.approx(USUAL_RATE / 7, rel=1e-3)
    assert read_rate().is_measured


def test_a_training_teaches_the_estimate(own_folder: Path) -> None:
    """What a run did and took is learned, by its share, whatever network it was."""
    config = experiment("resnet18", network__deep_stride=32).with_settings(TINY)
    slug = run_training(config, "small")
    took = read_manifest(own_folder / "models" / slug).seconds
    work = config.network.spec.multiply_adds(100) * (28 + (12 + 6) / 3)
    share = work / (work + HALF_LEARNED)
    reached = work / took / relative_rate(config.network)
    assert read_rate().rate == pytest.approx(USUAL_RATE * (reached / USUAL_RATE) ** share)
    assert read_rate().work == pytest.approx(work)
