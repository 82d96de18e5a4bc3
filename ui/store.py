"""Models and signals that all sessions and HTTP routes of this process share, read once.

Every cached value is frozen or never changed. A model is named by slug and fingerprint, so a model
that was replaced or renamed is read anew.
"""

import threading
from functools import lru_cache
from typing import TYPE_CHECKING

from cam_core.config import SignalConfig
from cam_core.scores.evaluation import Evaluation, Localization, Summary, chance_localization, evaluate
from cam_core.signals import SignalBatch
from cam_core.storage.library import model_directory
from cam_core.storage.manifest import Manifest, read_manifest
from cam_core.storage.model_files import CONFIG_FILE, CheckpointError, changed_at
from cam_core.storage.model_records import read_summary
from ui.once import once

if TYPE_CHECKING:
    from cam_core.storage.checkpoint import Model


def manifest(slug: str) -> Manifest:
    """Return what is known of a model; raises `CheckpointError` when it is missing or damaged."""
    directory = model_directory(slug)
    return _manifest(slug, changed_at(directory, CONFIG_FILE))


def checked_manifest(slug: str) -> Manifest:
    """Return the manifest of a model whose every file is whole; raises `CheckpointError` otherwise."""
    known = manifest(slug)
    model(slug, known.fingerprint)
    _stored_summary(slug, known.fingerprint)
    return known


@lru_cache(maxsize=512)
def _manifest(slug: str, changed: int) -> Manifest:
    return read_manifest(model_directory(slug))


@once(maxsize=8)
def model(slug: str, fingerprint: str) -> "Model":
    """Return the model `slug` of that `fingerprint`, in evaluation mode, shared by all.

    Raises `CheckpointError` for a model that cannot be read, or that has another fingerprint by now.
    """
    # Imported here: pages that only show what is stored start without waiting for torch.
    import torch

    from cam_core.storage.checkpoint import load

    torch.set_num_threads(1)
    loaded = load(model_directory(slug))
    _require_same(slug, loaded.manifest, fingerprint)
    return loaded


def _require_same(slug: str, found: Manifest, fingerprint: str) -> None:
    # What was replaced while it was read would be kept under the old name.
    if found.fingerprint != fingerprint:
        sentence = f"The model `{slug}` was replaced meanwhile; reload the page."
        raise CheckpointError(sentence, "error-replaced", model=slug)


_MAKING = threading.Lock()


@once(maxsize=4)
def test_signals(config: SignalConfig) -> SignalBatch:
    """Return the test part of the signals of `config`."""
    from cam_core.dataset import make_dataset

    # One at a time: a data set takes a gigabyte while it is made, and a room of people may ask at once.
    with _MAKING:
        # Copied, because a view would keep the training part alive for as long as it is cached.
        test = make_dataset(config).test
        return SignalBatch(**{name: values.copy() for name, values in vars(test).items()})


@once(maxsize=8)
def test_summary(slug: str, fingerprint: str, config: SignalConfig) -> Summary:
    """Return what the model says of the test signals of `config`; stored for its own, else computed."""
    if config == manifest(slug).experiment.signals:
        return _stored_summary(slug, fingerprint)
    from cam_core.pipeline import summarize

    return summarize(model(slug, fingerprint), test_signals(config).x)


@once(maxsize=8)
def _stored_summary(slug: str, fingerprint: str) -> Summary:
    stored = read_summary(model_directory(slug))
    _require_same(slug, manifest(slug), fingerprint)
    return stored


@once(maxsize=8)
def test_evaluation(slug: str, fingerprint: str, config: SignalConfig) -> Evaluation:
    """Return the model's scores on the test signals of `config`."""
    return evaluate(test_summary(slug, fingerprint, config), test_signals(config), config)


@once(maxsize=8)
def test_chance(config: SignalConfig) -> Localization | None:
    """Return what chance reaches on the test signals of `config`; None where none has an event."""
    return chance_localization(test_signals(config).event_interval, config.num_points)
