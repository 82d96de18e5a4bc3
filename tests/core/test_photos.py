"""Real photographs through a real network: sensible classes, and maps that add up."""

from pathlib import Path

import numpy as np
import pytest
import torch
from scipy.interpolate import RegularGridInterpolator

from cam_core.photos.boxes import localized_box
from cam_core.photos.explain import cam_scale, explain_photo, explain_square
from cam_core.photos.image_network import ImageNetwork
from cam_core.photos.imagenet import imagenet_classes
from cam_core.photos.pictures import central_square, read_picture
from cam_core.photos.results import PhotoExplanation
from cam_core.photos.weights import find_weights, read_network
from tests.serving import REPOSITORY

PHOTOS = REPOSITORY / "ui" / "assets" / "photos"
SENSIBLE = {
    "cat": {"Egyptian cat", "tabby", "tiger cat"},
    "coffee": {"espresso", "cup", "coffee mug"},
    "rocket": {"space shuttle", "missile", "obelisk", "projectile"},
    "portrait": {"military uniform", "suit"},
}
"""Classes of which each photograph must have at least two among its five; they were taken by people."""


@pytest.fixture(scope="module")
def network() -> ImageNetwork:
    return read_network(find_weights()[0][0])


@pytest.fixture(scope="module", params=SENSIBLE)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def picture(name: str) -> np.ndarray:
    return read_picture((PHOTOS / f"{name}.jpg").read_bytes())


@pytest.fixture(scope="module")
def found(network: ImageNetwork, picture: np.ndarray) -> PhotoExplanation:
    return explain_photo(network, picture)


def test_the_five_likeliest_classes_are_sensible(name: str, found: PhotoExplanation) -> None:
    """Weights, order of the colours, their scale and the names of the classes all fit together."""
    names = {imagenet_classes()[label] for label in found.labels}
    assert len(names & SENSIBLE[name]) >= 2, names
    assert (np.diff(found.probabilities[found.labels]) <= 0).all()
    assert found.labels[0] == found.logits.argmax()
    assert found.probabilities.sum() == pytest.approx(1, abs=1e-5)


def test_the_classes_are_those_of_imagenet() -> None:
    """A thousand different names in the order of the public weights."""
    names = imagenet_classes()
    assert len(names) == len(set(names)) == 1000
    assert all(name == name.strip() and name.isascii() for name in names)
    known = {
        0: "tench",
        281: "tabby",
        285: "Egyptian cat",
        504: "coffee mug",
        967: "espresso",
        999: "toilet tissue",
    }
    assert {place: names[place] for place in known} == known


def test_conservation_on_photographs(found: PhotoExplanation) -> None:
    """Bias plus mean of the map is the logit, for each of the thousand classes, to float rounding."""
    residual = np.abs(found.head_bias + found.mean_cam - found.logits).max()
    assert residual <= 1e-6 * np.abs(found.cam).max()


def test_the_drawn_frame_is_the_interpolated_map(found: PhotoExplanation) -> None:
    """Oracle: SciPy joins the framed units bilinearly, and every pixel has the interpolated value."""
    rows, columns = found.framed_places
    height, width = found.picture.shape[:2]
    pixels = np.stack(np.meshgrid(np.arange(height), np.arange(width), indexing="ij"), axis=-1)
    for rank in range(len(found.labels)):
        joined = RegularGridInterpolator((rows, columns), found.framed_cam[rank].astype(float))(pixels)
        np.testing.assert_allclose(joined, found.interpolated_cam[rank], atol=1e-4)


def test_the_frame_covers_the_picture(found: PhotoExplanation) -> None:
    """Drawn half a jump around its units, it leaves no pixel bare."""
    for places, side in zip(found.framed_places, found.picture.shape[:2], strict=True):
        assert places[0] - found.field.jump / 2 <= -0.5
        assert places[-1] + found.field.jump / 2 >= side - 0.5


