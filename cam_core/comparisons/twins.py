"""Twins: two networks that differ in their pooling alone, trained from one seed on the same signals.

Zhou et al. 2016, section 2: average pooling should find the extent of what speaks for a class, max pooling
its most telling point. Here is what came of it, over several seeds.
"""

import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from scipy import stats

from cam_core.storage.measured import MeasurementError

TWINS: Mapping[str, str] = {"talk": "talk-max", "background": "background-max"}
"""Slug of the network with average pooling to that of its twin with max pooling."""

POOLING_FILE = "pooling.csv"
MEASURES = ("accuracy", "iou", "best_iou", "coverage", "pointing", "inside")
"""Accuracy; mean IoU by Zhou's rule; mean IoU at the best common threshold; share of the true interval
that is found; share of maps with their maximum in it; share of the evidence that comes from it."""

POOLINGS = ("average", "max")
CONFIDENCE = 0.95


@dataclass(frozen=True)
class Interval:
    """A mean over seeds and the interval that holds it with 95 % confidence (Student's t)."""

    mean: float
    low: float
    high: float


@dataclass(frozen=True)
class Compared:
    """One measure of one task: both poolings, and max less average, seed by seed."""

    measure: str
    num_seeds: int
    average: Interval
    max: Interval
    difference: Interval

    @property
    def is_decided(self) -> bool:
        """Whether the interval of the differences leaves out zero."""
        return self.difference.low > 0 or self.difference.high < 0


def positions_for_half(shares: np.ndarray) -> int:
    """Return how few positions, of shares (positions,), bring half of the positive sum, 0 if none is."""
    largest_first = np.sort(np.maximum(shares, 0).astype(float))[::-1]
    if not largest_first.any():
        return 0
    return int((np.cumsum(largest_first) < largest_first.sum() / 2).sum()) + 1


def read_pooling_table(path: Path) -> pd.DataFrame:
    """Read what `benchmarks.pooling` measured: one row a training.

    Raises `MeasurementError` when the table is missing, damaged, or lacks a pooling.
    """
    try:
        table = pd.read_csv(io.BytesIO(path.read_bytes()))
        numbers = table[list(MEASURES)].to_numpy(float)
        complete = {"task", "pooling", "seed"} <= set(table) and np.isfinite(numbers).all()
    except OSError as error:
        sentence = f"the measurements in `{path.name}` cannot be read: {error.strerror}."
        raise MeasurementError(sentence, "error-unreadable", file=path.name) from error
    except (ValueError, KeyError) as error:
        raise _damaged(path, " ".join(str(error).split())) from error
    if not complete or not len(table) or set(table["pooling"]) != set(POOLINGS):
        raise _damaged(path, "a number, a column or a pooling is missing")
    return table


def _damaged(path: Path, reason: str) -> MeasurementError:
    sentence = f"the measurements in `{path.name}` are damaged: {reason}."
    return MeasurementError(sentence, "error-measurements", file=path.name)


def compare(table: pd.DataFrame, task: str) -> list[Compared]:
    """Return every measure of `task` over the seeds that both poolings were trained with."""
    chosen = table[table["task"] == task].set_index(["seed", "pooling"])
    return [_compared(chosen[name].unstack("pooling").dropna(), name) for name in MEASURES]


def _compared(by_seed: pd.DataFrame, measure: str) -> Compared:
    average, largest = by_seed["average"].to_numpy(float), by_seed["max"].to_numpy(float)
    return Compared(measure, len(by_seed), interval(average), interval(largest), interval(largest - average))


def interval(values: np.ndarray) -> Interval:
    """Return the mean of `values` (N,) with its interval; a single value has none and keeps its own."""
    mean = float(values.mean())
    spread = float(stats.sem(values)) if len(values) > 1 else 0.0
    if spread == 0:
        return Interval(mean, mean, mean)
    low, high = stats.t.interval(CONFIDENCE, len(values) - 1, mean, spread)
    return Interval(mean, float(low), float(high))
