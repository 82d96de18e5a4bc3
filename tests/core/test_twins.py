"""Twins: the intervals over seeds, and tables that cannot be used."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from cam_core.comparisons.twins import (
    MEASURES,
    TWINS,
    compare,
    interval,
    positions_for_half,
    read_pooling_table,
)
from cam_core.storage.checkpoint import load
from cam_core.storage.measured import MeasurementError
from tests.serving import REPOSITORY

MODELS = REPOSITORY / "models"


def table(**changed: list[float]) -> pd.DataFrame:
    """Five seeds of one task; max is better by 0.01 in everything but what is `changed`."""
    rows = []
    for seed in range(5):
        for pooling, base in (("average", 0.8), ("max", 0.81)):
            row = dict.fromkeys(MEASURES, base + 0.001 * seed)
            if pooling == "max":
                row |= {name: values[seed] for name, values in changed.items()}
            rows.append({"task": "talk", "pooling": pooling, "seed": seed, **row})
    return pd.DataFrame(rows)


def test_the_interval_is_students() -> None:
    """By hand for 1 to 5: mean 3, deviation sqrt(2.5), t of 4 degrees 2.7764."""
    found = interval(np.array([1.0, 2.0, 3.0, 4.0, 5.0]))
    half = 2.776445 * np.sqrt(2.5) / np.sqrt(5)
    assert found.mean == 3.0
    assert found.low == pytest.approx(3 - half, abs=1e-5)
    assert found.high == pytest.approx(3 + half, abs=1e-5)


@pytest.mark.parametrize(
    ("shares", "count"),
    [([1, 1, 1, 1], 2), ([5, 1, 1, 1, -9], 1), ([0, -1], 0), ([3, 2, 2], 2), ([0.0, 0.0], 0), ([2], 1)],
)
def test_how_many_positions_bring_half(shares: list[float], count: int) -> None:
    """Counted by hand; what speaks against does not count."""
    assert positions_for_half(np.array(shares)) == count


def test_equal_values_have_no_width() -> None:
    """An accuracy of 1 with every seed is 1, without a division by nothing."""
    assert vars(interval(np.ones(5))) == {"mean": 1.0, "low": 1.0, "high": 1.0}
    assert vars(interval(np.array([0.25]))) == {"mean": 0.25, "low": 0.25, "high": 0.25}


def test_the_difference_is_taken_seed_by_seed() -> None:
    """Seeds that go up and down together leave a certain difference; one that strays does not."""
    by_name = {one.measure: one for one in compare(table(iou=[0.9, 0.7, 0.9, 0.7, 0.85]), "talk")}
    assert by_name["pointing"].difference.mean == pytest.approx(0.01)
    assert by_name["pointing"].is_decided
    assert by_name["pointing"].num_seeds == 5
    assert not by_name["iou"].is_decided


def test_a_seed_without_its_twin_does_not_count() -> None:
    """Only whole pairs are compared."""
    lonely = table()[:-1]
    assert {one.num_seeds for one in compare(lonely, "talk")} == {4}


@pytest.mark.parametrize(
    "text",
    ["", "task,pooling\n", "task,pooling,seed\ntalk,max,0\n", "\x00\x01", "a,b\n1,2,3\n"],
)
def test_a_damaged_table_gives_a_sentence(tmp_path: Path, text: str) -> None:
    """What is missing is said; nothing is guessed."""
    (tmp_path / "pooling.csv").write_text(text)
    with pytest.raises(MeasurementError, match=r"`pooling.csv` are damaged: .*\.$"):
        read_pooling_table(tmp_path / "pooling.csv")


def test_a_missing_table_gives_a_sentence(tmp_path: Path) -> None:
    """No file, no numbers."""
    with pytest.raises(MeasurementError, match=r"`pooling.csv` cannot be read"):
        read_pooling_table(tmp_path / "pooling.csv")


@pytest.mark.parametrize("average", TWINS)
def test_shipped_twins_differ_in_their_pooling_alone(average: str) -> None:
    """The same signals, the same seeds, the same shape."""
    one, other = (load(MODELS / slug).manifest.experiment for slug in (average, TWINS[average]))
    assert other.changed_settings(one) == {"network.pooling": "max"}


def test_the_shipped_table_holds_five_whole_seeds_of_every_task() -> None:
    """What the page shows as intervals over seeds was measured with five pairs at least."""
    shipped = read_pooling_table(MODELS / "measured" / "pooling.csv")
    for task in TWINS:
        for one in compare(shipped, task):
            assert one.num_seeds >= 5
            assert 0 <= one.average.mean <= 1
            assert 0 <= one.max.mean <= 1
