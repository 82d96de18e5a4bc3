"""What does every backbone cost? Forward pass and training step of a batch, as factors of the talk's network.

    python -m benchmarks.backbones [--repeats 5] [--batch 64] [--stride 8] [--backbones talk resnet18 ...]

Signals of 100 samples, one torch thread, processor time; all take turns. Prints a Markdown table; its last
column is `RELATIVE_RATES` of `cam_core/jobs/estimate.py`, and, over that of stride 8, its `STRIDE_RATES`.
"""

import argparse
from collections.abc import Callable
from dataclasses import replace

import torch

from benchmarks.measure import in_turns, machine, print_head, print_row, seconds_of
from cam_core.activations import forward_pass
from cam_core.architectures.backbones import BACKBONES, TALK
from cam_core.config import ExperimentConfig, NetworkConfig, TrainingConfig
from cam_core.dataset import Dataset, make_dataset
from cam_core.network import build_network
from cam_core.training import fit

WORK = 60e9
"""Multiply-adds of the forward passes in each timed run: as long for a small network as for a large one, so
that caches which another one left cold, and the optimiser that each training makes anew, hardly count."""

MIN_TIMES = 2
NUM_TESTED = 2
NUM_POINTS = ExperimentConfig().signals.num_points


def main() -> None:
    options = _options()
    torch.set_num_threads(1)
    names = (TALK, *(name for name in options.backbones if name != TALK))
    networks = {name: NetworkConfig(name, deep_stride=options.stride) for name in names}
    dataset = make_dataset(ExperimentConfig().signals)
    runs = {name: _forward(config, dataset, options.batch) for name, config in networks.items()}
    forward = in_turns(runs, options.repeats)
    runs = {name: _step(config, dataset, options.batch) for name, config in networks.items()}
    step = in_turns(runs, options.repeats)
    print(machine())
    print(f"The talk's network: forward {1e3 * forward[TALK]:.0f} ms, step {1e3 * step[TALK]:.0f} ms.\n")
    print_head(
        ("backbone", "parameters", "multiply-adds", "forward pass", "training step", "multiply-adds a second")
    )
    for name, config in networks.items():
        print_row(_cells(config, forward[name] / forward[TALK], step[name] / step[TALK]))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--batch", type=int, default=64)
    parser.add_argument("--stride", type=int, default=8)
    parser.add_argument("--backbones", nargs="+", choices=BACKBONES, default=BACKBONES)
    return parser.parse_args()


def _times(config: NetworkConfig, batch: int) -> int:
    """Return how many batches make a timed run."""
    return max(MIN_TIMES, round(WORK / (batch * config.spec.multiply_adds(NUM_POINTS))))


def _forward(config: NetworkConfig, dataset: Dataset, batch: int) -> Callable[[], float]:
    network, times = build_network(config, seed=0).eval(), _times(config, batch)
    x = torch.from_numpy(dataset.train.x[:batch])

    def many() -> None:
        for _ in range(times):
            forward_pass(network, x)

    return _warm(lambda: seconds_of(many, threads=1) / times)


def _step(config: NetworkConfig, dataset: Dataset, batch: int) -> Callable[[], float]:
    network, times = build_network(config, seed=0), _times(config, batch)
    training = TrainingConfig(epochs=1, batch_size=batch)
    # Almost no test signals: the steps are timed, not their evaluation.
    part = replace(dataset, train=dataset.train[: times * batch], test=dataset.test[:NUM_TESTED])
    return _warm(lambda: seconds_of(lambda: fit(network, part, training), threads=1) / times)


def _warm(run: Callable[[], float]) -> Callable[[], float]:
    run()  # what is done only once is done now
    return run


def _cells(config: NetworkConfig, forward: float, step: float) -> tuple[object, ...]:
    work = config.spec.multiply_adds(NUM_POINTS)
    share = work / NetworkConfig().spec.multiply_adds(NUM_POINTS)
    return (
        config.backbone,
        f"{config.spec.num_parameters(2) / 1e6:.2f} M",
        f"{work / 1e6:.1f} M",
        f"{forward:.1f}",
        f"{step:.1f}",
        f"{share / step:.2f}",
    )


if __name__ == "__main__":
    main()
