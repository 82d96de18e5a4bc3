"""Which stream is meant: of a model's experiment, so many events, drawn from a seed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from cam_core.config import ExperimentConfig
from cam_core.settings import parse_value
from cam_core.stream.long_signals import LongSignalConfig
from ui.sample_query import address
from ui.state import State

PATH = "/streamed"
"""Where the browser fetches a stream. Not `/stream`, which is the page's own address."""

LENGTHS, MOST_POINTS = 30, 6000
"""Training lengths of a stream, and its longest in samples."""

USUAL_EVENTS = 8


@dataclass(frozen=True)
class StreamChoice:
    """How many events are in the stream, and the seed of all that is drawn at random."""

    num_events: int
    seed: int

    def signal(self, config: ExperimentConfig) -> LongSignalConfig:
        """Return the stream's signal for an experiment; raises `ValueError` where the choice does not fit."""
        return LongSignalConfig(config.signals, stream_points(config), self.num_events, self.seed)


def stream_points(config: ExperimentConfig) -> int:
    """Return the samples of a stream: so many training lengths, as far as that is not too long."""
    length = config.signals.num_points
    return max(length, min(LENGTHS * length, MOST_POINTS))


def most_events(config: ExperimentConfig) -> int:
    """Return how many events fit: one in each training length."""
    return stream_points(config) // config.signals.num_points


def usual_choice(config: ExperimentConfig) -> StreamChoice:
    """Return what is shown when nobody has chosen."""
    return StreamChoice(min(USUAL_EVENTS, most_events(config)), 0)


def chunk_size(config: ExperimentConfig) -> int:
    """Return how many samples arrive at once: a fifth of a training length, more where much overlaps."""
    return max(1, config.signals.num_points // 5, config.network.spec.map_field.size // 4)


def stream_address(state: State, fingerprint: str, choice: StreamChoice) -> str:
    """Return where the browser fetches the stream of `choice`."""
    asked = urlencode({"events": choice.num_events, "seed": choice.seed})
    return f"{address(PATH, state, fingerprint)}&{asked}"


def parse_stream(query: Mapping[str, str], config: ExperimentConfig) -> LongSignalConfig:
    """Return the signal that an address asks for; raises `ValueError` for numbers that do not fit."""
    usual = usual_choice(config)
    choice = StreamChoice(_whole(query, "events", usual.num_events), _whole(query, "seed", usual.seed))
    return choice.signal(config)


def _whole(query: Mapping[str, str], name: str, usual: int) -> Any:
    return parse_value(query[name]) if name in query else usual
