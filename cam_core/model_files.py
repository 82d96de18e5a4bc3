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
from cam_core.config import ExperimentConfig, SignalConfig
from cam_core.evaluation import Evaluation, Summary
from cam_core.fields import ExplainedError, SettingError, require_int, require_number, require_text, short
from cam_core.results import Calibration, EpochRecord, Film

WEIGHTS_FILE = "model.safetensors"
CONFIG_FILE = "config.json"
HISTORY_FILE = "history.csv"
GOLDEN_FILE = "golden.npz"
TEST_SET_FILE = "test_set.npz"
FILM_FILE = "film.npz"
MODEL_FILES = (WEIGHTS_FILE, CONFIG_FILE, HISTORY_FILE, GOLDEN_FILE, TEST_SET_FILE, FILM_FILE)

FORMAT = 2
KINDS = "signals.kinds"
MAX_FILE_BYTES = 192 * 2**20
"""Room for the largest network of the talk, ResNet-152, whose weights on signals take 154 MB."""

MAX_STORED_TITLE = 200
MAX_VERSIONS = 20
MAX_VERSION = 100
"""Characters of the name of a library, and of its version."""

MIN_SCALE = 1e-9
"""Logits; maps are divided by the scales, in float32."""

Record = TypeVar("Record", Summary, Film)


class CheckpointError(ExplainedError):
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
        """Short hash of all that `config.json` says, the weights' hash too: names the model in caches."""
        return hashlib.sha256(self.to_json().encode()).hexdigest()[:12]

    def on_signals(self, settings: Mapping[str, object]) -> ExperimentConfig:
        """Return the experiment with other signals to ask the network about: settings by dotted name.

        Raises `ValueError` for a setting of anything but the signals, and for kinds of event that are not
        those whose labels the network has learned.
        """
        for name in settings:
            if not name.startswith(f"{SignalConfig.section}."):
                sentence = f"`{name}` must be a setting of the signals here, e.g. signals.noise_std."
                raise SettingError(sentence, "error-setting-signals", name=name)
        config = self.experiment.with_settings(settings)
        known, got = self.experiment.signals.kinds, config.signals.kinds
        if got != known:
            offered, found = ", ".join(known), ", ".join(got)
            sentence = f"`{KINDS}` must be those that the network knows, {offered}, got {found}."
            raise SettingError(sentence, "error-kinds", name=KINDS, offered=offered, got=found)
        return config

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
            raise damaged(CONFIG_FILE, f"`{CONFIG_FILE}` must be JSON: {error}.") from error
        if not isinstance(values, dict) or values.pop("format", None) != FORMAT:
            sentence = f"`{CONFIG_FILE}` must be a CAM Scope model of format {FORMAT}."
            raise CheckpointError(sentence, "error-format", file=CONFIG_FILE, format=str(FORMAT))
        try:
            return cls._from_dict(values)
        except (TypeError, ValueError) as error:
            # The setting's own sentence is the cause, which a page translates too.
            message_id = "error-config-because" if isinstance(error, SettingError) else "error-config"
            sentence = f"`{CONFIG_FILE}` does not describe a model: {str(error).rstrip('.')}."
            raise CheckpointError(sentence, message_id, file=CONFIG_FILE) from error

    @classmethod
    def _from_dict(cls, values: dict[str, Any]) -> "Manifest":
        experiment = ExperimentConfig.from_dict(values.pop("experiment", None))
        calibration = _calibration(values.pop("calibration", None))
        _check_calibration(calibration, experiment.signals.num_classes - 1)
        manifest = cls(experiment=experiment, calibration=calibration, **values)
        manifest._check()
        return manifest

    def _check(self) -> None:
        require_text("title", self.title, MAX_STORED_TITLE)
        require_text("weights_sha256", self.weights_sha256, MAX_STORED_TITLE)
        require_int("epochs_trained", self.epochs_trained, 0, self.experiment.training.epochs)
        require_number("seconds", self.seconds, 0.0, 1e9)
        evaluation = Evaluation.from_dict(self.evaluation)
        num_test = self.experiment.signals.num_test
        require_int("evaluation.num_signals", evaluation.num_signals, num_test, num_test)
        if not isinstance(self.versions, dict) or len(self.versions) > MAX_VERSIONS:
            raise ValueError(f"`versions` must be a JSON object of at most {MAX_VERSIONS} entries.")
        for name, version in self.versions.items():
            require_text("versions", name, MAX_VERSION)
            require_text("versions", version, MAX_VERSION)


CALIBRATION_BOUNDS: Mapping[str, tuple[float, float]] = {
    "cam_scale": (MIN_SCALE, 1e9),
    "margin_scale": (MIN_SCALE, 1e9),
    "evidence_thresholds": (0.0, 1e9),
    "false_alarm_rate": (0.0, 1.0),
    "detection_rate": (0.0, 1.0),
}


def _calibration(values: object) -> Calibration:
    if not isinstance(values, Mapping):
        raise ValueError(f"`calibration` must be a JSON object, got {short(values)}.")
    thresholds = values.get("evidence_thresholds")
    if not isinstance(thresholds, list):
        raise ValueError("`calibration.evidence_thresholds` must be a list of numbers.")
    return Calibration(**{**values, "evidence_thresholds": tuple(thresholds)})


def _check_calibration(calibration: Calibration, num_events: int) -> None:
    for name, value in vars(calibration).items():
        for number in value if isinstance(value, tuple) else (value,):
            require_number(f"calibration.{name}", number, *CALIBRATION_BOUNDS[name])
    count = len(calibration.evidence_thresholds)
    if count != num_events:
        raise ValueError(
            f"`calibration.evidence_thresholds` must hold {num_events}, one for each event, got {count}."
        )


def damaged(file: str, sentence: str) -> CheckpointError:
    """Return the error that says in English what exactly is wrong with `file`, and on a page that."""
    return CheckpointError(sentence, "error-damaged", file=file)


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
            raise too_large(f"{directory.name}/{name}", "be", MAX_FILE_BYTES, size)
        return path.read_bytes()
    except OSError as error:
        raise _unreadable(directory, name, error) from error


def changed_at(directory: Path, name: str) -> int:
    """Return when a file of a model last changed, in nanoseconds; raise `CheckpointError` if it is gone."""
    try:
        return (directory / name).stat().st_mtime_ns
    except OSError as error:
        raise _unreadable(directory, name, error) from error


def _unreadable(directory: Path, name: str, error: OSError) -> CheckpointError:
    file, reason = f"{directory.name}/{name}", error.strerror or type(error).__name__
    return CheckpointError(f"`{file}` cannot be read: {reason}.", "error-unreadable", file=file)


def too_large(file: str, verb: str, limit: int, size: int) -> CheckpointError:
    """Return the error for a `file` that must "be" or "unpack to" at most `limit` bytes."""
    high, got = f"{limit >> 20}", f"{size >> 20}"
    sentence = f"`{file}` must {verb} at most {high} MB, got {got} MB."
    return CheckpointError(sentence, "error-too-large", file=file, high=high, got=got)


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
    if not all(_is_real(values) for values in arrays.values()):
        raise damaged(file, f"`{file}` must hold real numbers only.")
    try:
        return kind(**arrays)
    except TypeError as error:
        raise damaged(file, f"`{file}` has the wrong arrays: {error}.") from error


def _is_real(values: np.ndarray) -> bool:
    # By kind: for NumPy's own hierarchy a length of time is a whole number.
    return values.dtype.kind in "iuf"


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
        sentence = f"`{directory}` must not exist yet, got a folder or file of that name."
        raise CheckpointError(sentence, "error-taken", name=directory.name)
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
