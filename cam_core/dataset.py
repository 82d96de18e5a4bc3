"""From signals to what a network is trained and tested on."""

from dataclasses import dataclass, replace

import numpy as np

from cam_core.config import SignalConfig
from cam_core.signals import SignalBatch, generate_signals

SHUFFLE_STREAM = 2
"""Spawn key of the stream that shuffles labels. With the signals' seed it begins as the one that draws the
events' places, of which a permutation of labels keeps nothing."""


@dataclass(frozen=True)
class Dataset:
    """Train and test signals; `mean` and `std` are those of all training samples together."""

    num_classes: int
    train: SignalBatch
    test: SignalBatch
    mean: float
    std: float

    @property
    def shapes(self) -> dict[str, tuple[int, int]]:
        """The four shapes that the talk prints: inputs (N, time), one-hot targets (N, classes)."""
        num_points, num_classes = self.train.x.shape[-1], self.num_classes
        return {
            "train_input": (len(self.train), num_points),
            "test_input": (len(self.test), num_points),
            "train_target": (len(self.train), num_classes),
            "test_target": (len(self.test), num_classes),
        }


def make_dataset(config: SignalConfig) -> Dataset:
    """Generate the signals of `config` and split them: the first part trains, the rest tests.

    The signals come in random order, so a cut is a random split.
    """
    signals = generate_signals(config)
    train, test = signals[: config.num_train], signals[config.num_train :]
    # Standardising by one number for all: a scale for each signal would tell the network apart
    # signals by their energy, which is not what the talk asks it to find.
    return Dataset(config.num_classes, train, test, float(train.x.mean()), float(train.x.std()) or 1.0)


def with_shuffled_labels(dataset: Dataset, seed: int) -> Dataset:
    """Return `dataset` whose training signals have each other's labels; the test part stays true.

    As many signals carry each label as before, but a label says nothing of its signal: the data
    randomisation test of Adebayo et al., "Sanity checks for saliency maps", 2018, section 4.
    """
    stream = np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(SHUFFLE_STREAM,)))
    return replace(dataset, train=replace(dataset.train, y=stream.permutation(dataset.train.y)))


def one_hot(y: np.ndarray, num_classes: int = 2) -> np.ndarray:
    """Return targets as in the talk: labels int64 (N,) to float32 (N, classes)."""
    return np.eye(num_classes, dtype=np.float32)[y]
