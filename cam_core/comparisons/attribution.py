"""Other answers to the question where a network looked, by captum, each beside our class activation map.

Sessions share networks. Integrated gradients, occlusion and saliency only call the network: captum puts
nothing on it, and the gradients they take are those of the input, a tensor of the call's own. Grad-CAM is
different: captum hooks the layer while it runs, and two sessions at once would read each other's layers.
So it is given a module of the call's own, which begins at the feature maps; the hook lands there.
"""

from collections.abc import Callable, Mapping
from time import thread_time

import numpy as np
import torch
from captum.attr import IntegratedGradients, LayerGradCam, Occlusion, Saliency
from torch import Tensor, nn

from cam_core.activations import batch_size, forward_pass, forward_passes
from cam_core.architectures.modules import read_only
from cam_core.cam import class_activation_map, interpolated_cam
from cam_core.comparisons.methods import (
    CAM,
    GRAD_CAM,
    INTEGRATED_GRADIENTS,
    METHODS,
    OCCLUSION,
    SALIENCY,
    SECOND_DIFFERENCE,
    Attribution,
    share_inside,
)
from cam_core.localization import localization_scores, localized_intervals, no_model_baseline
from cam_core.network import Network
from cam_core.pipeline import check_signals
from cam_core.storage.checkpoint import Model

NUM_STEPS = 32
"""Points on the way from the baseline to the signal. With the shipped networks they add
up to the logits' difference within 4 %, and twice as many change no score in its second digit."""

OCCLUDED_SHARE = 10
"""A window of occlusion takes this part of the signal: half of the talk's burst. Shorter ones leave enough
of a burst for the network to name it, longer ones blur its ends."""

MAX_WINDOWS = 100
"""On long signals the window moves on by more than one sample."""


def attribute(
    model: Model,
    x: np.ndarray,
    target: np.ndarray,
    event_interval: np.ndarray,
    names: tuple[str, ...] = METHODS,
) -> tuple[Attribution, ...]:
    """Return the map of each of the methods `names` for signals `x` (N, 1, time).

    target: int (N,), the class that each signal is explained for. event_interval: (N, 2), the truth, -1
    where there is none. Every method starts from the signals, so that their times can be compared.
    Raises `ValueError` for signals, classes or names that cannot be.
    """
    check_signals(x)
    num_classes = model.network.head.out_features
    if target.shape != (len(x),) or not ((target >= 0) & (target < num_classes)).all():
        raise ValueError(f"`target` must hold {len(x)} classes from 0 to {num_classes - 1}, got {target}.")
    unknown = [name for name in names if name not in WAYS]
    if unknown:
        raise ValueError(f"`names` must be of {', '.join(WAYS)}, got {', '.join(unknown)}.")
    signals, labels = torch.from_numpy(x.astype(np.float32)), torch.from_numpy(target.astype(np.int64))
    return tuple(_attribution(name, model.network, signals, labels, event_interval) for name in names)


def _attribution(
    name: str, network: Network, x: Tensor, target: Tensor, event_interval: np.ndarray
) -> Attribution:
    start = thread_time()
    at_once = batch_size(network, x.shape[-1])
    parts = zip(x.split(at_once), target.split(at_once), strict=True)
    maps = np.concatenate([WAYS[name](network, part, labels) for part, labels in parts])
    seconds = thread_time() - start
    found = localized_intervals(maps)
    return Attribution(
        name=name,
        map=maps,
        seconds=seconds,
        localized_interval=found,
        scores=localization_scores(maps, found, event_interval),
        inside=share_inside(maps, event_interval),
    )


def network_logits(model: Model, x: np.ndarray) -> np.ndarray:
    """Return the logits, (N, classes), of any number of signals `x` (N, 1, time)."""
    passes = forward_passes(model.network, torch.from_numpy(x.astype(np.float32)))
    return np.concatenate([activations.logits.numpy() for activations in passes])


def baseline(network: Network) -> float:
    """Return what stands for "nothing there": the mean of all training samples, in signal units.

    The network subtracts it before anything else, so it is the value that reaches the first layer as zero.
    """
    return float(network.input_mean)


