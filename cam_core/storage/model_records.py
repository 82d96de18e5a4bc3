"""What was recorded of a model: its epochs, what it said of each test signal, the film of its training."""

import io
from dataclasses import asdict
from pathlib import Path
from typing import TypeVar

import numpy as np
import pandas as pd

from cam_core.results import EpochRecord, Film
from cam_core.scores.evaluation import Summary
from cam_core.storage.array_files import is_real, read_array_file
from cam_core.storage.manifest import read_manifest
from cam_core.storage.model_files import FILM_FILE, HISTORY_FILE, TEST_SET_FILE, damaged, read_bytes

Record = TypeVar("Record", Summary, Film)


def read_history(directory: Path) -> list[EpochRecord]:
    """Read the epochs of the model in `directory`, none for an untrained one.

    Raises `CheckpointError` when the table is missing or damaged.
    """
    data = read_bytes(directory, HISTORY_FILE)
    try:
        table = pd.read_csv(io.BytesIO(data)).astype(float).astype({"epoch": int})
        history = [EpochRecord(**row) for row in table.to_dict("records")]
    except (ValueError, TypeError, KeyError) as error:
        file = f"{directory.name}/{HISTORY_FILE}"
        raise damaged(file, f"`{file}` is damaged: {error}.") from error
    expected = list(range(1, read_manifest(directory).epochs_trained + 1))
    if [record.epoch for record in history] != expected:
        file = f"{directory.name}/{HISTORY_FILE}"
        raise damaged(file, f"`{file}` must hold the epochs 1 to {len(expected)}.")
    return history


def write_history(directory: Path, history: list[EpochRecord]) -> None:
    """Write one row an epoch; a header alone for an untrained model."""
    columns = list(EpochRecord.__dataclass_fields__)
    table = pd.DataFrame([asdict(record) for record in history], columns=columns)
    table.to_csv(directory / HISTORY_FILE, index=False)


def read_arrays(directory: Path, name: str) -> dict[str, np.ndarray]:
    """Read an `.npz` of a model, arrays only; raise `CheckpointError` for anything else."""
    data = read_bytes(directory, name)
    try:
        return read_array_file(data)
    except ValueError as error:
        file = f"{directory.name}/{name}"
        raise damaged(file, f"`{file}` is damaged: {error}.") from error


def read_summary(directory: Path) -> Summary:
    """Read what the model said of each test signal; raise `CheckpointError` when it is damaged."""
    summary = _build(Summary, directory, TEST_SET_FILE)
    signals = read_manifest(directory).experiment.signals
    num_test, num_classes = signals.num_test, signals.num_classes
    shapes = [values.shape for values in vars(summary).values()]
    if shapes != [(num_test, num_classes)] * 3 + [(num_test, num_classes, 2)]:
        file = f"{directory.name}/{TEST_SET_FILE}"
        raise damaged(file, f"`{file}` must describe {num_test} signals, got {shapes}.")
    _check_places(f"{directory.name}/{TEST_SET_FILE}", summary, signals.num_points)
    return summary


def _check_places(file: str, summary: Summary, num_points: int) -> None:
    """Refuse what is not a sample of the signal, and half an interval; -1, -1 stands for none."""
    for values in (summary.peak_position, summary.localized_interval):
        if not np.issubdtype(values.dtype, np.integer):
            raise damaged(file, f"`{file}` must count samples in whole numbers, got {values.dtype}.")
    peak, (start, end) = summary.peak_position, np.moveaxis(summary.localized_interval, -1, 0)
    inside = (start >= 0) & (start < end) & (end <= num_points)
    good_interval = inside | ((start == -1) & (end == -1))
    if not ((peak >= -1) & (peak < num_points)).all() or not good_interval.all():
        raise damaged(file, f"`{file}` must hold places within {num_points} samples.")
    if not (np.isfinite(summary.logits).all() and np.isfinite(summary.peak).all()):
        raise damaged(file, f"`{file}` must hold finite numbers, got NaN or infinity.")


def read_film(directory: Path) -> Film:
    """Read the pinned signals' maps by epoch; raise `CheckpointError` when they are damaged."""
    film = _build(Film, directory, FILM_FILE)
    shapes = (film.index.shape, film.cam.shape[1:2], film.logits.shape)
    if film.cam.ndim != 4 or shapes != (film.index.shape, film.index.shape, film.cam.shape[:3]):
        file = f"{directory.name}/{FILM_FILE}"
        raise damaged(
            file, f"`{file}` must hold maps (frames, pinned, classes, positions), got {film.cam.shape}."
        )
    return film


def _build(kind: type[Record], directory: Path, name: str) -> Record:
    arrays = read_arrays(directory, name)
    file = f"{directory.name}/{name}"
    if not all(is_real(values) for values in arrays.values()):
        raise damaged(file, f"`{file}` must hold real numbers only.")
    try:
        return kind(**arrays)
    except TypeError as error:
        raise damaged(file, f"`{file}` has the wrong arrays: {error}.") from error
