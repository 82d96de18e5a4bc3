"""The models that people can open: the shipped ones and their own, by slug."""

import os
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from cam_core.model_files import CONFIG_FILE, CheckpointError

PROJECT = Path(__file__).resolve().parent.parent
SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")


def shipped_models_directory() -> Path:
    """Where the shipped models are: `CAM_SCOPE_MODELS`, or `models/` of the project."""
    return Path(os.environ.get("CAM_SCOPE_MODELS", PROJECT / "models"))


def own_models_directory() -> Path:
    """Where people's own models go: `models/` in `CAM_SCOPE_DATA`, or in `data/` of the project."""
    return Path(os.environ.get("CAM_SCOPE_DATA", PROJECT / "data")) / "models"


def model_directories() -> dict[str, Path]:
    """Return every model's directory by slug, shipped ones first; what is half-written is hidden."""
    found = {}
    for folder in (shipped_models_directory(), own_models_directory()):
        found.update({path.name: path for path in _models_in(folder) if path.name not in found})
    return found


def model_directory(slug: str) -> Path:
    """Return the directory of the model called `slug`; raise `CheckpointError` if there is none."""
    directories = model_directories()
    if slug not in directories:
        raise CheckpointError(f"`model` must be one of {', '.join(directories)}, got {slug!r}.")
    return directories[slug]


def slugify(name: str) -> str:
    """Return `name` as a slug: a to z, 0 to 9 and hyphens; empty when nothing of it can be kept."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:64].strip("-")


def _models_in(folder: Path) -> Iterator[Path]:
    if folder.is_dir():
        for path in sorted(folder.iterdir()):
            if SLUG.fullmatch(path.name) and (path / CONFIG_FILE).is_file():
                yield path
