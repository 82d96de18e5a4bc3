"""Evidence's shared numbers: asked for once, the same for everybody, whole after any interruption."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from cam_core.comparisons.all_methods import measure
from cam_core.config import ExperimentConfig
from ui import store
from ui.evidence.methods.samples import (
    CHUNK,
    MEAN,
    TWIN,
    Measurement,
    Question,
    deleted,
    measured,
    predicted_class,
)

MODEL = "talk"
FINGERPRINT = store.manifest(MODEL).fingerprint
EXPERIMENT = store.manifest(MODEL).experiment


def few(num_samples: int) -> ExperimentConfig:
    return EXPERIMENT.with_settings({"signals.num_samples": num_samples})


def test_a_question_is_answered_for_its_signal_and_class() -> None:
    """The numbers are those of the library for this very signal; another class is another answer."""
    signals = store.test_signals(EXPERIMENT.signals)
    sample = int(np.flatnonzero(signals.y > 0)[3])
    label = predicted_class(MODEL, FINGERPRINT, EXPERIMENT, sample)
    assert label == signals.y[sample]
    question = Question(MODEL, FINGERPRINT, EXPERIMENT, sample, label)
    model, one = store.model(MODEL, FINGERPRINT), signals[np.array([sample])]
    expected = measure(model, one, np.array([label]), [sample])
    found = measured(question)
    for mine, theirs in zip(found.attributions, expected.attributions, strict=True):
        np.testing.assert_array_equal(mine.map, theirs.map)
    assert measured(question) is found
    other = measured(Question(MODEL, FINGERPRINT, EXPERIMENT, sample, 0))
    assert not np.allclose(other.attributions[0].map, found.attributions[0].map)


def test_what_replaces_decides_where_deletion_ends() -> None:
    """All curves end at the twin's probability, or at that of a level line at the training mean."""
    signals = store.test_signals(EXPERIMENT.signals)
    sample = int(np.flatnonzero(signals.y > 0)[0])
    question = Question(MODEL, FINGERPRINT, EXPERIMENT, sample, 1)
    twin, mean = (deleted(question, one, scattered=False) for one in (TWIN, MEAN))
    assert twin is measured(question).deletions[0]
    assert np.ptp(twin.by_map.margin[:, -1]) < 1e-3
    assert np.ptp(mean.by_map.margin[:, -1]) < 1e-3
    assert abs(twin.by_map.margin[0, -1] - mean.by_map.margin[0, -1]) > 1e-3
    # Nothing happens to the twin, until the deletion itself makes noise of it.
    assert twin.twin.probability.max() < 0.01
    assert mean.twin.probability.max() > 0.5
    scattered = deleted(question, MEAN, scattered=True)
    assert not np.allclose(scattered.by_map.margin, mean.by_map.margin, atol=0.1)


@pytest.fixture(scope="module")
def measurement() -> Measurement:
    """Twelve test signals or so, half of them with an event."""
    return Measurement(MODEL, FINGERPRINT, few(40))


def test_sessions_that_measure_at_once_share_the_work(measurement: Measurement) -> None:
    """Each few signals are measured once, in order, whoever asks; more asking changes nothing."""
    total = len(measurement.numbers)
    assert 2 <= total < 12
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: measurement.advance(), range(6)))
    assert measurement.num_done == total
    rows = measurement.rows(total)
    assert len(rows) == total
    signals = store.test_signals(few(40).signals)[measurement.numbers]
    alone = measure(store.model(MODEL, FINGERPRINT), signals, signals.y, measurement.numbers.tolist()).rows
    np.testing.assert_allclose(rows.iou, alone.iou, atol=1e-6)
    np.testing.assert_allclose(rows.random_area, alone.random_area, atol=1e-4)
    assert len(measurement.rows(1)) == min(CHUNK, total)
    assert measurement.seconds > 0
