"""The measurements are no part of the tests; that each can start, and that they count right, is."""

import json
import subprocess
import sys

import numpy as np
import pytest
import torch

from benchmarks.naive_loop import NaiveNetwork
from benchmarks.precision import epochs_back_at_chance
from benchmarks.streaming import given_samples
from benchmarks.training import training_work
from cam_core.config import NetworkConfig
from cam_core.network import build_network
from tests.serving import REPOSITORY

SCRIPTS = sorted(path.stem for path in (REPOSITORY / "benchmarks").glob("*.py") if path.stem != "__init__")
PEERS = {"attributions": "torchcam", "class_activation_maps": "torchcam"}


IMPORT_ALL = """
import importlib, json, sys, traceback
said = {}
for name in sys.argv[1:]:
    try:
        importlib.import_module(f"benchmarks.{name}")
    except BaseException:
        said[name] = traceback.format_exc()
print(json.dumps(said))
"""


@pytest.fixture(scope="module")
def refused() -> dict[str, str]:
    """What Python said of each script that could not be imported, in a process of their own."""
    command = [sys.executable, "-c", IMPORT_ALL, *SCRIPTS]
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=True)
    found: dict[str, str] = json.loads(done.stdout.splitlines()[-1])
    return found


@pytest.mark.parametrize("name", SCRIPTS)
def test_it_can_be_imported(name: str, refused: dict[str, str]) -> None:
    """Nothing a benchmark imports from the product has been renamed; a peer that is not there is told."""
    peer = PEERS.get(name)
    assert name not in refused or (peer and f"No module named '{peer}'" in refused[name]), refused[name]


def test_the_readme_names_every_measurement() -> None:
    """Each script that prints a table is called in `benchmarks/README.md`."""
    readme = (REPOSITORY / "benchmarks" / "README.md").read_text(encoding="utf-8")
    for path in (REPOSITORY / "benchmarks").glob("*.py"):
        if "print_head" in path.read_text(encoding="utf-8") and path.stem != "measure":
            assert f"python -m benchmarks.{path.stem}" in readme, path.stem


def test_training_work_counts_the_talks_network() -> None:
    """By hand: inputs x outputs x kernel x positions, three passes, two for the first conv."""
    work = training_work(NetworkConfig(), num_points=100)
    assert work.early == 2 * (1 * 32 * 3 * 100) + 3 * (32 * 64 * 3 * 100)
    assert work.deep == 3 * (64 * 128 * 3 * 50 + 128 * 256 * 3 * 50)


def test_the_naive_network_is_the_same_network() -> None:
    """With the same seed it gives the same logits, so that the loops train the same thing."""
    config = NetworkConfig()
    x = torch.from_numpy(np.random.default_rng(0).normal(size=(4, 1, 100)).astype(np.float32))
    ours, naive = build_network(config, seed=3).eval(), NaiveNetwork(config, seed=3).eval()
    with torch.inference_mode():
        torch.testing.assert_close(naive(x), ours(x), rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize(
    ("accuracies", "epochs"),
    [([0.5, 0.5, 0.9], 0), ([0.5, 0.9, 0.52, 0.5, 0.9], 2), ([0.5], 0), ([0.9, 0.57], 0)],
)
def test_falling_back_to_chance_is_counted(accuracies: list[float], epochs: int) -> None:
    """Waiting at chance before the first success is not falling back."""
    assert epochs_back_at_chance(accuracies) == epochs


def test_the_samples_that_a_stream_is_given_are_counted() -> None:
    """By hand: all 100, then those from 88 on for the last positions; in halves, those from 38 on again."""
    network = build_network(NetworkConfig(), seed=0)
    assert given_samples(network, 100, 100) == 100 + 12
    assert given_samples(network, 100, 50) == 50 + (100 - 38) + 12
