"""Trainings in a process of their own: one at a time, the others wait, and every session sees them.

A training is known by its experiment's identity. Who asks for one that is under way joins it.
"""

import errno
import multiprocessing
import shutil
import threading
import time
from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from dataclasses import dataclass

import streamlit as st
from pebble import ProcessExpired, ProcessPool

from cam_core.config import ExperimentConfig
from cam_core.remains import sweep_remains
from cam_core.runs import RunProgress, ask_to_stop, asked_to_stop, read_progress, run_directory

RUNNING, QUEUED, DONE, STOPPED, FAILED = "running", "queued", "done", "stopped", "failed"

KEPT_JOBS = 32
"""Trainings that ended and are still remembered, for whoever comes back to look."""


@dataclass(frozen=True)
class Job:
    """One training that was asked for."""

    config: ExperimentConfig
    title: str
    future: "Future[str]"

    @property
    def identity(self) -> str:
        return self.config.identity

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
        return asked_to_stop(run_directory(self.identity))

    @property
    def progress(self) -> RunProgress | None:
        """What the training itself last wrote down."""
        return read_progress(run_directory(self.identity))


class Trainings:
    """The trainings of this server. Methods may be called by any session at any time."""

    def __init__(self) -> None:
        self._pool: ProcessPool | None = None
        self._jobs: dict[str, Job] = {}
        self._lock = threading.Lock()

    def start(self, config: ExperimentConfig, title: str) -> Job:
        """Start or queue the training of `config`, or join the one that is under way.

        Raises `OSError` when its folder cannot be made.
        """
        sweep_remains(time.time())
        with self._lock:
            known = self._jobs.get(config.identity)
            if known is not None and known.state in (RUNNING, QUEUED):
                return known
            directory = run_directory(config.identity)
            shutil.rmtree(directory, ignore_errors=True)
            directory.mkdir(parents=True)
            job = Job(config, title, self._submit(config, title))
            self._jobs.pop(config.identity, None)
            self._jobs[config.identity] = job
            self._forget()
            return job

    def _submit(self, config: ExperimentConfig, title: str) -> "Future[str]":
        # Imported here: a server that trains nothing does not wait for it.
        from cam_core.trainer import run_training

        if self._pool is None or not self._pool.active:
            self._pool = _new_pool()
        future: Future[str] = self._pool.schedule(run_training, args=(config, title))
        return future

    def _forget(self) -> None:
        ended = [job for job in self._jobs.values() if job.state not in (RUNNING, QUEUED)]
        for job in ended[:-KEPT_JOBS]:
            del self._jobs[job.identity]

    def job(self, identity: str) -> Job | None:
        """Return the training of the experiment `identity`, under way or ended, or None."""
        return self._jobs.get(identity)

    def active(self) -> list[Job]:
        """Return the running training, if any, and those that wait, in their order."""
        with self._lock:
            jobs = list(self._jobs.values())
        running = [job for job in jobs if job.state == RUNNING]
        return running + [job for job in jobs if job.state == QUEUED]

    def stop(self, identity: str) -> None:
        """Take a training out of the queue, or ask a running one to end early, model kept."""
        job = self._jobs.get(identity)
        if job is None:
            return
        if job.state == QUEUED and job.future.cancel():
            return
        ask_to_stop(run_directory(identity))

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
