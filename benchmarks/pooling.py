"""Average or max pooling: which finds the extent, which the most telling point? Twins over several seeds.

    python -m benchmarks.pooling --out models/measured/pooling.csv [--seeds 0 1 2 3 4] [--tasks NAME ...]

Writes one row a training, as soon as it is measured, and goes on where a file was left off; prints the
means with 95 % intervals over the seeds (Student's t) as a Markdown table.
"""

import argparse
import csv
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import torch

from benchmarks.measure import print_head, print_row
from cam_core.comparisons.twins import MEASURES, POOLINGS, interval
from cam_core.dataset import make_dataset
from cam_core.localization import (
    ZHOU_THRESHOLD,
    coverage,
    intersection_over_union,
    localized_intervals,
    mean_iou_by_threshold,
    pointing_hit,
)
from cam_core.pipeline import explain_all, train
from cam_core.presets import preset
from cam_core.storage.checkpoint import load

THRESHOLDS = tuple(round(0.05 * step, 2) for step in range(1, 20))
COLUMNS = ("task", "pooling", "seed", *MEASURES, "best_threshold")


def main() -> None:
    options = _options()
    torch.set_num_threads(1)
    done = _measured(options.out)
    for task, seed, pooling in _cases(options):
        if (task, pooling, seed) not in done:
            _append(
                options.out, {"task": task, "pooling": pooling, "seed": seed} | _measure(task, pooling, seed)
            )
    _print(pd.read_csv(options.out))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seeds", type=int, nargs="+", default=list(range(5)))
    parser.add_argument("--tasks", nargs="+", default=["talk", "background"])
    return parser.parse_args()


def _cases(options: argparse.Namespace) -> Iterator[tuple[str, int, str]]:
    # Seeds outermost: a run that is cut short leaves whole pairs of twins.
    for seed in options.seeds:
        for task in options.tasks:
            for pooling in POOLINGS:
                yield task, seed, pooling


def _measure(task: str, pooling: str, seed: int) -> dict[str, float]:
    """Train one twin and return what its maps of the test signals' events are worth."""
    config = preset(task).experiment.with_settings({"network.pooling": pooling, "training.seed": seed})
    with tempfile.TemporaryDirectory() as folder:
        train(config, Path(folder) / "model")
        model = load(Path(folder) / "model")
    test = make_dataset(config.signals).test
    parts = list(explain_all(model, test.x))
    eventful = np.flatnonzero(test.y > 0)
    maps = np.concatenate([part.interpolated_cam[:, 1] for part in parts])[eventful]
    shares = np.concatenate([part.shares[:, 1] for part in parts])[eventful]
    truth = test.event_interval[eventful]
    logits = np.concatenate([part.logits for part in parts])
    found = localized_intervals(maps, ZHOU_THRESHOLD)
    curve = mean_iou_by_threshold(maps, truth, THRESHOLDS)
    return {
        "accuracy": float((logits.argmax(axis=1) == test.y).mean()),
        "iou": float(intersection_over_union(found, truth).mean()),
        "best_iou": float(curve.max()),
        "coverage": float(coverage(found, truth).mean()),
        "pointing": float(pointing_hit(maps, truth).mean()),
        "inside": _inside(shares, parts[0].field.centers(shares.shape[1]), truth),
        "best_threshold": THRESHOLDS[int(curve.argmax())],
    }


def _inside(shares: np.ndarray, centers: np.ndarray, truth: np.ndarray) -> float:
    """Return the mean share of what speaks for the event that comes from positions in its interval."""
    within = (truth[:, :1] <= centers) & (centers < truth[:, 1:])
    for_event = np.maximum(shares, 0)
    return float((for_event * within).sum(axis=1).mean() / for_event.sum(axis=1).mean())


def _measured(path: Path) -> set[tuple[str, str, int]]:
    if not path.exists():
        return set()
    table = pd.read_csv(path)
    return {(row.task, row.pooling, int(row.seed)) for row in table.itertuples()}


def _append(path: Path, row: dict[str, object]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    is_new = not path.exists()
    with path.open("a", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        if is_new:
            writer.writeheader()
        writer.writerow({name: f"{v:.4f}" if isinstance(v, float) else v for name, v in row.items()})


def _print(table: pd.DataFrame) -> None:
    print_head(["task", "pooling", "seeds", *MEASURES])
    for (task, pooling), group in table.groupby(["task", "pooling"]):
        print_row([task, pooling, len(group), *(_with_interval(group[name]) for name in MEASURES)])


def _with_interval(values: pd.Series) -> str:
    found = interval(values.to_numpy(float))
    return f"{found.mean:.3f} ± {(found.high - found.low) / 2:.3f}"


if __name__ == "__main__":
    main()
