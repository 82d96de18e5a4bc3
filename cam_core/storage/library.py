"""The models that people can open: the shipped ones and their own, by slug."""

import io
import os
import re
import shutil
import tempfile
import unicodedata
import zipfile
from dataclasses import replace
from pathlib import Path

from cam_core.fields import SettingError, short
from cam_core.storage.manifest import Manifest, read_manifest
from cam_core.storage.model_files import CONFIG_FILE, MODEL_FILES, CheckpointError, read_bytes
from cam_core.storage.whole_files import write_whole

PROJECT = Path(__file__).resolve().parents[2]
MAX_SLUG = 64
SLUG = re.compile(rf"[a-z0-9][a-z0-9-]{{0,{MAX_SLUG - 1}}}")
MAX_TITLE = 80


def shipped_models_directory() -> Path:
    """Where the shipped models are: `CAM_SCOPE_MODELS`, or `models/` of the project."""
    return Path(os.environ.get("CAM_SCOPE_MODELS", PROJECT / "models"))


def data_directory() -> Path:
    """Where everything that people make goes: `CAM_SCOPE_DATA`, or `data/` of the project."""
    return Path(os.environ.get("CAM_SCOPE_DATA", PROJECT / "data"))


def own_models_directory() -> Path:
    """Where people's own models go: `models/` in the data directory."""
    return data_directory() / "models"


def model_directories() -> dict[str, Path]:
    """Return every model's directory by slug, shipped first; what is half-written is hidden."""
    found = {}
    for folder in (shipped_models_directory(), own_models_directory()):
        found.update({path.name: path for path in _models_in(folder) if path.name not in found})
    return found


def model_directory(slug: str) -> Path:
    """Return the directory of the model called `slug`; raise `CheckpointError` if there is none."""
    if SLUG.fullmatch(slug):
        for folder in (shipped_models_directory(), own_models_directory()):
            if _has_config(folder / slug):
                return folder / slug
    known = ", ".join(model_directories())
    raise CheckpointError(f"`model` must be one of {known}, got {slug!r}.", "error-model-unknown", model=slug)


def model_bytes(slug: str) -> int:
    """Return how many bytes the files of the model called `slug` take, 0 for one that is gone."""
    directory = model_directories().get(slug)
    return sum(map(_size, entries(directory))) if directory else 0


def is_own(slug: str) -> bool:
    """Return whether the model called `slug` is a person's own; shipped ones are read-only."""
    return model_directories().get(slug, Path()).parent == own_models_directory()


def free_slug(wanted: str) -> str:
    """Return the slug `wanted`, or with a number behind it when a model of that name exists."""
    taken = model_directories()
    return next(slug for number in range(1, 10_000) if (slug := _numbered(wanted, number)) not in taken)


def _numbered(slug: str, number: int) -> str:
    # The name makes room for the number: a longer slug than the longest would be no model's.
    suffix = f"-{number}" if number > 1 else ""
    return f"{slug[: MAX_SLUG - len(suffix)].rstrip('-')}{suffix}"


def checked_title(title: str, longest: int = MAX_TITLE) -> str:
    """Return `title` on one line; raise `SettingError` when it is empty, too long or unprintable."""
    plain = " ".join(unicodedata.normalize("NFC", title).split())
    if not 0 < len(plain) <= longest or not plain.isprintable():
        got = short(title)
        sentence = f"`title` must have 1 to {longest} printable characters, got {got}."
        raise SettingError(sentence, "error-text", name="title", high=str(longest), got=got)
    return plain


def rename_model(slug: str, title: str) -> Manifest:
    """Give an own model another title; its slug, and so every link to it, stays.

    Raises `CheckpointError` for a shipped or missing model, `ValueError` for a bad title and
    `OSError` when the disk refuses; the old title then stays.
    """
    directory = _own_model(slug)
    manifest = replace(read_manifest(directory), title=checked_title(title))
    write_whole(directory / CONFIG_FILE, manifest.to_json().encode())
    return manifest


def delete_model(slug: str) -> None:
    """Delete an own model.

    Raises `CheckpointError` for a shipped or missing one and `OSError` when the disk refuses.
    """
    directory = _own_model(slug)
    # Under a hidden name first: a kill half-way must not leave a model that lacks files.
    doomed = Path(tempfile.mkdtemp(prefix=f".{slug}.", suffix=".deleted", dir=directory.parent))
    directory.rename(doomed / slug)
    shutil.rmtree(doomed, ignore_errors=True)


def export_model(slug: str) -> bytes:
    """Return the model `slug` as a zip; raise `CheckpointError` if a file is missing."""
    directory = model_directory(slug)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in MODEL_FILES:
            archive.writestr(f"{slug}/{name}", read_bytes(directory, name))
    return buffer.getvalue()


def _own_model(slug: str) -> Path:
    directory = model_directory(slug)
    if not is_own(slug):
        sentence = f"`model` must be one of your own to be changed, got {slug!r}."
        raise CheckpointError(sentence, "error-not-own", model=slug)
    return directory


def slugify(name: str) -> str:
    """Return `name` as a slug: a to z, 0 to 9 and hyphens; empty when nothing of it can be kept."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:MAX_SLUG].strip("-")


def entries(folder: Path) -> list[Path]:
    """Return what is in `folder`, in order; nothing where it cannot be listed."""
    try:
        return sorted(folder.iterdir())
    except OSError:
        return []


def _models_in(folder: Path) -> list[Path]:
    """Return the models in `folder`; what cannot be looked into is left out."""
    return [path for path in entries(folder) if SLUG.fullmatch(path.name) and _has_config(path)]


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _has_config(directory: Path) -> bool:
    try:
        return (directory / CONFIG_FILE).is_file()
    except OSError:  # a folder that only somebody else may enter
        return False
