"""How the browser asks for samples: which model, which signals, which language, which samples.

The address says everything, so any server of the same models gives the same answer to it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

import numpy as np

from cam_core.config import ExperimentConfig
from cam_core.settings import parse_value
from cam_core.signals import SignalBatch
from cam_core.storage.manifest import Manifest
from ui import store
from ui.language import DEFAULT_LANGUAGE, LANGUAGES, Translate, translator
from ui.state import State, to_link

MAX_SAMPLES = 128
"""Samples in one answer: enough for four seconds of a held arrow key."""

MAX_VALUES = MAX_SAMPLES * 4_000
"""Numbers in one answer, two megabytes: a sample of the talk's has 700 in Scope."""


@dataclass(frozen=True)
class SampleQuery:
    """Samples of one model's test set. `index` is empty in an address that others add to."""

    model: str
    fingerprint: str
    config: ExperimentConfig
    language: str
    index: tuple[int, ...] = ()

    @property
    def t(self) -> Translate:
        return translator(self.language)

    def signals(self) -> SignalBatch:
        """Return the signals asked for, in order."""
        return store.test_signals(self.config.signals)[np.array(self.index)]

    def require_at_most(self, most: int) -> None:
        """Raise `ValueError` when more than `most` samples are asked for."""
        if len(self.index) > most:
            raise ValueError(f"`i` must name at most {most} samples, got {len(self.index)}.")


def most_of(num_values: int) -> int:
    """Return how many samples of `num_values` numbers each one answer may hold, two at least."""
    return max(2, min(MAX_SAMPLES, MAX_VALUES // num_values))


def address(path: str, state: State, fingerprint: str) -> str:
    """Return the address of `path` for what `state` shows, without samples."""
    keys = {"model": state.model, "fingerprint": fingerprint, "lang": state.language}
    return f"{path}?{urlencode({**to_link(state), **keys})}"


def parse(query: Mapping[str, str]) -> SampleQuery:
    """Read an address's query; raise `ValueError` with one sentence for anything that does not fit."""
    slug = query.get("model", "")
    known = store.manifest(slug)
    if "fingerprint" in query:
        require_current(query["fingerprint"], known)
    settings = {key: parse_value(value) for key, value in query.items() if "." in key}
    config = known.on_signals(settings)
    language = query.get("lang", DEFAULT_LANGUAGE)
    if language not in LANGUAGES:
        raise ValueError(f"`lang` must be one of {', '.join(LANGUAGES)}, got {language!r}.")
    index = _index(query.get("i", ""), config.signals.num_test)
    return SampleQuery(slug, known.fingerprint, config, language, index)


def require_current(fingerprint: str | None, known: Manifest) -> None:
    """Raise `ValueError` where an address is about a model that was replaced since: its scales are others."""
    if fingerprint != known.fingerprint:
        raise ValueError(f"`fingerprint` must be {known.fingerprint}, got {fingerprint!r:.80}.")


def _index(text: str, num_samples: int) -> tuple[int, ...]:
    parts = text.split(",")
    if len(parts) > MAX_SAMPLES:
        raise ValueError(f"`i` must name at most {MAX_SAMPLES} samples, got {len(parts)}.")
    for part in parts:
        if not (part.isascii() and part.isdigit() and int(part[:9]) < num_samples and len(part) < 9):
            raise ValueError(f"`i` must be sample numbers from 0 to {num_samples - 1}, got {part!r}.")
    return tuple(map(int, parts))
