"""Scale and threshold: what is asked for is what comes out."""

import dataclasses

import numpy as np
import pytest

from cam_core.calibration import CALIBRATION_PER_CLASS, FALSE_ALARM_RATE, SCALE_QUANTILE, calibrate
from cam_core.dataset import make_dataset
from cam_core.evidence import evidence_class, evident_interval, rises, shows_evidence
from cam_core.pipeline import explain_all
from cam_core.presets import PRESETS
from cam_core.results import Calibration
from cam_core.signals import calibration_signals
from cam_core.storage.checkpoint import Model, load
from cam_core.storage.library import PROJECT
from cam_core.storage.manifest import read_manifest
from cam_core.storage.model_records import read_summary

MODELS = PROJECT / "models"
SHIPPED = (*(preset.name for preset in PRESETS), "untrained")


def _maps(seed: int = 0, lift: float = 0.0) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    y = np.arange(4000) % 2
    maps = rng.standard_normal((4000, 2, 50))
    maps[y == 1, 1, 20:30] += 3 + lift
    return maps, y


def _calibrated(**made: float) -> Calibration:
    maps, y = _maps(**made)
    return calibrate([maps], y)


def test_false_alarm_rate_is_as_asked() -> None:
    """Of 2,000 clean signals 1 % rise above the threshold, counted by a loop; noisy ones do more often."""
    maps, y = _maps()
    calibration = calibrate([maps], y)
    (threshold,) = calibration.evidence_thresholds
    alarms = [max(maps[n, 1]) > threshold for n in range(4000)]
    clean = [alarm for alarm, label in zip(alarms, y, strict=True) if label == 0]
    noisy = [alarm for alarm, label in zip(alarms, y, strict=True) if label == 1]
    assert sum(clean) / 2000 == pytest.approx(FALSE_ALARM_RATE, abs=1 / 2000)
    assert calibration.false_alarm_rate == sum(clean) / 2000
    assert calibration.detection_rate == sum(noisy) / 2000 > 0.9


def test_false_alarms_stay_rare_on_other_signals() -> None:
    """The rate carries over to clean signals the threshold has not seen."""
    (threshold,) = _calibrated(seed=1).evidence_thresholds
    maps, y = _maps(seed=2)
    rate = (maps[y == 0, 1].max(axis=1) > threshold).mean()
    assert rate == pytest.approx(FALSE_ALARM_RATE, abs=0.008)


def test_noisy_signals_do_not_move_the_threshold() -> None:
    """Only clean signals set it."""
    strong, weak = _calibrated(lift=5), _calibrated()
    assert strong.evidence_thresholds == weak.evidence_thresholds


def test_every_event_has_a_threshold_of_its_own_and_all_share_the_false_alarms() -> None:
    """Three events with maps of very different heights: a loop counts 1 % of clean signals with any alarm,
    each map raises as many of them, and events with low maps are found as well as those with high ones."""
    rng = np.random.default_rng(3)
    y = np.arange(8000) % 4
    maps = rng.standard_normal((8000, 4, 50))
    for label in (1, 2, 3):
        maps[y == label, label, 20:30] += 3
    maps *= np.array([1, 1, 10, 100])[:, None]
    thresholds = calibrate([maps], y).evidence_thresholds
    clean = [n for n in range(8000) if y[n] == 0]
    raised = [[maps[n, label].max() > thresholds[label - 1] for label in (1, 2, 3)] for n in clean]
    assert sum(map(any, raised)) / len(clean) == pytest.approx(FALSE_ALARM_RATE, abs=1 / len(clean))
    assert np.ptp(np.sum(raised, axis=0)) <= 1
    found = [(maps[y == label, label].max(axis=1) > thresholds[label - 1]).mean() for label in (1, 2, 3)]
    assert min(found) > 0.7


def test_the_class_read_is_the_one_that_stands_out_most_from_its_own_clean_maps() -> None:
    """A named event is read; without one the event highest above its threshold, not the highest map."""
    peak = np.array([[90.0, 5, 40], [90, 5, 40], [0, 9, 10]])
    thresholds = np.array([np.inf, 1, 50])
    labels = evidence_class(np.array([0, 2, 0]), peak, thresholds)
    assert labels.tolist() == [1, 2, 1]
    assert shows_evidence(labels, peak, thresholds).tolist() == [True, False, True]


def test_a_map_is_evidence_above_its_threshold_and_not_at_it() -> None:
    """The largest value decides, wherever it is; what is no evidence has no interval."""
    values, interval = np.array([0.0, 5.0, -9.0, 1.0]), np.array([1, 2])
    for threshold, is_evidence in ((4.999, True), (5.0, False), (np.inf, False)):
        assert rises(values, threshold) is is_evidence
        found = evident_interval(values, interval, threshold).tolist()
        assert found == ([1, 2] if is_evidence else [-1, -1])
    labels, peak = np.array([0]), np.array([[5.0]])
    assert not shows_evidence(labels, peak, np.array([5.0]))[0], "a list of signals is judged as one is"


def test_threshold_is_never_below_zero() -> None:
    """A map without a positive value is no evidence, whatever clean signals do."""
    maps, y = _maps()
    assert calibrate([maps - 100], y).evidence_thresholds == (0,)


