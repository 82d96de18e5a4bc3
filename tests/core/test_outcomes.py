"""Right for the right reason and its opposites: what each is, and that they share out every test set."""

from functools import lru_cache

import numpy as np
import pytest

from cam_core.dataset import make_dataset
from cam_core.presets import PRESETS
from cam_core.scores.evaluation import Summary
from cam_core.scores.outcomes import MEETINGS, OUTCOMES, is_possible, outcomes, scoreboard
from cam_core.signals import SignalBatch
from cam_core.storage.library import PROJECT
from cam_core.storage.manifest import read_manifest
from cam_core.storage.model_records import read_summary

MODELS = PROJECT / "models"
SHIPPED = (*(preset.name for preset in PRESETS), "untrained")


@lru_cache(maxsize=2)
def predictions(name: str) -> tuple[Summary, SignalBatch, np.ndarray]:
    """What a shipped model says of its test signals, those signals, its thresholds."""
    manifest = read_manifest(MODELS / name)
    signals = make_dataset(manifest.experiment.signals).test
    return read_summary(MODELS / name), signals, manifest.calibration.thresholds


def by_hand(
    logits: list[float],
    peak: list[float],
    places: list[int],
    found: list[tuple[int, int]],
    y: int,
    truth: tuple[int, int],
    thresholds: np.ndarray,
    meeting: str,
) -> str:
    """The definitions once more, for one signal, as a person would read them."""
    named = max(range(len(logits)), key=lambda label: logits[label])
    events = range(1, len(logits))
    if y == 0:
        if named != 0:
            return "wrong"
        read = max(events, key=lambda label: peak[label] - thresholds[label])
        return "wrong_reason" if peak[read] > thresholds[read] else "right_reason"
    if named == 0:
        return "missed"
    if named != y:
        return "wrong"
    inside, covered = set(range(*truth)), set(range(*found[y])) if found[y][0] >= 0 else set()
    overlap = len(inside & covered) / max(1, len(inside | covered))
    there = places[y] in inside if meeting == "pointing" else overlap >= 0.5
    return "right_reason" if there and peak[y] > thresholds[y] else "wrong_reason"


@pytest.mark.parametrize("meeting", MEETINGS)
@pytest.mark.parametrize("name", SHIPPED)
def test_the_outcomes_share_out_the_test_set_of_every_model(name: str, meeting: str) -> None:
    """Every signal has the one outcome that the definitions give, and no impossible cell is filled."""
    summary, signals, thresholds = predictions(name)
    found = outcomes(summary, signals.y, signals.event_interval, thresholds, meeting)
    num_classes = summary.logits.shape[1]
    counts = scoreboard(found, signals.y, num_classes)
    assert counts.sum() == len(signals)
    assert counts.sum(axis=1).tolist() == np.bincount(signals.y, minlength=num_classes).tolist()
    right = counts[:, :2].sum()
    assert right == (summary.predicted_class == signals.y).sum()
    for label in range(num_classes):
        for outcome in range(len(OUTCOMES)):
            assert is_possible(label, outcome, num_classes) or counts[label, outcome] == 0
    for row in range(0, len(signals), 13):
        expected = by_hand(
            summary.logits[row].tolist(),
            summary.peak[row].tolist(),
            summary.peak_position[row].tolist(),
            [tuple(pair) for pair in summary.localized_interval[row].tolist()],
            int(signals.y[row]),
            tuple(signals.event_interval[row].tolist()),
            thresholds,
            meeting,
        )
        assert OUTCOMES[found[row]] == expected, f"signal {row}"


def test_each_outcome_of_three_classes() -> None:
    """Known answers, one signal for each way to be right or wrong; class 2 has the higher threshold."""
    names_event, names_other, names_sine = [0, 2, 1], [0, 1, 2], [2, 0, 0]
    cases = [
        # logits, peaks, place of the peak in the event's map, label, expected
        (names_event, [0, 5, 0], 15, 1, "right_reason"),
        (names_event, [0, 5, 0], 40, 1, "wrong_reason"),  # misses the event
        (names_event, [0, 1, 9], 15, 1, "wrong_reason"),  # stays below its own threshold, 1 included
        (names_other, [0, 5, 9], 15, 1, "wrong"),
        (names_sine, [9, 5, 9], 15, 1, "missed"),
        (names_sine, [9, 0, 0], 15, 0, "right_reason"),
        (names_sine, [9, 0, 2], 15, 0, "right_reason"),
        (names_sine, [9, 3, 2], 15, 0, "wrong_reason"),
        (names_event, [0, 0, 0], 15, 0, "wrong"),
    ]
    logits, peak, place, y, expected = zip(*cases, strict=True)
    summary = Summary(
        logits=np.array(logits, np.float32),
        peak=np.array(peak, np.float32),
        peak_position=np.tile(np.array(place)[:, None], (1, 3)),
        localized_interval=np.tile([10, 30], (len(cases), 3, 1)),
    )
    truth = np.where((np.array(y) > 0)[:, None], [10, 30], -1)
    found = outcomes(summary, np.array(y), truth, np.array([np.inf, 1, 2]))
    assert [OUTCOMES[one] for one in found] == list(expected)


def test_overlap_and_pointing_are_told_apart() -> None:
    """A maximum inside a far too wide interval points and does not overlap; one just outside, the reverse."""
    summary = Summary(
        logits=np.array([[0, 1], [0, 1]], np.float32),
        peak=np.full((2, 2), 5, np.float32),
        peak_position=np.array([[0, 15], [0, 31]]),
        localized_interval=np.array([[[0, 100], [0, 100]], [[10, 32], [10, 32]]]),
    )
    y, truth, thresholds = np.array([1, 1]), np.array([[10, 30], [10, 30]]), np.array([np.inf, 1.0])
    assert outcomes(summary, y, truth, thresholds, "pointing").tolist() == [0, 1]
    assert outcomes(summary, y, truth, thresholds, "overlap").tolist() == [1, 0]


def test_another_meeting_is_refused() -> None:
    """The sentence names what there is."""
    summary, signals, thresholds = predictions("talk")
    with pytest.raises(ValueError, match=r"`meets` must be one of 'pointing', 'overlap', got 'nearby'"):
        outcomes(summary, signals.y, signals.event_interval, thresholds, "nearby")


def test_the_default_is_right_for_the_right_reason() -> None:
    """The product's first claim in numbers: 99 % of each class, by pointing."""
    summary, signals, thresholds = predictions("talk")
    found = outcomes(summary, signals.y, signals.event_interval, thresholds)
    counts = scoreboard(found, signals.y, 2)
    assert (counts[:, 0] >= 0.98 * counts.sum(axis=1)).all()
