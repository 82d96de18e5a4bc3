"""The training film: the pinned signals' maps while a network learns, and afterwards, step by step."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import plotly.graph_objects as go
import streamlit as st

from cam_core.cam import interpolated_cam
from cam_core.figures.lab import CURVE_HEIGHT, FILM_CURVE_BINDINGS, film_curve_figure
from cam_core.figures.lab_film import FILM_BINDINGS, PINNED_HEIGHT, film_payload, pinned_figure
from cam_core.figures.words import marked_class_name
from cam_core.jobs.runs import RunFrames, frames_version, read_frames
from cam_core.receptive_field import ReceptiveField
from cam_core.results import EpochRecord
from cam_core.storage.library import model_directory
from cam_core.storage.model_files import CheckpointError
from cam_core.storage.model_records import read_film, read_history
from ui import store
from ui.errors import sentence
from ui.instrument import Instrument
from ui.lab.dataset import ceiling_accuracy, signal_limit
from ui.lab.trainings import Job
from ui.language import Translate, translator
from ui.page import View
from ui.pictures import picture_texts
from ui.plot import plot

MAX_FRAMES = 61
"""More frames of a stored film than this are thinned out before they are sent to the browser."""


@dataclass(frozen=True)
class StoredFilm:
    """A model's film with what it was taken of."""

    frames: RunFrames
    interpolated: np.ndarray
    history: tuple[EpochRecord, ...]


def draw_running_film(view: View, job: Job) -> None:
    """Draw the pinned signals of a running training, one more row of colour after every epoch."""
    t, directory = view.t, job.directory
    st.markdown(f"**{t('lab-film-running')}**", help=t("lab-film-help"))
    version = frames_version(directory)
    frames = _frames(directory, version) if version else None
    if frames is None:
        st.caption(t("lab-film-soon"))
        return
    drawn = _running_figures(job, version, view.state.language)
    st.caption(t("lab-film-scale", scale=f"{round_scale(frames.cam):g}"))
    _draw_grid(t, frames, drawn, job.config.signals.class_names, "lab_running_film")


def round_scale(cam: np.ndarray) -> float:
    """Return the smallest of 1, 2, 5, 10, 20, ... that holds every value of `cam`.

    A network's own scale is known when it is trained; until then all pictures share this one,
    which grows in few steps and never shrinks.
    """
    peak, power = float(np.abs(cam).max()), 1.0
    while power * 5 < peak:
        power *= 10
    return next((step * power for step in (1, 2) if step * power >= peak), 5 * power)


@lru_cache(maxsize=16)
def _frames(directory: Path, version: int) -> RunFrames | None:
    """Read a running training's frames once for all sessions; `version` makes the cache see news."""
    return read_frames(directory)


@lru_cache(maxsize=16)
def _running_figures(job: Job, version: int, language: str) -> tuple[go.Figure, ...]:
    frames = _frames(job.directory, version)
    if frames is None:
        return ()
    limit, scale = signal_limit(job.config.signals), round_scale(frames.cam)
    newest = _interpolated(frames, frames.cam[-1])
    epochs, t = job.config.training.epochs, translator(language)
    return tuple(
        _pinned(frames, newest, place, scale, limit, epochs, t) for place in range(len(frames.index))
    )


def _interpolated(frames: RunFrames, cam: np.ndarray) -> np.ndarray:
    first = math.floor(frames.start)
    size = 1 + round(2 * (frames.start - first))
    field = ReceptiveField(size=size, jump=round(frames.jump), start=first)
    return interpolated_cam(cam, field, frames.x.shape[-1])


def _pinned(
    frames: RunFrames,
    newest: np.ndarray,
    place: int,
    scale: float,
    limit: float,
    num_epochs: int,
    t: Translate,
) -> go.Figure:
    return pinned_figure(
        frames.x[place],
        frames.event_interval[place],
        frames.epoch,
        frames.cam[:, place],
        newest[place],
        start=frames.start,
        jump=frames.jump,
        limit=limit,
        scale=scale,
        num_epochs=num_epochs,
        t=t,
    )


def _draw_grid(
    t: Translate,
    frames: RunFrames,
    figures: tuple[go.Figure, ...],
    class_names: Sequence[str],
    key: str,
    instruments: list[Instrument] | None = None,
) -> None:
    for first in range(0, len(figures), 3):
        columns = st.columns(3)
        for column, place in zip(columns, range(first, min(first + 3, len(figures))), strict=False):
            with column:
                st.markdown(_caption(t, frames, class_names, place))
                plot(
                    figures[place],
                    key=f"{key}_{place}",
                    alt=t("lab-film-alt", sample=int(frames.index[place])),
                    height=PINNED_HEIGHT,
                    instrument=instruments[place] if instruments else None,
                    failed=t("picture-failed"),
                )


