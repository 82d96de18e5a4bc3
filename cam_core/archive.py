"""A model from a zip that anyone may have made: read as data, checked, taken in whole or not.

No name in the archive becomes a path, nothing is unpacked to a place the archive chooses, and only
safetensors, JSON, CSV and arrays are read; a pickle is never opened.
"""

import io
import zipfile
import zlib
from pathlib import Path

import numpy as np

from cam_core.checkpoint import load
from cam_core.config import NetworkConfig, SignalConfig
from cam_core.library import (
    checked_title,
    free_slug,
    model_directories,
    own_models_directory,
    slugify,
)
from cam_core.model_files import (
    CONFIG_FILE,
    FILM_FILE,
    HISTORY_FILE,
    MODEL_FILES,
    TEST_SET_FILE,
    WEIGHTS_FILE,
    CheckpointError,
    Manifest,
    read_film,
    read_history,
    read_manifest,
    read_summary,
    whole_or_not_at_all,
)
from cam_core.results import Film
from cam_core.signals import CLASS_NAMES

MAX_ZIP_BYTES = 32 * 2**20
MAX_UNPACKED_BYTES = 64 * 2**20
"""All files of a model together; the talk's model takes about 1 MB."""

MAX_ARRAY_BYTES = 256 * 2**20
"""What the arrays inside one `.npz` may unpack to."""

_COMPRESSIONS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_DAMAGE = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    RuntimeError,  # encrypted, or an unknown compression
    EOFError,
    OSError,
    ValueError,
)


def import_model(data: bytes) -> str:
    """Take the model in the zip `data` into the library and return its slug.

    A model that is there already is not taken in twice. Raises `CheckpointError` with one sentence
    for anything that is not a whole, working model, and `OSError` when the disk refuses.
    """
    files = _files(data)
    manifest = _manifest(files[CONFIG_FILE])
    _check_weights(manifest.experiment.network, files[WEIGHTS_FILE])
    for name in MODEL_FILES:
        if name.endswith(".npz"):
            _check_unpacked(files[name], name)
    present = _present(manifest)
    if present is not None:
        return present
    # Two uploads of one model at once: the second finds the name taken and says so.
    slug = free_slug(slugify(manifest.title) or manifest.experiment.identity)
    with whole_or_not_at_all(own_models_directory() / slug) as partial:
        for name, content in files.items():
            (partial / name).write_bytes(content)
        try:
            _validate(partial, manifest)
        except CheckpointError as error:
            # The hidden folder's name means nothing to a reader.
            plain = str(error).replace(f"{partial.name}/", "").replace(partial.name, "zip")
            raise CheckpointError(plain) from error
    return slug


def _files(data: bytes) -> dict[str, bytes]:
    if len(data) > MAX_ZIP_BYTES:
        raise CheckpointError(f"`zip` must be at most {MAX_ZIP_BYTES >> 20} MB, got {len(data) >> 20} MB.")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            _check_entries(entries)
            return {Path(entry.filename).name: _read(archive, entry) for entry in entries}
    except CheckpointError:
        raise
    except _DAMAGE as error:
        raise CheckpointError(f"`zip` must be a whole zip archive: {_reason(error)}.") from error


def _check_entries(entries: list[zipfile.ZipInfo]) -> None:
    folders = {entry.filename.rpartition("/")[0] for entry in entries}
    names = [entry.filename.rpartition("/")[2] for entry in entries]
    for entry, name in zip(entries, names, strict=True):
        if name not in MODEL_FILES or entry.filename.count("/") > 1 or ".." in entry.filename:
            raise CheckpointError(
                f"`zip` must hold the files {', '.join(MODEL_FILES)} only, got {entry.filename!r}."
            )
        if entry.compress_type not in _COMPRESSIONS or entry.flag_bits & 1:
            raise CheckpointError(
                f"`zip` must be stored or deflated and not encrypted, {entry.filename!r} is not."
            )
    missing = [name for name in MODEL_FILES if name not in names]
    if missing or len(folders) > 1 or len(names) != len(MODEL_FILES):
        wrong = f"without {', '.join(missing)}" if missing else "with more than one model"
        raise CheckpointError(f"`zip` must hold one whole model, got one {wrong}.")
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > MAX_UNPACKED_BYTES:
        raise CheckpointError(
            f"`zip` must unpack to at most {MAX_UNPACKED_BYTES >> 20} MB, got {unpacked >> 20} MB."
        )


