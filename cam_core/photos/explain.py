"""Explain a photograph: picture -> network -> cam -> interpolated_cam -> localized_box.

As figure 4 of Zhou et al. 2016 does: each of the most likely classes with its own map of one picture.
"""

from collections.abc import Iterable

import numpy as np
import torch

from cam_core.architectures.modules import read_only
from cam_core.calibration import SCALE_QUANTILE
from cam_core.cam import class_activation_map, interpolated_picture_cam
from cam_core.fields import ExplainedError
from cam_core.photos.boxes import localized_box
from cam_core.photos.image_network import ImageNetwork
from cam_core.photos.pictures import INPUT_SIDE, central_square
from cam_core.photos.results import PhotoExplanation

NUM_TOP = 5


def explain_photo(network: ImageNetwork, picture: np.ndarray, num_top: int = NUM_TOP) -> PhotoExplanation:
    """Return what `network`, in evaluation mode, says of the central square of `picture`.

    picture: uint8 (height, width, 3), any size. Raises `ValueError` when it is anything else.
    """
    return explain_square(network, central_square(checked(picture), INPUT_SIDE), num_top)


def explain_square(network: ImageNetwork, picture: np.ndarray, num_top: int = NUM_TOP) -> PhotoExplanation:
    """Return what `network`, in evaluation mode, says of all of `picture`, uint8 (height, width, 3).

    Raises `ValueError` when the network's weights give no finite numbers for it.
    """
    assert not network.training, "a network that explains must be in evaluation mode"
    height, width = checked(picture).shape[:2]
    with torch.inference_mode():
        x = torch.from_numpy(picture.transpose(2, 0, 1) / np.float32(255))[None]
        feature_maps = network.forward_features(x)
        logits = network.forward_head(feature_maps)[0]
        probabilities = logits.softmax(dim=0).numpy()
    _check_finite(logits.numpy())
    cam = _cam(feature_maps.numpy(), network)
    labels = np.argsort(-logits.numpy(), kind="stable")[:num_top]
    interpolated = interpolated_picture_cam(cam[labels], network.map_field, height, width)
    return PhotoExplanation(
        picture=picture,
        logits=logits.numpy(),
        probabilities=probabilities,
        head_bias=read_only(network.head.bias),
        cam=cam,
        labels=labels,
        interpolated_cam=interpolated,
        localized_box=np.array([localized_box(values) for values in interpolated]),
        field=network.map_field,
    )


def cam_scale(explanations: Iterable[PhotoExplanation]) -> float:
    """Return the end of one colour scale for all maps of `explanations`, in logits.

    As with signals, it is strong, but not the strongest: few maps reach beyond it.
    """
    peaks = [np.abs(explanation.interpolated_cam).max(axis=(1, 2)) for explanation in explanations]
    return float(np.quantile(np.concatenate(peaks), SCALE_QUANTILE)) or 1.0


def checked(picture: np.ndarray) -> np.ndarray:
    """Return `picture`; raise `ValueError` unless it is uint8 (height, width, 3) with pixels in it."""
    if picture.dtype != np.uint8 or picture.ndim != 3 or picture.shape[2] != 3 or picture.size == 0:
        raise ValueError(f"`picture` must be uint8 (height, width, 3), got {picture.dtype} {picture.shape}.")
    return picture


def _cam(feature_maps: np.ndarray, network: ImageNetwork) -> np.ndarray:
    """Return the maps of all classes, (classes, rows, columns), of one picture's `feature_maps`."""
    _, channels, rows, columns = feature_maps.shape
    flat = feature_maps.reshape(1, channels, rows * columns)
    head_weight = read_only(network.head.weight)
    return class_activation_map(flat, head_weight)[0].reshape(-1, rows, columns)


def _check_finite(logits: np.ndarray) -> None:
    if not np.isfinite(logits).all():
        raise ExplainedError(
            "The network's weights must give finite numbers for this picture, got NaN or infinity.",
            "error-photo-numbers",
        )
