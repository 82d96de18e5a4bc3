"""Class activation maps and their places on the signal."""

import numpy as np
import pytest
import torch
from scipy.interpolate import interp1d
from torch.nn import functional

from cam_core.cam import (
    class_activation_map,
    corner_centers,
    corner_drift,
    interpolated_cam,
    interpolation_at,
    interpolation_matrix,
    logit_shares,
    logits_from_cam,
    margin_map,
    normalized_cam,
)
from cam_core.receptive_field import ReceptiveField

TALK = ReceptiveField(size=14, jump=2, start=-6)
HALF_PIXEL = [
    (ReceptiveField(1, 1, 0), 40, 1),
    (TALK, 50, 2),
    (ReceptiveField(6, 2, -2), 50, 2),
    (ReceptiveField(5, 3, -1), 20, 3),
    (ReceptiveField(10, 4, -3), 12, 4),
]
"""Geometries whose centres are half-pixel centres: field, positions, factor."""


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(7)


def test_cam_equals_a_loop_in_double_precision(rng: np.random.Generator) -> None:
    """The oracle sums w * A one product at a time, in Python floats."""
    maps, weight = rng.standard_normal((3, 6, 5)), rng.standard_normal((2, 6))
    oracle = np.zeros((3, 2, 5))
    for n in range(3):
        for c in range(2):
            for t in range(5):
                for k in range(6):
                    oracle[n, c, t] += float(weight[c, k]) * float(maps[n, k, t])
    np.testing.assert_allclose(class_activation_map(maps, weight), oracle, rtol=0, atol=1e-13)
    single = class_activation_map(maps.astype(np.float32), weight.astype(np.float32))
    np.testing.assert_allclose(single, oracle, rtol=0, atol=1e-5)
    assert single.dtype == np.float32


def test_cam_is_signed_and_linear(rng: np.random.Generator) -> None:
    """No ReLU, no min-max: maps of negated weights are the negated maps, doubled ones doubled."""
    maps, weight = rng.random((4, 8, 9)), rng.standard_normal((2, 8))
    cam = class_activation_map(maps, weight)
    assert cam.min() < 0 < cam.max()
    np.testing.assert_array_equal(class_activation_map(maps, -weight), -cam)
    np.testing.assert_array_equal(class_activation_map(2 * maps, weight), 2 * cam)


def test_of_equal_maxima_the_first_takes_the_whole_term() -> None:
    """With max pooling a term belongs to one position, else the shares would add up to too much."""
    maps = np.array([[[1.0, 5, 2, 5, 5], [3, 3, 3, 3, 3]]])
    shares = logit_shares(maps, np.array([[2.0, -1], [10, 0]]), "max")
    np.testing.assert_array_equal(shares, [[[-3, 10, 0, 0, 0], [0, 50, 0, 0, 0]]])


def test_conservation_and_margin_on_random_arrays(rng: np.random.Generator) -> None:
    """Bias plus mean of the map is what pooling and head give; margins likewise."""
    maps, weight, bias = rng.random((5, 7, 11)), rng.standard_normal((3, 7)), rng.random(3)
    cam = class_activation_map(maps, weight)
    logits = np.einsum("nkt,ck->nc", maps, weight) / 11 + bias
    np.testing.assert_allclose(logits_from_cam(cam, bias), logits, rtol=0, atol=1e-12)
    margin = margin_map(cam, for_class=2, against_class=0)
    expected = logits[:, 2] - logits[:, 0]
    np.testing.assert_allclose(margin.mean(axis=-1) + bias[2] - bias[0], expected, atol=1e-12)


@pytest.mark.parametrize(("field", "positions", "factor"), HALF_PIXEL)
def test_interpolation_equals_half_pixel_interpolation_of_torch(
    rng: np.random.Generator, field: ReceptiveField, positions: int, factor: int
) -> None:
    """For an integer factor ours is `align_corners=False`, and it keeps every map's mean."""
    cam = rng.standard_normal((3, 2, positions))
    ours = interpolated_cam(cam, field, positions * factor)
    torchs = functional.interpolate(
        torch.from_numpy(cam), size=positions * factor, mode="linear", align_corners=False
    )
    np.testing.assert_allclose(ours, torchs.numpy(), rtol=0, atol=1e-12)
    np.testing.assert_allclose(ours.mean(axis=-1), cam.mean(axis=-1), rtol=0, atol=1e-12)


