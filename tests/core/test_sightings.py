"""What a stream has shown by each sample: never more than was known, and in the end all of it."""

import numpy as np
import pytest
from scipy import ndimage

from cam_core.cam import interpolated_along, interpolated_cam
from cam_core.config import NetworkConfig, SignalConfig
from cam_core.localization import runs_above
from cam_core.receptive_field import ReceptiveField
from cam_core.stream.long_signals import LongSignalConfig
from cam_core.stream.record import StreamConfig, record_stream
from cam_core.stream.sightings import GOING_ON, NOTHING, OVER, Sightings, sightings
from cam_core.stream.streaming import Stream
from tests.core.test_identities import _model

EVENTS = np.array([[20, 30], [60, 65], [100, 140], [190, 200]])


@pytest.fixture(params=range(5))
def values(request: pytest.FixtureRequest) -> np.ndarray:
    """A rough map of 200 samples with runs in and outside the events, at both ends too."""
    rough = np.random.default_rng(request.param).normal(size=200)
    return np.asarray(
        ndimage.uniform_filter1d(rough, 5) + np.isin(np.arange(200) // 10, [0, 2, 10, 19]) * 0.4
    )


def known() -> np.ndarray:
    """A lag of seven and eight samples in turns, until the end brings the rest."""
    counts = np.maximum(0, np.arange(1, 201) - 7 - np.arange(200) % 2)
    counts[-1] = 200
    return counts


def test_runs_are_scipys_components(values: np.ndarray) -> None:
    """Oracle: connected components of what lies above."""
    assert components(values) == list(map(tuple, runs_above(values, 0.2)))


def components(values: np.ndarray) -> list[tuple[int, int]]:
    labelled, _ = ndimage.label(values > 0.2)
    return [(part.start, part.stop) for (part,) in ndimage.find_objects(labelled)]


def test_nothing_looks_ahead(values: np.ndarray) -> None:
    """Oracle: a loop that is given the known part of the map alone says the same of every sample."""
    seen = sightings(values, 0.2, EVENTS, known())
    for now, count in enumerate(known()):
        said = said_of(values[:count], at_end=now == 199)
        for name, value in said.items():
            assert getattr(seen, name)[now] == value, (name, now)


def said_of(part: np.ndarray, *, at_end: bool) -> dict[str, int]:
    """The slow way, from the known part of a map."""
    runs = components(part) if len(part) else []
    over = [run for run in runs if run[1] < len(part) or at_end]
    past = [event for event in EVENTS if event[1] <= len(part)]
    going_on = bool(runs) and runs[-1][1] == len(part)
    state = NOTHING if not runs else GOING_ON if going_on else OVER
    return {
        "state": state,
        "first": runs[-1][0] if runs else -1,
        "last": runs[-1][1] - 1 if runs else -1,
        "num_past": len(past),
        "num_found": sum(any(shared(event, run) for run in runs) for event in past),
        "num_false": sum(not any(shared(event, run) for event in EVENTS) for run in over),
    }


def shared(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return bool(set(range(*one)) & set(range(*other)))


def test_a_map_that_shows_nothing_finds_nothing() -> None:
    """No run, no event found, none false; without events nothing is missed either."""
    flat = np.zeros(200)
    for events in (EVENTS, EVENTS[:0]):
        seen: Sightings = sightings(flat, 0.2, events, known())
        assert len(seen.runs) == 0
        assert (seen.state == NOTHING).all()
        assert seen.num_past[-1] == len(events)
        assert not seen.num_found.any()
        assert not seen.num_false.any()


@pytest.mark.parametrize("jump", [1, 2, 8])
def test_a_long_map_is_interpolated_like_a_short_one(jump: int) -> None:
    """Without the matrix the same numbers."""
    field = ReceptiveField(size=14, jump=jump, start=-6)
    cam = np.random.default_rng(jump).normal(size=(3, 40))
    np.testing.assert_allclose(
        interpolated_along(cam, field, 40 * jump), interpolated_cam(cam, field, 40 * jump), atol=1e-12
    )


def test_a_map_without_positions_has_no_value_anywhere() -> None:
    """Before a stream has filled the first receptive field there is nothing to join by lines."""
    found = interpolated_along(np.empty((3, 0)), ReceptiveField(size=14, jump=2, start=-6), 20)
    assert found.shape == (3, 20)
    assert np.isnan(found).all()


@pytest.mark.parametrize("shape", [NetworkConfig(widths=(4, 8, 8, 16)), NetworkConfig("resnet18")])
def test_a_record_knows_what_a_stream_sample_by_sample_knows(shape: NetworkConfig) -> None:
    """Oracle: feed one sample at a time; known are the samples up to the last centre that came out."""
    model = _model(shape)
    config = StreamConfig(LongSignalConfig(SignalConfig(), num_points=400, num_events=3), chunk_size=37)
    record = record_stream(model, config)
    stream, last = Stream(model), -1.0
    for now, sample in enumerate(record.signal.x[:-1]):
        piece = stream.feed(sample[None])
        last = float(piece.centers[-1]) if len(piece) else last
        assert record.known[now] == sum(place <= last for place in range(400))
    assert record.known[-1] == 400
    assert record.interpolated_cam.shape == record.probabilities.shape == (2, 400)
    assert np.isfinite(record.interpolated_cam).all()
    some = record.probabilities[:, np.isfinite(record.probabilities[0])]
    np.testing.assert_allclose(some.sum(axis=0), 1, atol=1e-6)
    assert record.samples_per_second > 0


def test_a_chunk_size_has_bounds() -> None:
    """One sentence."""
    with pytest.raises(ValueError, match=r"`stream\.chunk_size` must be a whole number from 1 to 100000"):
        StreamConfig(chunk_size=0)
