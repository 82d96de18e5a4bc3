"""One training in a process of its own: what the worker process runs, without the dashboard.

It leaves a running account in a run folder (`cam_core.jobs.runs`) and, at the end, one new model in the
library. Nothing of it is visible in the library before it is complete.
"""

import multiprocessing
import os
import shutil
import threading
from contextlib import suppress
from pathlib import Path

import numpy as np
import torch

from cam_core.config import ExperimentConfig
from cam_core.dataset import make_dataset
from cam_core.jobs.estimate import learn_rate
from cam_core.jobs.runs import (
    RunFrames,
    RunProgress,
    asked_to_stop,
    run_directory,
    write_frames,
    write_progress,
)
from cam_core.pipeline import Frame, train
from cam_core.results import EpochRecord
from cam_core.storage.library import free_slug, own_models_directory
from cam_core.storage.manifest import Manifest
from cam_core.training import Progress
from cam_core.watched import pinned_signals

NUM_THREADS = 1
"""One thread: the same experiment then gives the same weights bit for bit on every machine, and the
cores that are left answer the other people's pages. Two threads on a busy two-core machine made the
training itself slower, not faster."""

MAX_FRAMES = 96
"""Beyond this every second frame is dropped: a picture has no more rows than that."""


def run_training(config: ExperimentConfig, title: str, attempt: int = 1) -> str:
    """Train `config` as a background process and return the new model's slug.

    attempt: which run folder of the experiment is this training's, see `run_directory`.

    Raises `OSError` when the disk refuses and `ValueError` when the experiment cannot be trained.
    Ends at once, without a trace in the library, when the process that started it is gone.
    """
    _become_worker()
    account = _Account(config, run_directory(config.identity, attempt))
    staging = own_models_directory() / f".{config.identity}.run"
    shutil.rmtree(staging, ignore_errors=True)
    try:
        manifest = train(config, staging, title, account.on_progress, account.on_frame)
        return _publish(staging, config, manifest)
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _become_worker() -> None:
    """Step back behind the server and end with it; nothing of this when called in the server itself."""
    torch.set_num_threads(NUM_THREADS)
    parent = multiprocessing.parent_process()
    if parent is None:
        return
    if hasattr(os, "nice"):
        os.nice(10)
    threading.Thread(target=_wait_and_end, args=(parent,), daemon=True).start()


def _wait_and_end(parent: multiprocessing.process.BaseProcess) -> None:
    parent.join()
    # Not sys.exit: that would end this thread alone and leave the training running for nobody.
    os._exit(1)


def _publish(staging: Path, config: ExperimentConfig, manifest: Manifest) -> str:
    """Give the finished model its name: the experiment's identity, so that it is trained once.

    One that was stopped early says so in its name and leaves the identity to the whole training.
    """
    complete = manifest.epochs_trained == config.training.epochs
    wanted = config.identity if complete else f"{config.identity}-{manifest.epochs_trained}"
    slug = free_slug(wanted)
    staging.rename(own_models_directory() / slug)
    _learn(config, manifest)
    return slug


def _learn(config: ExperimentConfig, manifest: Manifest) -> None:
    if manifest.epochs_trained:
        # An estimate that cannot be kept is a worse estimate, no reason to fail a training that is done.
        with suppress(OSError):
            learn_rate(config, manifest.epochs_trained, manifest.seconds)


class _Account:
    """Keeps the run folder up to date; its methods are the training's callbacks."""

    def __init__(self, config: ExperimentConfig, directory: Path) -> None:
        self.config, self.directory = config, directory
        self.history: list[EpochRecord] = []
        self.frames: list[tuple[int, np.ndarray]] = []
        self.keep_every = 1
        test = make_dataset(config.signals).test
        self.index = pinned_signals(test)
        self.pinned = test[self.index]
        self.shown = np.maximum(self.pinned.y, 1)  # a plain sine shows the first event's map
        self.field = config.network.spec.map_field
        directory.mkdir(parents=True, exist_ok=True)
        self.write("starting", 0, 0, 1, None, 0.0)

    def on_progress(self, progress: Progress) -> bool:
        going_on = not asked_to_stop(self.directory)
        self.write(
            "training" if going_on else "saving",
            progress.epoch,
            progress.batch,
            progress.num_batches,
            progress.train_loss,
            progress.seconds,
        )
        return going_on

    def on_frame(self, frame: Frame) -> bool:
        if frame.record is not None:
            self.history.append(frame.record)
        self.keep(frame)
        epoch = len(self.history)
        going_on = not asked_to_stop(self.directory)
        ends = not going_on or epoch == self.config.training.epochs
        last = self.history[-1] if self.history else None
        loss, seconds = (last.train_loss, last.seconds) if last else (None, 0.0)
        self.write("saving" if ends else "training", epoch, min(epoch, 1), 1, loss, seconds)
        return going_on

    def keep(self, frame: Frame) -> None:
        epoch = len(self.history)
        if epoch % self.keep_every == 0:
            self.frames.append((epoch, frame.cam[np.arange(len(self.shown)), self.shown]))
        if len(self.frames) > MAX_FRAMES:
            self.frames, self.keep_every = self.frames[::2], self.keep_every * 2
        epochs, maps = zip(*self.frames, strict=True)
        centers = self.field.centers(2)
        write_frames(
            self.directory,
            RunFrames(
                x=self.pinned.x[:, 0],
                y=self.pinned.y,
                event_interval=self.pinned.event_interval,
                index=self.index,
                epoch=np.array(epochs),
                cam=np.stack(maps),
                start=float(centers[0]),
                jump=float(centers[1] - centers[0]),
            ),
        )

    def write(
        self,
        phase: str,
        epoch: int,
        batch: int,
        num_batches: int,
        train_loss: float | None,
        seconds: float,
    ) -> None:
        num_epochs, history = self.config.training.epochs, tuple(self.history)
        progress = RunProgress(phase, epoch, num_epochs, batch, num_batches, train_loss, seconds, history)
        write_progress(self.directory, progress)
