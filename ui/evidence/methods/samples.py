"""Evidence's numbers, computed once for all sessions: every method on one test signal, and on many."""

import threading
from dataclasses import dataclass
from time import perf_counter
from typing import TYPE_CHECKING

import numpy as np

from cam_core.comparisons.methods import Rows, joined
from cam_core.config import ExperimentConfig
from cam_core.signals import SignalBatch
from ui import store
from ui.once import once

if TYPE_CHECKING:
    from cam_core.comparisons.all_methods import Deletion, Measured

TWIN, MEAN = REPLACEMENTS = ("twin", "mean")
"""What is put in the place of deleted samples: the clean twin's, or the mean of the training signals."""

CHUNK = 5
"""Signals that are measured at once: a second's work for the slowest shipped network."""

MOST = 200
"""Test signals with an event that can be measured."""


@dataclass(frozen=True)
class Question:
    """One test signal, to be explained for the class `label`."""

    model: str
    fingerprint: str
    config: ExperimentConfig
    sample: int
    label: int

    @property
    def signals(self) -> SignalBatch:
        """The signal, as the only one."""
        return store.test_signals(self.config.signals)[np.array([self.sample])]


@once(maxsize=512)
def predicted_class(model: str, fingerprint: str, config: ExperimentConfig, sample: int) -> int:
    """Return the class that the network names for test signal `sample`."""
    from cam_core.pipeline import explain

    x = store.test_signals(config.signals).x[sample : sample + 1]
    return int(explain(store.model(model, fingerprint), x, keep_layers=False).predicted_class[0])


@once(maxsize=128)
def measured(question: Question) -> "Measured":
    """Return what every method says of the question's signal."""
    from cam_core.comparisons.all_methods import measure

    model = store.model(question.model, question.fingerprint)
    return measure(model, question.signals, np.array([question.label]), [question.sample])


@once(maxsize=128)
def deleted(question: Question, replaced: str, *, scattered: bool) -> "Deletion":
    """Return what is left of the class when the signal is deleted in the order of each map."""
    from cam_core.comparisons.all_methods import delete
    from cam_core.comparisons.attribution import baseline

    if replaced == TWIN and not scattered:
        return measured(question).deletions[0]
    model, signals = store.model(question.model, question.fingerprint), question.signals
    twin = signals.x_clean[0, 0]
    replacement = twin if replaced == TWIN else np.full_like(twin, baseline(model.network))
    maps = {one.name: one.map[0] for one in measured(question).attributions}
    return delete(
        model,
        signals.x[0, 0],
        replacement,
        maps,
        question.label,
        question.sample,
        twin=twin,
        scattered=scattered,
    )


class Measurement:
    """Every method on the first test signals with an event, for their true classes, a few at a time.

    numbers: the signals' places in the test set. seconds: how long those took that are measured.
    Shared by all sessions, so that what one has measured the others have too; a reload loses nothing.
    """

    def __init__(self, model: str, fingerprint: str, config: ExperimentConfig) -> None:
        self._model, self._fingerprint, self._config = model, fingerprint, config
        self._parts: list[Rows] = []
        self._lock = threading.Lock()
        self.numbers = np.flatnonzero(store.test_signals(config.signals).y > 0)[:MOST]
        self.seconds = 0.0

    @property
    def num_done(self) -> int:
        """Signals that are measured."""
        return min(len(self._parts) * CHUNK, len(self.numbers))

    def advance(self) -> None:
        """Measure the next few signals, if any are left."""
        from cam_core.comparisons.all_methods import measure

        with self._lock:
            chosen = self.numbers[self.num_done : self.num_done + CHUNK]
            if not len(chosen):
                return
            # Fetched for each step: what is measured stays for long, a model or a test set need not.
            model = store.model(self._model, self._fingerprint)
            signals = store.test_signals(self._config.signals)[chosen]
            start = perf_counter()
            self._parts.append(measure(model, signals, signals.y, chosen.tolist()).rows)
            self.seconds += perf_counter() - start

    def rows(self, count: int) -> Rows:
        """Return the rows of the first `count` signals, or of as many as are measured."""
        return joined(self._parts[: -(-count // CHUNK)])


@once(maxsize=16)
def measurement(model: str, fingerprint: str, config: ExperimentConfig) -> Measurement:
    """Return the measurement of a model on the test signals of `config`."""
    return Measurement(model, fingerprint, config)
