"""A file is written whole or not at all, beside its place and then renamed: a kill leaves the old one."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO


@contextmanager
def whole_file(path: Path) -> Iterator[BinaryIO]:
    """Open a file that takes the place of `path` when the block ends well.

    Folders on the way are made; others may read it as they may read any new file. Raises `OSError` when the
    disk refuses; what was at `path` then stays.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    # Not mkstemp, which keeps others from reading; nobody else has this process and name.
    partial = path.parent / f".{path.name}.{os.getpid()}.{os.urandom(4).hex()}.partial"
    try:
        with partial.open("xb") as file:
            yield file
        partial.replace(path)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise


def write_whole(path: Path, data: bytes) -> None:
    """Write `data` to `path` whole or not at all; raise `OSError` when the disk refuses."""
    with whole_file(path) as file:
        file.write(data)
