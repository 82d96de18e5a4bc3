"""The comparison of methods in words and as a file: both say what the rows say."""

import csv as csv_files
import io

import numpy as np
import pandas as pd
import pytest

from cam_core.comparisons.methods import Rows
from ui.evidence.methods.tables import CHANCE, COLUMNS, comparison, csv, words
from ui.language import LANGUAGES, translator

NAMES = ("cam", "grad_cam")


@pytest.fixture
def rows() -> Rows:
    """Two methods on three signals, the last of which has no event."""
    nan = np.nan
    return Rows(
        names=NAMES,
        iou=np.array([[0.8, 0.6, nan], [0.1, 0.2, nan]]),
        pointing_hit=np.array([[True, True, False], [True, False, False]]),
        inside=np.array([[0.9, 0.7, nan], [0.5, 0.4, nan]]),
        deletion_area=np.array([[0.1, 0.2, 1.0], [0.3, 0.3, 1.0]]),
        margin_area=np.array([[-3.0, 1.0, 2.0], [0.5, 0.5, 0.5]]),
        seconds=np.array([0.003, 0.6]),
        random_area=np.array([0.7, 0.8, 1.0]),
        random_margin_area=np.array([4.0, 5.0, 6.0]),
        chance_iou=np.array([0.15, 0.19, nan]),
        chance_share=np.array([0.2, 0.3, nan]),
    )


def test_means_are_over_the_signals_where_something_is_known(rows: Rows) -> None:
    """A signal without an event counts for no score against the truth, but for deletion and time."""
    table = comparison(rows).set_index("method")
    np.testing.assert_allclose(table.loc["cam"], [0.7, 1.0, 0.8, 1.3 / 3, 0.0, 0.001])
    np.testing.assert_allclose(table.loc["grad_cam"], [0.15, 0.5, 0.45, 1.6 / 3, 0.5, 0.2])
    np.testing.assert_allclose(table.loc[CHANCE], [0.17, 0.25, 0.25, 2.5 / 3, 5.0, np.nan])


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_file_says_what_the_table_says(rows: Rows, language: str) -> None:
    """Read back and put into words again, the file gives the table, line by line."""
    t, table = translator(language), comparison(rows)
    text = csv(table, {"model": "talk, mine", "signals": 3})
    read = pd.read_csv(io.StringIO(text))
    assert list(read.columns) == ["model", "signals", *COLUMNS]
    assert set(read["model"]) == {"talk, mine"}
    assert set(read["signals"]) == {3}
    pd.testing.assert_frame_equal(words(t, read, single=False), words(t, table, single=False))
    shown = words(t, table, single=False)
    assert shown.iloc[0].tolist() == ["0.70", "100\u00a0%", "80\u00a0%", "0.433", "1"]
    assert shown.iloc[2, 4] == "–"


def test_the_file_does_not_depend_on_the_language(rows: Rows) -> None:
    """Names of methods and columns are identifiers; what is not known is empty."""
    lines = list(csv_files.reader(io.StringIO(csv(comparison(rows), {}))))
    assert lines[0] == list(COLUMNS)
    assert [line[0] for line in lines[1:]] == [*NAMES, CHANCE]
    assert lines[-1][-1] == ""


def test_of_one_signal_the_peak_is_inside_or_not(rows: Rows) -> None:
    """Yes and no instead of a share; nothing where nothing happens to the signal."""
    single = {
        name: value[..., -1:] if name not in ("names", "seconds") else value
        for name, value in vars(rows).items()
    }
    t = translator("en")
    nothing = words(t, comparison(Rows(**single)), single=True)
    assert (nothing.iloc[:, :3] == "–").all(axis=None)
    one = {
        name: value[..., 1:2] if name not in ("names", "seconds") else value
        for name, value in vars(rows).items()
    }
    assert words(t, comparison(Rows(**one)), single=True).iloc[:, 1].tolist() == ["yes", "no", "30\u00a0%"]
