"""The curve over thresholds: an oracle is at least the best common one, which is at least the paper's."""

from pathlib import Path

import numpy as np
import pytest
from scipy import ndimage

from cam_core.dataset import make_dataset
from cam_core.localization import edge_error, mean_iou_by_threshold
from cam_core.pipeline import explain_all
from cam_core.presets import PRESETS
from cam_core.scores.evaluation import chance_edge_error, chance_localization
from cam_core.scores.thresholds import THRESHOLDS, ZHOU, overlaps, threshold_curve
from cam_core.storage.checkpoint import load
from cam_core.storage.library import PROJECT

MODELS = PROJECT / "models"
NUM_SIGNALS = 240


def event_maps(directory: Path) -> tuple[np.ndarray, np.ndarray]:
    """Maps of the true class of some test signals with an event, their true intervals."""
    model = load(directory)
    test = make_dataset(model.manifest.experiment.signals).test
    test = test[np.flatnonzero(test.y > 0)[:NUM_SIGNALS]]
    maps = np.concatenate([part.interpolated_cam for part in explain_all(model, test.x)])
    return maps[np.arange(len(test)), test.y], test.event_interval


@pytest.mark.parametrize("name", [*(preset.name for preset in PRESETS), "untrained"])
def test_oracle_best_common_fixed_come_in_this_order_for_every_model(name: str) -> None:
    """As the definitions demand; mean IoU by the paper's rule is that of a loop over SciPy's components."""
    maps, truth = event_maps(MODELS / name)
    curve = threshold_curve([overlaps(maps, truth)])
    assert curve.oracle_mean_iou >= curve.mean_iou[curve.best] >= curve.mean_iou[ZHOU]
    assert (curve.mean_iou <= curve.mean_iou[curve.best]).all()
    assert (curve.oracle_iou_50_rate >= curve.iou_50_rate).all()
    by_loop = [loop_iou(*pair) for pair in zip(maps, truth, strict=True)]
    assert curve.mean_iou[ZHOU] == pytest.approx(np.mean(by_loop))


def loop_iou(values: np.ndarray, truth: np.ndarray) -> float:
    """IoU of the largest component above 20 % of the maximum, by SciPy and sets."""
    if values.max() <= 0:
        return 0.0
    labels, count = ndimage.label(values > 0.2 * values.max())
    runs = [np.flatnonzero(labels == label) for label in range(1, count + 1)]
    found = set(max(runs, key=lambda run: (len(run), values[run].max(), -run[0])).tolist())
    inside = set(range(*truth.tolist()))
    return len(found & inside) / len(found | inside)


def test_the_oracle_takes_each_maps_best_and_parts_make_the_whole() -> None:
    """By loops over thresholds and signals; the curve of two halves is the curve of all."""
    rng = np.random.default_rng(0)
    maps = rng.standard_normal((60, 80)).cumsum(axis=1)
    starts = rng.integers(0, 60, 60)
    truth = np.stack([starts, starts + 15], axis=1)
    iou = overlaps(maps, truth)
    curve = threshold_curve([overlaps(maps[:20], truth[:20]), overlaps(maps[20:], truth[20:])])
    assert curve.num_signals == 60
    best = [max(iou[place][n] for place in range(len(THRESHOLDS))) for n in range(60)]
    assert curve.oracle_mean_iou == pytest.approx(sum(best) / 60)
    assert curve.oracle_iou_50_rate == pytest.approx(sum(value >= 0.5 for value in best) / 60)
    for place in range(len(THRESHOLDS)):
        assert curve.iou_50_rate[place] == pytest.approx(sum(iou[place] >= 0.5) / 60)
    np.testing.assert_allclose(curve.mean_iou, mean_iou_by_threshold(maps, truth, THRESHOLDS.tolist()))


def test_chance_is_what_every_place_and_every_sample_give_on_average() -> None:
    """Sets of samples, placed one after the other; signals without an event count nowhere."""
    truth = [(0, 20), (-1, -1), (40, 60), (40, 60), (97, 100)]
    num_points, found = 100, []
    for start, end in (one for one in truth if one[0] >= 0):
        true, length = set(range(start, end)), end - start
        placed = [set(range(first, first + length)) for first in range(num_points - length + 1)]
        overlap = [len(true & one) / len(true | one) for one in placed]
        off = [(abs(min(one) - start) + abs(max(one) + 1 - end)) / 2 for one in placed]
        inside = [sample in true for sample in range(num_points)]
        found.append([np.mean(one) for one in (overlap, [iou >= 0.5 for iou in overlap], inside, off)])
    said = chance_localization(np.array(truth), num_points)
    assert said is not None
    told = [said.mean_iou, said.iou_50_rate, said.pointing_rate, said.mean_edge_error]
    assert told == pytest.approx(np.mean(found, axis=0).tolist())
    assert chance_localization(np.array([[-1, -1]]), num_points) is None


def test_the_papers_share_is_among_the_thresholds() -> None:
    """Exactly, so that the marked point is the rule of every other page; from nothing to 95 %."""
    assert THRESHOLDS[ZHOU] == 0.2
    assert (THRESHOLDS[0], THRESHOLDS[-1]) == (0.0, 0.95)


def test_chance_edges_are_off_by_the_mean_distance_of_all_places() -> None:
    """A loop over every place of an interval of the right length, for several true ones."""
    truth = np.array([[0, 20], [40, 60], [40, 60], [97, 100]])
    expected = []
    for start, end in truth.tolist():
        length = end - start
        placed = [(first, first + length) for first in range(100 - length + 1)]
        expected.append(np.mean([(abs(a - start) + abs(b - end)) / 2 for a, b in placed]))
    assert chance_edge_error(truth, 100) == pytest.approx(np.mean(expected))
    assert chance_edge_error(truth[:1], 20) == 0
    assert np.isnan(edge_error(np.array([[-1, -1]]), truth[:1])).all()
