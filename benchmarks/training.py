"""How long does an epoch take? Our loop against the naive one, Keras, and the machine's peak.

    python -m benchmarks.training [--signals 7680] [--repeats 5] [--keras PYTHON]

All take turns in one call, with one torch thread and with two; Keras runs in a process of its own, of the
given Python (one with `keras` and `jax`). Prints a Markdown table; with one thread in processor time.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from itertools import product
from math import prod
from pathlib import Path
from typing import Any

import numpy as np
import torch

from benchmarks.measure import in_turns, machine, print_head, print_row, seconds_of
from benchmarks.naive_loop import naive_epochs
from cam_core.architectures.backbones import TALK_STAGES
from cam_core.config import ExperimentConfig, NetworkConfig, TrainingConfig
from cam_core.dataset import Dataset, make_dataset
from cam_core.network import build_network
from cam_core.training import fit

EPOCH_SIGNALS = 22_400
NUM_TESTED = 64
TYPES = {"float32": torch.float32, "bfloat16": torch.bfloat16}
NAIVE, KERAS = "naive loop, float32", "Keras on JAX, float32"
OURS = {"ours, float32": "float32", "ours, bfloat16 in the deep layers": "bfloat16"}
VARIANTS = (NAIVE, *OURS, KERAS)
PRODUCTS = ((6400, 384, 256), (1024, 1024, 1024), (2048, 2048, 2048))
"""Matrix products (rows, inner, columns) that show the peak: the fourth conv's own, and square ones."""


@dataclass(frozen=True)
class Work:
    """Multiply-adds that one signal costs in training, in and before the deep layers."""

    early: int
    deep: int

    def ideal_seconds(self, num: int, early_rate: float, deep_rate: float) -> float:
        """Return seconds for `num` signals at these rates, in multiply-adds a second."""
        return num * (self.early / early_rate + self.deep / deep_rate)


def main() -> None:
    options = _options()
    dataset = _dataset(options.signals)
    with ExitStack() as stack:
        runs = _runs(dataset, options, stack)
        seconds = in_turns(runs, options.repeats)
    work = training_work(NetworkConfig(), dataset.train.x.shape[-1])
    print(machine())
    print(f"{2 * (work.early + work.deep) / 1e6:.1f} million operations a signal and step.\n")
    _print_table(seconds, work, options)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--signals", type=int, default=7680, help="signals in each timed run")
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--threads", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--keras", metavar="PYTHON", help="a Python that has Keras and JAX")
    return parser.parse_args()


def _dataset(num: int) -> Dataset:
    whole = make_dataset(ExperimentConfig().signals)
    # Almost no test signals: the epoch is timed, not its evaluation.
    return replace(whole, train=whole.train[:num], test=whole.test[:NUM_TESTED])


def _runs(dataset: Dataset, options: argparse.Namespace, stack: ExitStack) -> dict[str, Callable[[], float]]:
    runs: dict[str, Callable[[], float]] = {}
    for threads in options.threads:
        naive = naive_epochs(dataset, NetworkConfig(), seed=0)
        runs[_key(NAIVE, threads)] = _timed(threads, lambda naive=naive: next(naive))
        for name, precision in OURS.items():
            runs[_key(name, threads)] = _ours(dataset, threads, precision)
        for kind, shape in product(TYPES, PRODUCTS):
            runs[_key(kind, threads, *shape)] = _product(threads, TYPES[kind], shape)
        if options.keras:
            worker = stack.enter_context(_keras(options.keras, dataset, threads))
            runs[_key(KERAS, threads)] = worker
    return runs


def _key(*parts: object) -> str:
    return "/".join(map(str, parts))


def _timed(threads: int, run: Callable[[], object]) -> Callable[[], float]:
    def timed() -> float:
        torch.set_num_threads(threads)
        return seconds_of(run, threads)

    timed()  # what is done only once is done now
    return timed


def _ours(dataset: Dataset, threads: int, precision: str) -> Callable[[], float]:
    config = TrainingConfig(epochs=1, precision=precision)
    return _timed(threads, lambda: fit(build_network(NetworkConfig(), 0), dataset, config))


