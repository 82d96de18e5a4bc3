"""Weights that people bring: which network they are for, and what is refused."""

import json
import os
import pickle
import shutil
import struct
from collections.abc import Mapping
from pathlib import Path

import pytest
import torch
from safetensors.torch import save_file
from torch import Tensor

from cam_core.architectures.mobilenet import MOBILENET
from cam_core.photos import weights
from cam_core.photos.image_network import IMAGE_BACKBONES, ImageNetwork, image_backbone
from cam_core.photos.weights import MAX_BYTES, PhotoWeightsError, find_weights, photos_directory, read_network
from tests.core.test_backbones import densenet_keys, norm, resnet_keys

Shapes = Mapping[str, tuple[int, ...]]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty `photos/` of its own."""
    monkeypatch.setenv("CAM_SCOPE_DATA", str(tmp_path))
    photos_directory().mkdir()
    return photos_directory()


def mobilenet_keys() -> Shapes:
    """Names and shapes of torchvision's MobileNetV2, from the published file itself."""
    state = torch.load(find_weights()[0][0].path, weights_only=True)
    return {name: tuple(value.shape) for name, value in state.items()}


def published_keys(name: str) -> Shapes:
    if name == MOBILENET:
        return mobilenet_keys()
    return resnet_keys(name) if name.startswith("resnet") else densenet_keys(name)


def write_hollow(path: Path, shapes: Shapes) -> None:
    """Write a safetensors file of zeros that takes no room on the disk: header, then a hole."""
    header: dict[str, object] = {}
    end = 0
    for name, shape in shapes.items():
        start, end = end, end + 4 * int(torch.Size(shape).numel())
        header[name] = {"dtype": "F32", "shape": list(shape), "data_offsets": [start, end]}
    text = json.dumps(header).encode()
    path.write_bytes(struct.pack("<Q", len(text)) + text)
    os.truncate(path, 8 + len(text) + end)


def small_state() -> dict[str, Tensor]:
    """ResNet-18 with weights of its own, under torchvision's names."""
    generator = torch.Generator().manual_seed(7)
    shapes = resnet_keys("resnet18")
    return {name: torch.rand(shape, generator=generator) for name, shape in shapes.items()}


def problem(folder: Path) -> str:
    """The one sentence about the files in the folder."""
    found, [error] = find_weights()
    assert [weights.name for weights in found] == [MOBILENET]
    return str(error)


@pytest.mark.parametrize("name", IMAGE_BACKBONES)
@pytest.mark.parametrize("counted", [True, False])
def test_a_file_is_known_by_its_names_and_shapes(name: str, counted: bool, folder: Path) -> None:
    """Whatever it is called; with the counters of new files and without, as old ones are."""
    keys = {key: shape for key, shape in published_keys(name).items() if counted or "num_batches" not in key}
    write_hollow(folder / "some weights.safetensors", keys)
    found, problems = find_weights()
    assert not problems
    assert (found[-1].name, found[-1].backbone) == ("some weights.safetensors", name)
    assert not found[-1].is_installed


@pytest.mark.parametrize("dtype", [torch.float32, torch.float16, torch.bfloat16])
def test_the_numbers_of_a_file_are_the_networks(dtype: torch.dtype, folder: Path) -> None:
    """Read back under our names in float32, in order; ready to explain, and nothing to be trained."""
    state = {name: value.to(dtype) for name, value in small_state().items()}
    save_file(state, folder / "resnet18.safetensors")
    network = read_network(find_weights()[0][-1])
    assert not network.training
    assert not any(value.requires_grad for value in network.parameters())
    stored = [value for name, value in state.items() if not name.endswith("num_batches_tracked")]
    ours = [value for name, value in network.state_dict().items() if not name.endswith("num_batches_tracked")]
    assert all(value.dtype == torch.float32 for value in ours)
    assert sorted(float(value.sum()) for value in ours) == pytest.approx(
        sorted(float(value.float().sum()) for value in stored)
    )
    torch.testing.assert_close(network.head.bias, state["fc.bias"].float())


def test_a_published_network_gives_the_same_from_a_file(folder: Path) -> None:
    """The package's weights as somebody's own safetensors file: the same logits, bit for bit."""
    [installed], _ = find_weights()
    save_file(torch.load(installed.path, weights_only=True), folder / "mine.safetensors")
    x = torch.rand(1, 3, 64, 64, generator=torch.Generator().manual_seed(1))
    with torch.inference_mode():
        expected, found = (read_network(weights)(x) for weights in find_weights()[0])
    assert torch.equal(expected, found)


def changed(**entries: tuple[int, ...] | None) -> Shapes:
    keys = resnet_keys("resnet18") | {
        name.replace("__", "."): shape for name, shape in entries.items() if shape
    }
    gone = [name.replace("__", ".") for name, shape in entries.items() if shape is None]
    return {name: shape for name, shape in keys.items() if name not in gone}


