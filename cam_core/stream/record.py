"""A whole stream, recorded: a long signal, its map as it came, and how long the network took."""

from dataclasses import dataclass, field
from time import perf_counter

import numpy as np
import torch

from cam_core.cam import interpolated_along
from cam_core.fields import require_int
from cam_core.storage.checkpoint import Model
from cam_core.stream.long_signals import MAX_POINTS, LongSignal, LongSignalConfig, long_signal
from cam_core.stream.streaming import Overlap, StreamPiece, chunks_of, stream_cam


@dataclass(frozen=True)
class StreamConfig:
    """A long signal, and how many of its samples arrive at once."""

    signal: LongSignalConfig = field(default_factory=LongSignalConfig)
    chunk_size: int = 20

    def __post_init__(self) -> None:
        require_int("stream.chunk_size", self.chunk_size, 1, MAX_POINTS)


@dataclass(frozen=True)
class StreamRecord:
    """What a stream gave, on the samples of the signal.

    interpolated_cam: (classes, time), in logits. probabilities: (classes, time), of the last training
    length up to there (see `Stream`), NaN until the first is complete. known: int (time,), how many samples
    of the two are known when each sample has arrived: all with the last one, after which nothing comes.
    seconds: what streaming took, in chunks of `config.chunk_size`.
    """

    config: StreamConfig
    signal: LongSignal
    interpolated_cam: np.ndarray
    probabilities: np.ndarray
    known: np.ndarray
    seconds: float

    @property
    def samples_per_second(self) -> float:
        """Samples of the signal that were mapped in one second of computing."""
        return len(self.signal.x) / self.seconds


def record_stream(model: Model, config: StreamConfig) -> StreamRecord:
    """Stream the signal of `config` through `model`, chunk by chunk, and return what came of it."""
    signal, field_ = long_signal(config.signal), model.network.map_field
    start = perf_counter()
    pieces = list(stream_cam(model, chunks_of(signal.x, config.chunk_size)))
    seconds = perf_counter() - start
    cam, probabilities = _joined(pieces)
    num_points = len(signal.x)
    return StreamRecord(
        config=config,
        signal=signal,
        interpolated_cam=interpolated_along(cam, field_, num_points),
        probabilities=interpolated_along(probabilities, field_, num_points),
        known=_known(Overlap(model.network.map_field), num_points),
        seconds=seconds,
    )


def _joined(pieces: list[StreamPiece]) -> tuple[np.ndarray, np.ndarray]:
    """Return map and probabilities of all pieces, (classes, positions) each."""
    cam = np.concatenate([piece.cam for piece in pieces], axis=1)
    logits = np.concatenate([piece.logits for piece in pieces])
    return cam, torch.from_numpy(logits).softmax(dim=1).numpy().T


def _known(overlap: Overlap, num_points: int) -> np.ndarray:
    """Return how many samples of the interpolated map are known when each sample has arrived, (time,).

    A sample between two positions is known with the later one; those before the first, with the first.
    """
    ready = np.array([overlap.num_ready(arrived) for arrived in range(1, num_points + 1)])
    last_center = overlap.field.centers(max(1, int(ready.max())))[ready - 1]
    known = np.where(ready > 0, np.floor(last_center).astype(int) + 1, 0)
    known[-1] = num_points
    return np.clip(known, 0, num_points)
