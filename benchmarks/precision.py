"""Is bfloat16 in the deep layers safe? Accuracy by epoch near the limit, beside float32 and the naive loop.

    python -m benchmarks.precision [--seeds 0 1] [--epochs 10] [--loops ...] [--tasks ...]

Trains to the end, one torch thread, and prints a Markdown row as soon as a training is finished. "Chance"
counts the epochs after the first success (above 0.6) that ended within 0.05 of chance again.
"""

import argparse
import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice, product

import torch

from benchmarks.measure import machine, print_head, print_row
from benchmarks.naive_loop import naive_epochs
from cam_core.config import ExperimentConfig
from cam_core.dataset import Dataset, make_dataset
from cam_core.network import build_network
from cam_core.training import fit

TASKS: dict[str, dict[str, object]] = {
    "talk": {},
    "burst_0.05": {"signals.noise_std": 0.05},
    "burst_0.02": {"signals.noise_std": 0.02},
    "background_0.1_burst_0.1": {"signals.background_std": 0.1, "signals.noise_std": 0.1},
    "background_0.1_burst_0.15": {"signals.background_std": 0.1, "signals.noise_std": 0.15},
}
LOOPS = ("float32", "bfloat16", "naive")


def main() -> None:
    options = _options()
    torch.set_num_threads(1)
    print(machine(), "\n")
    print_head(("task", "seed", "loop", "accuracy after each epoch", "last", "chance", "s"))
    for seed, task, loop in product(options.seeds, options.tasks, options.loops):
        config = ExperimentConfig().with_settings(
            {**TASKS[task], "training.seed": seed, "training.epochs": options.epochs}
        )
        print_row(_cells(task, config, loop))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, nargs="+", default=[0, 1])
    parser.add_argument("--epochs", type=int, default=10)
    parser.add_argument("--loops", nargs="+", choices=LOOPS, default=LOOPS[:2])
    parser.add_argument("--tasks", nargs="+", choices=TASKS, default=[*TASKS][1:])
    return parser.parse_args()


def _cells(task: str, config: ExperimentConfig, loop: str) -> Iterator[object]:
    dataset = make_dataset(config.signals)
    start = time.perf_counter()
    accuracies = list(islice(accuracy_by_epoch(loop, config, dataset), config.training.epochs))
    seconds = time.perf_counter() - start
    yield from (task.replace("_", " "), config.training.seed, loop)
    yield " ".join(f"{accuracy:.3f}".lstrip("0") for accuracy in accuracies)
    yield from (f"{accuracies[-1]:.4f}", epochs_back_at_chance(accuracies), f"{seconds:.0f}")


def accuracy_by_epoch(loop: str, config: ExperimentConfig, dataset: Dataset) -> Iterator[float]:
    """Yield the test accuracy after each epoch of `loop`, one of `LOOPS`."""
    seed = config.training.seed
    if loop == "naive":
        yield from naive_epochs(dataset, config.network, seed)
    training = replace(config.training, precision=loop)
    for record in fit(build_network(config.network, seed), dataset, training):
        yield record.test_accuracy


def epochs_back_at_chance(accuracies: list[float]) -> int:
    """Return how many epochs ended near 0.5 after one had ended above 0.6."""
    first = next((i for i, accuracy in enumerate(accuracies) if accuracy > 0.6), len(accuracies))
    return sum(abs(accuracy - 0.5) < 0.05 for accuracy in accuracies[first:])


if __name__ == "__main__":
    main()