def _caption(t: Translate, frames: RunFrames, class_names: Sequence[str], place: int) -> str:
    start, end = map(int, frames.event_interval[place])
    sample, label = int(frames.index[place]), int(frames.y[place])
    name = marked_class_name(t, class_names[label], label)
    if start < 0:
        return t("lab-pinned-plain", sample=sample, name=name)
    return t("lab-pinned-event", sample=sample, name=name, first=start, last=end - 1)


def draw_film(view: View) -> None:
    """Draw the open model's film with a slider over its epochs, which runs in the browser."""
    t = view.t
    st.markdown(f"### {t('lab-film')}", help=t("lab-film-help"))
    try:
        film = _stored_film(view.state.model, view.manifest.fingerprint)
    except CheckpointError as error:
        st.error(sentence(t, error))
        return
    if len(film.frames.epoch) < 2:
        st.caption(t("lab-film-none"))
        return
    epochs = len(film.history)
    ceiling = ceiling_accuracy(view.manifest.experiment.signals)
    plot(
        film_curve_figure(film.history, epochs, ceiling, t),
        key="lab_film_curve",
        alt=t("lab-accuracy-alt"),
        height=CURVE_HEIGHT,
        instrument=_curve_instrument(view, film),
        failed=t("picture-failed"),
    )
    scale = view.manifest.calibration.cam_scale
    st.caption(t("lab-film-scale", scale=f"{scale:.3g}"))
    limit = signal_limit(view.manifest.experiment.signals)
    newest = film.interpolated[-1]
    figures = tuple(
        _pinned(film.frames, newest, place, scale, limit, epochs, t)
        for place in range(len(film.frames.index))
    )
    instruments = [_pinned_instrument(view, film, place) for place in range(len(figures))]
    names = view.manifest.experiment.signals.class_names
    _draw_grid(t, film.frames, figures, names, "lab_film", instruments)


@lru_cache(maxsize=8)
def _stored_film(slug: str, fingerprint: str) -> StoredFilm:
    known, directory = store.manifest(slug), model_directory(slug)
    film = read_film(directory)
    pinned = store.test_signals(known.experiment.signals)[film.index]
    field = known.experiment.network.spec.map_field
    kept = np.unique(np.linspace(0, len(film.cam) - 1, min(len(film.cam), MAX_FRAMES)).round())
    shown = np.maximum(pinned.y, 1)  # a plain sine shows the first event's map
    cam = film.cam[kept.astype(int)][:, np.arange(len(shown)), shown]
    centers = field.centers(2)
    frames = RunFrames(
        x=pinned.x[:, 0],
        y=pinned.y,
        event_interval=pinned.event_interval,
        index=film.index,
        epoch=kept.astype(int),
        cam=cam,
        start=float(centers[0]),
        jump=float(centers[1] - centers[0]),
    )
    interpolated = interpolated_cam(cam, field, frames.x.shape[-1])
    return StoredFilm(frames, interpolated, tuple(read_history(directory)))


def _instrument(view: View, film: StoredFilm, name: str, payloads: dict[str, Any], **more: Any) -> Instrument:
    t, count = view.t, len(film.frames.epoch)
    words = {
        **picture_texts(t),
        "sample": t("lab-film-frame"),
        "slider": t("lab-film-slider"),
        "next": t("lab-film-next"),
        "previous": t("lab-film-previous"),
    }
    # The same query makes the pictures of one film go through the epochs together; each has a path
    # of its own, because what lies at one address is kept once for all.
    return Instrument(
        url=f"/film/{name}?film={view.manifest.fingerprint}",
        link=False,
        revision=view.manifest.fingerprint,  # another model's film begins at its end
        count=count,
        state={"sample": count - 1},
        text=words,
        payloads=payloads,
        play_ms=400,
        **more,
    )


def _curve_instrument(view: View, film: StoredFilm) -> Instrument:
    empty = np.zeros(film.frames.x.shape[-1])
    payloads = {
        str(frame): film_payload(int(epoch), empty, _words(view.t, film, int(epoch)))
        for frame, epoch in enumerate(film.frames.epoch)
    }
    return _instrument(
        view,
        film,
        "curve",
        payloads,
        bindings=FILM_CURVE_BINDINGS,
        readouts=[{"slot": "headline", "label": "", "text": "words", "lines": 1}],
    )


def _words(t: Translate, film: StoredFilm, epoch: int) -> str:
    if epoch == 0:
        return t("lab-film-untrained")
    record = film.history[min(epoch, len(film.history)) - 1]
    return t(
        "lab-film-epoch",
        epoch=epoch,
        accuracy=f"{100 * record.test_accuracy:.1f}",
        loss=f"{record.test_loss:.3f}",
    )


def _pinned_instrument(view: View, film: StoredFilm, place: int) -> Instrument:
    payloads = {
        str(frame): film_payload(int(epoch), film.interpolated[frame, place], "")
        for frame, epoch in enumerate(film.frames.epoch)
    }
    return _instrument(view, film, str(place), payloads, bindings=FILM_BINDINGS, scrub=False)