@pytest.mark.parametrize(
    ("field", "positions", "num_points"),
    [
        (TALK, 50, 101),
        (TALK, 16, 33),
        (ReceptiveField(7, 3, 0), 10, 40),
        (ReceptiveField(4, 5, -9), 9, 30),
        (ReceptiveField(31, 2, 4), 6, 50),
    ],
)
def test_interpolation_of_any_geometry_equals_scipy(
    rng: np.random.Generator, field: ReceptiveField, positions: int, num_points: int
) -> None:
    """Straight lines between the centres, level outside, wherever the centres lie."""
    cam = rng.standard_normal((4, positions))
    centers = [field.start + field.jump * j + (field.size - 1) / 2 for j in range(positions)]
    oracle = interp1d(centers, cam, bounds_error=False, fill_value=(cam[:, 0], cam[:, -1]), axis=-1)(
        np.arange(num_points)
    )
    np.testing.assert_allclose(interpolated_cam(cam, field, num_points), oracle, atol=1e-12)


def test_a_centre_on_a_sample_keeps_its_value(rng: np.random.Generator) -> None:
    """Where a centre falls on a sample (odd jump), the interpolated map equals the native one there."""
    field = ReceptiveField(size=5, jump=3, start=-1)
    cam = rng.standard_normal((2, 20))
    centers = field.centers(20).astype(int)
    np.testing.assert_array_equal(interpolated_cam(cam, field, 60)[:, centers], cam)


def test_between_two_samples_the_lines_pass_through_the_native_value(
    rng: np.random.Generator,
) -> None:
    """Centre 2 j + 0.5 lies between samples; the lines on both sides of it, extended, meet in cam[j]."""
    cam = rng.standard_normal(50)
    smooth = interpolated_cam(cam, TALK, 100)
    for j in range(1, 49):
        left, right = 2 * j, 2 * j + 1
        from_left = smooth[left] + (smooth[left] - smooth[left - 1]) / 2
        from_right = smooth[right] - (smooth[right + 1] - smooth[right]) / 2
        np.testing.assert_allclose([from_left, from_right], cam[j], rtol=0, atol=1e-12)


def test_the_map_does_not_drift_and_the_usual_ways_do() -> None:
    """A map that holds its own centres must read off the sample index: ours to rounding, others not."""
    ramp = TALK.centers(50)
    samples = np.arange(100)
    inside = slice(1, 99)
    ours = interpolated_cam(ramp, TALK, 100)
    np.testing.assert_allclose(ours[inside], samples[inside], rtol=0, atol=1e-12)
    corners = functional.interpolate(
        torch.from_numpy(ramp)[None, None], size=100, mode="linear", align_corners=True
    )[0, 0].numpy()
    spread = np.interp(samples, np.linspace(0, 99, 50), ramp)
    for wrong in (corners, spread):
        drift = np.abs(wrong - samples)[inside].max()
        assert 0.45 < drift <= 0.5
    np.testing.assert_allclose(corners, spread, atol=1e-12)


@pytest.mark.parametrize("num_points", [100, 101, 99])
def test_native_gives_the_nearest_unit(num_points: int) -> None:
    """Steps: each sample carries exactly one unit's value, that of the nearest centre."""
    positions = num_points // 2
    matrix = interpolation_matrix(TALK, positions, num_points, kind="native")
    centers = TALK.centers(positions)
    for sample in range(num_points):
        distances = [abs(center - sample) for center in centers]
        expected = [float(j == distances.index(min(distances))) for j in range(positions)]
        assert matrix[:, sample].tolist() == expected


def test_talk_steps_are_pairs_of_samples() -> None:
    """Native display repeats each of the 50 values twice."""
    matrix = interpolation_matrix(TALK, 50, 100, kind="native")
    np.testing.assert_array_equal(np.arange(50) @ matrix, np.repeat(np.arange(50), 2))


def test_rows_of_both_matrices_share_each_sample_out() -> None:
    """Every sample is a weighted mean of units: weights at least 0, sum 1."""
    for kind in ("linear", "native"):
        matrix = interpolation_matrix(TALK, 50, 100, kind)
        assert matrix.min() >= 0
        np.testing.assert_allclose(matrix.sum(axis=0), 1, atol=1e-12)


RIGHT_KINDS = ("native", "linear", "cubic")
ANY_GEOMETRY = [
    (TALK, 50, 100),
    (ReceptiveField(14, 1, -6), 100, 100),
    (ReceptiveField(435, 8, -217), 13, 100),
    (ReceptiveField(7, 3, 0), 10, 40),
    (TALK, 2, 5),
    (TALK, 1, 2),
]


