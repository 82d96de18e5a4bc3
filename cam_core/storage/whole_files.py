"""A file is written whole or not at all, beside its place and then renamed: a kill leaves the old one."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO


@contextmanager
def whole_file(path: Path, *, lasting: bool = True) -> Iterator[BinaryIO]:
    """Open a file that takes the place of `path` when the block ends well.

    Folders on the way are made; others may read it as they may read any new file. What is not `lasting` may
    be empty after a power cut, and waits for no disk. Raises `OSError` when the disk refuses; what was at
    `path` then stays.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    # Not mkstemp, which keeps others from reading; nobody else has this process and name.
    partial = path.parent / f".{path.name}.{os.getpid()}.{os.urandom(4).hex()}.partial"
    try:
        with partial.open("xb") as file:
            yield file
            if lasting:
                flush(file)
        partial.replace(path)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise


def write_whole(path: Path, data: bytes, *, lasting: bool = True) -> None:
    """Write `data` to `path` whole or not at all, see `whole_file`; raise `OSError` when the disk refuses."""
    with whole_file(path, lasting=lasting) as file:
        file.write(data)


def flush(file: BinaryIO) -> None:
    """Wait until what was written to `file` is on the disk."""
    # A rename may reach the disk before the bytes do; a power cut must not leave empty files.
    file.flush()
    os.fsync(file.fileno())
