"""The session's settings: changed through the config's checks, refused in a sentence, said in a few words."""

from collections.abc import Mapping

import streamlit as st

from cam_core.config import ExperimentConfig
from ui.errors import sentence
from ui.lab.fields import RANDOM
from ui.language import Translate
from ui.state import change_state, current_state

PROBLEM_KEY = "lab_problem"


def draw_problem() -> None:
    """Draw the sentence of a change that was refused, once."""
    problem = st.session_state.pop(PROBLEM_KEY, None)
    if problem:
        st.error(problem)


def take_settings(reference: ExperimentConfig, changes: Mapping[str, object]) -> None:
    """Change settings of the session; one that the config refuses becomes a sentence on the page."""
    settings = {**current_state().settings, **changes}
    try:
        config = reference.with_settings(settings)
    except ValueError as error:
        st.session_state[PROBLEM_KEY] = sentence(current_state().t, error)
        return
    change_state(settings=config.changed_settings(reference))


def settings_in_words(t: Translate, config: ExperimentConfig) -> str:
    """Return what `config` changes in the talk's experiment, in a few words: a name for a model."""
    changed = config.changed_settings(ExperimentConfig())
    if not changed:
        return t("lab-preset-talk")
    listed = [
        f"{_without_unit(t('lab-' + key.replace('.', '-').replace('_', '-')))} {_short(t, value)}"
        for key, value in changed.items()
    ]
    return ", ".join(listed[:3]) + (" …" if len(listed) > 3 else "")


def _without_unit(label: str) -> str:
    return label.partition(" (")[0]


def _short(t: Translate, value: object) -> str:
    if value == RANDOM:
        return t("lab-random")
    if isinstance(value, bool):
        return t("lab-on" if value else "lab-off")
    return "/".join(map(str, value)) if isinstance(value, tuple) else str(value)
