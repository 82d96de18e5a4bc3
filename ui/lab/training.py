"""The Lab's trainings: the button, the running account of one, and those that wait."""

import itertools
from datetime import timedelta

import streamlit as st

from cam_core.config import MAX_SEED, ExperimentConfig
from cam_core.figures.lab import CURVE_HEIGHT, accuracy_figure, loss_figure
from cam_core.jobs.estimate import estimated_seconds, saving_seconds, seconds_left
from cam_core.jobs.runs import RunProgress
from cam_core.results import EpochRecord
from cam_core.storage.library import model_directories
from cam_core.storage.model_files import CheckpointError
from ui import store
from ui.errors import disk_reason, plain, sentence
from ui.lab.dataset import ceiling_accuracy
from ui.lab.film import draw_running_film
from ui.lab.settings import PROBLEM_KEY, settings_in_words, take_settings
from ui.lab.trainings import DONE, FAILED, QUEUED, RUNNING, STOPPED, Job, trainings
from ui.language import Translate
from ui.outlook import duration, estimate, is_slow, outlook, outlook_in_short
from ui.page import View
from ui.plot import plot
from ui.state import change_state, current_state

BUSY, IDLE = timedelta(seconds=1), timedelta(seconds=5)
"""How often a page looks while something trains, and while nothing does."""

SEEN_KEY = "lab_seen"
"""The training whose end this session has not been told yet."""


def draw_start(view: View) -> None:
    """Draw the button that trains, or the progress in its place; it renews itself."""
    busy = bool(trainings().active())
    st.fragment(_start_panel, run_every=BUSY if busy else IDLE)(view, busy)


def draw_training(view: View) -> bool:
    """Draw the running training: curves, pinned signals, queue; return whether there is one."""
    busy = bool(trainings().active())
    if busy:
        st.fragment(_training_panel, run_every=2 * BUSY)(view)
    return busy


def _start_panel(view: View, busy: bool) -> None:
    _follow_end(view)
    if bool(trainings().active()) != busy:
        st.rerun()
    with st.container(key="lab_start"):
        job = trainings().job(view.config.identity)
        if job is not None and job.state == RUNNING:
            _draw_progress(view.t, job)
        elif job is not None and job.state == QUEUED:
            _draw_waiting(view.t, job)
        else:
            _draw_button(view, job)


def _follow_end(view: View) -> None:
    """Open the model of a training that this session watched, as soon as it is there."""
    identity, seen = view.config.identity, st.session_state.get(SEEN_KEY)
    job = trainings().job(identity)
    if seen is None or seen.identity != identity:
        if job is not None and job.is_under_way:
            st.session_state[SEEN_KEY] = job
    elif not seen.is_under_way:
        del st.session_state[SEEN_KEY]
        if seen.state == DONE:
            change_state(model=seen.slug, settings={})
        st.rerun()


def _draw_progress(t: Translate, job: Job) -> None:
    progress = job.progress
    words = progress_words(t, job, progress)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.progress(progress.share_done if progress else 0.0, text=words)
        st.button(
            t("lab-stop"),
            key="lab_stop",
            icon=":material/stop:",
            help=t("lab-stop-help"),
            disabled=progress is None or progress.phase == "saving" or job.is_stopping,
            on_click=lambda: trainings().stop(job.identity),
        )


def trained_identities() -> dict[str, str]:
    """Return the slug of the model that is the whole training of an experiment, by identity."""
    found: dict[str, str] = {}
    for slug in model_directories():
        try:
            known = store.manifest(slug)
        except CheckpointError:
            continue
        if known.epochs_trained == known.experiment.training.epochs:
            found.setdefault(known.experiment.identity, slug)
    return found


def progress_words(t: Translate, job: Job, progress: RunProgress | None) -> str:
    """Return how far a training is and how long it will take, in one line."""
    if progress is not None and progress.phase == "saving":
        return t("lab-progress-saving", left=duration(t, saving_seconds(job.config, progress)))
    if job.is_stopping:
        return t("lab-progress-stopping")
    if progress is None or progress.phase == "starting" or progress.epoch == 0:
        return t("lab-progress-starting", estimate=estimate(t, estimated_seconds(job.config)))
    return t(
        "lab-progress",
        epoch=progress.epoch,
        epochs=progress.num_epochs,
        left=duration(t, seconds_left(job.config, progress)),
    )


def _draw_waiting(t: Translate, job: Job) -> None:
    waiting = trainings().active()
    place = waiting.index(job) if job in waiting else 0
    with st.container(horizontal=True, vertical_alignment="center"):
        # First in line with nobody before it: its process is being started, which takes seconds.
        st.markdown(t("lab-queued", place=place) if place else t("lab-starting"))
        if st.button(t("lab-leave-queue"), key="lab_leave"):
            trainings().stop(job.identity)
            st.rerun()


