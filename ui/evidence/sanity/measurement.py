"""What is left of maps as layers become random, over many signals and seeds, measured once for all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from cam_core.comparisons.randomization_curve import RandomizationCurve, randomization_curve
from cam_core.config import ExperimentConfig
from ui import store
from ui.evidence.sanity.samples import seed_of
from ui.measuring import Steps, at_a_time, relative_work
from ui.once import once

if TYPE_CHECKING:
    from cam_core.network import Network

NUM_SIGNALS = 200
"""The first test signals with an event."""

NUM_SEEDS = 10
AT_A_TIME = 50
"""Signals of one step; fewer where the network takes long for them."""

SECONDS_PER_SIGNAL = 0.00075
"""For one seed, with the talk's network on one usual core; others as they multiply more."""


class Randomization:
    """Rank correlations of the maps of test signals with an event, by stage, signal and seed."""

    def __init__(self, model: str, fingerprint: str, config: ExperimentConfig) -> None:
        self._model, self._fingerprint, self._config = model, fingerprint, config
        y = store.test_signals(config.signals).y
        self.numbers = np.flatnonzero(y > 0)[:NUM_SIGNALS]
        self._seconds = SECONDS_PER_SIGNAL * relative_work(config)
        self._size = at_a_time(self._seconds, AT_A_TIME)
        self._num_parts = -(-len(self.numbers) // self._size)
        self.steps = Steps((model, fingerprint, config), NUM_SEEDS * self._num_parts, self._step)
        self._parts: list[np.ndarray] = []
        self._original: list[np.ndarray] = []
        self._random: tuple[int, Network] | None = None  # seed and weights of the last step

    @property
    def guess(self) -> float:
        """Seconds that all of it takes, by the network's work."""
        return self._seconds * NUM_SEEDS * len(self.numbers)

    def _step(self, place: int) -> None:
        from cam_core.comparisons.randomization import correlations

        seed, part = divmod(place, self._num_parts)
        chosen = self.numbers[part * self._size : (part + 1) * self._size]
        signals = store.test_signals(self._config.signals)[chosen]
        network = store.model(self._model, self._fingerprint).network
        original, found = correlations(network, self._fresh(network, seed), signals.x, signals.y)
        self._parts.append(found)
        if seed == 0:
            self._original.append(original)

    def _fresh(self, network: Network, seed: int) -> Network:
        """Return random weights, which all signals of a seed share; those of the seed before are let go."""
        from cam_core.comparisons.randomization import untrained_twin

        if self._random is None or self._random[0] != seed:
            training_seed = self._config.training.seed
            self._random = seed, untrained_twin(network, seed_of(training_seed, seed))
        return self._random[1]

    def curve(self) -> RandomizationCurve:
        """Return the means and intervals; everything must be measured."""
        from cam_core.comparisons.randomization import replaceable_stages

        stages = replaceable_stages(store.model(self._model, self._fingerprint).network)
        count = self._num_parts
        by_seed = [
            np.concatenate(self._parts[seed * count : (seed + 1) * count], axis=1)
            for seed in range(NUM_SEEDS)
        ]
        return randomization_curve(stages, by_seed, np.concatenate(self._original))


@once(maxsize=16)
def measured_randomization(model: str, fingerprint: str, config: ExperimentConfig) -> Randomization:
    """Return the measurement of a model on the test signals of `config`."""
    return Randomization(model, fingerprint, config)
