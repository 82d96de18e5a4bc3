"""The Lab's models: look at one, open it, name it, keep it, bring one."""

from collections.abc import Mapping
from datetime import UTC, datetime

import pandas as pd
import streamlit as st

from cam_core.config import ExperimentConfig
from cam_core.storage.library import (
    MAX_TITLE,
    delete_model,
    export_model,
    is_own,
    model_bytes,
    model_directories,
    model_directory,
    rename_model,
)
from cam_core.storage.manifest import Manifest
from cam_core.storage.model_files import WEIGHTS_FILE, CheckpointError, changed_at
from ui import store
from ui.errors import disk_reason, plain, sentence
from ui.lab.dataset import percent
from ui.lab.settings import settings_in_words
from ui.language import Translate
from ui.page import View
from ui.shown_model import model_title
from ui.state import DEFAULT_MODEL, change_state, current_state

LOOKED_AT_KEY = "lab_library_model"
OPEN_KEY = "lab_library_open_model"
MESSAGE_KEY = "lab_library_message"
UPLOADS_KEY = "lab_uploads"


def draw_library(view: View) -> None:
    """Draw every model that can be opened, what is known of one, and what can be done with it."""
    t = view.t
    st.markdown(f"### {t('lab-library')}", help=t("lab-library-help"))
    _draw_message()
    # The open model too, should somebody have deleted it since the page began.
    slugs = list(dict.fromkeys([*model_directories(), view.state.model]))
    _look_at_open_model(view, slugs)
    left, right = st.columns([3, 2])
    with left:
        slug = st.selectbox(
            t("lab-library-model"),
            slugs,
            format_func=lambda one: model_title(t, one),
            key=LOOKED_AT_KEY,
        )
        known = None
        try:
            known = store.manifest(slug)
            rows = facts(t, slug, known)
        except CheckpointError as error:
            st.error(sentence(t, error))
        else:
            _draw_open(view, slug)
            _draw_facts(t, rows)
    with right:
        _draw_keep(view, slug, known)
        _draw_upload(t)


def _look_at_open_model(view: View, slugs: list[str]) -> None:
    """Show the open model until a person looks at another; a newly opened one is shown again."""
    newly_opened = st.session_state.get(OPEN_KEY) != view.state.model
    if newly_opened or st.session_state.get(LOOKED_AT_KEY) not in slugs:
        st.session_state[LOOKED_AT_KEY] = view.state.model
    st.session_state[OPEN_KEY] = view.state.model


def _draw_message() -> None:
    kind, words = st.session_state.pop(MESSAGE_KEY, ("", ""))
    if kind == "done":
        st.success(words)
    elif kind == "problem":
        st.error(words)


def _draw_open(view: View, slug: str) -> None:
    t = view.t
    if slug == view.state.model:
        st.markdown(t("lab-library-is-open"))
        return
    st.button(
        t("lab-library-open"),
        key="lab_library_open",
        type="primary",
        on_click=lambda: change_state(model=slug, settings={}),
    )


def _draw_facts(t: Translate, rows: Mapping[str, str]) -> None:
    table = pd.DataFrame({t("lab-fact"): list(rows), t("lab-value"): list(rows.values())})
    st.table(table.set_index(t("lab-fact")))


def facts(t: Translate, slug: str, known: Manifest) -> dict[str, str]:
    """Return what is known of a model, label to value, in the order of interest."""
    changed = known.experiment.changed_settings(ExperimentConfig())
    signals, planned = known.experiment.signals, known.experiment.training.epochs
    found = known.evaluation.get("localization") or {}
    return {
        t("lab-fact-accuracy"): _share(known.evaluation.get("accuracy")),
        t("lab-fact-ceiling"): _share(known.evaluation.get("best_possible_accuracy")),
        t("lab-fact-iou"): _plain(found.get("mean_iou")),
        t("lab-fact-pointing"): _share(found.get("pointing_rate")),
        t("lab-fact-epochs"): t("lab-of", part=known.epochs_trained, whole=planned),
        t("lab-fact-signals"): f"{signals.num_train} + {signals.num_test}",
        t("lab-fact-changed"): settings_in_words(t, known.experiment) if changed else t("lab-none"),
        # The files of a shipped model are as old as the copy of the project, which says nothing of the model.
        **({t("lab-fact-date"): _date(slug)} if is_own(slug) else {}),
        t("lab-fact-versions"): plain(", ".join(f"{k} {v}" for k, v in known.versions.items())),
        t("lab-fact-identity"): known.experiment.identity,
    }


