"""The few test signals that a training keeps: pinned ones for people to watch, golden ones as a check.

No torch here.
"""

import numpy as np

from cam_core.config import SignalConfig
from cam_core.signals import SignalBatch

NUM_PINNED = 6
NUM_GOLDEN = 4


def pinned_signals(signals: SignalBatch) -> np.ndarray:
    """Return places in `signals` of a few to watch: a plain sine, then events from left to right.

    Where there are several kinds of event, one of each.
    """
    clean, eventful = np.flatnonzero(signals.y == 0)[:1], np.flatnonzero(signals.y > 0)
    kinds, first_of_kind = np.unique(signals.y[eventful], return_index=True)
    if len(kinds) > 1:
        return np.concatenate([clean, eventful[first_of_kind]])
    by_place = eventful[np.argsort(signals.event_interval[eventful, 0], kind="stable")]
    spread = np.linspace(0, len(by_place) - 1, NUM_PINNED - 1).round().astype(int)
    # A very small test set may hold no event at all.
    watched = by_place[np.unique(spread)] if len(by_place) else by_place
    return np.concatenate([clean, watched])


def num_pinned(config: SignalConfig) -> int:
    """Return how many signals are pinned, unless the test set is so small that some are missing."""
    return NUM_PINNED if len(config.kinds) == 1 else config.num_classes
