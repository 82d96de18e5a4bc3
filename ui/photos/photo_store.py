"""Networks for pictures and what they say of the shipped photographs, read once for all sessions.

Every cached value is frozen or never changed. Imported by the page that has weights to read: it needs torch.
"""

import threading
from functools import lru_cache
from pathlib import Path

import torch

from cam_core.photos.explain import cam_scale, explain_square
from cam_core.photos.image_network import ImageNetwork
from cam_core.photos.pictures import read_picture
from cam_core.photos.results import PhotoExplanation
from cam_core.photos.weights import PhotoWeights, read_network
from ui.once import once
from ui.photos.choice import PHOTOS, Squares, squares

FOLDER = Path(__file__).parent.parent / "assets" / "photos"

_READING = threading.Lock()


@once(maxsize=2)
def network(weights: PhotoWeights) -> ImageNetwork:
    """Return the network with its `weights`, shared by all; raises `PhotoWeightsError`."""
    torch.set_num_threads(1)
    # One at a time: the largest take a quarter of a gigabyte, and a room of people may ask at once.
    with _READING:
        return read_network(weights)


@lru_cache(maxsize=len(PHOTOS))
def photo(name: str) -> Squares:
    """Return the shipped photograph `name`."""
    return squares(read_picture((FOLDER / f"{name}.jpg").read_bytes()))


@once(maxsize=8 * len(PHOTOS))
def photo_explanation(weights: PhotoWeights, name: str) -> PhotoExplanation:
    """Return what the network of `weights` says of the shipped photograph `name`."""
    return explain_square(network(weights), photo(name).seen)


@once(maxsize=8)
def network_scale(weights: PhotoWeights) -> float:
    """Return the end of the colour scale for a network's maps, in logits.

    One for all pictures, so that they can be compared: the largest value on the shipped photographs.
    """
    return cam_scale(photo_explanation(weights, name) for name in PHOTOS)