def _share(value: object) -> str:
    return percent(value) if isinstance(value, int | float) else "–"


def _plain(value: object) -> str:
    return f"{value:.3f}" if isinstance(value, int | float) else "–"


def _date(slug: str) -> str:
    # Of the weights: a new name is written into the settings, long after the model was saved.
    seconds = changed_at(model_directory(slug), WEIGHTS_FILE) / 1e9
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d %H:%M UTC")


def _draw_keep(view: View, slug: str, known: Manifest | None) -> None:
    t = view.t
    if is_own(slug):
        if known is not None:
            _draw_rename(t, slug, known)
        with st.container(horizontal=True):
            _draw_download(t, slug)
            _draw_delete(t, slug)
        return
    st.caption(t("lab-library-shipped"))
    _draw_download(t, slug)


def _draw_rename(t: Translate, slug: str, known: Manifest) -> None:
    with st.form("lab_rename", border=False):
        title = st.text_input(
            t("lab-library-title"),
            known.title,
            max_chars=MAX_TITLE,
            key=f"lab_title_{slug}_{known.fingerprint}",
        )
        if st.form_submit_button(t("lab-library-rename")):
            _try(t, "lab-library-renamed", lambda: rename_model(slug, title))
            st.rerun()


def _draw_download(t: Translate, slug: str) -> None:
    st.download_button(
        t("lab-library-download"),
        lambda: export_model(slug),
        file_name=f"{slug}.zip",
        mime="application/zip",
        icon=":material/download:",
        key="lab_download",
        on_click="ignore",
        help=t("lab-library-download-help"),
    )
    size, limit = model_bytes(slug) >> 20, int(st.get_option("server.maxUploadSize"))
    if size >= limit:
        st.caption(t("lab-library-download-large", size=size, limit=limit))


def _draw_delete(t: Translate, slug: str) -> None:
    with st.popover(t("lab-library-delete"), icon=":material/delete:"):
        st.markdown(t("lab-library-delete-sure", title=plain(model_title(t, slug))))
        st.button(t("lab-library-delete-now"), key="lab_delete", on_click=_delete, args=(t, slug))


def _delete(t: Translate, slug: str) -> None:
    _try(t, "lab-library-deleted", lambda: delete_model(slug))
    if current_state().model == slug and slug not in model_directories():
        change_state(model=DEFAULT_MODEL, settings={})


def _draw_upload(t: Translate) -> None:
    number = st.session_state.setdefault(UPLOADS_KEY, 0)
    st.file_uploader(
        t("lab-library-upload"),
        type="zip",
        key=f"lab_upload_{number}",
        on_change=_take_upload,
        args=(t, f"lab_upload_{number}"),
        help=t("lab-library-upload-help"),
    )


def _take_upload(t: Translate, key: str) -> None:
    # Imported here: only an upload needs torch on this page.
    from cam_core.storage.archive import import_model

    file = st.session_state[key]
    if file is None:
        return
    # A new key empties the field, so that the next run does not take the same file in again.
    st.session_state[UPLOADS_KEY] += 1

    def take() -> None:
        st.session_state[LOOKED_AT_KEY] = import_model(file.getvalue())

    _try(t, "lab-library-uploaded", take)


def _try(t: Translate, done: str, act: object) -> None:
    assert callable(act)
    try:
        act()
    except OSError as error:
        words = t("lab-library-disk", detail=disk_reason(t, error))
        st.session_state[MESSAGE_KEY] = ("problem", words)
    except ValueError as error:
        st.session_state[MESSAGE_KEY] = ("problem", sentence(t, error))
    else:
        st.session_state[MESSAGE_KEY] = ("done", t(done))