def test_boxes_are_those_of_zhous_rule(found: PhotoExplanation) -> None:
    """Of each shown class, on the pixels; the peak of the map is inside the largest part's picture."""
    for values, box in zip(found.interpolated_cam, found.localized_box.tolist(), strict=True):
        assert tuple(box) == localized_box(values)
        left, top, right, bottom = box
        assert 0 <= left < right <= 224
        assert 0 <= top < bottom <= 224
        assert (values[top:bottom, left:right] > 0.2 * values.max()).any(axis=1).all()


def test_moving_the_picture_moves_the_map(network: ImageNetwork) -> None:
    """By one jump of 32 pixels, exactly one unit further: so a unit is where the geometry says."""
    rng = np.random.default_rng(8)
    noise = rng.integers(0, 256, (704, 704, 3), dtype=np.uint8)
    first = explain_square(network, noise[:672, :672])
    moved = explain_square(network, noise[32:, 32:])
    # Units that see nothing of the border: eight from each, because they see 491 pixels.
    np.testing.assert_allclose(first.cam[:, 9:-8, 9:-8], moved.cam[:, 8:-9, 8:-9], atol=2e-3)
    assert np.abs(first.cam[:, 9:-8, 9:-8] - moved.cam[:, 9:-8, 9:-8]).max() > 1


def test_the_whole_photograph_is_reduced_to_its_central_square(
    network: ImageNetwork, picture: np.ndarray, found: PhotoExplanation
) -> None:
    """What the network saw is kept, and explaining that again changes nothing."""
    square = central_square(picture, 224)
    np.testing.assert_array_equal(found.picture, square)
    np.testing.assert_array_equal(explain_square(network, square).logits, found.logits)


def test_explaining_leaves_the_network_alone(network: ImageNetwork, picture: np.ndarray) -> None:
    """Shared by sessions: no number of it changes, and no mode, and no hook stays."""
    before = {name: value.clone() for name, value in network.state_dict().items()}
    explain_photo(network, picture)
    assert all(torch.equal(value, before[name]) for name, value in network.state_dict().items())
    assert not network.training
    assert not any(module._forward_hooks for module in network.modules())


def test_the_scale_is_strong_but_not_the_strongest(network: ImageNetwork) -> None:
    """Few of the maps of the shipped photographs reach beyond it, and it is none of them itself stretched."""
    explained = [
        explain_photo(network, read_picture(path.read_bytes())) for path in sorted(PHOTOS.glob("*.jpg"))
    ]
    peaks = np.array([np.abs(one.interpolated_cam).max(axis=(1, 2)) for one in explained])
    scale = cam_scale(explained)
    assert 0 < (peaks > scale).sum() <= 2
    assert scale < peaks.max()


@pytest.mark.parametrize(
    "picture",
    [
        np.zeros((40, 40), np.uint8),
        np.zeros((40, 40, 4), np.uint8),
        np.zeros((40, 40, 3), np.float32),
        np.zeros((0, 40, 3), np.uint8),
    ],
)
def test_what_is_no_picture_gives_a_sentence(network: ImageNetwork, picture: np.ndarray) -> None:
    """Grey, four colours, fractions, nothing at all: shape and kind are named."""
    with pytest.raises(ValueError, match=r"`picture` must be uint8 \(height, width, 3\), got"):
        explain_photo(network, picture)


def test_weights_that_overflow_give_a_sentence(picture: np.ndarray) -> None:
    """Every number of a file may be finite and yet the answer is not."""
    network = read_network(find_weights()[0][0])
    with torch.no_grad():
        network.head.weight.fill_(3e38)
    with pytest.raises(ValueError, match="must give finite numbers for this picture"):
        explain_photo(network, picture)


def test_the_shipped_photographs_are_small_and_licensed() -> None:
    """Under 400 kB together, each named in the licence that lies beside them."""
    files = sorted(PHOTOS.glob("*.jpg"))
    assert {path.stem for path in files} == set(SENSIBLE)
    assert sum(path.stat().st_size for path in files) < 400_000
    licence = Path(PHOTOS / "LICENSE.md").read_text("utf-8")
    assert all(f"`{path.name}`" in licence for path in files)