def _read(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    # The announced size is the archive's word; reading stops there whatever the stream holds.
    with archive.open(entry) as stream:
        return stream.read(entry.file_size)


def _reason(error: Exception) -> str:
    return " ".join(str(error).split()).rstrip(".") or type(error).__name__


def _manifest(content: bytes) -> Manifest:
    manifest = Manifest.from_json(content.decode("utf-8", errors="replace"))
    try:
        manifest.to_json()
        checked_title(manifest.title)
        accuracy = float(manifest.evaluation["accuracy"])
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise CheckpointError(f"`{CONFIG_FILE}` does not describe a model: {error}.") from error
    if not 0 <= accuracy <= 1:
        raise CheckpointError(f"`evaluation.accuracy` must be from 0 to 1, got {accuracy!r}.")
    return manifest


def _check_weights(config: NetworkConfig, weights: bytes) -> None:
    """A small file must not make the server build a network of gigabytes before it looks inside."""
    channels = (1, *config.widths)
    convs = sum(channels[i] * channels[i + 1] * config.kernel_sizes[i] for i in range(4))
    expected = 4 * (convs + channels[-1] * len(CLASS_NAMES))
    if len(weights) < expected:
        raise CheckpointError(
            f"`{WEIGHTS_FILE}` must have at least {expected} bytes for the network in "
            f"`{CONFIG_FILE}`, got {len(weights)}."
        )


def _check_unpacked(content: bytes, name: str) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as arrays:
            unpacked = sum(entry.file_size for entry in arrays.infolist())
    except _DAMAGE as error:
        reason = _reason(error)
        raise CheckpointError(f"`{name}` must be an archive of arrays: {reason}.") from error
    if unpacked > MAX_ARRAY_BYTES:
        raise CheckpointError(
            f"`{name}` must unpack to at most {MAX_ARRAY_BYTES >> 20} MB, got {unpacked >> 20} MB."
        )


def _present(manifest: Manifest) -> str | None:
    for slug, directory in model_directories().items():
        try:
            known = read_manifest(directory)
        except CheckpointError:
            continue
        if known.fingerprint == manifest.fingerprint:
            return slug
    return None


def _validate(directory: Path, manifest: Manifest) -> None:
    """Raise `CheckpointError` unless every page can show the model in `directory`."""
    load(directory)
    for name, array in vars(read_summary(directory)).items():
        _check_finite(f"{TEST_SET_FILE}: {name}", array)
    _check_film(read_film(directory), manifest.experiment.signals)
    history = [list(vars(record).values()) for record in read_history(directory)]
    _check_finite(HISTORY_FILE, np.array(history, float))


def _check_film(film: Film, signals: SignalConfig) -> None:
    num_positions = signals.num_points // 2
    expected = (len(film.index), len(CLASS_NAMES), num_positions)
    if film.cam.shape[1:] != expected or not len(film.cam):
        raise CheckpointError(
            f"`{FILM_FILE}` must hold maps of the shape {expected}, got {film.cam.shape[1:]}."
        )
    whole = np.issubdtype(film.index.dtype, np.integer)
    if not whole or not ((film.index >= 0) & (film.index < signals.num_test)).all():
        raise CheckpointError(f"`{FILM_FILE}` must name test signals, got {film.index!r}.")
    _check_finite(FILM_FILE, film.cam)
    _check_finite(FILM_FILE, film.logits)


def _check_finite(name: str, array: np.ndarray) -> None:
    if not np.isfinite(array).all():
        raise CheckpointError(f"`{name}` must hold finite numbers, got NaN or infinity.")
