"""What a training costs, in words: on which machine, how long still, and that it is stopping."""

from concurrent.futures import Future
from pathlib import Path

import pytest

from cam_core.config import ExperimentConfig
from cam_core.jobs.estimate import (
    HALF_LEARNED,
    estimated_seconds,
    learn_rate,
    multiply_adds,
    passes_of_epochs,
)
from cam_core.jobs.runs import RunProgress, ask_to_stop, run_directory
from ui.lab.training import progress_words
from ui.lab.trainings import Job
from ui.language import translator
from ui.outlook import duration, outlook

TALK = ExperimentConfig()
STARTING = RunProgress("starting", 0, 10, 0, 1, None, 0.0)
HALFWAY = RunProgress("training", 6, 10, 0, 50, 0.1, 60.0)
SAVING = RunProgress("saving", 10, 10, 1, 1, 0.1, 120.0)


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine that has trained nothing yet."""
    monkeypatch.setenv("CAM_SCOPE_DATA", str(tmp_path / "data"))


@pytest.mark.parametrize(
    ("language", "usual", "here"),
    [
        ("en", "roughly {} on a usual laptop", "about {} on this machine"),
        ("ko", "보통 노트북에서 대략 {}", "이 컴퓨터에서 약 {}"),
    ],
)
def test_this_machine_is_named_once_it_has_trained(language: str, usual: str, here: str) -> None:
    """Until its own trainings count for more than the assumption, the sentence says whose rate it is."""
    t, config = translator(language), TALK.with_settings({"signals.num_samples": 20_000})
    assert usual.format(duration(t, estimated_seconds(config))) in outlook(t, config)
    epoch = multiply_adds(config, passes_of_epochs(config, 1))
    assert epoch < HALF_LEARNED < 2 * epoch
    for words in (usual, here):  # the second epoch tips the scales
        learn_rate(config, 1, epoch / 3e9)
        assert words.format(duration(t, estimated_seconds(config))) in outlook(t, config)


@pytest.mark.parametrize(("language", "words"), [("en", "Stopping"), ("ko", "멈추는 중")])
@pytest.mark.parametrize("progress", [None, STARTING, HALFWAY])
def test_a_training_that_was_told_to_stop_says_so(
    progress: RunProgress | None, language: str, words: str
) -> None:
    """From the moment somebody asks, in every phase before it saves, and no time to go is named."""
    t, job = translator(language), Job(TALK, "talk", Future())
    assert words not in progress_words(t, job, progress)
    ask_to_stop(run_directory(job.identity))
    assert words in progress_words(t, job, progress)
    assert not any(letter.isdigit() for letter in progress_words(t, job, progress))
    assert words not in progress_words(t, job, SAVING)


def test_saving_says_how_long_it_takes() -> None:
    """At the pace of the epochs: 22,400 signals trained on and 9,606 forward in each, now 13,604 forward."""
    words = progress_words(translator("en"), Job(TALK, "talk", Future()), SAVING)
    steps = 9 * (22400 + 9606 / 3) + 22400
    assert f"about {round(120 * 13604 / 3 / steps)} s" in words
