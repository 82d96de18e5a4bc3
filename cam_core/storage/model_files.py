"""A model on disk, as far as it can be read without torch: a directory, complete or absent.

model.safetensors   weights
config.json         the whole experiment, calibration, scores, versions, hash of the weights
history.csv         one row an epoch
golden.npz          a few inputs with their feature maps, logits and maps, compared when loading
test_set.npz        logits, peaks and intervals of every test signal
film.npz            maps of a few pinned signals after every epoch
"""

import hashlib
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cam_core.fields import ExplainedError
from cam_core.storage.whole_files import flush

WEIGHTS_FILE = "model.safetensors"
CONFIG_FILE = "config.json"
HISTORY_FILE = "history.csv"
GOLDEN_FILE = "golden.npz"
TEST_SET_FILE = "test_set.npz"
FILM_FILE = "film.npz"
MODEL_FILES = (WEIGHTS_FILE, CONFIG_FILE, HISTORY_FILE, GOLDEN_FILE, TEST_SET_FILE, FILM_FILE)

MAX_FILE_BYTES = 192 * 2**20
"""Room for the largest network of the talk, ResNet-152, whose weights on signals take 154 MB."""


class CheckpointError(ExplainedError):
    """A model directory that is damaged, foreign or in the way; the message says which and why."""


def damaged(file: str, sentence: str) -> CheckpointError:
    """Return the error that says in English what exactly is wrong with `file`, and on a page that."""
    return CheckpointError(sentence, "error-damaged", file=file)


def read_bytes(directory: Path, name: str) -> bytes:
    """Read one file of a model; raise `CheckpointError` when it is missing, unreadable or huge."""
    path = directory / name
    try:
        size = path.stat().st_size
        if size > MAX_FILE_BYTES:
            raise too_large(f"{directory.name}/{name}", "be", MAX_FILE_BYTES, size)
        return path.read_bytes()
    except OSError as error:
        raise _unreadable(directory, name, error) from error


def changed_at(directory: Path, name: str) -> int:
    """Return when a file of a model last changed, in nanoseconds; raise `CheckpointError` if it is gone."""
    try:
        return (directory / name).stat().st_mtime_ns
    except OSError as error:
        raise _unreadable(directory, name, error) from error


def _unreadable(directory: Path, name: str, error: OSError) -> CheckpointError:
    file, reason = f"{directory.name}/{name}", error.strerror or type(error).__name__
    return CheckpointError(f"`{file}` cannot be read: {reason}.", "error-unreadable", file=file)


def too_large(file: str, verb: str, limit: int, size: int) -> CheckpointError:
    """Return the error for a `file` that must "be" or "unpack to" at most `limit` bytes."""
    high, got = f"{limit >> 20}", f"{size >> 20}"
    sentence = f"`{file}` must {verb} at most {high} MB, got {got} MB."
    return CheckpointError(sentence, "error-too-large", file=file, high=high, got=got)


def sha256(data: bytes) -> str:
    """Return the hash of `data` as hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


@contextmanager
def whole_or_not_at_all(directory: Path) -> Iterator[Path]:
    """Yield a hidden folder beside `directory`; it takes the name when the block ends well.

    Whatever goes wrong before, a full disk or a kill, leaves no `directory`. Raises
    `CheckpointError` when the name is taken.
    """
    if directory.exists():
        sentence = f"`{directory}` must not exist yet, got a folder or file of that name."
        raise CheckpointError(sentence, "error-taken", name=directory.name)
    directory.parent.mkdir(parents=True, exist_ok=True)
    partial = Path(tempfile.mkdtemp(prefix=f".{directory.name}.", suffix=".partial", dir=directory.parent))
    try:
        yield partial
        for path in partial.iterdir():
            with path.open("rb") as file:
                flush(file)
        partial.chmod(0o755)
        partial.rename(directory)
    except BaseException:
        shutil.rmtree(partial, ignore_errors=True)
        raise
