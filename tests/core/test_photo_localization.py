"""Localisation in two dimensions, where the truth is known: textured rectangles on noise.

The network is told whether a picture holds lying stripes, standing stripes or neither, and never where.
"""

from dataclasses import dataclass

import numpy as np
import pytest
import torch
from torch.nn import functional

from cam_core.architectures.backbones import Backbone, Stage
from cam_core.architectures.blocks import Conv
from cam_core.photos.boxes import NO_BOX, box_iou
from cam_core.photos.explain import explain_square
from cam_core.photos.image_network import ImageNetwork
from cam_core.photos.results import PhotoExplanation

SIDE, SHORTEST, LONGEST = 48, 12, 20
NOISE, STRIPES = 30, 40
"""Brightness: standard deviation of the ground, height of the stripes."""

NONE, LYING, STANDING = range(3)
TINY = Backbone(
    "tiny",
    (
        Stage("first_conv", (Conv(3, 8, 5, 2),)),
        Stage("second_conv", (Conv(8, 16, 3),)),
        Stage("third_conv", (Conv(16, 16, 3),)),
    ),
    num_in=3,
)


@dataclass(frozen=True)
class Pictures:
    """x: uint8 (N, side, side, 3). y: (N,). boxes: (N, 4), none for noise alone."""

    x: np.ndarray
    y: np.ndarray
    boxes: np.ndarray


def rectangles(count: int, seed: int) -> Pictures:
    rng = np.random.default_rng(seed)
    x = rng.normal(128, NOISE, (count, SIDE, SIDE, 3))
    y, boxes = np.arange(count) % 3, np.tile(np.array(NO_BOX), (count, 1))
    for picture, label, box in zip(x, y, boxes, strict=True):
        if label == NONE:
            continue
        width, height = rng.integers(SHORTEST, LONGEST + 1, size=2)
        left, top = rng.integers(0, SIDE - width + 1), rng.integers(0, SIDE - height + 1)
        along = np.arange(height)[:, None, None] if label == LYING else np.arange(width)[None, :, None]
        picture[top : top + height, left : left + width] += np.where(along // 2 % 2, STRIPES, -STRIPES)
        box[:] = left, top, left + width, top + height
    return Pictures(x.clip(0, 255).astype(np.uint8), y, boxes)


@pytest.fixture(scope="module")
def network() -> ImageNetwork:
    """The tiny network after four epochs on 600 pictures."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(0)
        network = ImageNetwork(TINY, num_classes=3)
    train = rectangles(600, seed=1)
    x, y = torch.from_numpy(train.x).permute(0, 3, 1, 2) / 255, torch.from_numpy(train.y)
    optimizer = torch.optim.Adam(network.parameters(), 1e-2)
    order = torch.Generator().manual_seed(0)
    for _ in range(4):
        for index in torch.randperm(len(x), generator=order).split(32):
            optimizer.zero_grad()
            functional.cross_entropy(network(x[index]), y[index]).backward()
            optimizer.step()
    return network.eval().requires_grad_(requires_grad=False)


@pytest.fixture(scope="module")
def test_set() -> Pictures:
    return rectangles(240, seed=2)


@pytest.fixture(scope="module")
def explained(network: ImageNetwork, test_set: Pictures) -> list[PhotoExplanation]:
    return [explain_square(network, picture, num_top=3) for picture in test_set.x]


def found_boxes(explained: list[PhotoExplanation], labels: np.ndarray) -> np.ndarray:
    """The box of each picture's map of the class that is given."""
    pairs = zip(explained, labels, strict=True)
    return np.array([one.localized_box[one.labels.tolist().index(label)] for one, label in pairs])


def random_boxes(truth: np.ndarray, seed: int) -> np.ndarray:
    """Chance: a box of the true size anywhere."""
    rng, sides = np.random.default_rng(seed), truth[:, 2:] - truth[:, :2]
    first = rng.integers(0, SIDE - sides + 1)
    return np.concatenate([first, first + sides], axis=1)


def test_classes_are_learned(explained: list[PhotoExplanation], test_set: Pictures) -> None:
    """Else the boxes would say nothing."""
    predicted = np.array([one.labels[0] for one in explained])
    assert (predicted == test_set.y).mean() > 0.95


def test_boxes_meet_the_truth(explained: list[PhotoExplanation], test_set: Pictures) -> None:
    """From labels alone: far better than chance and than a box in the middle, the best without looking."""
    eventful = test_set.y != NONE
    truth = test_set.boxes[eventful]
    found = box_iou(found_boxes(explained, test_set.y)[eventful], truth).mean()
    middle = (SIDE - (SHORTEST + LONGEST) // 2) // 2
    centred = box_iou(np.array([middle, middle, SIDE - middle, SIDE - middle]), truth).mean()
    chance = np.mean([box_iou(random_boxes(truth, seed), truth).mean() for seed in range(20)])
    assert found > 0.4
    assert found > 2.5 * max(centred, chance), (found, centred, chance)


def test_the_peak_lies_in_the_rectangle(explained: list[PhotoExplanation], test_set: Pictures) -> None:
    """Both axes the right way round: nine of ten maps peak inside; chance would give one or two."""
    hits = []
    for one, label, (left, top, right, bottom) in zip(explained, test_set.y, test_set.boxes, strict=True):
        if label != NONE:
            values = one.interpolated_cam[one.labels.tolist().index(label)]
            row, column = np.unravel_index(values.argmax(), values.shape)
            hits.append(left <= column < right and top <= row < bottom)
    area = np.prod(test_set.boxes[:, 2:] - test_set.boxes[:, :2], axis=1)[test_set.y != NONE].mean()
    assert np.mean(hits) > 0.9
    assert area / SIDE**2 < 0.15
