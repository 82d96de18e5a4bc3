"""Every way of asking together: what is measured on many signals is what each gives alone."""

import dataclasses

import numpy as np
import pytest

from cam_core.comparisons.all_methods import COMPARED, Measured, delete, measure
from cam_core.comparisons.faithfulness import NUM_RANDOM, area
from cam_core.comparisons.methods import Rows, joined
from cam_core.pipeline import explain
from cam_core.scores.evaluation import chance_iou
from cam_core.signals import SignalBatch, generate_signals
from cam_core.storage.checkpoint import Model


@pytest.fixture(scope="module")
def signals(tiny_model: Model) -> SignalBatch:
    """Six signals, clean ones among them."""
    batch = generate_signals(tiny_model.manifest.experiment.signals)[:6]
    assert 0 < (batch.y > 0).sum() < 6
    return batch


@pytest.fixture(scope="module")
def measured(tiny_model: Model, signals: SignalBatch) -> Measured:
    return measure(tiny_model, signals, signals.y, list(range(6)))


def test_the_clean_twin_is_where_deletion_ends(
    tiny_model: Model, signals: SignalBatch, measured: Measured
) -> None:
    """The first point of every curve is the signal's own probability, the last one its twin's."""
    ends = [explain(tiny_model, x, keep_layers=False).probabilities for x in (signals.x, signals.x_clean)]
    for place, found in enumerate(measured.deletions):
        for curves in (found.by_map, found.random):
            label = signals.y[place]
            np.testing.assert_allclose(curves.probability[:, 0], ends[0][place, label], atol=1e-5)
            np.testing.assert_allclose(curves.probability[:, -1], ends[1][place, label], atol=1e-5)


def test_a_clean_signal_is_its_own_twin(signals: SignalBatch, measured: Measured) -> None:
    """All curves are level, and nothing is known of an interval."""
    for place in np.flatnonzero(signals.y == 0):
        found = measured.deletions[place]
        np.testing.assert_allclose(found.by_map.margin, found.by_map.margin[0, 0], atol=1e-5)
        assert np.isnan(measured.rows.iou[:, place]).all()
        assert np.isnan(measured.rows.inside[:, place]).all()
        assert np.isnan(measured.rows.chance_iou[place])


def test_the_twin_gains_nothing_from_its_own_samples(measured: Measured) -> None:
    """The control is level where the twin replaces: whatever it gains elsewhere is the deletion's work."""
    for found in measured.deletions:
        np.testing.assert_allclose(found.twin.probability, found.twin.probability[0, 0], atol=1e-5)


def test_cam_and_gradient_cam_delete_alike(measured: Measured) -> None:
    """Two maps that differ by a factor order the blocks the same way."""
    np.testing.assert_allclose(measured.rows.deletion_area[0], measured.rows.deletion_area[1], atol=1e-6)


def test_rows_are_what_maps_and_curves_give(signals: SignalBatch, measured: Measured) -> None:
    """Every number of the comparison again, from its own source."""
    rows = measured.rows
    assert rows.names == COMPARED
    for number, one in enumerate(measured.attributions):
        np.testing.assert_array_equal(rows.iou[number], one.scores.iou)
        np.testing.assert_array_equal(rows.pointing_hit[number], one.scores.pointing_hit)
        np.testing.assert_array_equal(rows.inside[number], one.inside)
        assert rows.seconds[number] == one.seconds
    for place, found in enumerate(measured.deletions):
        share = found.by_map.share
        assert len(found.by_map.margin) == len(COMPARED)
        assert len(found.random.margin) == NUM_RANDOM
        np.testing.assert_allclose(rows.deletion_area[:, place], area(share, found.by_map.probability))
        np.testing.assert_allclose(rows.margin_area[:, place], area(share, found.by_map.margin))
        assert rows.random_area[place] == pytest.approx(area(share, found.random.probability).mean())
        assert rows.random_margin_area[place] == pytest.approx(area(share, found.random.margin).mean())
    eventful = signals.y > 0
    np.testing.assert_allclose(rows.chance_share[eventful], 0.2)
    expected = [chance_iou(one[None], 100) for one in signals.event_interval[eventful]]
    np.testing.assert_allclose(rows.chance_iou[eventful], expected)


def test_signals_measured_in_parts_are_as_those_measured_together(
    tiny_model: Model, signals: SignalBatch, measured: Measured
) -> None:
    """Two groups joined give the rows of one, seconds apart: those add up."""
    parts = [
        measure(tiny_model, signals[part], signals.y[part], list(range(6))[part]).rows
        for part in (slice(0, 4), slice(4, 6))
    ]
    together = joined(parts)
    assert len(together) == len(measured.rows) == 6
    for field in dataclasses.fields(Rows):
        if field.name not in ("names", "seconds"):
            whole = getattr(measured.rows, field.name)
            np.testing.assert_allclose(getattr(together, field.name), whole, atol=2e-3, err_msg=field.name)
    np.testing.assert_allclose(together.seconds, parts[0].seconds + parts[1].seconds)


def test_single_samples_go_by_rank(tiny_model: Model, signals: SignalBatch) -> None:
    """Scattered deletion of a hand-made map takes what the map says, one sample here, one there."""
    place = int(np.flatnonzero(signals.y > 0)[0])
    x, twin = signals.x[place, 0], signals.x_clean[place, 0]
    comb = np.where(np.arange(100) % 2 == 0, 1.0, 0.0)
    found = delete(tiny_model, x, twin, {"comb": comb}, 1, 0, twin=twin, scattered=True)
    halfway = explain(tiny_model, np.where(comb > 0, twin, x)[None, None].astype(np.float32))
    assert found.by_map.probability[0, 10] == pytest.approx(halfway.probabilities[0, 1], abs=1e-5)
