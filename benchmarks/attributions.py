"""Each way of asking where a network looked: its time beside our CAM's, and its score against the truth.

    python -m benchmarks.attributions [--models talk background] [--signals 300] [--repeats 5]

The same network and test signals in the same run, in turns, one thread; prints Markdown tables. Times are
processor time, the forward pass included, for the true class's map on the samples of the signal.
"""

import argparse
import copy
from collections.abc import Callable, Mapping
from functools import partial

import numpy as np
import torch
from captum.attr import LayerGradCam
from torch import Tensor
from torchcam.methods import CAM, GradCAM

from benchmarks.measure import in_turns, machine, print_head, print_row, seconds_of
from cam_core.activations import BATCH_SIZE
from cam_core.cam import interpolated_cam
from cam_core.comparisons.all_methods import COMPARED, measure
from cam_core.comparisons.attribution import WAYS, integrated_gradients, occlusion, occlusion_window
from cam_core.comparisons.methods import METHODS, Rows, joined, share_inside
from cam_core.dataset import make_dataset
from cam_core.localization import localization_scores, localized_intervals
from cam_core.network import Network
from cam_core.signals import SignalBatch
from cam_core.storage.checkpoint import Model, load
from cam_core.storage.library import model_directory

Way = Callable[[Network, Tensor, Tensor], np.ndarray]
ALONE = 20
"""Signals that are also asked about one by one, as the page does."""

CHUNK = 50
STEPS = (16, 32, 64)
WINDOWS = (20, 10, 5)
"""Parts of the signal that a window of occlusion takes: 5, 10 and 20 of 100 samples."""


def main() -> None:
    options = _options()
    torch.set_num_threads(1)
    print(machine(), f"{options.signals} test signals with an event, batches of {BATCH_SIZE}, one thread.\n")
    models = {name: load(model_directory(name)) for name in options.models}
    signals = {name: _eventful(model, options.signals) for name, model in models.items()}
    head = ("model", "way", "ms a signal", "factor", "ms alone", "factor", "mean IoU", "pointing", "inside")
    print_head(head)
    for name, model in models.items():
        _print_ways(name, model, signals[name], options.repeats)
    print()
    print_head(("model", "way", "deletion area", "margin area (logit)"))
    for name, model in models.items():
        _print_areas(name, _rows(model, signals[name]))
    print()
    print_head(("model", "choice", "mean IoU", "pointing", "inside"))
    for name, model in models.items():
        _print_choices(name, model, signals[name])


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--models", nargs="+", default=["talk", "background"])
    parser.add_argument("--signals", type=int, default=300)
    parser.add_argument("--repeats", type=int, default=5)
    return parser.parse_args()


def _eventful(model: Model, count: int) -> SignalBatch:
    test = make_dataset(model.manifest.experiment.signals).test
    return test[np.flatnonzero(test.y > 0)[:count]]


def _ways() -> dict[str, Way]:
    ours: dict[str, Way] = {f"`{name}`": WAYS[name] for name in METHODS}
    peers: Mapping[str, Way] = {
        "torchcam `CAM`": torchcam_cam,
        "captum `LayerGradCam` on the whole network": captum_grad_cam,
        "torchcam `GradCAM`": torchcam_grad_cam,
    }
    return {**ours, **peers}


def last_stage(network: Network) -> str:
    """Return the name of the module whose output is the last feature maps."""
    return f"backbone.{list(network.backbone)[-1]}"


def torchcam_cam(network: Network, x: Tensor, target: Tensor) -> np.ndarray:
    """Return torchcam's CAM, interpolated as ours."""
    with CAM(network, last_stage(network), "head", input_shape=x.shape[1:]) as extractor:
        with torch.inference_mode():
            network(x)
        (maps,) = extractor(target.tolist(), normalized=False)
    return _interpolated(network, maps, x)


def torchcam_grad_cam(network: Network, x: Tensor, target: Tensor) -> np.ndarray:
    """Return torchcam's Grad-CAM, interpolated as ours."""
    with GradCAM(network, last_stage(network), input_shape=x.shape[1:]) as extractor:
        logits = network(x.clone().requires_grad_())
        (maps,) = extractor(target.tolist(), logits, normalized=False)
    return _interpolated(network, maps, x)


