"""From the map of a picture to a box, and how well the box meets the truth.

A box is (left, top, right, bottom) in pixels, the first two included, the others excluded;
(-1, -1, -1, -1) stands for none.
"""

import numpy as np

from cam_core.localization import ZHOU_THRESHOLD

Box = tuple[int, int, int, int]
NO_BOX: Box = (-1, -1, -1, -1)

EVERYWHERE = 0.8
"""A box that takes this share of its picture points at nothing in particular."""


def localized_box(values: np.ndarray, threshold: float = ZHOU_THRESHOLD) -> Box:
    """Return the box around the largest part of `values` (height, width) above `threshold` of their maximum.

    Zhou et al. 2016, section 3.2. Pixels that share an edge belong to one part. Among parts of one size
    that with the larger value wins, then the first from the top. A map without a positive value has no box.
    """
    maximum = float(values.max())
    if maximum <= 0:
        return NO_BOX
    rows, firsts, ends = _runs(values > threshold * maximum)
    parts = np.array(_parts(rows, firsts, ends))
    sizes = np.bincount(parts, ends - firsts)
    peaks = np.full(len(sizes), -np.inf)
    runs = zip(rows, firsts, ends, strict=True)
    highest = [values[row, first:end].max() for row, first, end in runs]
    np.maximum.at(peaks, parts, highest)
    best = max(np.unique(parts).tolist(), key=lambda part: (sizes[part], peaks[part], -part))
    own = parts == best
    return int(firsts[own].min()), int(rows[own].min()), int(ends[own].max()), int(rows[own].max()) + 1


def _runs(mask: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return row, first column and end of every unbroken run of `mask`, from the top left on."""
    padded = np.pad(mask, ((0, 0), (1, 1)))
    rows, edges = np.nonzero(padded[:, 1:] != padded[:, :-1])
    return rows[::2], edges[::2], edges[1::2]


def _parts(rows: np.ndarray, firsts: np.ndarray, ends: np.ndarray) -> list[int]:
    """Return for each run the first run of the connected part that it belongs to."""
    parents = list(range(len(rows)))

    def first_of(run: int) -> int:
        while parents[run] != run:
            parents[run] = parents[parents[run]]
            run = parents[run]
        return run

    above = 0
    for run in range(len(rows)):
        while (rows[above], ends[above]) <= (rows[run] - 1, firsts[run]):
            above += 1
        touching = above
        while rows[touching] < rows[run] and firsts[touching] < ends[run]:
            one, other = first_of(touching), first_of(run)
            parents[max(one, other)] = min(one, other)
            touching += 1
    return [first_of(run) for run in range(len(rows))]


def box_share(box: Box, height: int, width: int) -> float:
    """Return the share of a picture of `height` x `width` pixels that `box` takes, from 0 to 1."""
    return float(_area(np.array(box))) / (height * width)


def is_everywhere(box: Box, height: int, width: int) -> bool:
    """Return whether `box` takes so much of its picture that it points at nothing in particular."""
    return box_share(box, height, width) >= EVERYWHERE


def box_iou(found: np.ndarray, truth: np.ndarray) -> np.ndarray:
    """Return the overlap of boxes, (..., 4) each, between 0 and 1, shape (...); 0 where one is none."""
    sides = np.minimum(found[..., 2:], truth[..., 2:]) - np.maximum(found[..., :2], truth[..., :2])
    overlap = np.maximum(sides, 0).prod(axis=-1)
    union = _area(found) + _area(truth) - overlap
    return overlap / np.maximum(union, 1)


def _area(boxes: np.ndarray) -> np.ndarray:
    return (boxes[..., 2:] - boxes[..., :2]).prod(axis=-1)
