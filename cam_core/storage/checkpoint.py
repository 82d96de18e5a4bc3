"""Weights on disk and back: safetensors and JSON, checked before a single number is used."""

import platform
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import safetensors
import safetensors.torch
import torch

from cam_core.activations import forward_pass
from cam_core.architectures.modules import read_only
from cam_core.cam import class_activation_map
from cam_core.config import ExperimentConfig
from cam_core.network import Network
from cam_core.results import EpochRecord, Film
from cam_core.scores.evaluation import Summary
from cam_core.storage.manifest import Manifest, read_manifest
from cam_core.storage.model_files import (
    CONFIG_FILE,
    FILM_FILE,
    GOLDEN_FILE,
    TEST_SET_FILE,
    WEIGHTS_FILE,
    CheckpointError,
    damaged,
    read_bytes,
    sha256,
    whole_or_not_at_all,
)
from cam_core.storage.model_records import read_arrays, write_history

GOLDEN_ARRAYS = ("x", "feature_maps", "logits", "cam")
MAX_GOLDEN = 64
GOLDEN_TOLERANCE = 1e-3
"""Share of the largest golden value: processors add float32 numbers in different orders."""


@dataclass(frozen=True)
class Model:
    """A network in evaluation mode and what is known of it. Shared by sessions, changed by none."""

    network: Network
    manifest: Manifest


@dataclass(frozen=True)
class Records:
    """What a training leaves beside the weights."""

    history: list[EpochRecord]
    summary: Summary
    film: Film
    golden_x: np.ndarray


def save(
    directory: Path, network: Network, records: Records, manifest: Callable[[str], Manifest]
) -> Manifest:
    """Write a model to `directory`, whole or not at all; `manifest` is given the hash of the weights.

    Raises `CheckpointError` when `directory` exists and `OSError` when the disk refuses.
    """
    weights = safetensors.torch.save(_contiguous(network))
    complete = manifest(sha256(weights))
    with whole_or_not_at_all(directory) as partial:
        (partial / WEIGHTS_FILE).write_bytes(weights)
        (partial / CONFIG_FILE).write_text(complete.to_json(), encoding="utf-8")
        write_history(partial, records.history)
        golden: dict[str, Any] = golden_arrays(network, records.golden_x)
        np.savez_compressed(partial / GOLDEN_FILE, **golden)
        np.savez_compressed(partial / TEST_SET_FILE, **vars(records.summary))
        np.savez_compressed(partial / FILM_FILE, **vars(records.film))
    return complete


def load(directory: Path) -> Model:
    """Read the model in `directory`.

    Raises `CheckpointError` when a file is missing, damaged, foreign, holds NaN, does not fit the
    declared network, or does not reproduce its golden arrays.
    """
    manifest = read_manifest(directory)
    weights = read_bytes(directory, WEIGHTS_FILE)
    if sha256(weights) != manifest.weights_sha256:
        raise CheckpointError(
            f"`{directory.name}/{WEIGHTS_FILE}` must have the hash that `{CONFIG_FILE}` gives; "
            "the weights were changed or damaged.",
            "error-hash",
            file=f"{directory.name}/{WEIGHTS_FILE}",
        )
    network = _network(manifest.experiment, weights, directory.name)
    _compare_with_golden(network, directory, manifest.experiment.signals.num_points)
    return Model(network, manifest)


def golden_arrays(network: Network, x: np.ndarray) -> dict[str, np.ndarray]:
    """Return inputs `x` (N, 1, time) with what `network` makes of them, by name."""
    activations = forward_pass(network, torch.from_numpy(x), keep_layers=False)
    feature_maps = activations.feature_maps.numpy()
    cam = class_activation_map(feature_maps, read_only(network.head.weight))
    values = (x, feature_maps, activations.logits.numpy(), cam)
    return dict(zip(GOLDEN_ARRAYS, values, strict=True))


def installed_versions() -> dict[str, str]:
    """Return the versions that decide a model's numbers."""
    return {
        "python": platform.python_version(),
        "torch": str(torch.__version__),
        "numpy": np.__version__,
    }


def _contiguous(network: Network) -> dict[str, torch.Tensor]:
    return {name: value.detach().contiguous() for name, value in network.state_dict().items()}


def _network(config: ExperimentConfig, weights: bytes, name: str) -> Network:
    file = f"{name}/{WEIGHTS_FILE}"
    try:
        tensors = safetensors.torch.load(weights)
    except safetensors.SafetensorError as error:
        raise damaged(file, f"`{file}` is not a safetensors file: {error}.") from error
    network = Network(config.network, config.signals.num_classes)
    kinds = {key: value.dtype for key, value in network.state_dict().items()}
    for tensor_name, tensor in tensors.items():
        if tensor.dtype != kinds.get(tensor_name, tensor.dtype):
            raise damaged(
                file, f"`{file}` must hold {kinds[tensor_name]} in {tensor_name}, got {tensor.dtype}."
            )
        if tensor_name in kinds and not bool(torch.isfinite(tensor).all()):
            raise damaged(file, f"`{file}` must hold finite numbers, got NaN or infinity in {tensor_name}.")
    try:
        network.load_state_dict(tensors)
    except RuntimeError as error:
        reason = str(error).splitlines()[-1].strip()
        raise damaged(file, f"`{file}` must fit the network in `{CONFIG_FILE}`: {reason}") from error
    return network.eval().requires_grad_(requires_grad=False)


def _compare_with_golden(network: Network, directory: Path, num_points: int) -> None:
    stored, file = read_arrays(directory, GOLDEN_FILE), f"{directory.name}/{GOLDEN_FILE}"
    good_types = all(values.dtype == np.float32 for values in stored.values())
    if set(stored) != set(GOLDEN_ARRAYS) or not good_types:
        raise damaged(file, f"`{file}` must hold the float32 arrays {', '.join(GOLDEN_ARRAYS)}.")
    shape = stored["x"].shape
    if len(shape) != 3 or not 1 <= shape[0] <= MAX_GOLDEN or shape[1:] != (1, num_points):
        raise damaged(
            file,
            f"`{file}` must hold 1 to {MAX_GOLDEN} signals of {num_points} points, got the shape {shape}.",
        )
    computed = golden_arrays(network, stored["x"])
    for name in GOLDEN_ARRAYS:
        error = _largest_error(computed[name], stored[name])
        if not error <= GOLDEN_TOLERANCE:
            raise CheckpointError(
                f"`{directory.name}` does not reproduce its golden {name}: "
                f"expected to within {GOLDEN_TOLERANCE:g} of the largest, got {error:.2g}.",
                "error-golden",
                model=directory.name,
            )


def _largest_error(computed: np.ndarray, stored: np.ndarray) -> float:
    if computed.shape != stored.shape:
        return float("inf")
    # Damaged values may be infinite or huge: that is an answer here, not a reason to warn.
    with np.errstate(invalid="ignore", over="ignore"):
        return float(np.abs(computed - stored).max() / max(np.abs(stored).max(), 1e-12))
