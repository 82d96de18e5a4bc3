"""What does it cost to map a signal as it comes? Chunks of several sizes beside one pass over all of it.

    python -m benchmarks.streaming [--models talk fcn resnet18] [--chunks 1 5 20 ...] [--repeats 5]

One torch thread, processor time, all sizes of a model in turns. Prints a Markdown table; "overlap" says how
many samples the network is given for each sample of the signal.
"""

import argparse
from collections.abc import Callable

import numpy as np
import torch

from benchmarks.measure import in_turns, machine, print_head, print_row, seconds_of
from cam_core.activations import forward_pass
from cam_core.cam import class_activation_map
from cam_core.network import Network
from cam_core.storage.checkpoint import Model, load
from cam_core.storage.library import model_directory
from cam_core.stream.long_signals import LongSignalConfig, long_signal
from cam_core.stream.streaming import Overlap, chunks_of, stream_cam

CHUNKS = (1, 5, 20, 100, 500, 3000)
WHOLE = "one pass"


def main() -> None:
    options = _options()
    torch.set_num_threads(1)
    print(machine(), "\n")
    print_head(("network", "chunk", "samples a second", "time", "overlap", "largest difference"))
    for slug in options.models:
        _print_model(slug, load(model_directory(slug)), options.chunks, options.repeats)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--models", nargs="+", default=["talk", "fcn", "resnet18"])
    parser.add_argument("--chunks", type=int, nargs="+", default=CHUNKS)
    parser.add_argument("--repeats", type=int, default=5)
    return parser.parse_args()


def _print_model(slug: str, model: Model, chunks: list[int], repeats: int) -> None:
    x = long_signal(LongSignalConfig(model.manifest.experiment.signals)).x
    runs: dict[str, Callable[[], float]] = {WHOLE: lambda: seconds_of(lambda: one_pass(model, x), threads=1)}
    for size in chunks:
        runs[str(size)] = lambda size=size: seconds_of(lambda: streamed(model, x, size), threads=1)
    taken, whole = in_turns(runs, repeats), one_pass(model, x)
    for name, seconds in taken.items():
        if name == WHOLE:
            cells = ("1.0", "0.0e+00")
        else:
            difference = np.abs(streamed(model, x, int(name)) - whole).max() / np.abs(whole).max()
            cells = (f"{given_samples(model.network, len(x), int(name)) / len(x):.1f}", f"{difference:.1e}")
        print_row((slug, name, f"{len(x) / seconds:,.0f}", f"{seconds / taken[WHOLE]:.2f}", *cells))


def one_pass(model: Model, x: np.ndarray) -> np.ndarray:
    """Return the map of the whole signal `x` (time,) at once, (classes, positions)."""
    maps = forward_pass(model.network, torch.from_numpy(x)[None, None]).feature_maps.numpy()
    return class_activation_map(maps, model.network.head.weight.detach().numpy())[0]


def streamed(model: Model, x: np.ndarray, chunk_size: int) -> np.ndarray:
    """Return the same in chunks."""
    return np.concatenate([piece.cam for piece in stream_cam(model, chunks_of(x, chunk_size))], axis=1)


def given_samples(network: Network, num_points: int, chunk_size: int) -> int:
    """Return how many samples the network is given for a signal of `num_points`, by arithmetic."""
    overlap = Overlap(network.map_field)
    num_positions = network.config.spec.num_positions(num_points)
    known = total = 0
    for received in [*range(chunk_size, num_points + chunk_size, chunk_size), None]:
        arrived = num_points if received is None else min(received, num_points)
        ready = num_positions if received is None else overlap.num_ready(arrived)
        if ready > known:
            total += arrived - overlap.first_kept(known)
            known = ready
    return total


if __name__ == "__main__":
    main()
