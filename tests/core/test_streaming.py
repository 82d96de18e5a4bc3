"""A signal that comes in pieces is mapped as in one pass, and never before its samples are there."""

import numpy as np
import pytest
import torch

from cam_core.activations import forward_pass
from cam_core.cam import class_activation_map
from cam_core.config import NetworkConfig
from cam_core.pipeline import explain
from cam_core.storage.checkpoint import Model
from cam_core.stream.streaming import Overlap, Stream, StreamPiece, chunks_of, stream_cam
from tests.core.test_identities import _model, _name, close

LENGTH = 347
"""Samples of the signals here: a prime, so that no jump and few chunks divide it."""

SHAPES = [
    NetworkConfig(widths=(8, 8, 16, 32)),
    NetworkConfig(widths=(8, 8, 16, 32), kernel_sizes=(1, 3, 9, 15), normalization="batch", pooling="max"),
    NetworkConfig("fcn"),
    NetworkConfig("fcn", pooling="max"),
    NetworkConfig("resnet18"),
    NetworkConfig("resnet18", pooling="max", deep_stride=32),
]


@pytest.fixture(scope="module", params=SHAPES, ids=_name)
def model(request: pytest.FixtureRequest) -> Model:
    return _model(request.param)


@pytest.fixture(scope="module")
def small() -> Model:
    """The talk's network, narrow."""
    return _model(SHAPES[0])


@pytest.fixture(scope="module")
def x() -> np.ndarray:
    return np.random.default_rng(6).normal(size=LENGTH).astype(np.float32)


def feature_maps(model: Model, x: np.ndarray) -> np.ndarray:
    """All at once, (channels, positions)."""
    return forward_pass(model.network, torch.from_numpy(x)[None, None]).feature_maps[0].numpy()


def offline(model: Model, x: np.ndarray) -> np.ndarray:
    """The map of one pass over the whole signal, (classes, positions)."""
    return class_activation_map(feature_maps(model, x)[None], model.network.head.weight.detach().numpy())[0]


def joined(pieces: list[StreamPiece]) -> np.ndarray:
    """The pieces' maps side by side; they follow each other without a gap."""
    assert [piece.first for piece in pieces] == list(np.cumsum([0, *map(len, pieces[:-1])]))
    return np.concatenate([piece.cam for piece in pieces], axis=1)


def chunk_sizes(jump: int) -> list[int]:
    """The ends, the jump and its neighbours, primes, and some at random."""
    drawn = np.random.default_rng(jump).integers(1, LENGTH, 3)
    return sorted({1, 2, 3, 7, jump - 1 or 1, jump, jump + 1, 53, 113, LENGTH - 1, LENGTH, *map(int, drawn)})


def test_every_chunk_size_gives_the_map_of_one_pass(model: Model, x: np.ndarray) -> None:
    """Interior and both borders, to float32's rounding; the centres are those of the geometry."""
    whole, field = offline(model, x), model.network.map_field
    for size in chunk_sizes(field.jump):
        pieces = list(stream_cam(model, chunks_of(x, size)))
        close(joined(pieces), whole)
        centers = np.concatenate([piece.centers for piece in pieces])
        np.testing.assert_array_equal(centers, field.centers(whole.shape[1]))


def test_a_network_that_averages_between_its_layers(x: np.ndarray) -> None:
    """A DenseNet sees more than the whole signal here: every position feels a border, and still agrees."""
    dense = _model(NetworkConfig("densenet121", deep_stride=4))
    assert dense.network.map_field.size > LENGTH / 2
    for size in (4, 50, LENGTH):
        close(joined(list(stream_cam(dense, chunks_of(x, size)))), offline(dense, x))


def test_chunks_of_any_and_no_size_may_follow_each_other(model: Model, x: np.ndarray) -> None:
    """Cuts at random places, some of them twice: empty chunks are chunks too."""
    cuts = np.sort(np.random.default_rng(1).integers(0, LENGTH, 12))
    chunks = np.split(x, np.sort(np.concatenate([cuts, cuts[:3]])))
    assert min(map(len, chunks)) == 0
    close(joined(list(stream_cam(model, chunks))), offline(model, x))


def test_a_position_comes_with_its_last_sample_and_not_before(model: Model, x: np.ndarray) -> None:
    """Oracle: after `n` samples the rest is NaN. What a pass over that leaves finite is what is known."""
    stream, known = Stream(model), 0
    for count in range(1, LENGTH, 6):
        fed = stream.feed(x[stream.num_received : count])
        known += len(fed)
        assert np.isfinite(fed.cam).all()
        unknown = np.where(np.arange(LENGTH) < count, x, np.nan).astype(np.float32)
        finite = np.isfinite(offline(model, unknown)).all(axis=0)
        assert known == finite.sum() == finite[:known].sum()


