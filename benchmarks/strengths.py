"""From which strength on is the burst found? Accuracy beside its ceiling, and localisation.

    python -m benchmarks.strengths [--threads 1] [--precision float32] [--background 0.1 0]

Trains one network for each strength, with and without background noise, and prints a Markdown table.
"""

import argparse
import tempfile
from pathlib import Path

import torch

from cam_core.config import ExperimentConfig
from cam_core.pipeline import train

STRENGTHS = {
    0.1: (0.05, 0.1, 0.15, 0.2, 0.3, 0.5),
    0.0: (0.02, 0.05, 0.1, 0.2, 0.5, 1.0),
}
"""Standard deviations of the burst, by that of the background; the sine's amplitude is 1."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--precision", default="float32")
    parser.add_argument("--background", type=float, nargs="+", default=list(STRENGTHS), choices=STRENGTHS)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    print(
        "| background | burst | accuracy | best possible | IoU | IoU ≥ 0.5 | pointing "
        "| found at 1 % false alarms |"
    )
    print("|---|---|---|---|---|---|---|---|")
    for background in options.background:
        for strength in STRENGTHS[background]:
            print(_row(background, strength, options.precision), flush=True)


def _row(background: float, strength: float, precision: str) -> str:
    config = ExperimentConfig().with_settings(
        {
            "signals.background_std": background,
            "signals.noise_std": strength,
            "training.precision": precision,
        }
    )
    with tempfile.TemporaryDirectory() as folder:
        manifest = train(config, Path(folder) / "model")
    scores = manifest.evaluation
    found = scores["localization"]
    return (
        f"| {background:g} | {strength:g} | {scores['accuracy']:.4f} "
        f"| {scores['best_possible_accuracy']:.4f} | {found['mean_iou']:.3f} "
        f"| {found['iou_50_rate']:.3f} | {found['pointing_rate']:.4f} "
        f"| {manifest.calibration.detection_rate:.3f} |"
    )


if __name__ == "__main__":
    main()
