"""Where a map's positions lie on the signal, and how many an event holds."""

import pytest

from cam_core.config import NetworkConfig
from cam_core.maps.sight import Sight, sight


def seen(stride: int, num_points: int, backbone: str = "resnet18") -> Sight:
    last = NetworkConfig(backbone, deep_stride=stride).spec.rows(num_points)[-1]
    return sight(last.field, last.num_positions, num_points)


@pytest.mark.parametrize("num_points", [32, 100, 101])
@pytest.mark.parametrize("stride", [4, 8, 16, 32])
@pytest.mark.parametrize("length", [1, 7, 20, 32])
def test_an_event_holds_what_counting_gives(stride: int, num_points: int, length: int) -> None:
    """Oracle: every place of the event, sample by sample, each position at its nearest sample or half."""
    found = seen(stride, num_points)
    counts = [
        sum(1 for center in found.centers if start <= center <= start + length - 1)
        for start in range(num_points - length + 1)
    ]
    assert found.held(length) == (min(counts), max(counts))


def test_a_burst_of_the_talk_may_miss_every_position_of_a_coarse_map() -> None:
    """20 samples against positions 32 apart hold none or one; at 8 samples they hold two or three."""
    assert seen(32, 100).held(20) == (0, 1)
    assert seen(8, 100).held(20) == (2, 3)


def test_the_middle_sees_its_receptive_field() -> None:
    """The talk's network sees 14 samples about the centre; ResNet-18 at 8 samples sees everything."""
    talks = seen(8, 100, "talk")
    assert talks.span == (44, 58)
    assert talks.centers[talks.middle] == 50.5
    assert not talks.sees_all
    assert seen(8, 100).sees_all


@pytest.mark.parametrize("length", [0, 101])
def test_an_event_that_does_not_fit_is_refused(length: int) -> None:
    """Nothing lies within no samples, or within more than there are."""
    with pytest.raises(ValueError, match="`length` must be from 1 to 100"):
        seen(8, 100).held(length)