def _product(threads: int, dtype: torch.dtype, shape: tuple[int, int, int]) -> Callable[[], float]:
    rows, inner, columns = shape
    left, right = torch.randn(rows, inner, dtype=dtype), torch.randn(inner, columns, dtype=dtype)
    times = 1 + 8_000_000_000 // prod(shape)  # long enough to be like an epoch, not like a burst

    def many() -> None:
        for _ in range(times):
            torch.mm(left, right)

    timed = _timed(threads, many)
    return lambda: timed() / times


@contextmanager
def _keras(python: str, dataset: Dataset, cores: int) -> Iterator[Callable[[], float]]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "signals.npz"
        x = (dataset.train.x - dataset.mean) / dataset.std
        np.savez(path, x=x.astype(np.float32), y=dataset.train.y)
        command = [python, "-m", "benchmarks.keras_loop", str(path), str(cores)]
        pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        with subprocess.Popen(command, **pipes, stderr=subprocess.DEVNULL) as process:
            _next_line(process)
            yield lambda: _ask(process)
            assert process.stdin is not None
            process.stdin.close()


def _ask(process: "subprocess.Popen[str]") -> float:
    assert process.stdin is not None
    process.stdin.write("\n")
    process.stdin.flush()
    return float(_next_line(process))


def _next_line(process: "subprocess.Popen[str]") -> str:
    assert process.stdout is not None
    line = process.stdout.readline()
    if not line:
        raise RuntimeError("the Keras process ended; are `keras` and `jax` installed there?")
    return line


def training_work(config: NetworkConfig, num_points: int) -> Work:
    """Return the multiply-adds of a forward and a backward pass of one signal, convolutions only.

    Backwards each convolution costs as much again for its weights and once more for its input, which
    the first one does not need.
    """
    network = build_network(config, seed=0)
    outputs = network.forward_layers(torch.zeros(1, 1, num_points))
    forward = {
        name: sum(p.numel() for p in layer.parameters() if p.ndim > 1) * outputs[name].shape[-1]
        for name, layer in network.backbone.items()
    }
    passes = {name: 2 if name == TALK_STAGES[0] else 3 for name in forward}
    deep = sum(forward[name] * passes[name] for name in TALK_STAGES[2:])
    return Work(sum(forward[name] * passes[name] for name in forward) - deep, deep)


def _print_table(seconds: dict[str, float], work: Work, options: argparse.Namespace) -> None:
    print_head(("threads", "variant", "s an epoch", "factor", "Gflop/s", "share of peak"))
    for threads, name in product(options.threads, VARIANTS):
        if _key(name, threads) in seconds:
            print_row(_cells(seconds, work, threads, name, options.signals))
    for threads in options.threads:
        peaks = [f"{2 * peak(seconds, threads, kind) / 1e9:.0f} Gflop/s {kind}" for kind in TYPES]
        print(f"\nPeak of `torch.mm`, {threads} thread(s): {', '.join(peaks)}.")


def _cells(seconds: dict[str, float], work: Work, threads: int, name: str, num: int) -> Sequence[object]:
    taken, early = seconds[_key(name, threads)], peak(seconds, threads, "float32")
    deep = peak(seconds, threads, OURS.get(name, "float32"))
    factor = seconds[_key(NAIVE, threads)] / taken
    return (
        threads,
        name,
        f"{taken * EPOCH_SIGNALS / num:.1f}",
        f"{factor:.2f}",
        f"{2 * num * (work.early + work.deep) / taken / 1e9:.0f}",
        f"{work.ideal_seconds(num, early, deep) / taken:.0%}",
    )


def peak(seconds: dict[str, float], threads: int, kind: str) -> float:
    """Return the most multiply-adds a second that any of the matrix products reached."""
    return max(prod(shape) / seconds[_key(kind, threads, *shape)] for shape in PRODUCTS)


if __name__ == "__main__":
    # The Keras process imports this package from where the project is.
    os.environ["PYTHONPATH"] = str(Path(__file__).parent.parent)
    sys.exit(main())
