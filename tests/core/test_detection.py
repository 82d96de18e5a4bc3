"""False alarms against detections: monotone, through the calibrated point, with an area that can be read."""

import numpy as np
import pytest

from cam_core.dataset import make_dataset
from cam_core.presets import PRESETS
from cam_core.scores.detection import detection_curve, prominence
from cam_core.storage.library import PROJECT
from cam_core.storage.manifest import read_manifest
from cam_core.storage.model_records import read_summary

MODELS = PROJECT / "models"
SHIPPED = (*(preset.name for preset in PRESETS), "untrained")


@pytest.mark.parametrize("name", SHIPPED)
def test_the_curve_of_every_model_is_monotone_and_passes_through_its_calibrated_point(name: str) -> None:
    """Rates at a move of 0 are those of the stored thresholds, counted anew; both ends are 0 and 1."""
    manifest, peak = read_manifest(MODELS / name), read_summary(MODELS / name).peak
    y = make_dataset(manifest.experiment.signals).test.y
    curve = detection_curve(peak, y, manifest.calibration.thresholds)
    for rate in (curve.false_alarm_rate, curve.detection_rate):
        assert (np.diff(rate) >= 0).all()
        assert (rate[0], rate[-1]) == (0.0, 1.0)
    assert (np.diff(curve.move) < 0).all()
    above = (peak > manifest.calibration.thresholds).any(axis=1)
    assert curve.move[curve.calibrated] == 0
    assert curve.false_alarm_rate[curve.calibrated] == pytest.approx(above[y == 0].mean(), abs=1e-12)
    assert curve.detection_rate[curve.calibrated] == pytest.approx(above[y > 0].mean(), abs=1e-12)


def test_the_default_detects_at_least_95_percent_at_no_more_than_5_percent_false_alarms() -> None:
    """The promise of the shipped default, at its calibrated point on its test set."""
    manifest, peak = read_manifest(MODELS / "talk"), read_summary(MODELS / "talk").peak
    y = make_dataset(manifest.experiment.signals).test.y
    curve = detection_curve(peak, y, manifest.calibration.thresholds)
    assert curve.detection_rate[curve.calibrated] >= 0.95
    assert curve.false_alarm_rate[curve.calibrated] <= 0.05
    assert curve.area > 0.999


def random_peaks(num_classes: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Peaks with ties, of maps that differ in height; labels; thresholds."""
    rng = np.random.default_rng(num_classes)
    y = rng.integers(0, num_classes, 150)
    peak = np.round(rng.standard_normal((150, num_classes)) + (y[:, None] == np.arange(num_classes)), 1)
    height = 10.0 ** np.arange(num_classes)
    return peak * height, y, np.array([np.inf, *(0.5 * height[1:])])


@pytest.mark.parametrize("num_classes", [2, 4])
def test_every_point_is_what_the_moved_thresholds_give(num_classes: int) -> None:
    """Each threshold is moved by as many spreads of its own map's clean peaks, and alarms are counted."""
    peak, y, thresholds = random_peaks(num_classes)
    curve = detection_curve(peak, y, thresholds)
    step = peak[y == 0].std(axis=0)
    for place in range(0, len(curve.move), 7):
        # A hair above, where rounding cannot decide about a signal that lies on the moved threshold.
        moved = thresholds[1:] + (curve.move[place] + 1e-9) * step[1:]
        alarm = (peak[:, 1:] > moved).any(axis=1)
        assert curve.false_alarm_rate[place] == pytest.approx(alarm[y == 0].mean())
        assert curve.detection_rate[place] == pytest.approx(alarm[y > 0].mean())


@pytest.mark.parametrize("num_classes", [2, 4])
def test_the_area_is_the_share_of_pairs_and_that_under_the_curve(num_classes: int) -> None:
    """A loop over all pairs, ties half; and the trapezoids under the drawn curve."""
    peak, y, thresholds = random_peaks(num_classes)
    curve = detection_curve(peak, y, thresholds)
    height = prominence(peak, y == 0, thresholds)
    pairs = [(a > b) + (a == b) / 2 for a in height[y > 0] for b in height[y == 0]]
    assert curve.area == pytest.approx(np.mean(pairs))
    assert curve.area == pytest.approx(np.trapezoid(curve.detection_rate, curve.false_alarm_rate))


def test_one_kind_of_event_needs_no_step() -> None:
    """With two classes the rates are those of every level of the one map, whatever a step is."""
    peak, y, thresholds = random_peaks(2)
    curve = detection_curve(peak, y, thresholds)
    for level in np.unique(peak[:, 1]):
        false_alarms, detections = ((peak[chosen, 1] > level).mean() for chosen in (y == 0, y > 0))
        point = (curve.false_alarm_rate == false_alarms) & (curve.detection_rate == detections)
        assert point.any()


def test_clean_maps_that_are_all_alike_divide_by_nothing() -> None:
    """A step is then one logit."""
    peak = np.array([[0, 1.0], [0, 1.0], [0, 3.0]])
    assert prominence(peak, np.array([True, True, False]), np.array([np.inf, 2.0])).tolist() == [-1, -1, 1]
