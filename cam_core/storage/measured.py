"""Measurements that ship with the product as CSV files, beside the models: where, and what if not.

Each file is written by the script of `benchmarks/` that has its name.
"""

from pathlib import Path

from cam_core.fields import ExplainedError
from cam_core.storage.library import shipped_models_directory

FOLDER = "measured"
"""Without a `config.json` it is none of the models among which it lies."""

MAX_BYTES = 1_000_000


class MeasurementError(ExplainedError):
    """A file of measurements that is missing or damaged."""


def measured_path(name: str) -> Path:
    """Return where the shipped file of measurements called `name` is."""
    return shipped_models_directory() / FOLDER / name


def measured_text(path: Path) -> str:
    """Return what the file `path` says; raise `MeasurementError` when it cannot be read as text."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise damaged(path, f"expected at most {MAX_BYTES} bytes")
        return path.read_text("utf-8")
    except OSError as error:
        sentence = f"the measurements in `{path.name}` cannot be read: {error.strerror}."
        raise MeasurementError(sentence, "error-unreadable", file=path.name) from error
    except UnicodeDecodeError as error:
        raise damaged(path, "expected text in UTF-8") from error


def damaged(path: Path, reason: str) -> MeasurementError:
    """Return the error that says why the file `path` is of no use."""
    sentence = f"the measurements in `{path.name}` are damaged: {reason.rstrip('.')}."
    return MeasurementError(sentence, "error-measurements", file=path.name)
