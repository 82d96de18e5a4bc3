"""What is swept up after a day, and what never is."""

import os
import shutil
import time
from pathlib import Path

import pytest

from cam_core.jobs.remains import sweep_remains
from cam_core.jobs.runs import RunProgress, ask_to_stop, run_directory, runs_directory, write_progress
from cam_core.storage.checkpoint import load

DAY = 24 * 3600.0


@pytest.fixture(autouse=True)
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tiny_directory: Path) -> Path:
    """A library with one own model, `mine`, and one shipped one."""
    monkeypatch.setenv("CAM_SCOPE_MODELS", str(tiny_directory.parent))
    monkeypatch.setenv("CAM_SCOPE_DATA", str(tmp_path / "data"))
    shutil.copytree(tiny_directory, tmp_path / "data" / "models" / "mine")
    return tmp_path / "data" / "models"


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_half_written_folders_go_after_a_day(library: Path) -> None:
    """Only hidden folders with one of three endings, only old ones; models and other files stay."""
    hidden = [".a.x.partial", ".b.run", ".c.y.deleted", ".keep", ".notes.txt"]
    for name in hidden:
        (library / name).mkdir()
        (library / name / "half").write_bytes(b"half")
    (library / "seen.run").mkdir()
    assert sweep_remains(time.time()) == []
    assert sweep_remains(time.time() + DAY - 3600) == []
    assert [path.name for path in sweep_remains(time.time() + DAY + 3600)] == sorted(hidden[:3])
    assert names(library) == {"mine", ".keep", ".notes.txt", "seen.run"}
    load(library / "mine")


def test_half_written_files_go_after_a_day(library: Path, tiny_directory: Path) -> None:
    """A renaming that was killed leaves one in its model, an estimate one beside the library."""
    before = names(library / "mine")
    half = [
        library / "mine" / ".config.json.7.ab.partial",
        library.parent / ".training_rate.json.7.ab.partial",
    ]
    kept = [
        library / "mine" / ".config.json.orig",
        library.parent / "notes.partial",
        tiny_directory / ".config.json.7.ab.partial",
    ]
    for path in (*half, *kept):
        path.write_bytes(b"half")
    try:
        assert sweep_remains(time.time() + DAY - 3600) == []
        assert set(sweep_remains(time.time() + DAY + 3600)) == set(half)
        assert all(path.exists() for path in kept)
        assert names(library / "mine") == before | {kept[0].name}
    finally:
        kept[2].unlink()


def test_accounts_of_trainings_that_are_over_go_after_a_day() -> None:
    """Whatever is at work has written meanwhile: its folder is young, in whichever server it runs."""
    over, going_on, stopping = (run_directory(digit * 12) for digit in "0a1")
    later = run_directory("0" * 12, attempt=2)
    for directory in (over, later, going_on, stopping):
        write_progress(directory, RunProgress("training", 1, 10, 5, 50, 0.5, 12.0))
        os.utime(directory, times=(time.time() - 2 * DAY,) * 2)
    (runs_directory() / "notes").mkdir()
    os.utime(runs_directory() / "notes", times=(0, 0))
    write_progress(going_on, RunProgress("training", 1, 10, 6, 50, 0.5, 13.0))
    ask_to_stop(stopping)
    assert sweep_remains(time.time()) == [over, later]
    assert names(runs_directory()) == {going_on.name, stopping.name, "notes"}


def test_sweeping_follows_no_link(library: Path, tmp_path: Path) -> None:
    """What a link of such a name leads to is not the library's to delete."""
    precious = tmp_path / "precious"
    precious.mkdir()
    (precious / ".x.partial").write_text("somebody's")
    runs_directory().mkdir()
    for link in (library / ".x.run", library / "linked", runs_directory() / ("0" * 12)):
        link.symlink_to(precious)
    sweep_remains(time.time() + 1e6)
    assert names(precious) == {".x.partial"}


def test_an_empty_data_directory_has_no_remains(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fresh installation has neither library nor runs."""
    monkeypatch.setenv("CAM_SCOPE_DATA", str(tmp_path / "nothing"))
    assert sweep_remains(time.time() + 1e6) == []
