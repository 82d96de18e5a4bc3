"""Scale and threshold: what is asked for is what comes out."""

import numpy as np
import pytest

from cam_core.calibration import FALSE_ALARM_RATE, SCALE_QUANTILE, calibrate
from cam_core.checkpoint import Model
from cam_core.pipeline import explain_all
from cam_core.signals import calibration_signals


def _maps(seed: int = 0, lift: float = 0.0) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    y = np.arange(4000) % 2
    maps = rng.standard_normal((4000, 2, 50))
    maps[y == 1, 1, 20:30] += 3 + lift
    return maps, y


def test_false_alarm_rate_is_as_asked() -> None:
    """Of 2,000 clean signals 1 % rise above the threshold, counted by a loop; noisy ones do more often."""
    maps, y = _maps()
    calibration = calibrate(maps, y)
    alarms = [max(maps[n, 1]) > calibration.evidence_threshold for n in range(4000)]
    clean = [alarm for alarm, label in zip(alarms, y, strict=True) if label == 0]
    noisy = [alarm for alarm, label in zip(alarms, y, strict=True) if label == 1]
    assert sum(clean) / 2000 == pytest.approx(FALSE_ALARM_RATE, abs=1 / 2000)
    assert calibration.false_alarm_rate == sum(clean) / 2000
    assert calibration.detection_rate == sum(noisy) / 2000 > 0.9


def test_false_alarms_stay_rare_on_other_signals() -> None:
    """The rate carries over to clean signals the threshold has not seen."""
    threshold = calibrate(*_maps(seed=1)).evidence_threshold
    maps, y = _maps(seed=2)
    rate = (maps[y == 0, 1].max(axis=1) > threshold).mean()
    assert rate == pytest.approx(FALSE_ALARM_RATE, abs=0.008)


def test_noisy_signals_do_not_move_the_threshold() -> None:
    """Only clean signals set it."""
    strong, weak = calibrate(*_maps(lift=5)), calibrate(*_maps())
    assert strong.evidence_threshold == weak.evidence_threshold


def test_threshold_is_never_below_zero() -> None:
    """A map without a positive value is no evidence, whatever clean signals do."""
    maps, y = _maps()
    assert calibrate(maps - 100, y).evidence_threshold == 0


def test_scale_is_symmetric_and_holds_the_share_of_maps_it_states() -> None:
    """Negating all maps keeps both scales; the stated share of maps fits into them, no more."""
    maps, y = _maps()
    calibration, mirrored = calibrate(maps, y), calibrate(-maps, y)
    assert calibration.cam_scale == mirrored.cam_scale > 0
    assert calibration.margin_scale == mirrored.margin_scale > 0
    peaks = np.abs(maps).max(axis=(1, 2))
    margins = np.abs(maps[:, 1] - maps[:, 0]).max(axis=1)
    for peak, scale in ((peaks, calibration.cam_scale), (margins, calibration.margin_scale)):
        assert (peak <= scale).mean() == pytest.approx(SCALE_QUANTILE, abs=2 / 4000)


def test_maps_of_zeros_still_have_a_scale() -> None:
    """An untrained or dead network divides by no zero."""
    calibration = calibrate(np.zeros((10, 2, 5)), np.arange(10) % 2)
    assert (calibration.cam_scale, calibration.margin_scale) == (1.0, 1.0)
    assert (calibration.false_alarm_rate, calibration.detection_rate) == (0.0, 0.0)


def test_a_trained_model_stores_the_calibration_of_its_own_signals(tiny_model: Model) -> None:
    """What the checkpoint says is what its calibration signals give when explained again."""
    stored = tiny_model.manifest.calibration
    signals = calibration_signals(tiny_model.manifest.experiment.signals)
    parts = explain_all(tiny_model, signals.x)
    maps = np.concatenate([part.interpolated_cam for part in parts])
    clean = maps[signals.y == 0, 1].max(axis=1)
    if stored.evidence_threshold > 0:
        assert np.quantile(clean, 0.99) == pytest.approx(stored.evidence_threshold, abs=1e-6)
    assert (clean > stored.evidence_threshold + 1e-6).mean() <= FALSE_ALARM_RATE
    scale = np.quantile(np.abs(maps).max(axis=(1, 2)), SCALE_QUANTILE)
    assert scale == pytest.approx(stored.cam_scale, rel=1e-4)
