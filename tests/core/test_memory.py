"""What a network holds at once is limited wherever it runs, and parts of a batch give the same numbers."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch

from cam_core import memory
from cam_core.activations import BATCH_SIZE, forward_pass
from cam_core.architectures.backbones import BACKBONES, DEEP, DEEP_STRIDES
from cam_core.comparisons.attribution import METHODS, attribute, network_logits
from cam_core.comparisons.randomization import correlations, untrained_twin
from cam_core.config import ExperimentConfig, NetworkConfig, SignalConfig
from cam_core.memory import MAX_ACTIVATIONS, activations, keep_at_once, run_at_once
from cam_core.network import Network, build_network
from cam_core.pipeline import explain, explain_all, summarize, train
from cam_core.signals import SignalBatch, generate_signals
from cam_core.storage.checkpoint import Model, golden_arrays, load
from cam_core.storage.library import PROJECT
from cam_core.storage.manifest import read_manifest
from cam_core.training import TEST_BATCH_SIZE

FIT = 3
"""Signals of the tiny model that a limit made for a test lets run at once."""


@pytest.fixture
def limited(tiny_model: Model, monkeypatch: pytest.MonkeyPatch) -> Callable[[], list[int]]:
    """Limits memory to `FIT` signals; returns the sizes of all batches from then on: each is standardised."""

    def limit() -> list[int]:
        sizes: list[int] = []
        standardize = Network.standardize

        def counted(network: Network, x: torch.Tensor) -> torch.Tensor:
            sizes.append(len(x))
            return standardize(network, x)

        room = FIT * activations(tiny_model.network.config.spec, 100) + 1
        monkeypatch.setattr(memory, "MAX_ACTIVATIONS", room)
        monkeypatch.setattr(Network, "standardize", counted)
        return sizes

    return limit


@pytest.fixture(scope="module")
def signals(tiny_model: Model) -> SignalBatch:
    return generate_signals(tiny_model.manifest.experiment.signals)[:8]


RUNS: dict[str, Callable[[Model, SignalBatch], np.ndarray]] = {
    "explain": lambda model, signals: explain(model, signals.x).cam,
    "layers": lambda model, signals: explain(model, signals.x).layers["fourth_conv"],
    "explain_all": lambda model, signals: np.concatenate(
        [part.cam for part in explain_all(model, signals.x)]
    ),
    "summarize": lambda model, signals: summarize(model, signals.x).logits,
    "logits": lambda model, signals: network_logits(model, signals.x),
    "golden": lambda model, signals: golden_arrays(model.network, signals.x)["feature_maps"],
    "methods": lambda model, signals: np.stack(
        [one.map for one in attribute(model, signals.x, signals.y, signals.event_interval, METHODS)]
    ),
    "randomized": lambda model, signals: correlations(
        model.network, untrained_twin(model.network, 3), signals.x, signals.y
    )[0],
}


@pytest.mark.parametrize("name", RUNS)
def test_whatever_runs_keeps_the_limit_and_its_numbers(
    tiny_model: Model, signals: SignalBatch, limited: Callable[[], list[int]], name: str
) -> None:
    """In parts of three the numbers are those of one batch, to rounding, in the signals' order."""
    expected = RUNS[name](tiny_model, signals)
    sizes = limited()
    found = RUNS[name](tiny_model, signals)
    assert max(sizes) == FIT
    np.testing.assert_allclose(found, expected, rtol=1e-4, atol=1e-4 * np.abs(expected).max())


def test_a_training_keeps_the_limit_to_its_end(
    tmp_path: Path, limited: Callable[[], list[int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Film, test set of every epoch, calibration, summary and golden arrays; the batches are the user's."""
    settings = {"signals.num_samples": 40, "network.widths": [4, 8, 8, 16], "training.epochs": 1}
    config = ExperimentConfig().with_settings({**settings, "training.batch_size": 2})
    monkeypatch.setattr("cam_core.pipeline.CALIBRATION_PER_CLASS", 20)
    sizes = limited()
    train(config, tmp_path / "model")
    assert max(sizes) == FIT
    assert sizes.count(2) >= config.signals.num_train // 2
    load(tmp_path / "model")


def test_layers_that_nobody_asked_for_are_not_kept(tiny_model: Model, signals: SignalBatch) -> None:
    """What is left of them is the last one, the same bit for bit."""
    x = torch.from_numpy(signals.x)
    whole, lean = (forward_pass(tiny_model.network, x, keep_layers=kept) for kept in (True, False))
    assert list(lean.layers) == list(whole.layers)[-1:]
    for name in ("feature_maps", "pooled_features", "logits"):
        assert torch.equal(getattr(lean, name), getattr(whole, name))


def test_shipped_models_run_as_they_always_did() -> None:
    """Their batches, scales and thresholds hang on no limit: every batch is as large as it may be."""
    directories = [path.parent for path in sorted((PROJECT / "models").glob("*/config.json"))]
    assert len(directories) > 5
    for directory in directories:
        config = read_manifest(directory).experiment
        spec, num_points = config.network.spec, config.signals.num_points
        for most in (BATCH_SIZE, TEST_BATCH_SIZE):
            assert run_at_once(spec, num_points, most) == most
        assert keep_at_once(spec, num_points, 200) == 200


def test_one_signal_of_the_largest_network_fits() -> None:
    """Whatever the Lab can be set to: no batch of one is above the limit."""
    longest = int(SignalConfig.bounds["num_points"][1])
    widest = NetworkConfig(widths=(1024,) * 4)
    deep = [NetworkConfig(name, deep_stride=stride) for name in DEEP for stride in DEEP_STRIDES]
    assert {config.backbone for config in (widest, *deep)} | {"fcn"} == set(BACKBONES)
    for config in (widest, NetworkConfig("fcn"), *deep):
        assert activations(config.spec, longest) <= MAX_ACTIVATIONS


def test_what_is_counted_is_what_the_convolutions_put_out() -> None:
    """Oracle: every output of a network's stages and convolutions, taken from the modules themselves."""
    config = NetworkConfig("resnet18", deep_stride=16)
    network = build_network(config, seed=0).eval()
    counts: list[int] = []
    for module in network.modules():
        if isinstance(module, torch.nn.Conv2d):
            module.register_forward_hook(lambda _module, _input, output: counts.append(output.numel()))
    layers = forward_pass(network, torch.zeros(1, 1, 200)).layers
    assert activations(config.spec, 200) == sum(counts)
    assert memory.stage_values(config.spec, 200) == sum(layer.numel() for layer in layers.values())
