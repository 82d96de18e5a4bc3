"""Which backbone and pooling finds the event? Every one of the talk's, on easy and on hard signals.

    python -m benchmarks.localization --out FILE.csv [--samples 1500] [--epochs 6]

Few signals and epochs, so that two cores can train ResNet-152 at all: enough to compare, too few to judge a
network by. Writes one row a training and goes on where a file was left off; prints a Markdown table.
"""

import argparse
import tempfile
from collections.abc import Iterator
from pathlib import Path
from time import process_time

import pandas as pd
import torch

from benchmarks.measure import print_head, print_row
from cam_core.architectures.backbones import BACKBONES
from cam_core.config import POOLINGS, ExperimentConfig
from cam_core.pipeline import train
from cam_core.presets import preset

TASKS = ("talk", "background", "barely")
SCORES = ("mean_iou", "iou_50_rate", "pointing_rate")
COLUMNS = ("task", "backbone", "pooling", "positions", "sees", "accuracy", *SCORES, "seconds")


def main() -> None:
    options = _options()
    torch.set_num_threads(1)
    done = pd.read_csv(options.out) if options.out.exists() else pd.DataFrame(columns=list(COLUMNS))
    known = set(zip(done["task"], done["backbone"], done["pooling"], strict=True))
    for task, backbone, pooling in _cases():
        if (task, backbone, pooling) not in known:
            row = _measure(_experiment(task, backbone, pooling, options), task)
            done = (
                pd.concat([done, pd.DataFrame([row])], ignore_index=True)
                if len(done)
                else pd.DataFrame([row])
            )
            done.to_csv(options.out, index=False, float_format="%.4f")
    _print(done)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--samples", type=int, default=1500)
    parser.add_argument("--epochs", type=int, default=6)
    return parser.parse_args()


def _cases() -> Iterator[tuple[str, str, str]]:
    # The quickest first: a run that is cut short has measured as much as it could.
    by_cost = sorted(
        BACKBONES, key=lambda name: _experiment("talk", name, "average").network.spec.multiply_adds(100)
    )
    for backbone in by_cost:
        for task in TASKS:
            for pooling in POOLINGS:
                yield task, backbone, pooling


def _experiment(
    task: str, backbone: str, pooling: str, options: argparse.Namespace | None = None
) -> ExperimentConfig:
    settings: dict[str, object] = {"network.backbone": backbone, "network.pooling": pooling}
    if options is not None:
        settings |= {"signals.num_samples": options.samples, "training.epochs": options.epochs}
    return preset(task).experiment.with_settings(settings)


def _measure(config: ExperimentConfig, task: str) -> dict[str, object]:
    start = process_time()
    with tempfile.TemporaryDirectory() as folder:
        manifest = train(config, Path(folder) / "model")
    spec = config.network.spec
    scores = manifest.evaluation
    return {
        "task": task,
        "backbone": config.network.backbone,
        "pooling": config.network.pooling,
        "positions": spec.num_positions(config.signals.num_points),
        "sees": spec.map_field.size,
        "accuracy": scores["accuracy"],
        **{name: scores["localization"][name] for name in SCORES},
        "seconds": round(process_time() - start, 1),
    }


def _print(table: pd.DataFrame) -> None:
    print_head(COLUMNS)
    for row in table.itertuples(index=False):
        print_row(f"{cell:.3f}" if isinstance(cell, float) else cell for cell in row)


if __name__ == "__main__":
    main()