def test_scale_is_symmetric_and_holds_the_share_of_maps_it_states() -> None:
    """Negating all maps keeps both scales; the stated share of maps fits into them, no more."""
    maps, y = _maps()
    calibration, mirrored = calibrate([maps], y), calibrate([-maps], y)
    assert calibration.cam_scale == mirrored.cam_scale > 0
    assert calibration.margin_scale == mirrored.margin_scale > 0
    peaks = np.abs(maps).max(axis=(1, 2))
    margins = np.abs(maps[:, 1] - maps[:, 0]).max(axis=1)
    for peak, scale in ((peaks, calibration.cam_scale), (margins, calibration.margin_scale)):
        assert (peak <= scale).mean() == pytest.approx(SCALE_QUANTILE, abs=2 / 4000)


def test_maps_of_zeros_still_have_a_scale() -> None:
    """An untrained or dead network divides by no zero."""
    calibration = calibrate([np.zeros((10, 2, 5))], np.arange(10) % 2)
    assert (calibration.cam_scale, calibration.margin_scale) == (1.0, 1.0)
    assert (calibration.false_alarm_rate, calibration.detection_rate) == (0.0, 0.0)


def test_a_trained_model_stores_the_calibration_of_its_own_signals(tiny_model: Model) -> None:
    """What the checkpoint says is what its calibration signals give when explained again."""
    stored = tiny_model.manifest.calibration
    signals = calibration_signals(tiny_model.manifest.experiment.signals, 4000)
    parts = explain_all(tiny_model, signals.x)
    maps = np.concatenate([part.interpolated_cam for part in parts])
    clean = maps[signals.y == 0, 1].max(axis=1)
    (threshold,) = stored.evidence_thresholds
    if threshold > 0:
        assert np.quantile(clean, 0.99) == pytest.approx(threshold, abs=1e-6)
    assert (clean > threshold + 1e-6).mean() <= FALSE_ALARM_RATE
    scale = np.quantile(np.abs(maps).max(axis=(1, 2)), SCALE_QUANTILE)
    assert scale == pytest.approx(stored.cam_scale, rel=1e-4)


@pytest.mark.parametrize("name", SHIPPED)
def test_shipped_models_store_what_their_signals_give(name: str) -> None:
    """Scales, thresholds and rates, calibrated anew from the weights."""
    model = load(MODELS / name)
    config = model.manifest.experiment.signals
    signals = calibration_signals(config, CALIBRATION_PER_CLASS * config.num_classes)
    maps = np.concatenate([part.interpolated_cam for part in explain_all(model, signals.x)])
    again, stored = calibrate(np.array_split(maps, 7), signals.y), model.manifest.calibration
    for field in dataclasses.fields(again):
        assert getattr(again, field.name) == pytest.approx(getattr(stored, field.name), rel=1e-4, abs=1e-3)


def test_one_clean_signal_in_a_hundred_may_raise_an_alarm() -> None:
    """The promise itself, as a number: the other tests only compare with it."""
    assert FALSE_ALARM_RATE == 0.01


@pytest.mark.parametrize("name", SHIPPED)
def test_shipped_models_keep_the_promise_on_signals_they_were_not_calibrated_on(name: str) -> None:
    """Stored rate: 1 % of the calibration signals, or none where clean maps never rise above zero. On the
    test set: 1 % give or take what 4,800 clean signals and a threshold from a thousand can stray."""
    calibration = read_manifest(MODELS / name).calibration
    false_alarms, _ = _rates(name)
    if calibration.evidence_thresholds == (0,):
        assert calibration.false_alarm_rate <= 0.01
        assert false_alarms <= 0.02
        return
    # Eight classes share the 1 % in steps of what one rank of any of seven maps raises.
    assert calibration.false_alarm_rate == pytest.approx(0.01, abs=0.002)
    assert false_alarms == pytest.approx(0.01, abs=0.01)


def test_the_default_model_finds_bursts_with_few_false_alarms() -> None:
    """At least 95 % of the noisy test signals, at most 5 % of the clean ones; recomputed for a part."""
    false_alarms, detection = _rates("talk")
    assert detection >= 0.95
    assert false_alarms <= 0.05
    model, test = load(MODELS / "talk"), make_dataset(load(MODELS / "talk").manifest.experiment.signals).test
    parts = list(explain_all(model, test.x[:1000]))
    evidence = np.concatenate([part.evidence for part in parts])
    assert evidence[test.y[:1000] == 1].mean() >= 0.95
    assert evidence[test.y[:1000] == 0].mean() <= 0.05
    peak = np.concatenate([part.interpolated_cam[:, 1].max(axis=-1) for part in parts])
    np.testing.assert_allclose(peak, read_summary(MODELS / "talk").peak[:1000, 1], rtol=1e-3, atol=1e-3)


def _rates(name: str) -> tuple[float, float]:
    """Share of the clean and of other test signals for which some event's map rises above the threshold."""
    manifest, peak = read_manifest(MODELS / name), read_summary(MODELS / name).peak
    y = make_dataset(manifest.experiment.signals).test.y
    above = (peak > manifest.calibration.thresholds).any(axis=1)
    return float(above[y == 0].mean()), float(above[y > 0].mean())
