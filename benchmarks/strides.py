"""How many positions does a map need? ResNet-18 at every stride: accuracy, localisation, time of an epoch.

    python -m benchmarks.strides --out models/measured/strides.csv [--seeds 0 1 2] [--signals 8000]

Trains on the default signals, one torch thread. Writes a row of the CSV as soon as it is measured, goes
on where a file was left off, and prints the means over the seeds as a table. The Networks page shows it.
"""

import argparse
import tempfile
from itertools import product
from pathlib import Path
from statistics import median
from time import process_time

import numpy as np
import torch

from benchmarks.measure import machine, print_head, print_row, processor
from cam_core.architectures.backbones import DEEP_STRIDES
from cam_core.comparisons.strides import StrideRun, read_stride_measurement, read_stride_runs, stride_table
from cam_core.config import ExperimentConfig
from cam_core.dataset import make_dataset
from cam_core.jobs.runs import write_whole
from cam_core.localization import mean_iou_by_threshold, pointing_hit
from cam_core.pipeline import Frame, explain_all, train
from cam_core.storage.checkpoint import load

BACKBONE = "resnet18"
THRESHOLDS = tuple(round(0.05 * step, 2) for step in range(1, 20))
ZHOU = THRESHOLDS.index(0.2)


def main() -> None:
    options = _options()
    torch.set_num_threads(1)
    runs = list(read_stride_runs(options.out)) if options.out.exists() else []
    done = {(run.seed, run.deep_stride) for run in runs}
    # Seeds outermost: a run that is cut short leaves every stride measured equally often, or nearly so.
    for seed, stride in product(options.seeds, DEEP_STRIDES):
        if (seed, stride) not in done:
            runs.append(measure(seed, stride, options.signals, options.epochs))
            write_whole(options.out, stride_table(runs).encode())
    _print(options.out)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seeds", type=int, nargs="+", default=[0, 1, 2])
    parser.add_argument("--signals", type=int, default=8000, help="train and test signals together")
    parser.add_argument("--epochs", type=int, default=4)
    return parser.parse_args()


def measure(seed: int, stride: int, num_samples: int, epochs: int) -> StrideRun:
    """Train the network once and score its maps of the test signals' events."""
    config = ExperimentConfig().with_settings(
        {
            "network.backbone": BACKBONE,
            "network.deep_stride": stride,
            "signals.num_samples": num_samples,
            "training.epochs": epochs,
            "training.seed": seed,
        }
    )
    clock = [process_time()]

    def tick(_: Frame) -> bool:
        clock.append(process_time())
        return True

    with tempfile.TemporaryDirectory() as folder:
        manifest = train(config, Path(folder) / "model", on_frame=tick)
        model = load(Path(folder) / "model")
    test = make_dataset(config.signals).test
    eventful = np.flatnonzero(test.y > 0)
    maps = np.concatenate([part.interpolated_cam[:, 1] for part in explain_all(model, test.x[eventful])])
    truth = test.event_interval[eventful]
    curve = mean_iou_by_threshold(maps, truth, THRESHOLDS)
    return StrideRun(
        backbone=BACKBONE,
        deep_stride=stride,
        seed=seed,
        num_points=config.signals.num_points,
        num_samples=num_samples,
        epochs=epochs,
        accuracy=float(manifest.evaluation["accuracy"]),
        mean_iou=float(curve[ZHOU]),
        best_threshold=THRESHOLDS[int(curve.argmax())],
        best_mean_iou=float(curve.max()),
        pointing_rate=float(pointing_hit(maps, truth).mean()),
        epoch_seconds=median(np.diff(clock[1:]).tolist()),  # before the first frame the signals are made
        processor=processor(),
    )


def _print(path: Path) -> None:
    measured = read_stride_measurement(path)
    print(f"{machine()} {measured.num_samples} signals, {measured.epochs} epochs.\n")
    print_head(
        ("stride", "positions", "sees", "seeds", "accuracy", "IoU", "best IoU", "pointing", "s an epoch")
    )
    for result in measured.results:
        spec = result.network.spec
        row = spec.rows(measured.num_points)[-1]
        shares = (result.accuracy, result.mean_iou, result.best_mean_iou, result.pointing_rate)
        print_row(
            (
                result.network.deep_stride,
                row.num_positions,
                row.field.size,
                measured.num_seeds,
                *(f"{share:.3f}" for share in shares),
                f"{result.epoch_seconds:.0f}",
            )
        )


if __name__ == "__main__":
    main()