@pytest.mark.parametrize("kind", RIGHT_KINDS)
@pytest.mark.parametrize(("field", "positions", "num_points"), ANY_GEOMETRY)
def test_every_right_kind_has_the_native_value_at_the_centres(
    rng: np.random.Generator, kind: str, field: ReceptiveField, positions: int, num_points: int
) -> None:
    """Wherever the centres lie, on samples or between them: there the curve is the map itself."""
    cam, centers = rng.standard_normal((3, positions)), field.centers(positions)
    np.testing.assert_allclose(cam @ interpolation_at(centers, centers, kind), cam, rtol=0, atol=1e-12)
    on_samples = interpolation_at(centers, np.arange(num_points), kind)
    np.testing.assert_array_equal(interpolation_matrix(field, positions, num_points, kind), on_samples)


def test_cubic_is_the_smoothest_curve_through_the_centres(rng: np.random.Generator) -> None:
    """The natural spline by its definition: a tridiagonal system for the second derivatives, solved here.

    Between centres j and j + 1, at the share u of the way, with h the jump and M the second derivatives:
    (1 - u) y_j + u y_{j+1} + h^2 / 6 (((1 - u)^3 - (1 - u)) M_j + (u^3 - u) M_{j+1}).
    """
    y, h = rng.standard_normal(50), 2.0
    system = np.diag(np.full(48, 4.0)) + np.diag(np.ones(47), 1) + np.diag(np.ones(47), -1)
    bend = np.concatenate([[0], np.linalg.solve(system, 6 / h**2 * np.diff(y, 2)), [0]])
    smooth = y @ interpolation_matrix(TALK, 50, 100, "cubic")
    for sample in range(1, 99):
        j, u = int((sample - 0.5) // 2), (sample - 0.5) % 2 / 2
        straight = (1 - u) * y[j] + u * y[j + 1]
        bent = ((1 - u) ** 3 - (1 - u)) * bend[j] + (u**3 - u) * bend[j + 1]
        assert smooth[sample] == pytest.approx(straight + h**2 / 6 * bent, abs=1e-12)
    np.testing.assert_allclose(smooth[[0, 99]], y[[0, 49]], atol=1e-12)


@pytest.mark.parametrize(("field", "positions", "factor"), HALF_PIXEL)
def test_linear_and_nearest_keep_the_mean_and_corner_aligned_does_not(
    rng: np.random.Generator, field: ReceptiveField, positions: int, factor: int
) -> None:
    """For integer jumps every position weighs the same in the mean; stretched, the outer ones weigh less."""
    for kind in ("native", "linear"):
        matrix = interpolation_matrix(field, positions, positions * factor, kind)
        np.testing.assert_allclose(matrix.mean(axis=1), 1 / positions, rtol=0, atol=1e-12)
    wrong = interpolation_matrix(field, positions, positions * factor, "corner")
    assert factor == 1 or np.ptp(wrong.mean(axis=1)) > 0.1 / positions


@pytest.mark.parametrize(("field", "positions", "num_points"), ANY_GEOMETRY[:4])
def test_corner_aligned_is_off_by_what_is_said(
    field: ReceptiveField, positions: int, num_points: int
) -> None:
    """A map that peaks at one position peaks where the drift says, and torch's own zoom agrees."""
    drift, centers = corner_drift(field, positions, num_points), field.centers(positions)
    fine = np.arange(0, num_points - 1 + 1e-9, 1e-2)
    for j in range(positions):
        stretched = interpolation_at(corner_centers(positions, num_points), fine)[j]
        assert fine[stretched.argmax()] - centers[j] == pytest.approx(drift[j], abs=6e-3)
    torchs = functional.interpolate(
        torch.eye(positions, dtype=torch.float64)[None], num_points, mode="linear", align_corners=True
    )
    np.testing.assert_allclose(
        interpolation_matrix(field, positions, num_points, "corner"), torchs[0].numpy(), rtol=0, atol=1e-12
    )


def test_the_talks_network_is_off_by_half_a_sample_at_both_ends() -> None:
    """j / 49 - 1/2: half a sample left at the first position, half a sample right at the last."""
    np.testing.assert_allclose(corner_drift(TALK, 50, 100), np.arange(50) / 49 - 0.5, atol=1e-12)


def test_ratio_is_the_map_over_its_own_peak(rng: np.random.Generator) -> None:
    """Largest absolute value 1, sign kept, a map of zeros stays zero."""
    maps = rng.standard_normal((5, 2, 100))
    maps[0, 0] = 0
    ratio = normalized_cam(maps)
    peaks = np.abs(ratio).max(axis=-1)
    assert peaks[0, 0] == 0
    np.testing.assert_allclose(np.delete(peaks.ravel(), 0), 1, atol=1e-12)
    np.testing.assert_array_equal(np.sign(ratio), np.sign(maps))
