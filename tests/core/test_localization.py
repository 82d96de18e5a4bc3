"""Intervals and their scores against brute force."""

import math

import numpy as np
import pytest
from scipy import ndimage

from cam_core.localization import (
    edge_error,
    intersection_over_union,
    localization_scores,
    localized_interval,
    localized_intervals,
    no_model_baseline,
    pointing_hit,
)

NONE = (-1, -1)


def _brute_interval(values: np.ndarray, threshold: float) -> tuple[int, int]:
    if values.max() <= 0:
        return NONE
    labels, count = ndimage.label(values > threshold * values.max())
    runs = []
    for label in range(1, count + 1):
        (where,) = np.nonzero(labels == label)
        runs.append((len(where), values[where].max(), -where[0], where[0], where[-1] + 1))
    _, _, _, start, end = max(runs)
    return int(start), int(end)


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("threshold", [0.0, 0.2, 0.5, 0.95])
def test_interval_equals_scipys_components(seed: int, threshold: float) -> None:
    """400 random maps each, smooth and ragged, many with ties between runs and between values."""
    rng = np.random.default_rng(seed)
    for round_to in (0, 1, 6):
        maps = rng.standard_normal((130, 60)).cumsum(axis=1) * rng.choice([0.1, 1.0])
        maps = np.round(maps, round_to)
        expected = [_brute_interval(values, threshold) for values in maps]
        assert localized_intervals(maps, threshold).tolist() == [list(pair) for pair in expected]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([0, 0, 1, 1, 0], (2, 4)),
        ([5, 0, 1, 1, 1, 0], (0, 1)),
        ([5, 0, 1.1, 1.1, 1.2, 0], (2, 5)),
        ([1, 0, 2, 0, 2], (2, 3)),
        ([1, 1, 1], (0, 3)),
        ([0, 0, 3], (2, 3)),
        ([-1, -2, -0.5], NONE),
        ([0, 0, 0], NONE),
        ([-9, 1e-9, -9], (1, 2)),
        ([0.2, 1.0], (1, 2)),
    ],
)
def test_hand_made_maps(values: list[float], expected: tuple[int, int]) -> None:
    """Known answers: the longest run, not the highest; ties go to the peak, then to the first."""
    assert localized_interval(np.array(values, float)) == expected


def test_a_positive_factor_moves_no_interval() -> None:
    """The rule is relative: interval(k * map) = interval(map)."""
    maps = np.random.default_rng(3).standard_normal((200, 50)).cumsum(axis=1)
    np.testing.assert_array_equal(localized_intervals(maps), localized_intervals(4.0 * maps))


def test_shape_is_kept() -> None:
    """(N, classes, time) gives (N, classes, 2), each map for itself."""
    maps = np.random.default_rng(4).standard_normal((3, 2, 40))
    found = localized_intervals(maps)
    assert found.shape == (3, 2, 2)
    assert tuple(found[2, 1]) == localized_interval(maps[2, 1])


def _members(interval: np.ndarray) -> set[int]:
    return set(range(interval[0], interval[1])) if interval[0] >= 0 else set()


def test_iou_equals_counting_with_sets() -> None:
    """Two thousand pairs, none and empty overlaps among them."""
    rng = np.random.default_rng(5)
    starts, lengths = rng.integers(0, 40, (2000, 2)), rng.integers(1, 20, (2000, 2))
    pairs = np.stack([starts, starts + lengths], axis=-1)
    pairs[rng.random((2000, 2)) < 0.1] = NONE
    scores = intersection_over_union(pairs[:, 0], pairs[:, 1])
    for (found, truth), score in zip(pairs, scores, strict=True):
        a, b = _members(found), _members(truth)
        assert score == pytest.approx(len(a & b) / len(a | b) if a and b else 0.0, abs=1e-12)


def test_pointing_is_membership_of_the_peak() -> None:
    """Start counts as inside, end as outside, a clean signal is never hit."""
    maps = np.zeros((5, 30))
    maps[[0, 1, 2, 3, 4], [9, 10, 19, 20, 0]] = 1
    truth = np.array([[10, 20]] * 4 + [[-1, -1]])
    assert pointing_hit(maps, truth).tolist() == [False, True, True, False, False]


def test_edge_error_is_the_mean_of_both_ends() -> None:
    """Known answers; NaN where an interval is missing, so that no mean hides it."""
    found = np.array([[10, 30], [12, 30], [5, 36], NONE, [0, 3]])
    truth = np.array([[10, 30], [10, 30], [10, 30], [10, 30], NONE])
    error = edge_error(found, truth)
    assert error[:3].tolist() == [0.0, 1.0, 5.5]
    assert [math.isnan(value) for value in error] == [False, False, False, True, True]


def test_baseline_is_the_bend_of_the_signal() -> None:
    """|x[t-1] - 2 x[t] + x[t+1]| by a loop; borders repeat their neighbour; a ramp has none."""
    x = np.random.default_rng(6).standard_normal((4, 1, 25))
    bends = no_model_baseline(x)
    for n in range(4):
        for t in range(25):
            s = min(max(t, 1), 23)
            expected = abs(x[n, 0, s - 1] - 2 * x[n, 0, s] + x[n, 0, s + 1])
            assert bends[n, t] == pytest.approx(expected, abs=1e-12)
    ramp = np.arange(25.0)[None, None]
    np.testing.assert_array_equal(no_model_baseline(ramp), np.zeros((1, 25)))


def test_scores_are_those_of_the_parts() -> None:
    """One call scores a batch as its parts do one by one, and says NaN where there is nothing to find."""
    rng = np.random.default_rng(5)
    maps = rng.normal(size=(30, 40))
    found = localized_intervals(maps)
    starts = rng.integers(0, 30, 30)
    truth = np.where((np.arange(30) % 3 == 0)[:, None], -1, np.stack([starts, starts + 8], axis=1))
    scores = localization_scores(maps, found, truth)
    for row in range(30):
        if truth[row, 0] < 0:
            assert np.isnan(scores.iou[row])
            assert not scores.pointing_hit[row]
            assert np.isnan(scores.edge_error[row])
            continue
        inside, outside = set(range(*found[row])), set(range(*truth[row]))
        assert scores.iou[row] == len(inside & outside) / len(inside | outside)
        assert scores.pointing_hit[row] == (int(maps[row].argmax()) in outside)
        ends = np.abs(found[row] - truth[row])
        assert scores.edge_error[row] == ends.sum() / 2
