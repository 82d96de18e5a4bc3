"""Networks for pictures: what holds along one axis holds along two."""

import numpy as np
import pytest
import torch

from cam_core.cam import interpolated_picture_cam
from cam_core.photos.explain import explain_square
from cam_core.photos.image_network import ImageNetwork, image_backbone
from cam_core.receptive_field import ReceptiveField

NAMES = ("mobilenet_v2", "resnet18", "resnet50", "densenet121")
TOLERANCE = 1e-5
"""Rounding of float32 sums, as a share of the largest value that was added."""


def network_of(name: str) -> ImageNetwork:
    """An untrained network with statistics that are not the initial ones."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(3)
        network = ImageNetwork(image_backbone(name))
        with torch.inference_mode():
            network.train()(torch.rand(4, 3, 64, 64))
    return network.eval().requires_grad_(requires_grad=False)


@pytest.fixture(scope="module", params=NAMES)
def network(request: pytest.FixtureRequest) -> ImageNetwork:
    return network_of(request.param)


@pytest.fixture(scope="module")
def picture() -> np.ndarray:
    """Noise; higher than wide, and no multiple of the jump."""
    return np.random.default_rng(6).integers(0, 256, (150, 101, 3), dtype=np.uint8)


def test_conservation(network: ImageNetwork, picture: np.ndarray) -> None:
    """Bias plus mean of the map is the logit, for every one of the thousand classes."""
    found = explain_square(network, picture)
    rows, columns = (network.spec.rows(side, num_axes=2)[-1].num_positions for side in picture.shape[:2])
    assert found.cam.shape == (1000, rows, columns)
    largest = max(1.0, float(np.abs(found.cam).max()))
    np.testing.assert_allclose(found.head_bias + found.mean_cam, found.logits, atol=TOLERANCE * largest)


def test_the_map_is_the_weighted_sum_of_the_feature_maps(network: ImageNetwork, picture: np.ndarray) -> None:
    """Oracle: a loop over channels in double precision, on maps taken from the network itself."""
    found = explain_square(network, picture)
    with torch.inference_mode():
        x = torch.from_numpy(picture).permute(2, 0, 1)[None] / 255
        feature_maps = network.forward_features(x)[0].double().numpy()
    weight = network.head.weight.double().numpy()
    label = int(found.labels[0])
    expected = sum(weight[label, k] * feature_maps[k] for k in range(len(feature_maps)))
    np.testing.assert_allclose(found.cam[label], expected, atol=1e-4)


def test_colours_are_standardised_inside(picture: np.ndarray) -> None:
    """With the published means and deviations of red, green and blue, in this order."""
    network = network_of("resnet18")
    outside = (picture / 255 - [0.485, 0.456, 0.406]) / [0.229, 0.224, 0.225]
    x = torch.from_numpy(picture / 255).permute(2, 0, 1).float()
    np.testing.assert_allclose(network.standardize(x).permute(1, 2, 0).numpy(), outside, atol=1e-5)


def test_a_batch_does_not_matter(network: ImageNetwork, picture: np.ndarray) -> None:
    """One picture alone and among others has the same logits."""
    x = torch.from_numpy(picture).permute(2, 0, 1)[None] / 255
    with torch.inference_mode():
        together = network(torch.cat([1 - x, x, x.flip(3)]))[1].numpy()
    alone = explain_square(network, picture).logits
    np.testing.assert_allclose(together, alone, atol=TOLERANCE * max(1.0, float(np.abs(alone).max())))


def open_network(name: str) -> ImageNetwork:
    """Equal small positive weights keep every ReLU open and below 6: no path hides from the gradient."""
    network = ImageNetwork(image_backbone(name)).eval()
    with torch.no_grad():
        for parameter, value in network.named_parameters():
            share = 0.4 / value[0].numel() if value.ndim > 1 else float(parameter.endswith("weight"))
            value.fill_(share)
    network.input_mean.zero_()
    network.input_std.fill_(1)
    return network.double()


@pytest.mark.parametrize(
    ("name", "height", "width"),
    [("mobilenet_v2", 530, 70), ("resnet18", 64, 460), ("densenet121", 130, 70)],
)
def test_the_declared_geometry_is_the_span_that_gradients_find(name: str, height: int, width: int) -> None:
    """First and last row and column with a gradient, for units at corners and in the middle, both axes.

    Brightness that grows towards a corner lets every max pooling pass the gradient to one end of its
    window or the other.
    """
    network = open_network(name)
    rows, columns = torch.meshgrid(torch.arange(height), torch.arange(width), indexing="ij")
    rising = (1 + (rows + columns) / 1e4).double()
    x = torch.stack([rising, rising.flip(0, 1)])[:, None].repeat(1, 3, 1, 1).requires_grad_()
    maps = network.forward_features(x)
    field = network.map_field
    last_row, last_column = maps.shape[2] - 1, maps.shape[3] - 1
    for row, column in {(0, 0), (last_row // 2, last_column // 2), (last_row, last_column), (0, last_column)}:
        (gradient,) = torch.autograd.grad(maps[..., row, column].sum(), x, retain_graph=True)
        seen = (gradient != 0).any(dim=0).any(dim=0).numpy()
        for axis, unit, num_points in ((1, row, height), (0, column, width)):
            places = np.flatnonzero(seen.any(axis=axis))
            assert (places[0], places[-1] + 1) == field.span(unit, num_points), (row, column, axis)


def test_the_map_keeps_its_values_at_the_centres() -> None:
    """On the pixel of a unit's centre the interpolated map is the unit's value, whatever the geometry."""
    cam = np.random.default_rng(2).normal(size=(2, 7, 7)).astype(np.float32)
    for name in NAMES:
        field = image_backbone(name).map_field
        centers = field.centers(7)
        assert (centers == centers.round()).all()
        places = centers.astype(int)
        fine = interpolated_picture_cam(cam, field, 224, 224)
        np.testing.assert_allclose(fine[:, places[:, None], places], cam, rtol=1e-6)


def test_between_the_centres_the_map_is_bilinear_and_beyond_them_level() -> None:
    """Oracle: a loop over pixels with the textbook formula; not an image's resize, which drifts."""
    field = ReceptiveField(size=9, jump=8, start=-2)
    cam = np.random.default_rng(9).normal(size=(3, 4))
    fine = interpolated_picture_cam(cam, field, 30, 36)
    for y in range(30):
        for x in range(36):
            row, column = (np.clip((place - 2) / 8, 0, last) for place, last in ((y, 2), (x, 3)))
            top, left = min(int(row), 1), min(int(column), 2)
            down, right = row - top, column - left
            expected = (1 - down) * ((1 - right) * cam[top, left] + right * cam[top, left + 1]) + down * (
                (1 - right) * cam[top + 1, left] + right * cam[top + 1, left + 1]
            )
            assert fine[y, x] == pytest.approx(expected)
