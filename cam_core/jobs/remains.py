"""What a killed process leaves behind, and the accounts of trainings that are over: deleted after a day.

A server does it when it starts and before every training. Whatever is at work, here or in another server, has
written within a day: what it writes anew renews its folder.
"""

import re
import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from cam_core.jobs.runs import runs_directory
from cam_core.storage.library import data_directory, entries, own_models_directory

HALF_FOLDERS = (".partial", ".run", ".deleted")
"""Endings of hidden folders in which models are written or deleted."""

HALF_FILE = ".partial"
"""Ending of a hidden file that was to take another one's place."""

RUN = re.compile(r"[0-9a-f]{12}(-[0-9]+)?")
AGE = 24 * 3600.0


def sweep_remains(now: float) -> list[Path]:
    """Delete what killed trainings, uploads, deletions and renamings left, and return what it was.

    now: seconds since 1970. Anything younger than a day may belong to somebody who is still at it.
    """
    folders = [path for path in (*_half_folders(), *_runs()) if _is_old(path, now)]
    files = [path for path in _half_files() if _is_old(path, now)]
    for path in folders:
        shutil.rmtree(path, ignore_errors=True)
    for path in files:
        with suppress(OSError):
            path.unlink()
    return folders + files


def _half_folders() -> Iterator[Path]:
    yield from (path for path in entries(own_models_directory()) if _is_half(path, *HALF_FOLDERS))


def _half_files() -> Iterator[Path]:
    models = [path for path in entries(own_models_directory()) if not path.name.startswith(".")]
    for folder in (data_directory(), *models):
        if not folder.is_symlink():
            yield from (path for path in entries(folder) if _is_half(path, HALF_FILE))


def _is_half(path: Path, *endings: str) -> bool:
    return path.name.startswith(".") and path.suffix in endings


def _runs() -> Iterator[Path]:
    yield from (path for path in entries(runs_directory()) if RUN.fullmatch(path.name))


def _is_old(path: Path, now: float) -> bool:
    try:
        return now - path.lstat().st_mtime > AGE
    except OSError:
        return False
