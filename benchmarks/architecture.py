"""Which kernel sizes, early widths and normalisation? Accuracy, localisation and time of each.

    python -m benchmarks.architecture [--threads 1] [--precision bfloat16] [--skip ROWS]

Prints a Markdown table, a row as soon as it is measured.
"""

import argparse
import tempfile
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import torch

from cam_core.config import ExperimentConfig
from cam_core.network import build_network
from cam_core.pipeline import train

TASKS = {
    "default": {},
    "background 0.1, burst 0.2": {"signals.background_std": 0.1, "signals.noise_std": 0.2},
}
NETWORKS: tuple[dict[str, object], ...] = (
    {"kernel_sizes": [3, 3, 3, 3]},
    {"kernel_sizes": [3, 3, 3, 1]},
    {"kernel_sizes": [3, 3, 1, 1]},
    {"kernel_sizes": [5, 3, 3, 3]},
    {"normalization": "batch"},
    {"widths": [16, 32, 64, 256]},
    {"widths": [64, 64, 128, 256]},
    {"kernel_sizes": [5, 5, 5, 5]},
    {"kernel_sizes": [5, 5, 5, 5], "normalization": "batch"},
    {"kernel_sizes": [15, 15, 15, 15]},
)


def main() -> None:
    options = _options()
    torch.set_num_threads(options.threads)
    print(
        "| kernel sizes | widths | normalisation | sees | task | accuracy | IoU | IoU ≥ 0.5 | pointing | s |"
    )
    print("|---|---|---|---|---|---|---|---|---|---|")
    for config, task in islice(_cases(options.precision), options.skip, None):
        print(_row(config, task), flush=True)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--precision", default="float32")
    parser.add_argument("--skip", type=int, default=0, help="rows that were measured before")
    return parser.parse_args()


def _cases(precision: str) -> Iterator[tuple[ExperimentConfig, str]]:
    for network in NETWORKS:
        for task, signals in TASKS.items():
            settings = {f"network.{name}": value for name, value in network.items()}
            settings |= {**signals, "training.precision": precision}
            yield ExperimentConfig().with_settings(settings), task


def _row(config: ExperimentConfig, task: str) -> str:
    with tempfile.TemporaryDirectory() as folder:
        manifest = train(config, Path(folder) / "model")
    scores, network = manifest.evaluation, config.network
    found = scores["localization"]
    size = build_network(network, seed=0).geometry["fourth_conv"].size
    return (
        f"| {' '.join(map(str, network.kernel_sizes))} | {' '.join(map(str, network.widths))} "
        f"| {network.normalization} | {size} | {task} | {scores['accuracy']:.4f} "
        f"| {found['mean_iou']:.3f} | {found['iou_50_rate']:.3f} | {found['pointing_rate']:.4f} "
        f"| {manifest.seconds:.0f} |"
    )


if __name__ == "__main__":
    main()
