"""How every page opens: state, model, language, and a sentence where the link could not be followed."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from cam_core.config import ExperimentConfig
from cam_core.storage.manifest import Manifest
from cam_core.storage.model_files import CheckpointError
from ui import store
from ui.errors import plain, sentence
from ui.language import LANGUAGES, Translate
from ui.state import DEFAULT_MODEL, PROBLEMS_KEY, State, change_state, current_state

if TYPE_CHECKING:
    from cam_core.storage.checkpoint import Model

STYLE = Path(__file__).parent / "page.css"


@dataclass(frozen=True)
class View:
    """What a page needs to draw itself. `config` is the model's experiment with the state's settings."""

    state: State
    t: Translate
    manifest: Manifest
    config: ExperimentConfig

    def model(self) -> "Model":
        """Return the network; the first call of a server waits for torch."""
        return store.model(self.state.model, self.manifest.fingerprint)


def open_page(name: str, *, makes_signals: bool = False) -> View:
    """Draw the heading of page `name` and return what it shows; stop with a sentence if nothing can be.

    A page that `makes_signals` takes every setting of the session. The others show a trained network, which
    is what it is and knows its own kinds of event: of the settings they take the signals' others.
    """
    st.html(f"<style>{STYLE.read_text('utf-8')}</style>")
    t = current_state().t
    with st.container(horizontal=True, vertical_alignment="center", key="heading"):
        st.markdown(f"## {t(f'page-{name}')}")
        st.caption(t(f"page-{name}-about"))
        _language_switch(t)
    known = _manifest(t)
    config = _config(known)
    if not makes_signals:
        config = _shown(known, config, t)
    for problem in st.session_state.pop(PROBLEMS_KEY, []):
        st.warning(t("problem-link", problem=sentence(t, problem)))
    state = current_state()
    if not makes_signals:
        state = replace(state, settings=config.changed_settings(known.experiment))
    return View(state, state.t, known, config)


def _language_switch(t: Translate) -> None:
    st.segmented_control(
        t("language"),
        list(LANGUAGES),
        format_func=LANGUAGES.__getitem__,
        default=current_state().language,
        key="language",
        label_visibility="collapsed",
        on_change=_change_language,
        required=True,
    )


def _change_language() -> None:
    change_state(language=st.session_state["language"] or current_state().language)


def _manifest(t: Translate) -> Manifest:
    wanted = current_state().model
    try:
        return store.checked_manifest(wanted)
    except CheckpointError as error:
        if wanted == DEFAULT_MODEL:
            st.error(t("problem-no-model", problem=sentence(t, error)))
            st.stop()
        st.warning(t("problem-model", model=plain(wanted[:60]), problem=sentence(t, error)))
        change_state(model=DEFAULT_MODEL, settings={})
        return _manifest(t)


def _shown(known: Manifest, config: ExperimentConfig, t: Translate) -> ExperimentConfig:
    kinds = known.experiment.signals.kinds
    if config.signals.kinds != kinds:
        st.info(t("page-other-kinds"))
    try:
        return replace(known.experiment, signals=replace(config.signals, kinds=kinds))
    except ValueError as error:  # too few signals for so many kinds
        st.session_state.setdefault(PROBLEMS_KEY, []).append(error)
        return known.experiment


def _config(known: Manifest) -> ExperimentConfig:
    settings = dict(current_state().settings)
    try:
        return known.experiment.with_settings(settings)
    except ValueError as error:
        st.session_state.setdefault(PROBLEMS_KEY, []).append(error)
        change_state(settings={})
        return known.experiment