@pytest.mark.parametrize(
    ("shapes", "sentence"),
    [
        (changed(fc__weight=(10, 512), fc__bias=(10,)), r"1000 classes.*nearest to resnet18, but 2 entries"),
        (changed(fc__bias=None), r"resnet18, but 1 entries.*first 'head\.bias'"),
        (changed(layer1__0__conv3__weight=(64, 64, 1, 1)), r"resnet18, but 1 entries"),
        (changed(conv1__weight=(64, 1, 7, 7)), r"resnet18, but 1 entries.*'backbone\.conv1\.0\.weight'"),
        (changed(encoder__weight=(2, 2)), r"`encoder\.weight` is not a name of a ResNet"),
        ({}, "nearest to mobilenet_v2, but 262 entries|nearest to resnet18"),
        (norm("features.99.1", 4), r"`features\.99\.1\.\w+` is not a name"),
    ],
)
def test_a_foreign_file_gives_a_sentence(shapes: Shapes, sentence: str, folder: Path) -> None:
    """Another number of classes or colours, missing, additional and unknown entries, nothing at all."""
    write_hollow(folder / "odd.safetensors", shapes)
    with pytest.raises(AssertionError, match=sentence):
        raise AssertionError(problem(folder))


class Loud:
    """Unpickled, it would make a folder."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[object, tuple[Path]]:
        return os.mkdir, (self.path,)


def test_a_pickle_is_never_opened(folder: Path, tmp_path: Path) -> None:
    """Under the name of a safetensors file it is no whole one; under its own name it is not looked at."""
    trap = tmp_path / "sprung"
    data = pickle.dumps(Loud(trap))
    (folder / "resnet50.safetensors").write_bytes(data)
    (folder / "resnet50.pth").write_bytes(data)
    (folder / "resnet50.pt").mkdir()
    assert problem(folder) == "`resnet50.safetensors` must be a whole safetensors file that can be read."
    assert not trap.exists()


@pytest.mark.parametrize("kept", [0, 4, 100, -1, -1000])
def test_a_file_cut_short_gives_a_sentence(kept: int, folder: Path) -> None:
    """Wherever it ends."""
    path = folder / "cut.safetensors"
    write_hollow(path, resnet_keys("resnet18"))
    os.truncate(path, kept if kept >= 0 else path.stat().st_size + kept)
    assert "`cut.safetensors` must be a whole safetensors file" in problem(folder)


def test_a_file_too_large_is_not_opened(folder: Path) -> None:
    """The sentence says what is allowed."""
    path = folder / "huge.safetensors"
    path.touch()
    os.truncate(path, MAX_BYTES + 2**20)
    assert problem(folder) == "`huge.safetensors` must be at most 512 MB, got 513 MB."


@pytest.mark.parametrize(
    ("name", "value"),
    [("layer1.0.conv1.weight", float("nan")), ("fc.bias", float("inf")), ("bn1.running_var", -1.0)],
)
def test_numbers_that_cannot_be_used_are_refused(name: str, value: float, folder: Path) -> None:
    """NaN, infinity, a negative variance; the entry is named."""
    state = small_state()
    state[name].view(-1)[-1] = value
    save_file(state, folder / "bad.safetensors")
    with pytest.raises(
        PhotoWeightsError, match=r"`bad\.safetensors` must hold finite numbers and no negative"
    ):
        read_network(find_weights()[0][-1])


@pytest.mark.parametrize("dtype", [torch.int8, torch.float8_e4m3fn])
def test_quantised_numbers_are_refused(dtype: torch.dtype, folder: Path) -> None:
    """Such a file has the names and shapes of a network, but not its numbers."""
    save_file({name: value.to(dtype) for name, value in small_state().items()}, folder / "q.safetensors")
    with pytest.raises(PhotoWeightsError, match="must hold finite numbers"):
        read_network(find_weights()[0][-1])


def test_a_file_that_is_replaced_or_deleted_meanwhile_gives_a_sentence(folder: Path) -> None:
    """It is looked at again when it is read."""
    path = folder / "gone.safetensors"
    write_hollow(path, resnet_keys("resnet18"))
    weights = find_weights()[0][-1]
    write_hollow(path, resnet_keys("resnet34"))
    with pytest.raises(PhotoWeightsError, match="must be a whole safetensors file"):
        read_network(weights)
    path.unlink()
    with pytest.raises(PhotoWeightsError, match="must be a whole safetensors file"):
        read_network(weights)


def test_the_package_must_carry_the_published_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A package that was replaced, with one bit changed, is not believed."""
    [installed], _ = find_weights()
    package = tmp_path / "packages" / "swapped_weights"
    copied = package / weights.PACKAGE_FILE
    copied.parent.mkdir(parents=True)
    (package / "__init__.py").touch()
    shutil.copy(installed.path, copied)
    monkeypatch.syspath_prepend(str(package.parent))
    monkeypatch.setattr(weights, "PACKAGE", "swapped_weights")
    [swapped], _ = find_weights()
    assert swapped.path == copied
    read_network(swapped)
    data = bytearray(copied.read_bytes())
    data[-5] ^= 1
    copied.write_bytes(data)
    with pytest.raises(PhotoWeightsError, match="must be the file that torchvision published"):
        read_network(find_weights()[0][0])


def test_without_package_and_folder_there_are_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither is an error."""
    monkeypatch.setattr(weights, "PACKAGE", "no_such_package")
    monkeypatch.setenv("CAM_SCOPE_DATA", str(tmp_path / "nowhere"))
    assert find_weights() == ([], [])


def test_the_largest_network_fits_the_limit() -> None:
    """Every network of the specification can be brought."""
    with torch.device("meta"):
        networks = [ImageNetwork(image_backbone(name)) for name in IMAGE_BACKBONES]
    sizes = [sum(4 * value.numel() for value in network.state_dict().values()) for network in networks]
    assert max(sizes) < MAX_BYTES
