"""From a picture's map to a box, against SciPy's connected components."""

import numpy as np
import pytest
from scipy import ndimage

from cam_core.photos.boxes import NO_BOX, Box, box_iou, box_share, is_everywhere, localized_box


def scipy_box(values: np.ndarray, threshold: float) -> Box:
    """Oracle: label the parts, take the largest, ask for its slices."""
    labels, count = ndimage.label(values > threshold * values.max())
    sizes = ndimage.sum_labels(labels > 0, labels, range(1, count + 1))
    peaks = ndimage.maximum(values, labels, range(1, count + 1))
    best = max(range(count), key=lambda part: (sizes[part], peaks[part]))
    rows, columns = ndimage.find_objects(labels)[best]
    return columns.start, rows.start, columns.stop, rows.stop


@pytest.mark.parametrize("threshold", [0.2, 0.5, 0.8])
@pytest.mark.parametrize("blur", [0.0, 1.0, 4.0])
def test_the_box_is_scipys(blur: float, threshold: float) -> None:
    """From salt and pepper to broad hills, on pictures of many shapes."""
    rng = np.random.default_rng(12)
    for _ in range(60):
        values = ndimage.gaussian_filter(rng.normal(size=rng.integers(1, 40, size=2)), blur)
        if values.max() > 0:
            assert localized_box(values, threshold) == scipy_box(values, threshold)


def test_how_much_of_the_picture_a_box_takes() -> None:
    """By hand on a picture that is wider than high: none, a quarter, just not and just everywhere, all."""
    boxes = {NO_BOX: 0.0, (0, 0, 10, 5): 0.25, (1, 0, 20, 8): 0.76, (0, 1, 16, 11): 0.8, (0, 0, 20, 10): 1.0}
    for box, share in boxes.items():
        assert box_share(box, 10, 20) == pytest.approx(share)
        assert is_everywhere(box, 10, 20) == (share >= 0.8)


def test_a_winding_part_is_one_part() -> None:
    """Arms that meet only later belong together: combs and a spiral, open to every side."""
    spiral = np.zeros((9, 9))
    spiral[0, :] = spiral[:, 8] = spiral[8, :] = spiral[2:, 0] = spiral[2, :7] = spiral[2:7, 6] = 1
    comb = np.zeros((7, 9))
    comb[:, ::2] = comb[6] = 1
    for shape in (spiral, comb, comb[::-1], comb.T, comb.T[:, ::-1]):
        assert localized_box(shape) == (0, 0, shape.shape[1], shape.shape[0])


def test_corners_do_not_connect() -> None:
    """Pixels that touch at a corner alone are two parts."""
    assert localized_box(np.eye(5)) == (0, 0, 1, 1)


def test_of_two_parts_of_one_size_the_stronger_wins() -> None:
    """Then the first from the top."""
    values = np.zeros((5, 9))
    values[1, 1:3], values[3, 5:7] = 0.6, 0.9
    assert localized_box(values) == (5, 3, 7, 4)
    values[1, 1:3] = 0.9
    assert localized_box(values) == (1, 1, 3, 2)


def test_nothing_positive_has_no_box() -> None:
    """Neither a negative map nor zeros point anywhere."""
    assert localized_box(np.zeros((4, 4))) == NO_BOX
    assert localized_box(np.full((4, 4), -2.0)) == NO_BOX


def test_the_overlap_is_that_of_the_pixels() -> None:
    """Oracle: both boxes painted and counted; none has no overlap with anything."""
    rng = np.random.default_rng(3)
    for _ in range(200):
        masks, boxes = [], []
        for _ in range(2):
            left, top = rng.integers(0, 12, size=2)
            width, height = rng.integers(1, 9, size=2)
            mask = np.zeros((20, 20), bool)
            mask[top : top + height, left : left + width] = True
            masks.append(mask)
            boxes.append([left, top, left + width, top + height])
        expected = (masks[0] & masks[1]).sum() / (masks[0] | masks[1]).sum()
        assert box_iou(*np.array(boxes)) == pytest.approx(expected)
    assert box_iou(np.array(NO_BOX), np.array([0, 0, 5, 5])) == 0
    assert box_iou(np.array([NO_BOX, NO_BOX]), np.array([NO_BOX, NO_BOX])).tolist() == [0, 0]
