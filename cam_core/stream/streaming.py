"""The class activation map of a signal that comes in pieces: convolutions need not wait for the end.

A position of the map is known once all that it sees has arrived. `Overlap` says from the declared
geometry, by integer arithmetic, which positions that are and how few samples must be kept for the next
ones. A piece is cut on the grid of the jump, so that strides and poolings fall on the same samples as in
one pass over everything, and a position nearer to the cut than it can see is thrown away: there the
network has padded with zeros. At the two ends of the signal it pads in either case. So all pieces
together are the map of one pass, ends included, to float32's rounding.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from cam_core.activations import forward_pass
from cam_core.architectures.modules import read_only
from cam_core.cam import class_activation_map
from cam_core.pipeline import MAX_VALUE
from cam_core.receptive_field import ReceptiveField
from cam_core.storage.array_files import is_real
from cam_core.storage.checkpoint import Model


@dataclass(frozen=True)
class Overlap:
    """Which samples the positions of a map with the receptive field `field` wait for, and need kept.

    A position sees at least one jump, so no sample between two positions goes unseen.
    """

    field: ReceptiveField

    def __post_init__(self) -> None:
        assert self.field.size >= self.field.jump, "positions of a map leave no sample out"

    def num_ready(self, num_samples: int) -> int:
        """Return how many positions are known after `num_samples`, while more are to come."""
        field = self.field
        return max(0, (num_samples - field.size - field.start) // field.jump + 1)

    def first_kept(self, position: int) -> int:
        """Return the first sample to be kept for `position` and all after it, a multiple of the jump.

        From there on a piece gives all of them as the whole signal does.
        """
        field = self.field
        return max(0, position + field.start // field.jump) * field.jump


@dataclass(frozen=True)
class StreamPiece:
    """What became known with some samples: positions `first`, `first + 1`, ... of the whole map.

    cam: float32 (classes, positions), in logits. centers: (positions,), the sample in the middle of what
    each position sees. logits: float32 (positions, classes), running evidence, see `Stream`.
    """

    first: int
    cam: np.ndarray
    centers: np.ndarray
    logits: np.ndarray

    def __len__(self) -> int:
        return self.cam.shape[1]


class Stream:
    """Maps one signal as it comes. The model is shared and stays as it is; what is kept is kept here.

    Running evidence is what the network's own pooling and head make of the last `num_window` positions,
    as many as a training signal has. With average pooling it is bias plus the mean of the map there. It
    is not the logit of the samples cut out: a cut-out begins and ends in zero padding, which the outermost
    positions of its map see and those of the long map do not. All others are the same, so the two differ
    by those positions alone. It is NaN for the first `num_window - 1` positions.
    """

    def __init__(self, model: Model) -> None:
        self.network = model.network
        self.overlap = Overlap(model.network.map_field)
        spec, signals = model.network.config.spec, model.manifest.experiment.signals
        self.num_window = spec.num_positions(signals.num_points)
        self.num_received = 0
        self.num_known = 0
        self._kept = np.empty(0, np.float32)
        self._tail = torch.empty(spec.num_features, 0)
        self._ended = False

    @property
    def num_kept(self) -> int:
        """Samples that are kept for positions to come: fewer than a receptive field and a jump."""
        return len(self._kept)

    def feed(self, chunk: np.ndarray) -> StreamPiece:
        """Take the next samples, (time,), none or any number; return the positions known with them.

        Raises `ValueError` for another shape, NaN, infinity, and after `finish`.
        """
        self._require_open()
        samples = _checked(chunk)
        self._kept = np.concatenate([self._kept, samples])
        self.num_received += len(samples)
        return self._advance(self.overlap.num_ready(self.num_received))

    def finish(self) -> StreamPiece:
        """Return the positions that waited for the end, beyond which the network sees zeros.

        Raises `ValueError` when called again.
        """
        self._require_open()
        self._ended = True
        return self._advance(self.network.config.spec.num_positions(self.num_received))

    def _advance(self, num_known: int) -> StreamPiece:
        first, field = self.num_known, self.overlap.field
        if num_known <= first:
            maps = self._tail[:, :0]
        else:
            cut = self.overlap.first_kept(first) // field.jump
            kept = torch.from_numpy(self._kept)[None, None]
            piece = forward_pass(self.network, kept, keep_layers=False)
            maps = piece.feature_maps[0, :, first - cut : num_known - cut]
            self._forget(num_known)
        head_weight = read_only(self.network.head.weight)
        return StreamPiece(
            first,
            class_activation_map(maps.numpy()[None], head_weight)[0],
            field.centers(self.num_known)[first:],
            self._evidence(maps).numpy(),
        )

    def _forget(self, num_known: int) -> None:
        before, after = map(self.overlap.first_kept, (self.num_known, num_known))
        self._kept = self._kept[after - before :].copy()
        self.num_known = num_known

    def _evidence(self, maps: Tensor) -> Tensor:
        """Return the logits of the window that ends at each position of `maps`, (positions, classes)."""
        known = torch.cat([self._tail, maps], dim=1)
        self._tail = known[:, max(0, known.shape[1] - self.num_window + 1) :].clone()
        logits = torch.full((maps.shape[1], self.network.head.out_features), torch.nan)
        if known.shape[1] >= self.num_window and len(logits):
            with torch.inference_mode():
                windows = known.unfold(1, self.num_window, 1)
                full = self.network.head(self.network.pool(windows).T)
            logits[-len(full) :] = full
        return logits

    def _require_open(self) -> None:
        if self._ended:
            raise ValueError("a stream that was finished takes no more samples; begin another one.")


def stream_cam(model: Model, chunks: Iterable[np.ndarray]) -> Iterator[StreamPiece]:
    """Yield what becomes known with each of `chunks`, (time,) each, and at last what waited for the end.

    The pieces' maps side by side are the map of one pass over all samples, to float32's rounding.
    """
    stream = Stream(model)
    for chunk in chunks:
        yield stream.feed(chunk)
    yield stream.finish()


def chunks_of(x: np.ndarray, chunk_size: int) -> Iterator[np.ndarray]:
    """Yield signal `x` (time,) in chunks of `chunk_size` samples; the last may be shorter."""
    for start in range(0, len(x), chunk_size):
        yield x[start : start + chunk_size]


def _checked(chunk: np.ndarray) -> np.ndarray:
    if chunk.ndim != 1:
        raise ValueError(f"a chunk must have the shape (samples,), got {chunk.shape}.")
    if not is_real(chunk) or not (np.abs(chunk.astype(float)) <= MAX_VALUE).all():
        raise ValueError(
            f"a chunk must hold numbers from {-MAX_VALUE:g} to {MAX_VALUE:g}, "
            "got NaN, infinity or something else."
        )
    return chunk.astype(np.float32)
