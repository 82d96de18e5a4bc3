"""The files that the command line reads and writes: asked for their kind and size before anything else."""

import errno
import os
from pathlib import Path
from typing import Any

import numpy as np

from cam_core.signals import NO_INTERVAL
from cam_core.storage.array_files import MAX_UNPACKED_BYTES, is_real, read_array_file
from cam_core.storage.whole_files import whole_file

MAX_DATA_BYTES = MAX_UNPACKED_BYTES + 2**20
"""A little above what the arrays may take, for the file's own headers."""


def require_file_or_nothing(path: Path) -> None:
    """Raise `ValueError` for an output that is a folder or a device."""
    # A device would be replaced by a file, and a folder refuses only after all the work.
    if path.exists() and not path.is_file():
        raise ValueError(f"`{path}` must be a file or not exist yet, got a folder or device.")


def read_file(path: Path, limit: int) -> bytes:
    """Return the bytes of a file.

    Raises `OSError` when it cannot be read, `ValueError` when it is no file or above `limit` bytes.
    """
    if not path.exists():
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(path))
    if not path.is_file():
        raise ValueError(f"`{path}` must be a file, got a folder or device.")
    size = path.stat().st_size
    if size > limit:
        raise ValueError(f"`{path}` must be at most {limit >> 20} MB, got {size >> 20} MB.")
    return path.read_bytes()


def labelled_signals(path: Path, num_classes: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return `x`, labels (N,) below `num_classes` and true intervals (N, 2) of a file.

    Raises `ValueError` if it has none.
    """
    x, arrays = real_signals(path), _load_arrays(path)
    y = arrays.get("y")
    if y is None or not _are_labels(y, len(x), num_classes):
        raise ValueError(
            f"`{path}` must hold labels `y`, whole numbers from 0 to {num_classes - 1}, shape ({len(x)},)."
        )
    truth = arrays.get("event_interval", np.full((len(x), 2), NO_INTERVAL))
    if not _are_intervals(truth, len(x), x.shape[-1]):
        raise ValueError(
            f"`{path}` must hold in `event_interval` a first sample and one past the last for each "
            f"of {len(x)} signals, or -1 and -1."
        )
    return x, y.astype(np.int64), truth


def _are_labels(values: np.ndarray, num: int, num_classes: int) -> bool:
    if values.shape != (num,) or not (is_real(values) or values.dtype == bool):
        return False
    return bool(np.isin(values, range(num_classes)).all())


def _are_intervals(values: np.ndarray, num: int, num_points: int) -> bool:
    if values.shape != (num, 2) or values.dtype.kind != "i":
        return False
    start, end = values.T
    inside = (start >= 0) & (start < end) & (end <= num_points)
    return bool((inside | ((start == -1) & (end == -1))).all())


def real_signals(path: Path) -> np.ndarray:
    """Return `x` of an `.npz` or `.npy` as (N, 1, time), given with or without the channel.

    Raises `ValueError` if it has none, or one of another shape.
    """
    arrays = _load_arrays(path)
    x = arrays.get("x")
    if x is None or not is_real(x):
        got = sorted(arrays) if x is None else x.dtype
        raise ValueError(f"`{path}` must hold an array `x` of real numbers, got {got}.")
    if x.ndim not in (2, 3):
        raise ValueError(f"`{path}` must hold `x` in the shape (N, time) or (N, 1, time), got {x.shape}.")
    return x[:, None] if x.ndim == 2 else x


def _load_arrays(path: Path) -> dict[str, np.ndarray]:
    data = read_file(path, MAX_DATA_BYTES)
    try:
        return read_array_file(data)
    except ValueError as error:
        raise ValueError(f"`{path}` must be an .npz or .npy file of numbers: {error}.") from error


def save_arrays(path: Path, arrays: dict[str, Any]) -> None:
    """Write an `.npz` whole or not at all; raise `OSError` when the disk refuses."""
    with whole_file(path) as file:
        np.savez_compressed(file, **arrays)