def _cam(network: Network, x: Tensor, target: Tensor) -> np.ndarray:
    """Zhou et al. 2016: weight times feature map, summed; in logits."""
    feature_maps = forward_pass(network, x, keep_layers=False).feature_maps.numpy()
    cam = class_activation_map(feature_maps, read_only(network.head.weight))
    return interpolated_cam(cam[np.arange(len(x)), target.numpy()], network.map_field, x.shape[-1])


class _FromFeatureMaps(nn.Module):
    """What follows the last feature maps, as a module of one call's own: captum hooks `feature_maps`."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.feature_maps = nn.Identity()
        # A bound method, not a module: nothing that is done to this one reaches the shared network.
        self.forward_head = network.forward_head

    def forward(self, feature_maps: Tensor) -> Tensor:
        return self.forward_head(self.feature_maps(feature_maps))


def _grad_cam(network: Network, x: Tensor, target: Tensor) -> np.ndarray:
    """Selvaraju et al. 2017: feature maps times their mean gradients, summed, without the ReLU.

    In logits per position, carried to the samples from the network's declared geometry.
    """
    # Cloned, because a tensor made in inference mode has no gradient.
    feature_maps = forward_pass(network, x, keep_layers=False).feature_maps.clone().requires_grad_()
    after = _FromFeatureMaps(network)
    attributions = LayerGradCam(after, after.feature_maps).attribute(feature_maps, target=target)
    return interpolated_cam(_numpy(attributions), network.map_field, x.shape[-1])


def integrated_gradients(
    network: Network, x: Tensor, target: Tensor, num_steps: int = NUM_STEPS
) -> np.ndarray:
    """Sundararajan et al. 2017: gradients on the way from `baseline` to the signal; in logits.

    They add up to the difference of the logits at both ends.
    """
    attributions = IntegratedGradients(network).attribute(
        x.clone().requires_grad_(),
        baselines=baseline(network),
        target=target,
        n_steps=num_steps,
        internal_batch_size=batch_size(network, x.shape[-1]),
    )
    return _numpy(attributions)


def occlusion(network: Network, x: Tensor, target: Tensor, share: int = OCCLUDED_SHARE) -> np.ndarray:
    """Zeiler and Fergus 2014: what the logit loses when a window is set to `baseline`; in logits.

    The window is one part in `share` of the signal. A sample gets the mean over all that cover it.
    """
    window, step = occlusion_window(x.shape[-1], share)
    with torch.no_grad():
        attributions = Occlusion(network).attribute(
            x,
            sliding_window_shapes=(1, window),
            strides=(1, step),
            baselines=baseline(network),
            target=target,
            perturbations_per_eval=max(1, batch_size(network, x.shape[-1]) // len(x)),
        )
    return _numpy(attributions)


def occlusion_window(num_points: int, share: int = OCCLUDED_SHARE) -> tuple[int, int]:
    """Return length and step, in samples, of the window that moves over a signal of `num_points`."""
    return max(1, num_points // share), -(-num_points // MAX_WINDOWS)


def _saliency(network: Network, x: Tensor, target: Tensor) -> np.ndarray:
    """Simonyan et al. 2014: the gradient's absolute value; in logits per signal unit.

    Its sign says which way a sample would have to move, not for which class it speaks; so the authors take
    the absolute value, and so does the 20 % rule here: no part of this map is negative.
    """
    return _numpy(Saliency(network).attribute(x.clone().requires_grad_(), target=target, abs=True))


def _second_difference(network: Network, x: Tensor, target: Tensor) -> np.ndarray:
    return no_model_baseline(x.numpy())


def _numpy(attributions: Tensor) -> np.ndarray:
    return attributions.detach()[:, 0].numpy()


WAYS: Mapping[str, Callable[[Network, Tensor, Tensor], np.ndarray]] = {
    CAM: _cam,
    GRAD_CAM: _grad_cam,
    INTEGRATED_GRADIENTS: integrated_gradients,
    OCCLUSION: occlusion,
    SALIENCY: _saliency,
    SECOND_DIFFERENCE: _second_difference,
}
"""How each map, (N, time), is made of signals, (N, 1, time), and classes, (N,)."""
