"""Trainings in a process of their own: joined, queued, stopped, killed; nothing half-written."""

import multiprocessing
import os
import signal
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from cam_core.config import ExperimentConfig
from cam_core.jobs.estimate import RATE_FILE, Passes, multiply_adds
from cam_core.jobs.runs import (
    RunProgress,
    ask_to_stop,
    read_frames,
    read_progress,
    run_directory,
    write_progress,
)
from cam_core.jobs.trainer import run_training
from cam_core.storage.library import model_directories
from cam_core.storage.manifest import read_manifest
from cam_core.storage.model_records import read_film
from ui.lab.trainings import DONE, FAILED, QUEUED, RUNNING, STOPPED, Job, Trainings

QUICK = ExperimentConfig().with_settings(
    {"signals.num_samples": 200, "network.widths": [4, 8, 8, 16], "training.epochs": 2}
)
LONG = QUICK.with_settings({"training.epochs": 1000, "signals.num_samples": 2000})
PATIENCE = 120.0


@pytest.fixture(autouse=True)
def own_models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A library of the test's own, without shipped models."""
    monkeypatch.setenv("CAM_SCOPE_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("CAM_SCOPE_MODELS", str(tmp_path / "none"))
    return tmp_path / "data" / "models"


@pytest.fixture
def trainings() -> Iterator[Trainings]:
    """The runner; whatever it still does at the end of a test ends with it."""
    runner = Trainings()
    yield runner
    runner.close()


def wait_for(job: Job, *states: str) -> str:
    deadline = time.monotonic() + PATIENCE
    while job.state not in states and time.monotonic() < deadline:
        time.sleep(0.05)
    return job.state


def wait_for_epoch(job: Job, epoch: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        progress = job.progress
        if progress and len(progress.history) >= epoch:
            return
        time.sleep(0.05)
    raise AssertionError(f"epoch {epoch} was not reached: {job.progress}")


def workers() -> list[int]:
    return [child.pid for child in multiprocessing.active_children() if child.pid]


def test_a_training_becomes_a_model_under_its_identity(trainings: Trainings) -> None:
    """It runs elsewhere, leaves its account, and the model is whole and known by the experiment."""
    job = trainings.start(QUICK, "Quick")
    assert wait_for(job, DONE, FAILED) == DONE
    assert job.slug == QUICK.identity
    manifest = read_manifest(model_directories()[QUICK.identity])
    assert (manifest.title, manifest.experiment, manifest.epochs_trained) == ("Quick", QUICK, 2)


def test_a_start_clears_the_accounts_of_those_long_over(trainings: Trainings) -> None:
    """A server that runs for months does not collect them; the new training has its own."""
    over = run_directory("0" * 12)
    write_progress(over, RunProgress("saving", 1, 1, 1, 1, 0.5, 12.0))
    os.utime(over, times=(0, 0))
    job = trainings.start(QUICK, "Quick")
    assert not over.exists()
    assert run_directory(job.identity).exists()


def test_who_asks_for_the_same_joins_it(trainings: Trainings) -> None:
    """One experiment is one training, however many ask; another one waits its turn."""
    first = trainings.start(LONG, "first")
    assert trainings.start(LONG, "second") is first
    other = trainings.start(QUICK, "other")
    wait_for(first, RUNNING)
    assert other.state == QUEUED
    assert trainings.active() == [first, other]
    trainings.stop(QUICK.identity)
    assert wait_for(other, STOPPED) == STOPPED
    assert trainings.active() == [first]


def test_stopping_keeps_what_was_learned_and_who_asks_meanwhile_gets_the_whole(trainings: Trainings) -> None:
    """The model says how many epochs it had, under a name that leaves the identity free.

    The whole training waits for its end, with an account of its own that inherits no wish to stop.
    """
    job = trainings.start(LONG, "long")
    wait_for_epoch(job, 2)
    trainings.stop(LONG.identity)
    again = trainings.start(LONG, "again")
    assert again is not job
    assert (job.is_stopping, again.is_stopping) == (True, False)
    assert trainings.start(LONG, "once more") is again
    assert wait_for(job, DONE, FAILED) == DONE
    assert job.slug is not None
    manifest = read_manifest(model_directories()[job.slug])
    assert 2 <= manifest.epochs_trained < 1000
    assert job.slug == f"{LONG.identity}-{manifest.epochs_trained}"
    wait_for_epoch(again, 1)
    assert trainings.active() == [again]


def test_who_leaves_the_line_behind_it_leaves_the_other_alone(trainings: Trainings) -> None:
    """Neither this nor asking once more touches the account of the one that is being stopped."""
    first = trainings.start(LONG, "first")
    wait_for_epoch(first, 1)
    # As if asked for in the moment before the training looks.
    os.kill(workers()[0], signal.SIGSTOP)
    trainings.stop(LONG.identity)
    again = trainings.start(LONG, "again")
    assert trainings.active() == [first, again]
    trainings.stop(LONG.identity)
    assert again.state == STOPPED
    third = trainings.start(LONG, "third")
    assert third.directory == again.directory != first.directory
    assert first.is_stopping
    trainings.stop(LONG.identity)
    os.kill(workers()[0], signal.SIGCONT)
    assert wait_for(first, DONE, FAILED) == DONE


def test_a_killed_training_leaves_nothing_and_the_next_one_runs(
    trainings: Trainings, own_models: Path
) -> None:
    """`kill -9` of the worker is a sentence; the runner goes on with whoever waits."""
    job, waiting = trainings.start(LONG, "long"), trainings.start(QUICK, "waiting")
    wait_for_epoch(job, 1)
    for pid in workers():
        os.kill(pid, signal.SIGKILL)
    assert wait_for(job, DONE, FAILED) == FAILED
    assert job.failure == ("killed", "")
    assert wait_for(waiting, DONE, FAILED) == DONE
    assert list(model_directories()) == [QUICK.identity]
    again = trainings.start(LONG, "again")
    assert wait_for(again, RUNNING) == RUNNING
    assert not [path for path in own_models.iterdir() if path.name.startswith(f"{LONG.identity}")]


def test_a_killed_idle_worker_does_not_end_the_runner(trainings: Trainings) -> None:
    """What waits for work may be killed as well; the next training starts all the same."""
    assert wait_for(trainings.start(QUICK, "one"), DONE, FAILED) == DONE
    time.sleep(1.0)
    for pid in workers():
        os.kill(pid, signal.SIGKILL)
    time.sleep(1.0)
    other = QUICK.with_settings({"training.seed": 1})
    assert wait_for(trainings.start(other, "two"), DONE, FAILED) == DONE


def test_a_disk_that_refuses_is_a_sentence(trainings: Trainings, own_models: Path) -> None:
    """The library cannot be written: the training fails with the system's reason."""
    own_models.parent.mkdir(parents=True)
    own_models.write_text("a file where the folder should be")
    job = trainings.start(QUICK, "quick")
    assert wait_for(job, DONE, FAILED) == FAILED
    failure = job.failure
    assert failure is not None
    assert failure[0] == "disk"


def test_a_full_disk_while_saving_leaves_nothing(own_models: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The disk fills up in the middle of the model's files: no model, no hidden remains."""

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("cam_core.storage.checkpoint.write_history", full)
    with pytest.raises(OSError, match="No space left"):
        run_training(QUICK, "quick")
    assert list(own_models.iterdir()) == []


def test_a_model_is_kept_when_the_estimates_file_cannot_be_written(own_models: Path) -> None:
    """What a training teaches about time is a by-product: a folder in its place costs nobody the model."""
    (own_models.parent / RATE_FILE).mkdir(parents=True)
    assert run_training(QUICK, "quick") == QUICK.identity
    assert [path.name for path in own_models.iterdir()] == [QUICK.identity]


def test_the_account_of_a_training_is_complete() -> None:
    """Every epoch's record and the pinned signals' maps of each, as the model's own film has them."""
    slug = run_training(QUICK, "quick")
    progress, frames = (read(run_directory(QUICK.identity)) for read in (read_progress, read_frames))
    film = read_film(model_directories()[slug])
    assert progress is not None
    assert frames is not None
    assert progress.phase == "saving"
    assert [record.epoch for record in progress.history] == [1, 2]
    assert frames.epoch.tolist() == [0, 1, 2]
    assert np.array_equal(frames.cam, film.cam[:, :, 1])
    assert np.array_equal(frames.index, film.index)
    assert (frames.start, frames.jump) == (0.5, 2.0)


def test_a_stop_that_is_already_there_ends_the_training_at_once() -> None:
    """The request is a file: whoever finds it first obeys."""
    run_directory(LONG.identity).mkdir(parents=True)
    ask_to_stop(run_directory(LONG.identity))
    slug = run_training(LONG, "long")
    assert read_manifest(model_directories()[slug]).epochs_trained == 0


def test_a_long_film_is_thinned_out() -> None:
    """Two hundred epochs become fewer rows than a picture has, evenly spread."""
    config = QUICK.with_settings({"training.epochs": 200, "signals.num_samples": 20})
    run_training(config, "long")
    frames = read_frames(run_directory(config.identity))
    assert frames is not None
    assert len(frames.epoch) <= 96
    assert set(np.diff(frames.epoch).tolist()) == {4}


@pytest.mark.parametrize("text", ["", "{", "[]", '{"phase": 1}', "\x00"])
def test_a_damaged_account_reads_as_none(tmp_path: Path, text: str) -> None:
    """A page never fails over what a killed process left behind."""
    (tmp_path / "progress.json").write_text(text)
    (tmp_path / "frames.npz").write_text(text)
    assert read_progress(tmp_path) is None
    assert read_frames(tmp_path) is None


def test_progress_is_written_whole_and_read_back(tmp_path: Path) -> None:
    """What one process writes, another reads, and no temporary file stays."""
    progress = RunProgress("training", 2, 10, 5, 50, 0.5, 12.0)
    write_progress(tmp_path, progress)
    assert read_progress(tmp_path) == progress
    assert [path.name for path in tmp_path.iterdir()] == ["progress.json"]


def test_the_share_done_is_that_of_the_batches() -> None:
    """One epoch of ten is over: the bar stands at a tenth; while the model is saved it is full."""
    progress = RunProgress("training", 2, 10, 0, 50, 0.5, 12.0)
    assert progress.share_done == pytest.approx(0.1)
    assert replace(progress, phase="saving").share_done == 1


def test_multiply_adds_are_those_of_the_convolutions() -> None:
    """Counted the long way for one signal: every unit, every channel pair, every tap."""
    network = QUICK.network
    channels = (1, *network.widths)
    count = 0
    for layer, length in enumerate((100, 100, 50, 50)):
        for _unit in range(length):
            count += channels[layer] * channels[layer + 1] * network.kernel_sizes[layer]
    assert multiply_adds(QUICK, Passes(140 * 2, 0)) == count * 140 * 2
