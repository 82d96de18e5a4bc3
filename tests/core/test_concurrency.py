"""Sessions share networks: threads must never matter."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
import torch

from cam_core.config import NetworkConfig
from cam_core.network import build_network
from cam_core.pipeline import explain, summarize
from cam_core.signals import generate_signals
from cam_core.storage.checkpoint import Model, load

THREADS = 8


def test_eight_threads_on_one_model_give_no_wrong_map(tiny_model: Model) -> None:
    """240 explanations of different signals at once, each equal to the one made alone, bit for bit."""
    x = generate_signals(tiny_model.manifest.experiment.signals).x[:240]
    alone = [explain(tiny_model, x[i : i + 1]) for i in range(240)]
    with ThreadPoolExecutor(THREADS) as pool:
        at_once = list(pool.map(lambda i: explain(tiny_model, x[i : i + 1]), range(240)))
    for one, other in zip(alone, at_once, strict=True):
        assert one.cam.tobytes() == other.cam.tobytes()
        assert one.logits.tobytes() == other.logits.tobytes()
        for name, layer in one.layers.items():
            assert layer.tobytes() == other.layers[name].tobytes()


def test_explaining_changes_nothing_in_the_model(tiny_model: Model) -> None:
    """Weights, buffers, mode and gradients stay as they were, also after batches in threads."""
    before = {name: value.clone() for name, value in tiny_model.network.state_dict().items()}
    x = generate_signals(tiny_model.manifest.experiment.signals).x
    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(lambda _: summarize(tiny_model, x[:100]), range(THREADS)))
    assert not tiny_model.network.training
    for name, value in tiny_model.network.state_dict().items():
        assert torch.equal(value, before[name])
    assert all(value.grad is None for value in tiny_model.network.parameters())


def test_nobody_can_change_the_shared_weights_by_an_explanation(tiny_model: Model) -> None:
    """What an explanation carries of the head are the network's own numbers, and they cannot be written."""
    found = explain(tiny_model, generate_signals(tiny_model.manifest.experiment.signals).x[:1])
    for values in (found.head_weight, found.head_bias):
        with pytest.raises(ValueError, match="read-only"):
            values += 1


def test_a_seed_means_the_same_weights_in_every_thread() -> None:
    """Networks built at once, while others draw from the process-wide generator, are all equal."""
    config = NetworkConfig()
    alone = build_network(config, seed=3).state_dict()

    def build(_: int) -> bool:
        torch.rand(100)
        built = build_network(config, seed=3).state_dict()
        return all(torch.equal(value, alone[name]) for name, value in built.items())

    with ThreadPoolExecutor(THREADS) as pool:
        assert all(pool.map(build, range(160)))


def test_loading_at_once_gives_equal_models(tiny_directory: Path, tiny_model: Model) -> None:
    """Two sessions may open the same model in the same moment."""
    x = generate_signals(tiny_model.manifest.experiment.signals).x[:5]
    expected = explain(tiny_model, x).cam
    with ThreadPoolExecutor(THREADS) as pool:
        for model in pool.map(load, [tiny_directory] * 16):
            np.testing.assert_array_equal(explain(model, x).cam, expected)
