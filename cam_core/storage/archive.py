"""A model from a zip that anyone may have made: read as data, checked, taken in whole or not.

No name in the archive becomes a path, nothing is unpacked to a place the archive chooses, and only
safetensors, JSON, CSV and arrays are read; a pickle is never opened.
"""

import io
import zipfile
import zlib
from pathlib import Path

import numpy as np

from cam_core.config import ExperimentConfig
from cam_core.fields import SettingError, short
from cam_core.results import Film
from cam_core.storage.checkpoint import load
from cam_core.storage.library import (
    checked_title,
    free_slug,
    model_directories,
    own_models_directory,
    slugify,
)
from cam_core.storage.manifest import MAX_STORED_TITLE, Manifest, read_manifest
from cam_core.storage.model_files import (
    CONFIG_FILE,
    FILM_FILE,
    HISTORY_FILE,
    MODEL_FILES,
    WEIGHTS_FILE,
    CheckpointError,
    damaged,
    too_large,
    whole_or_not_at_all,
)
from cam_core.storage.model_records import read_film, read_history, read_summary

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
    _check_weights(manifest.experiment, files[WEIGHTS_FILE])
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
            raise _without_name(error, partial.name) from error.__cause__
    return slug


def _without_name(error: CheckpointError, name: str) -> CheckpointError:
    def plain(text: str) -> str:
        return text.replace(f"{name}/", "").replace(name, "zip")

    arguments = {key: plain(value) for key, value in error.arguments.items()}
    return CheckpointError(plain(str(error)), error.message_id, **arguments)


def _files(data: bytes) -> dict[str, bytes]:
    if len(data) > MAX_ZIP_BYTES:
        raise too_large("zip", "be", MAX_ZIP_BYTES, len(data))
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            _check_entries(entries)
            return {Path(entry.filename).name: _read(archive, entry) for entry in entries}
    except CheckpointError:
        raise
    except _DAMAGE as error:
        sentence = f"`zip` must be a whole zip archive: {_reason(error)}."
        raise CheckpointError(sentence, "error-zip") from error


def _check_entries(entries: list[zipfile.ZipInfo]) -> None:
    folders = {entry.filename.rpartition("/")[0] for entry in entries}
    names = [entry.filename.rpartition("/")[2] for entry in entries]
    for entry, name in zip(entries, names, strict=True):
        if name not in MODEL_FILES or entry.filename.count("/") > 1 or ".." in entry.filename:
            files, got = ", ".join(MODEL_FILES), short(entry.filename)
            sentence = f"`zip` must hold the files {files} only, got {got}."
            raise CheckpointError(sentence, "error-zip-files", files=files, got=got)
        if entry.compress_type not in _COMPRESSIONS or entry.flag_bits & 1:
            raise CheckpointError(
                f"`zip` must be stored or deflated and not encrypted, {entry.filename!r} is not.",
                "error-zip-odd",
                file=entry.filename,
            )
    missing = [name for name in MODEL_FILES if name not in names]
    if missing or len(folders) > 1 or len(names) != len(MODEL_FILES):
        absent = ", ".join(missing)
        wrong = f"without {absent}" if missing else "with more than one model"
        raise CheckpointError(
            f"`zip` must hold one whole model, got one {wrong}.",
            "error-zip-incomplete" if missing else "error-zip-several",
            files=absent,
        )
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > MAX_UNPACKED_BYTES:
        raise too_large("zip", "unpack to", MAX_UNPACKED_BYTES, unpacked)


def _read(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    # The announced size is the archive's word; reading stops there whatever the stream holds.
    with archive.open(entry) as stream:
        return stream.read(entry.file_size)


def _reason(error: Exception) -> str:
    return " ".join(str(error).split()).rstrip(".") or type(error).__name__


def _manifest(content: bytes) -> Manifest:
    manifest = Manifest.from_json(content.decode("utf-8", errors="replace"))
    try:
        checked_title(manifest.title, MAX_STORED_TITLE)
    except SettingError as error:
        sentence = f"`{CONFIG_FILE}` does not describe a model: {str(error).rstrip('.')}."
        raise CheckpointError(sentence, "error-config-because", file=CONFIG_FILE) from error
    return manifest


def _check_weights(config: ExperimentConfig, weights: bytes) -> None:
    """A small file must not make the server build a network of gigabytes before it looks inside."""
    expected = 4 * config.network.spec.num_parameters(config.signals.num_classes)
    if len(weights) < expected:
        raise damaged(
            WEIGHTS_FILE,
            f"`{WEIGHTS_FILE}` must have at least {expected} bytes for the network in "
            f"`{CONFIG_FILE}`, got {len(weights)}.",
        )


def _check_unpacked(content: bytes, name: str) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as arrays:
            unpacked = sum(entry.file_size for entry in arrays.infolist())
    except _DAMAGE as error:
        reason = _reason(error)
        raise damaged(name, f"`{name}` must be an archive of arrays: {reason}.") from error
    if unpacked > MAX_ARRAY_BYTES:
        raise too_large(name, "unpack to", MAX_ARRAY_BYTES, unpacked)


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
    read_summary(directory)
    history = [list(vars(record).values()) for record in read_history(directory)]
    _check_finite(HISTORY_FILE, np.array(history, float))
    _check_film(read_film(directory), manifest)


def _check_film(film: Film, manifest: Manifest) -> None:
    signals = manifest.experiment.signals
    num_positions = manifest.experiment.network.spec.num_positions(signals.num_points)
    expected = (len(film.index), signals.num_classes, num_positions)
    if film.cam.shape[1:] != expected or not 1 <= len(film.cam) <= manifest.epochs_trained + 1:
        raise damaged(
            FILM_FILE,
            f"`{FILM_FILE}` must hold maps of the shape {expected} for the untrained network and at most "
            f"{manifest.epochs_trained} epochs, got {film.cam.shape}.",
        )
    whole = np.issubdtype(film.index.dtype, np.integer)
    if not whole or not ((film.index >= 0) & (film.index < signals.num_test)).all():
        raise damaged(FILM_FILE, f"`{FILM_FILE}` must name test signals, got {short(film.index.tolist())}.")
    _check_finite(FILM_FILE, film.cam)
    _check_finite(FILM_FILE, film.logits)


def _check_finite(name: str, array: np.ndarray) -> None:
    if not np.isfinite(array).all():
        raise damaged(name, f"`{name}` must hold finite numbers, got NaN or infinity.")
