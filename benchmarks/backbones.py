"""What does every backbone cost? Forward pass and training step of a batch, as factors of the talk's network.

    python -m benchmarks.backbones [--repeats 5] [--batch 64] [--stride 8] [--backbones talk resnet18 ...]

Signals of 100 samples, one torch thread, processor time; all take turns. Prints a Markdown table; its last
column is `RELATIVE_RATES` of `cam_core/runs.py`.
"""

import argparse
from collections.abc import Callable
from dataclasses import replace

import torch

from benchmarks.measure import in_turns, machine, print_head, print_row, seconds_of
from cam_core.activations import forward_pass
from cam_core.backbones import BACKBONES, TALK
from cam_core.config import ExperimentConfig, NetworkConfig, TrainingConfig
from cam_core.dataset import Dataset, make_dataset
from cam_core.network import build_network
from cam_core.training import fit

NUM_STEPS = 3
"""Training steps in each timed run: the optimiser that each run makes anew then hardly counts."""

NUM_TESTED = 2


def main() -> None:
    options = _options()
    torch.set_num_threads(1)
    names = (TALK, *(name for name in options.backbones if name != TALK))
    networks = {name: NetworkConfig(name, deep_stride=options.stride) for name in names}
    dataset = _dataset(options.batch)
    forward = in_turns({n: _forward(config, dataset, options.batch) for n, config in networks.items()}, 9)
    steps = {name: _step(config, dataset, options.batch) for name, config in networks.items()}
    step = in_turns(steps, options.repeats)
    print(machine())
    print(f"The talk's network: forward {1e3 * forward[TALK]:.0f} ms, step {1e3 * step[TALK]:.0f} ms.\n")
    print_head(
        ("backbone", "parameters", "multiply-adds", "forward pass", "training step", "multiply-adds a second")
    )
    for name, config in networks.items():
        print_row(_cells(config, dataset, forward[name] / forward[TALK], step[name] / step[TALK]))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--batch", type=int, default=64)
    parser.add_argument("--stride", type=int, default=8)
    parser.add_argument("--backbones", nargs="+", choices=BACKBONES, default=BACKBONES)
    return parser.parse_args()


def _dataset(batch: int) -> Dataset:
    whole = make_dataset(ExperimentConfig().signals)
    # Almost no test signals: the steps are timed, not their evaluation.
    return replace(whole, train=whole.train[: NUM_STEPS * batch], test=whole.test[:NUM_TESTED])


def _forward(config: NetworkConfig, dataset: Dataset, batch: int) -> Callable[[], float]:
    network, x = build_network(config, seed=0).eval(), torch.from_numpy(dataset.train.x[:batch])
    return _warm(lambda: seconds_of(lambda: forward_pass(network, x), threads=1))


def _step(config: NetworkConfig, dataset: Dataset, batch: int) -> Callable[[], float]:
    network, training = build_network(config, seed=0), TrainingConfig(epochs=1, batch_size=batch)
    return _warm(lambda: seconds_of(lambda: fit(network, dataset, training), threads=1) / NUM_STEPS)


def _warm(run: Callable[[], float]) -> Callable[[], float]:
    run()  # what is done only once is done now
    return run


def _cells(config: NetworkConfig, dataset: Dataset, forward: float, step: float) -> tuple[object, ...]:
    num_points = dataset.train.x.shape[-1]
    work = config.spec.multiply_adds(num_points)
    share = work / NetworkConfig().spec.multiply_adds(num_points)
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