def _draw_button(view: View, job: Job | None) -> None:
    known = trained_identities().get(view.config.identity)
    with st.container(horizontal=True, vertical_alignment="center"):
        if known is not None:
            _draw_known(view, known)
            return
        if st.button(view.t("lab-train"), key="lab_train", type="primary", icon=":material/model_training:"):
            _start(view, view.config)
            st.rerun()
        _draw_outlook(view, job)


def _draw_outlook(view: View, job: Job | None) -> None:
    """Say beside the button how the last training of this experiment ended, or what one will cost."""
    t = view.t
    if job is not None and job.state == FAILED:
        st.error(failure_words(t, job))
    elif job is not None and job.state == STOPPED:
        st.caption(t("lab-left-queue"))
    else:
        _draw_words(view.config, outlook(t, view.config))


def _draw_words(config: ExperimentConfig, words: str) -> None:
    """Say `words` beside the button, as a warning where training `config` takes too long for a class."""
    (st.warning if is_slow(config) else st.caption)(words)


def _draw_known(view: View, slug: str) -> None:
    t, is_open = view.t, slug == view.state.model
    if not is_open and st.button(t("lab-open-known"), key="lab_open_known", type="primary"):
        change_state(model=slug, settings={})
        st.rerun()
    seed = next_seed(view.config)
    if st.button(
        t("lab-new-seed", seed=seed),
        key="lab_new_seed",
        type="primary" if is_open else "secondary",
        icon=":material/model_training:",
        help=t("lab-new-seed-help"),
    ):
        take_settings(view.manifest.experiment, {"training.seed": seed})
        _start(view, view.config.with_settings({"training.seed": seed}))
        st.rerun()
    known = t("lab-known-open" if is_open else "lab-known")
    _draw_words(view.config, f"{known} {outlook_in_short(t, view.config)}")  # another seed costs as much


def next_seed(config: ExperimentConfig) -> int:
    """Return the next seed of the training with which nobody has trained this experiment yet."""
    trained = trained_identities()
    seeds = (seed % MAX_SEED for seed in itertools.count(config.training.seed + 1))
    return next(
        seed for seed in seeds if config.with_settings({"training.seed": seed}).identity not in trained
    )


def _start(view: View, config: ExperimentConfig) -> None:
    try:
        st.session_state[SEEN_KEY] = trainings().start(config, settings_in_words(view.t, config))
    except OSError as error:
        detail = disk_reason(view.t, error)
        st.session_state[PROBLEM_KEY] = view.t("lab-failed-disk", detail=detail)


def failure_words(t: Translate, job: Job) -> str:
    """Return why a training failed, in one sentence."""
    why, detail = job.failure or ("experiment", "")
    if isinstance(job.error, OSError):
        detail = disk_reason(t, job.error)
    elif isinstance(job.error, ValueError):
        detail = sentence(t, job.error)
    return t(f"lab-failed-{why}", detail=detail)


def _training_panel(view: View) -> None:
    t, active = view.t, trainings().active()
    running = next((job for job in active if job.state == RUNNING), None)
    if running is None:
        return
    progress = running.progress
    st.markdown(f"### {t('lab-running', title=plain(running.title))}")
    shown = view.manifest.experiment.with_settings(current_state().settings)
    if running.identity != shown.identity:
        st.info(t("lab-running-other", words=progress_words(t, running, progress)))
        if st.button(t("lab-show-running"), key="lab_show_running"):
            changes = running.config.changed_settings(view.manifest.experiment)
            change_state(settings=changes)
            st.rerun()
    history = list(progress.history) if progress else []
    draw_curves(t, history, running, "lab_running")
    draw_running_film(view, running)
    _draw_queue(t, active[1:])


def draw_curves(t: Translate, history: list[EpochRecord], job: Job, key: str) -> None:
    """Draw loss and accuracy side by side on axes that stay."""
    epochs, ceiling = job.config.training.epochs, ceiling_accuracy(job.config.signals)
    pictures = {
        "loss": loss_figure(history, epochs, t),
        "accuracy": accuracy_figure(history, epochs, ceiling, t),
    }
    for column, (name, drawn) in zip(st.columns(2), pictures.items(), strict=True):
        with column:
            plot(
                drawn,
                key=f"{key}_{name}",
                alt=t(f"lab-{name}-alt"),
                height=CURVE_HEIGHT,
                failed=t("picture-failed"),
            )


def _draw_queue(t: Translate, waiting: list[Job]) -> None:
    if not waiting:
        return
    st.markdown(t("lab-queue", count=len(waiting)))
    for place, job in enumerate(waiting, start=1):
        st.markdown(f"{place}. {plain(job.title)}")
