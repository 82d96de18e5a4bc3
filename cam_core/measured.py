"""Measurements that ship with the product as CSV files: read, checked, never guessed.

Each file is written by a script of `benchmarks/`, whose name it bears.
"""

import csv
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from statistics import mean
from typing import Self

from cam_core.backbones import BACKBONES, DEEP_STRIDES
from cam_core.config import MAX_SEED, NetworkConfig, SignalConfig, TrainingConfig
from cam_core.fields import (
    ExplainedError,
    require_choice,
    require_int,
    require_number,
    require_one_of,
    require_text,
)
from cam_core.library import shipped_models_directory

FOLDER = "measured"
"""Beside the shipped models; without a `config.json` it is none of them."""

STRIDES_FILE = "strides.csv"
MAX_BYTES = 1_000_000
SHARES = ("accuracy", "mean_iou", "best_threshold", "best_mean_iou", "pointing_rate")
LONGEST_EPOCH = 1e6
"""Seconds; beyond this a file is damaged."""


class MeasurementError(ExplainedError):
    """A file of measurements that is missing or damaged."""


@dataclass(frozen=True)
class StrideRun:
    """One training of a deep network with one setting of its stride, scored on its test signals.

    num_points, num_samples, epochs: of the experiment, all else its defaults. mean_iou: by the 20 % rule.
    best_mean_iou: with `best_threshold`, a share of each map's maximum, the best of all that are the same
    for every signal. epoch_seconds: processor time on one thread of the `processor` named.
    """

    backbone: str
    deep_stride: int
    seed: int
    num_points: int
    num_samples: int
    epochs: int
    accuracy: float
    mean_iou: float
    best_threshold: float
    best_mean_iou: float
    pointing_rate: float
    epoch_seconds: float
    processor: str

    def __post_init__(self) -> None:
        require_choice("backbone", self.backbone, BACKBONES)
        require_one_of("deep_stride", self.deep_stride, DEEP_STRIDES)
        require_int("seed", self.seed, 0, MAX_SEED)
        for name in ("num_points", "num_samples"):
            low, high = SignalConfig.bounds[name]
            require_int(name, getattr(self, name), int(low), int(high))
        low, high = TrainingConfig.bounds["epochs"]
        require_int("epochs", self.epochs, int(low), int(high))
        for name in SHARES:
            require_number(name, getattr(self, name), 0.0, 1.0)
        require_number("epoch_seconds", self.epoch_seconds, 0.0, LONGEST_EPOCH)
        require_text("processor", self.processor, 200)

    @classmethod
    def from_cells(cls, cells: dict[str, str]) -> Self:
        """Build from a row of text by column; raise `ValueError` for a cell that cannot be it."""
        return cls(**{field.name: _value(field.type, cells[field.name]) for field in fields(cls)})


def _value(kind: object, cell: str) -> object:
    return kind(cell) if isinstance(kind, type) else cell


COLUMNS = tuple(field.name for field in fields(StrideRun))


@dataclass(frozen=True)
class StrideResult:
    """What one setting of the stride gave, as means over `num_runs` trainings from different seeds."""

    network: NetworkConfig
    num_runs: int
    accuracy: float
    mean_iou: float
    best_threshold: float
    best_mean_iou: float
    pointing_rate: float
    epoch_seconds: float


@dataclass(frozen=True)
class StrideMeasurement:
    """The trade-off of one network: a result for every stride, the finest first, all measured alike."""

    results: tuple[StrideResult, ...]
    num_points: int
    num_samples: int
    epochs: int
    processor: str


def measured_path(name: str) -> Path:
    """Return where the shipped file of measurements called `name` is."""
    return shipped_models_directory() / FOLDER / name


def read_stride_runs(path: Path) -> tuple[StrideRun, ...]:
    """Return the trainings in the CSV file `path`.

    Raises `MeasurementError` when it is missing, damaged or not such a file.
    """
    text = _text(path)
    reader = csv.DictReader(text.splitlines(), strict=True)
    try:
        if tuple(reader.fieldnames or ()) != COLUMNS:
            raise ValueError(f"its columns must be {', '.join(COLUMNS)}.")
        rows = list(reader)
        if any(None in row or None in row.values() for row in rows):
            raise ValueError("a row has more or fewer cells than there are columns.")
        return tuple(StrideRun.from_cells(row) for row in rows)
    except (ValueError, csv.Error) as error:
        raise _damaged(path, error) from error


def stride_measurement(path: Path) -> StrideMeasurement:
    """Return what the CSV file `path` says about the trade-off.

    Raises `MeasurementError` when it is missing or damaged, or when its rows cannot be compared: not one
    network, not one number of signals and epochs, a stride without a row.
    """
    runs = read_stride_runs(path)
    alike = {(run.backbone, run.num_points, run.num_samples, run.epochs, run.processor) for run in runs}
    by_stride: defaultdict[int, list[StrideRun]] = defaultdict(list)
    for run in runs:
        by_stride[run.deep_stride].append(run)
    seeds = [sorted(run.seed for run in group) for group in by_stride.values()]
    if len(alike) != 1 or set(by_stride) != set(DEEP_STRIDES) or any(one != seeds[0] for one in seeds):
        raise _damaged(path, ValueError("its rows must be one network's, measured alike at every stride."))
    first = runs[0]
    results = tuple(_result(by_stride[stride]) for stride in DEEP_STRIDES)
    return StrideMeasurement(results, first.num_points, first.num_samples, first.epochs, first.processor)


def _result(runs: Sequence[StrideRun]) -> StrideResult:
    network = NetworkConfig(runs[0].backbone, deep_stride=runs[0].deep_stride)
    names = (*SHARES, "epoch_seconds")
    means = {name: mean(getattr(run, name) for run in runs) for name in names}
    return StrideResult(network, len(runs), **means)


def stride_table(runs: Sequence[StrideRun]) -> str:
    """Return `runs` as the text of a CSV file that `read_stride_runs` reads."""
    lines = [",".join(COLUMNS)]
    for run in runs:
        cells = [f"{value:.4f}" if isinstance(value, float) else str(value) for value in asdict(run).values()]
        lines.append(",".join(_quoted(cell) for cell in cells))
    return "\n".join(lines) + "\n"


def _quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if set(cell) & set(',"') else cell


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise _damaged(path, ValueError(f"it is larger than {MAX_BYTES} bytes."))
        return path.read_text("utf-8")
    except OSError as error:
        sentence = f"the measurements in `{path.name}` cannot be read: {error.strerror}."
        raise MeasurementError(sentence, "error-unreadable", file=path.name) from error
    except UnicodeDecodeError as error:
        raise _damaged(path, error) from error


def _damaged(path: Path, because: ValueError | csv.Error) -> MeasurementError:
    sentence = f"the measurements in `{path.name}` are damaged: {because}"
    return MeasurementError(sentence, "error-measurements", file=path.name)
