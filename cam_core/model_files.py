"""A model on disk, as far as it can be read without torch: a directory, complete or absent.

model.safetensors   weights
config.json         the whole experiment, calibration, scores, versions, hash of the weights
history.csv         one row an epoch
golden.npz          a few inputs with their feature maps, logits and maps, compared when loading
test_set.npz        logits, peaks and intervals of every test signal
film.npz            maps of a few pinned signals after every epoch
"""

import hashlib
import io
import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import pandas as pd

from cam_core.array_files import read_array_file
from cam_core.config import ExperimentConfig
from cam_core.evaluation import Summary
from cam_core.fields import require_int, require_number
from cam_core.results import Calibration, EpochRecord, Film

WEIGHTS_FILE = "model.safetensors"
CONFIG_FILE = "config.json"
HISTORY_FILE = "history.csv"
GOLDEN_FILE = "golden.npz"
TEST_SET_FILE = "test_set.npz"
FILM_FILE = "film.npz"
MODEL_FILES = (WEIGHTS_FILE, CONFIG_FILE, HISTORY_FILE, GOLDEN_FILE, TEST_SET_FILE, FILM_FILE)

FORMAT = 1
MAX_FILE_BYTES = 64 * 2**20


Record = TypeVar("Record", Summary, Film)


class CheckpointError(ValueError):
    """A model directory that is damaged, foreign or in the way; the message says which and why."""


@dataclass(frozen=True)
class Manifest:
    """What `config.json` says of a model."""

    title: str
    experiment: ExperimentConfig
    calibration: Calibration
    evaluation: Mapping[str, Any]
    epochs_trained: int
    seconds: float
    weights_sha256: str
    versions: Mapping[str, str]

    @property
    def fingerprint(self) -> str:
        """Short hash of weights, experiment and calibration: names the model in links and caches."""
        return hashlib.sha256(self.to_json().encode()).hexdigest()[:12]

    def to_json(self) -> str:
        """Return the text of `config.json`."""
        values = {**vars(self), "format": FORMAT, "experiment": self.experiment.to_dict()}
        values["calibration"] = asdict(self.calibration)
        return json.dumps(values, indent=1, allow_nan=False, ensure_ascii=False) + "\n"

    @classmethod
    def from_json(cls, text: str) -> "Manifest":
        """Read `config.json`; raise `CheckpointError` naming what is wrong with it."""
        try:
            values = json.loads(text, parse_constant=_refuse_constant)
            # Escaped halves of a character pass as JSON and fail later, wherever they are shown.
            json.dumps(values, ensure_ascii=False).encode()
        except (ValueError, RecursionError) as error:
            raise CheckpointError(f"`{CONFIG_FILE}` must be JSON: {error}.") from error
        if not isinstance(values, dict) or values.pop("format", None) != FORMAT:
            raise CheckpointError(f"`{CONFIG_FILE}` must be a CAM Scope model of format {FORMAT}.")
        try:
            return cls._from_dict(values)
        except (TypeError, ValueError) as error:
            raise CheckpointError(
                f"`{CONFIG_FILE}` does not describe a model: {str(error).rstrip('.')}."
            ) from error

    @classmethod
    def _from_dict(cls, values: dict[str, Any]) -> "Manifest":
        experiment = ExperimentConfig.from_dict(values.pop("experiment", None))
        calibration = Calibration(**values.pop("calibration", {}))
        for name, value in vars(calibration).items():
            require_number(f"calibration.{name}", value, 0.0, 1e9)
        if calibration.cam_scale == 0 or calibration.margin_scale == 0:
            raise ValueError("`calibration.cam_scale` must be above 0, got 0.")
        manifest = cls(experiment=experiment, calibration=calibration, **values)
        manifest._check()
        return manifest

    def _check(self) -> None:
        for name, kind in (("title", str), ("weights_sha256", str), ("epochs_trained", int)):
            value = getattr(self, name)
            if not isinstance(value, kind) or isinstance(value, bool):
                raise ValueError(f"`{name}` must be a {kind.__name__}, got {value!r}.")
        require_int("epochs_trained", self.epochs_trained, 0, self.experiment.training.epochs)
        if not isinstance(self.evaluation, dict) or not isinstance(self.versions, dict):
            raise ValueError("`evaluation` and `versions` must be JSON objects.")
        require_number("seconds", self.seconds, 0.0, 1e9)


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is not a number in JSON")


