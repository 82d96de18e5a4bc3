"""Trainings in a process of their own: one at a time, the others wait, and every session sees them.

A training is known by its experiment's identity. Who asks for one that is under way joins it; behind one that
is being stopped, which becomes part of a training only, the whole one waits in line.
"""

import errno
import multiprocessing
import shutil
import threading
import time
from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from dataclasses import dataclass
from pathlib import Path

import streamlit as st
from pebble import ProcessExpired, ProcessPool

from cam_core.config import ExperimentConfig
from cam_core.jobs.remains import sweep_remains
from cam_core.jobs.runs import RunProgress, ask_to_stop, asked_to_stop, read_progress, run_directory

RUNNING, QUEUED, DONE, STOPPED, FAILED = "running", "queued", "done", "stopped", "failed"

KEPT_JOBS = 32
"""Trainings that ended and are still remembered, for whoever comes back to look."""


@dataclass(frozen=True)
class Job:
    """One training that was asked for."""

    config: ExperimentConfig
    title: str
    future: "Future[str]"
    attempt: int = 1
    """Above 1 behind others of the same experiment that were being stopped, each with a folder of its own."""

    @property
    def identity(self) -> str:
        return self.config.identity

    @property
    def directory(self) -> Path:
        """The run folder, which names this training among all of this server."""
        return run_directory(self.identity, self.attempt)

    @property
    def state(self) -> str:
        """How it stands: running, queued, done, stopped (before it began) or failed."""
        if not self.future.done():
            return RUNNING if self.future.running() else QUEUED
        if self.future.cancelled():
            return STOPPED
        error = self.future.exception()
        if isinstance(error, CancelledError):
            return STOPPED
        return DONE if error is None else FAILED

    @property
    def is_under_way(self) -> bool:
        return self.state in (RUNNING, QUEUED)

    @property
    def slug(self) -> str | None:
        """The new model, once it is there."""
        return self.future.result() if self.state == DONE else None

    @property
    def error(self) -> BaseException | None:
        """What it failed of."""
        return self.future.exception() if self.state == FAILED else None

    @property
    def failure(self) -> tuple[str, str] | None:
        """Why it failed: which sentence (killed, full, disk, experiment), and a detail."""
        error = self.error
        if error is None:
            return None
        if isinstance(error, ProcessExpired):
            return "killed", ""
        if isinstance(error, OSError):
            full = error.errno in (errno.ENOSPC, errno.EDQUOT)
            return ("full" if full else "disk"), error.strerror or str(error)
        return "experiment", " ".join(str(error).split())

    @property
    def is_stopping(self) -> bool:
        """Whether somebody has asked it to end early."""
        return asked_to_stop(self.directory)

    @property
    def progress(self) -> RunProgress | None:
        """What the training itself last wrote down."""
        return read_progress(self.directory)


class Trainings:
    """The trainings of this server. Methods may be called by any session at any time."""

    def __init__(self) -> None:
        self._pool: ProcessPool | None = None
        self._jobs: list[Job] = []
        self._lock = threading.Lock()

    def start(self, config: ExperimentConfig, title: str) -> Job:
        """Start or queue the training of `config`, or join the one that is under way and goes to its end.

        Raises `OSError` when its folder cannot be made.
        """
        sweep_remains(time.time())
        with self._lock:
            same = [job for job in self._jobs if job.identity == config.identity and job.is_under_way]
            if same and not same[-1].is_stopping:
                return same[-1]
            attempt = same[-1].attempt + 1 if same else 1
            directory = run_directory(config.identity, attempt)
            shutil.rmtree(directory, ignore_errors=True)
            directory.mkdir(parents=True)
            job = Job(config, title, self._submit(config, title, attempt), attempt)
            self._jobs.append(job)
            self._forget(job)
            return job

    def _submit(self, config: ExperimentConfig, title: str, attempt: int) -> "Future[str]":
        # Imported here: a server that trains nothing does not wait for it.
        from cam_core.jobs.trainer import run_training

        if self._pool is None or not self._pool.active:
            self._pool = _new_pool()
        future: Future[str] = self._pool.schedule(run_training, args=(config, title, attempt))
        return future

    def _forget(self, latest: Job) -> None:
        """Forget what has ended before `latest` of the same experiment, and the oldest of all others."""
        ended = [job for job in self._jobs if not job.is_under_way]
        again = [job for job in ended if job.identity == latest.identity and job is not latest]
        gone = [*again, *[job for job in ended if job not in again][:-KEPT_JOBS]]
        self._jobs = [job for job in self._jobs if job not in gone]

    def job(self, identity: str) -> Job | None:
        """Return the latest training of the experiment `identity`, under way or ended, or None."""
        jobs = (job for job in reversed(self._jobs) if job.identity == identity)
        return next(jobs, None)

    def active(self) -> list[Job]:
        """Return the running training, if any, and those that wait, in their order."""
        with self._lock:
            jobs = list(self._jobs)
        running = [job for job in jobs if job.state == RUNNING]
        return running + [job for job in jobs if job.state == QUEUED]

    def stop(self, identity: str) -> None:
        """Take a training out of the queue, or ask a running one to end early, model kept."""
        job = self.job(identity)
        if job is None:
            return
        if job.state == QUEUED and job.future.cancel():
            return
        ask_to_stop(job.directory)

    def close(self) -> None:
        """End the running training, forget those that wait; for tests and a server that ends."""
        if self._pool is not None:
            # Pebble leaves these two without types.
            stop: Callable[[], object] = self._pool.stop
            join: Callable[[], object] = self._pool.join
            stop()
            join()


def _new_pool() -> ProcessPool:
    # Spawned, not forked: a fork would inherit the server's threads and locks half-way. A worker
    # serves one training and gives its memory back. A pool whose idle worker was killed is broken
    # for good, hence a new one.
    return ProcessPool(max_workers=1, max_tasks=1, context=multiprocessing.get_context("spawn"))


@st.cache_resource(show_spinner=False)
def trainings() -> Trainings:
    """Return this server's trainings, the same for all sessions."""
    return Trainings()
