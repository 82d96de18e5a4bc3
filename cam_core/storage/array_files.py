"""Arrays from files that anyone may have made: numbers only, nothing is executed.

`numpy.load` stays the reader. What damaged bytes make it raise depends on where they are damaged;
here all of it becomes one `ValueError`.
"""

import io
import tokenize
import zipfile
import zlib

import numpy as np

MAX_UNPACKED_BYTES = 2**30
"""A small archive can unpack to any size; this much is never a set of signals."""

_DAMAGE = (
    ValueError,
    TypeError,
    KeyError,
    EOFError,
    OSError,
    OverflowError,  # a header whose sizes no machine can count
    RuntimeError,  # an encrypted archive, or an unknown compression
    MemoryError,  # a header that promises more than there is
    zipfile.BadZipFile,
    zlib.error,
    tokenize.TokenError,
)


def is_real(values: np.ndarray) -> bool:
    """Return whether `values` are whole or floating-point numbers."""
    # By kind: for NumPy's own hierarchy a length of time is a whole number.
    return values.dtype.kind in "iuf"


def read_array_file(data: bytes) -> dict[str, np.ndarray]:
    """Return the arrays of an `.npz` by name, that of an `.npy` as `x`.

    Raises `ValueError` for anything else, pickled objects included.
    """
    try:
        if zipfile.is_zipfile(io.BytesIO(data)):
            return _read_archive(data)
        return {"x": np.load(io.BytesIO(data), allow_pickle=False)}
    except _DAMAGE as error:
        reason = " ".join(str(error).split()) or type(error).__name__
        raise ValueError(reason.rstrip(".")) from error


def _read_archive(data: bytes) -> dict[str, np.ndarray]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        unpacked = sum(entry.file_size for entry in archive.infolist())
    if unpacked > MAX_UNPACKED_BYTES:
        raise ValueError(f"it unpacks to {unpacked >> 20} MB, more than {MAX_UNPACKED_BYTES >> 20} MB")
    with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
        return {name: np.asarray(arrays[name]) for name in arrays.files}