def read_manifest(directory: Path) -> Manifest:
    """Read the manifest of the model in `directory`; raise `CheckpointError` if there is none."""
    return Manifest.from_json(read_bytes(directory, CONFIG_FILE).decode("utf-8", errors="replace"))


def read_bytes(directory: Path, name: str) -> bytes:
    """Read one file of a model; raise `CheckpointError` when it is missing, unreadable or huge."""
    path = directory / name
    try:
        size = path.stat().st_size
        if size > MAX_FILE_BYTES:
            raise CheckpointError(
                f"`{directory.name}/{name}` must be at most {MAX_FILE_BYTES >> 20} MB, got {size >> 20} MB."
            )
        return path.read_bytes()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise CheckpointError(f"`{directory.name}/{name}` cannot be read: {reason}.") from error


def read_history(directory: Path) -> list[EpochRecord]:
    """Read the epochs of the model in `directory`, none for an untrained one.

    Raises `CheckpointError` when the table is missing or damaged.
    """
    data = read_bytes(directory, HISTORY_FILE)
    try:
        table = pd.read_csv(io.BytesIO(data)).astype(float).astype({"epoch": int})
        history = [EpochRecord(**row) for row in table.to_dict("records")]
    except (ValueError, TypeError, KeyError) as error:
        raise CheckpointError(f"`{directory.name}/{HISTORY_FILE}` is damaged: {error}.") from error
    expected = list(range(1, read_manifest(directory).epochs_trained + 1))
    if [record.epoch for record in history] != expected:
        raise CheckpointError(f"`{directory.name}/{HISTORY_FILE}` must hold the epochs 1 to {len(expected)}.")
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
        raise CheckpointError(f"`{directory.name}/{name}` is damaged: {error}.") from error


def read_summary(directory: Path) -> Summary:
    """Read what the model said of each test signal; raise `CheckpointError` when it is damaged."""
    summary = _build(Summary, directory, TEST_SET_FILE)
    num_test = read_manifest(directory).experiment.signals.num_test
    shapes = [values.shape for values in vars(summary).values()]
    if shapes != [(num_test, 2)] * 3 + [(num_test, 2, 2)]:
        raise CheckpointError(
            f"`{directory.name}/{TEST_SET_FILE}` must describe {num_test} signals, got {shapes}."
        )
    return summary


def read_film(directory: Path) -> Film:
    """Read the pinned signals' maps by epoch; raise `CheckpointError` when they are damaged."""
    film = _build(Film, directory, FILM_FILE)
    shapes = (film.index.shape, film.cam.shape[1:2], film.logits.shape)
    if film.cam.ndim != 4 or shapes != (film.index.shape, film.index.shape, film.cam.shape[:3]):
        raise CheckpointError(
            f"`{directory.name}/{FILM_FILE}` must hold maps (frames, pinned, classes, positions), "
            f"got {film.cam.shape}."
        )
    return film


def _build(kind: type[Record], directory: Path, name: str) -> Record:
    arrays = read_arrays(directory, name)
    if not all(np.issubdtype(values.dtype, np.number) for values in arrays.values()):
        raise CheckpointError(f"`{directory.name}/{name}` must hold numbers only.")
    try:
        return kind(**arrays)
    except TypeError as error:
        raise CheckpointError(f"`{directory.name}/{name}` has the wrong arrays: {error}.") from error


def sha256(data: bytes) -> str:
    """Return the hash of `data` as hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


@contextmanager
def whole_or_not_at_all(directory: Path) -> Iterator[Path]:
    """Yield a hidden folder beside `directory`; it takes the name when the block ends well.

    Whatever goes wrong before, a full disk or a kill, leaves no `directory`. Raises
    `CheckpointError` when the name is taken.
    """
    if directory.exists():
        raise CheckpointError(f"`{directory}` must not exist yet, got a folder or file of that name.")
    directory.parent.mkdir(parents=True, exist_ok=True)
    partial = Path(tempfile.mkdtemp(prefix=f".{directory.name}.", suffix=".partial", dir=directory.parent))
    try:
        yield partial
        for path in partial.iterdir():
            _flush(path)
        partial.chmod(0o755)
        partial.rename(directory)
    except BaseException:
        shutil.rmtree(partial, ignore_errors=True)
        raise


def _flush(path: Path) -> None:
    # A rename may reach the disk before the bytes do; a power cut must not leave empty files.
    with path.open("rb") as file:
        os.fsync(file.fileno())