@pytest.mark.parametrize("length", range(24))
def test_signals_shorter_than_a_receptive_field(small: Model, x: np.ndarray, length: int) -> None:
    """Down to nothing at all: the same positions as in one pass, or none where it has none."""
    pieces = list(stream_cam(small, chunks_of(x[:length], 5)))
    positions = small.network.config.spec.num_positions(length)
    assert sum(map(len, pieces)) == positions
    if positions:
        close(joined(pieces), offline(small, x[:length]))


def test_no_more_is_kept_than_the_receptive_field_needs(model: Model, x: np.ndarray) -> None:
    """Fewer samples than a receptive field and a jump, however long the signal has been."""
    field, stream = model.network.map_field, Stream(model)
    for chunk in chunks_of(np.tile(x, 3), 31):
        stream.feed(chunk)
        assert stream.num_kept < field.size + field.jump


def test_pieces_are_cut_on_the_grid_of_the_jump(model: Model) -> None:
    """The first sample kept is a multiple of the jump, before the receptive field, as late as that allows."""
    overlap = Overlap(model.network.map_field)
    field = overlap.field
    for position in range(200):
        first = overlap.first_kept(position)
        sees = field.start + position * field.jump
        assert first % field.jump == 0
        assert first == 0 if sees < field.jump else sees - field.jump < first <= sees


def test_running_evidence_is_pooling_and_head_over_the_last_positions(model: Model, x: np.ndarray) -> None:
    """Oracle in NumPy: mean or maximum of the last positions of one pass, times weights, plus bias."""
    maps, head = feature_maps(model, x).astype(float), model.network.head
    width = model.network.config.spec.num_positions(model.manifest.experiment.signals.num_points)
    pool = np.max if model.network.config.pooling == "max" else np.mean
    weight, bias = head.weight.detach().numpy(), head.bias.detach().numpy()
    for size in (1, 29, LENGTH):
        logits = np.concatenate([piece.logits for piece in stream_cam(model, chunks_of(x, size))])
        assert np.isnan(logits[: width - 1]).all()
        for last in range(width - 1, maps.shape[1]):
            pooled = pool(maps[:, last - width + 1 : last + 1], axis=1)
            close(logits[last], weight @ pooled + bias, maps)


def test_running_evidence_differs_from_a_cut_out_by_its_borders_alone(small: Model, x: np.ndarray) -> None:
    """Inside, map and map of the cut-out are equal; what is left at the borders makes the difference."""
    logits = np.concatenate([piece.logits for piece in stream_cam(small, chunks_of(x, 20))])
    whole, field, start = offline(small, x), small.network.map_field, 120
    cut = explain(small, x[None, None, start : start + 100])
    first = start // field.jump
    window = whole[:, first : first + cut.cam.shape[-1]]
    spans = [
        (field.start + j * field.jump, field.start + j * field.jump + field.size)
        for j in range(window.shape[1])
    ]
    inside = np.array([begin >= 0 and end <= 100 for begin, end in spans])
    assert 40 < inside.sum() < len(inside)
    close(window[:, inside], cut.cam[0][:, inside])
    border = (window - cut.cam[0])[:, ~inside].sum(axis=1) / len(inside)
    close(logits[first + len(inside) - 1] - cut.logits[0], border, window)
    assert np.abs(border).max() > 1e-4


def test_streams_of_one_model_do_not_disturb_each_other(small: Model, x: np.ndarray) -> None:
    """Two of them in turns, and the model itself is what it was: no hooks, no other mode."""
    one, other = Stream(small), Stream(small)
    pieces = [(one.feed(chunk), other.feed(-chunk)) for chunk in chunks_of(x, 17)]
    pieces.append((one.finish(), other.finish()))
    close(joined([first for first, _ in pieces]), offline(small, x))
    close(joined([second for _, second in pieces]), offline(small, -x))
    assert not small.network.training
    assert not any(module._forward_hooks for module in small.network.modules())


@pytest.mark.parametrize(
    ("chunk", "sentence"),
    [
        (np.zeros((1, 5)), "must have the shape (samples,), got (1, 5)"),
        (np.array([0.0, np.nan]), "got NaN, infinity or something else"),
        (np.array([np.inf]), "must hold numbers from -1e+12 to 1e+12"),
        (np.array(["a"]), "got NaN, infinity or something else"),
        (np.array([1], "timedelta64[s]"), "got NaN, infinity or something else"),
    ],
)
def test_a_chunk_that_is_no_signal_is_refused(small: Model, chunk: np.ndarray, sentence: str) -> None:
    """One sentence, and the stream goes on as if nothing had been fed."""
    stream = Stream(small)
    with pytest.raises(ValueError, match="chunk") as caught:
        stream.feed(chunk)
    assert sentence in str(caught.value)
    assert stream.num_received == 0


def test_a_finished_stream_says_so(small: Model, x: np.ndarray) -> None:
    """Neither more samples nor another end."""
    stream = Stream(small)
    stream.feed(x)
    stream.finish()
    for again in (lambda: stream.feed(x), stream.finish):
        with pytest.raises(ValueError, match="a stream that was finished takes no more samples"):
            again()
