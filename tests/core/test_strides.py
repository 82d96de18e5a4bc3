"""Measurements of the stride: read as they were written, averaged right, and never half-read."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from cam_core.architectures.backbones import DEEP_STRIDES
from cam_core.comparisons.strides import (
    COLUMNS,
    STRIDES_FILE,
    StrideRun,
    read_stride_measurement,
    read_stride_runs,
    stride_table,
)
from cam_core.storage.library import model_directories
from cam_core.storage.measured import MAX_BYTES, MeasurementError, measured_path
from tests.serving import REPOSITORY

FIRST = StrideRun(
    backbone="resnet18",
    deep_stride=4,
    seed=0,
    num_points=100,
    num_samples=8000,
    epochs=4,
    accuracy=1.0,
    mean_iou=0.5,
    best_threshold=0.75,
    best_mean_iou=0.8,
    pointing_rate=0.95,
    epoch_seconds=12.5,
    processor='A "quick" one, with 2 cores',
)
RUNS = tuple(
    replace(FIRST, deep_stride=stride, seed=seed, mean_iou=round(0.1 * seed + 0.01 * stride, 4))
    for seed in (0, 3)
    for stride in DEEP_STRIDES
)
SHIPPED = REPOSITORY / "models" / "measured" / STRIDES_FILE


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A whole file of two seeds at every stride."""
    path = tmp_path / "strides.csv"
    path.write_text(stride_table(RUNS), encoding="utf-8")
    return path


def test_what_is_written_is_read(path: Path) -> None:
    """Every column of every row, quotes and commas in the processor's name included."""
    assert read_stride_runs(path) == RUNS


def test_the_means_are_those_of_the_rows(path: Path) -> None:
    """Oracle: pandas, grouped by stride."""
    measured = read_stride_measurement(path)
    means = pd.read_csv(path).groupby("deep_stride").mean(numeric_only=True)
    assert [result.network.deep_stride for result in measured.results] == list(DEEP_STRIDES)
    for result in measured.results:
        row = means.loc[result.network.deep_stride]
        for name in ("accuracy", "mean_iou", "best_mean_iou", "pointing_rate", "epoch_seconds"):
            assert getattr(result, name) == pytest.approx(row[name]), name
    assert (measured.num_seeds, measured.num_samples, measured.epochs) == (2, 8000, 4)


def test_the_shipped_file_is_whole() -> None:
    """Every stride of ResNet-18; the best common threshold is no worse than the 20 % that it may be."""
    measured = read_stride_measurement(SHIPPED)
    assert {result.network.backbone for result in measured.results} == {"resnet18"}
    for run in read_stride_runs(SHIPPED):
        assert run.best_mean_iou >= run.mean_iou
        assert run.epoch_seconds > 0


def replaced(old: str, new: str) -> Callable[[str], str]:
    return lambda text: text.replace(old, new)


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: "",
        lambda text: text.partition("\n")[0] + "\n",
        lambda text: text[: len(text) // 2],
        replaced("0.7500", "0.7500,1"),
        replaced("seed", "seeds"),
        replaced(",0.9500,", ",nan,"),
        replaced(",0.9500,", ",1.5,"),
        replaced(",0.9500,", ",many,"),
        replaced("resnet18,16", "resnet18,17"),
        replaced("resnet18", "talk"),
        replaced("12.5000", "-1"),
        replaced("resnet18,16,3", "resnet18,16,4"),
        replaced("resnet18,16,3,100", "resnet18,16,3,200"),
        lambda text: "\n".join(line for line in text.split("\n") if not line.startswith("resnet18,32")),
        lambda text: text + '"',
        lambda text: text + "9" * 5000 + "," * 12,
        lambda text: text + "x" * MAX_BYTES,
    ],
)
def test_a_damaged_file_gives_one_sentence(path: Path, damage: Callable[[str], str]) -> None:
    """Whatever is wrong, the sentence names the file, and nothing of it is shown."""
    text = path.read_text(encoding="utf-8")
    path.write_text(damage(text), encoding="utf-8")
    assert path.read_text(encoding="utf-8") != text
    with pytest.raises(
        MeasurementError, match=r"^the measurements in `strides\.csv` are damaged: .+\.$"
    ) as raised:
        read_stride_measurement(path)
    assert raised.value.message_id == "error-measurements"
    assert str(raised.value).count("damaged") == 1


def test_a_file_that_is_no_text_gives_one_sentence(path: Path) -> None:
    """Bytes that are not UTF-8."""
    path.write_bytes(b"\xff\xfe" + path.read_bytes())
    with pytest.raises(MeasurementError, match="expected text in UTF-8"):
        read_stride_measurement(path)


def test_a_missing_file_gives_one_sentence(tmp_path: Path) -> None:
    """It names the file and says that it cannot be read; so for a folder of that name."""
    for where in (tmp_path / "strides.csv", tmp_path):
        with pytest.raises(MeasurementError, match="cannot be read") as raised:
            read_stride_measurement(where)
        assert raised.value.arguments == {"file": where.name}


def test_the_folder_of_measurements_is_no_model() -> None:
    """It lies among the shipped models and is not listed as one of them."""
    assert measured_path(STRIDES_FILE).parent.parent == REPOSITORY / "models"
    assert "talk" in model_directories()
    assert "measured" not in model_directories()


def test_the_columns_are_the_fields() -> None:
    """The head of the file names every value of a row, in order."""
    assert stride_table(RUNS).partition("\n")[0].split(",") == list(COLUMNS)
