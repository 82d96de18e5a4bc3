"""What the stride of a deep network costs and gives: one training a row, as `benchmarks.strides` wrote it."""

import csv
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from statistics import mean
from typing import Any, Self

from cam_core.architectures.backbones import DEEP, DEEP_STRIDES
from cam_core.config import MAX_SEED, NetworkConfig, SignalConfig, TrainingConfig
from cam_core.fields import require_choice, require_int, require_number, require_one_of, require_text
from cam_core.storage.measured import damaged, measured_text

STRIDES_FILE = "strides.csv"
SHARES = ("accuracy", "mean_iou", "best_threshold", "best_mean_iou", "pointing_rate")
LONGEST_EPOCH = 1e6
"""Seconds; beyond this a file is damaged."""


@dataclass(frozen=True)
class StrideRun:
    """One training of a deep network with one setting of its stride, scored on its test signals.

    num_points, num_samples, epochs: of the experiment, all else its defaults. mean_iou: by the 20 % rule.
    best_mean_iou: with `best_threshold`, a share of each map's maximum, the best of those that are the same
    for all signals. epoch_seconds: processor time on one thread of the `processor` named.
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
        require_choice("backbone", self.backbone, DEEP)
        require_one_of("deep_stride", self.deep_stride, DEEP_STRIDES)
        require_int("seed", self.seed, 0, MAX_SEED)
        for name, (low, high) in WHOLE_BOUNDS.items():
            require_int(name, getattr(self, name), int(low), int(high))
        for name in SHARES:
            require_number(name, getattr(self, name), 0.0, 1.0)
        require_number("epoch_seconds", self.epoch_seconds, 0.0, LONGEST_EPOCH)
        require_text("processor", self.processor, 200)

    @classmethod
    def from_cells(cls, cells: Mapping[str, str]) -> Self:
        """Build from a row of text by column; raise `ValueError` for a cell that cannot be it."""
        values: dict[str, Any] = {}
        for field in fields(cls):
            kind = field.type
            assert isinstance(kind, type)
            values[field.name] = kind(cells[field.name])
        return cls(**values)


WHOLE_BOUNDS = {
    "num_points": SignalConfig.bounds["num_points"],
    "num_samples": SignalConfig.bounds["num_samples"],
    "epochs": (1, TrainingConfig.bounds["epochs"][1]),
}
COLUMNS = tuple(field.name for field in fields(StrideRun))


@dataclass(frozen=True)
class StrideResult:
    """What one setting of the stride gave: means over its trainings, in the units of `StrideRun`."""

    network: NetworkConfig
    accuracy: float
    mean_iou: float
    best_threshold: float
    best_mean_iou: float
    pointing_rate: float
    epoch_seconds: float


@dataclass(frozen=True)
class StrideMeasurement:
    """The trade-off of one network: a result for every stride, the finest first, all measured alike.

    Each result is the mean over `num_seeds` trainings.
    """

    results: tuple[StrideResult, ...]
    num_seeds: int
    num_points: int
    num_samples: int
    epochs: int
    processor: str


def read_stride_runs(path: Path) -> tuple[StrideRun, ...]:
    """Return the trainings in the CSV file `path`.

    Raises `MeasurementError` when it is missing, damaged or another file.
    """
    reader = csv.DictReader(measured_text(path).splitlines(), strict=True)
    try:
        return tuple(StrideRun.from_cells(cells) for cells in _rows(reader))
    except (ValueError, csv.Error) as error:
        raise damaged(path, str(error)) from error


def _rows(reader: "csv.DictReader[str]") -> Iterator[Mapping[str, str]]:
    if tuple(reader.fieldnames or ()) != COLUMNS:
        raise ValueError(f"expected the columns {', '.join(COLUMNS)}")
    for row in reader:
        # A row that is too long has its rest under None, one that is too short has None for it.
        if None in row or None in row.values():
            raise ValueError(f"expected {len(COLUMNS)} cells in line {reader.line_num}")
        yield row


def read_stride_measurement(path: Path) -> StrideMeasurement:
    """Return what the CSV file `path` says about the trade-off.

    Raises `MeasurementError` when it is missing or damaged, or when its rows cannot be compared: more than
    one network, number of signals or of epochs, or a stride that lacks a seed.
    """
    runs = read_stride_runs(path)
    alike = {(run.backbone, run.num_points, run.num_samples, run.epochs, run.processor) for run in runs}
    by_stride: defaultdict[int, list[StrideRun]] = defaultdict(list)
    for run in runs:
        by_stride[run.deep_stride].append(run)
    seeds = {tuple(sorted(run.seed for run in by_stride[stride])) for stride in DEEP_STRIDES}
    if len(alike) != 1 or len(seeds) != 1:
        raise damaged(path, "expected one network, measured alike and with the same seeds at every stride")
    first = runs[0]
    results = tuple(_result(by_stride[stride]) for stride in DEEP_STRIDES)
    return StrideMeasurement(
        results, len(by_stride[first.deep_stride]), first.num_points, first.num_samples, first.epochs,
        first.processor,
    )  # fmt: skip


def _result(runs: Sequence[StrideRun]) -> StrideResult:
    network = NetworkConfig(runs[0].backbone, deep_stride=runs[0].deep_stride)
    names = (*SHARES, "epoch_seconds")
    return StrideResult(network, **{name: mean(getattr(run, name) for run in runs) for name in names})


def stride_table(runs: Sequence[StrideRun]) -> str:
    """Return `runs` as the text of a CSV file that `read_stride_runs` reads."""
    lines = [",".join(COLUMNS)]
    for run in runs:
        cells = (f"{value:.4f}" if isinstance(value, float) else str(value) for value in asdict(run).values())
        lines.append(",".join(_quoted(cell) for cell in cells))
    return "\n".join(lines) + "\n"


def _quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if set(cell) & set(',"') else cell