def captum_grad_cam(network: Network, x: Tensor, target: Tensor) -> np.ndarray:
    """Return captum's Grad-CAM as it is usually called: hooks on the network, a graph of all of it."""
    layer = network.get_submodule(last_stage(network))
    maps = LayerGradCam(network, layer).attribute(x.clone().requires_grad_(), target=target)
    return _interpolated(network, maps, x)


def _interpolated(network: Network, maps: Tensor, x: Tensor) -> np.ndarray:
    return interpolated_cam(maps.detach().reshape(len(x), -1).numpy(), network.map_field, x.shape[-1])


def _in_batches(way: Way, network: Network, signals: SignalBatch) -> np.ndarray:
    x, y = torch.from_numpy(signals.x), torch.from_numpy(signals.y)
    pairs = zip(x.split(BATCH_SIZE), y.split(BATCH_SIZE), strict=True)
    return np.concatenate([way(network, part, labels) for part, labels in pairs])


def _one_by_one(way: Way, network: Network, signals: SignalBatch) -> None:
    for place in range(ALONE):
        _in_batches(way, network, signals[place : place + 1])


def _print_ways(name: str, model: Model, signals: SignalBatch, repeats: int) -> None:
    # A copy, because the peers put hooks on it.
    network, ways = copy.deepcopy(model.network), _ways()
    together = in_turns(
        {
            key: partial(seconds_of, partial(_in_batches, way, network, signals), 1)
            for key, way in ways.items()
        },
        repeats,
    )
    alone = in_turns(
        {
            key: partial(seconds_of, partial(_one_by_one, way, network, signals), 1)
            for key, way in ways.items()
        },
        repeats,
    )
    first, *_ = ways
    for key, way in ways.items():
        maps = _in_batches(way, network, signals)
        times = (
            f"{1e3 * together[key] / len(signals):.2f}",
            f"{together[key] / together[first]:.2f}",
            f"{1e3 * alone[key] / ALONE:.2f}",
            f"{alone[key] / alone[first]:.2f}",
        )
        print_row((name, key, *times, *_scores(maps, signals)))


def _scores(maps: np.ndarray, signals: SignalBatch) -> tuple[str, str, str]:
    truth = signals.event_interval
    scores = localization_scores(maps, localized_intervals(maps), truth)
    inside = share_inside(maps, truth)
    return f"{scores.iou.mean():.3f}", f"{scores.pointing_hit.mean():.3f}", f"{inside.mean():.3f}"


def _rows(model: Model, signals: SignalBatch) -> Rows:
    starts = range(0, len(signals), CHUNK)
    parts = [signals[start : start + CHUNK] for start in starts]
    numbers = [range(start, start + len(part)) for start, part in zip(starts, parts, strict=True)]
    return joined(
        [measure(model, part, part.y, list(n)).rows for part, n in zip(parts, numbers, strict=True)]
    )


def _print_areas(name: str, rows: Rows) -> None:
    for place, way in enumerate(COMPARED):
        area, margin = rows.deletion_area[place].mean(), rows.margin_area[place].mean()
        print_row((name, f"`{way}`", f"{area:.3f}", f"{margin:.2f}"))
    print_row(
        (name, "random order", f"{rows.random_area.mean():.3f}", f"{rows.random_margin_area.mean():.2f}")
    )


def _print_choices(name: str, model: Model, signals: SignalBatch) -> None:
    for num_steps in STEPS:
        way = partial(integrated_gradients, num_steps=num_steps)
        maps = _in_batches(way, model.network, signals)
        print_row((name, f"integrated gradients, {num_steps} steps", *_scores(maps, signals)))
    for share in WINDOWS:
        maps = _in_batches(partial(occlusion, share=share), model.network, signals)
        window, _ = occlusion_window(signals.x.shape[-1], share)
        print_row((name, f"occlusion, a window of {window}", *_scores(maps, signals)))


if __name__ == "__main__":
    main()
