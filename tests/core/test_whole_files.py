"""A file is there whole: the old one until all of the new one is on the disk."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from cam_core.jobs.runs import RunProgress, write_progress
from cam_core.storage.model_files import whole_or_not_at_all
from cam_core.storage.whole_files import whole_file, write_whole

OLD, NEW = b"yesterday's", b"today's, and longer"


@pytest.fixture
def flushed(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many bytes each file held when the disk was waited for."""
    sizes: list[int] = []
    fsync = os.fsync

    def waited(number: int) -> None:
        sizes.append(os.fstat(number).st_size)
        fsync(number)

    monkeypatch.setattr(os, "fsync", waited)
    return sizes


def _written_in_parts(path: Path) -> None:
    with whole_file(path) as file:
        for byte in NEW:
            file.write(bytes([byte]))


@pytest.mark.parametrize("write", [lambda path: write_whole(path, NEW), _written_in_parts])
def test_all_bytes_are_on_the_disk_before_the_new_file_takes_the_place(
    tmp_path: Path,
    flushed: list[int],
    monkeypatch: pytest.MonkeyPatch,
    write: Callable[[Path], None],
) -> None:
    """A power cut right after the renaming finds the whole new file, one right before it the old one."""
    path = tmp_path / "config.json"
    path.write_bytes(OLD)
    replace = Path.replace

    def checked(partial: Path, target: Path) -> Path:
        assert flushed == [len(NEW)]
        assert path.read_bytes() == OLD
        return replace(partial, target)

    monkeypatch.setattr(Path, "replace", checked)
    write(path)
    assert path.read_bytes() == NEW
    assert list(tmp_path.iterdir()) == [path]


def test_a_disk_that_fails_last_keeps_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The system may say only then that the disk is full."""

    def full(number: int) -> None:
        raise OSError(28, "No space left on device")

    path = tmp_path / "config.json"
    path.write_bytes(OLD)
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        write_whole(path, NEW)
    assert path.read_bytes() == OLD
    assert list(tmp_path.iterdir()) == [path]


def test_every_file_of_a_new_model_is_on_the_disk_before_it_has_its_name(
    tmp_path: Path, flushed: list[int]
) -> None:
    """A folder's renaming may reach the disk before its files do."""
    with whole_or_not_at_all(tmp_path / "model") as partial:
        for size in (3, 5):
            (partial / str(size)).write_bytes(bytes(size))
        assert flushed == []
    assert sorted(flushed) == [3, 5]


def test_an_account_waits_for_no_disk(tmp_path: Path, flushed: list[int]) -> None:
    """It is written four times a second, and means nothing when the training has ended."""
    write_progress(tmp_path, RunProgress("training", 1, 10, 5, 50, 0.5, 12.0))
    assert flushed == []
