"""Class activation maps of the whole test set: ours beside torchcam's CAM and captum's Grad-CAM.

    python -m benchmarks.class_activation_maps [--model talk] [--repeats 5] [--threads 1]

The same network, batch size and signals in the same run, in turns; prints a Markdown table, in seconds of
processor time. The peers give the predicted class's map, ours gives both classes'.
"""

import argparse
from collections import deque
from collections.abc import Callable, Iterator

import numpy as np
import torch
from captum.attr import LayerGradCam
from torchcam.methods import CAM

from benchmarks.measure import in_turns, machine, print_head, print_row, seconds_of
from cam_core.activations import BATCH_SIZE, forward_passes
from cam_core.architectures.backbones import TALK_STAGES
from cam_core.cam import class_activation_map
from cam_core.dataset import make_dataset
from cam_core.pipeline import explain_all
from cam_core.storage.checkpoint import Model, load
from cam_core.storage.library import model_directory

Maps = Iterator[np.ndarray]
LAYER = TALK_STAGES[-1]


def main() -> None:
    options = _options()
    torch.set_num_threads(options.threads)
    model = load(model_directory(options.model))
    x = make_dataset(model.manifest.experiment.signals).test.x
    ways = _ways(model, x)
    maps = {name: np.concatenate(list(way())) for name, way in ways.items()}
    seconds = in_turns({name: _timed(way) for name, way in ways.items()}, options.repeats)
    print(machine(), f"{len(x)} signals, batches of {BATCH_SIZE}, {options.threads} thread(s).\n")
    _print_table(seconds, maps)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", default="talk")
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--threads", type=int, default=1)
    return parser.parse_args()


def _ways(model: Model, x: np.ndarray) -> dict[str, Callable[[], Maps]]:
    return {
        "ours: forward pass and CAM of both classes": lambda: _ours(model, x),
        "ours: the whole explanation": lambda: _explained(model, x),
        "torchcam `CAM`": lambda: _torchcam(model, x),
        "captum `LayerGradCam`": lambda: _captum(model, x),
    }


def _timed(way: Callable[[], Maps]) -> Callable[[], float]:
    return lambda: seconds_of(lambda: deque(way(), maxlen=0), torch.get_num_threads())


def _ours(model: Model, x: np.ndarray) -> Maps:
    weight = model.network.head.weight.detach().numpy()
    for activations in forward_passes(model.network, torch.from_numpy(x)):
        cam = class_activation_map(activations.feature_maps.numpy(), weight)
        yield _predicted(cam, activations.logits.numpy())


def _explained(model: Model, x: np.ndarray) -> Maps:
    for explanation in explain_all(model, x):
        yield _predicted(explanation.cam, explanation.logits)


def _predicted(cam: np.ndarray, logits: np.ndarray) -> np.ndarray:
    return cam[np.arange(len(cam)), logits.argmax(axis=1)]


def _torchcam(model: Model, x: np.ndarray) -> Maps:
    with CAM(model.network, f"backbone.{LAYER}", "head", input_shape=x.shape[1:]) as extractor:
        for part in torch.from_numpy(x).split(BATCH_SIZE):
            with torch.inference_mode():
                predicted = model.network(part).argmax(dim=1)
            (cam,) = extractor(predicted.tolist(), normalized=False)
            yield cam.squeeze(1).numpy()


def _captum(model: Model, x: np.ndarray) -> Maps:
    explainer = LayerGradCam(model.network, model.network.backbone[LAYER])
    for part in torch.from_numpy(x).split(BATCH_SIZE):
        with torch.inference_mode():
            predicted = model.network(part).argmax(dim=1)
        cam = explainer.attribute(part, target=predicted.clone()).detach()
        # Grad-CAM averages a gradient that global average pooling has divided by the positions.
        yield cam.reshape(len(part), -1).numpy() * cam.shape[-1]


def _print_table(seconds: dict[str, float], maps: dict[str, np.ndarray]) -> None:
    ours, *_ = seconds
    scale = np.abs(maps[ours]).max()
    print_head(
        ("way", "processor s", "factor", "largest difference from ours", "as a share of the largest value")
    )
    for name, taken in seconds.items():
        difference = np.abs(maps[name] - maps[ours]).max()
        factor = f"{taken / seconds[ours]:.2f}"
        print_row((name, f"{taken:.2f}", factor, f"{difference:.1e}", f"{difference / scale:.1e}"))


if __name__ == "__main__":
    main()
