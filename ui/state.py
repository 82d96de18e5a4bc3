"""What a person is looking at: model, changed settings, language. In the session and in the link.

Python owns these keys of the link; the plot component owns the others (sample, map, scale, ...),
which change without running Python. Neither touches the other's.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import streamlit as st

from cam_core.config import ExperimentConfig
from cam_core.settings import parse_value
from cam_core.storage.model_files import CheckpointError
from ui import store
from ui.language import DEFAULT_LANGUAGE, LANGUAGES, Translate, translator

SESSION_KEY = "state"
PROBLEMS_KEY = "link_problems"
WRITTEN_KEY = "written_link"
DEFAULT_MODEL = "talk"


@dataclass(frozen=True)
class State:
    """`settings` are changes to the model's own experiment, by dotted name."""

    model: str = DEFAULT_MODEL
    settings: Mapping[str, object] = field(default_factory=dict)
    language: str = DEFAULT_LANGUAGE

    @property
    def t(self) -> Translate:
        return translator(self.language)


def current_state() -> State:
    """Return this session's state; a new session takes it from the link."""
    if SESSION_KEY not in st.session_state:
        st.session_state[SESSION_KEY] = _from_link(st.query_params.to_dict())
    state: State = st.session_state[SESSION_KEY]
    return state


def change_state(**changes: Any) -> None:
    """Replace parts of this session's state."""
    st.session_state[SESSION_KEY] = replace(current_state(), **changes)


def write_link(page: str) -> None:
    """Bring the link of `page` up to this session's state; nothing is sent when it already is.

    A browser sends the link it was opened with again and again, so what Python wrote last is
    remembered here instead of being read back.
    """
    wanted = to_link(current_state())
    if st.session_state.get(WRITTEN_KEY) == (page, wanted):
        return
    st.session_state[WRITTEN_KEY] = (page, wanted)
    for key in [key for key in st.query_params if _is_ours(key) and key not in wanted]:
        del st.query_params[key]
    for key, value in wanted.items():
        if st.query_params.get(key) != value:
            st.query_params[key] = value


def to_link(state: State) -> dict[str, str]:
    """Return the link's keys for `state`, defaults left out."""
    link = {key: _plain(value) for key, value in state.settings.items()}
    if state.model != DEFAULT_MODEL:
        link["model"] = state.model
    if state.language != DEFAULT_LANGUAGE:
        link["lang"] = state.language
    return link


def _from_link(link: Mapping[str, str]) -> State:
    model = link.get("model", DEFAULT_MODEL)
    settings = {key: parse_value(value) for key, value in link.items() if _is_setting(key)}
    settings, problems = _accepted(_experiment(model), settings)
    st.session_state[PROBLEMS_KEY] = problems
    language = link.get("lang", DEFAULT_LANGUAGE)
    return State(
        model=model,
        settings=settings,
        language=language if language in LANGUAGES else DEFAULT_LANGUAGE,
    )


def _experiment(model: str) -> ExperimentConfig:
    try:
        return store.manifest(model).experiment
    except CheckpointError:
        # The page says so; what else the link asks for is held against the talk's experiment.
        return ExperimentConfig()


def _accepted(
    experiment: ExperimentConfig, settings: Mapping[str, object]
) -> tuple[dict[str, object], list[ValueError]]:
    """Return the settings that can stand together, and why others were left out.

    All of them are tried first: some are only possible beside others.
    """
    try:
        experiment.with_settings(settings)
    except ValueError:
        kept: dict[str, object] = {}
        problems: list[ValueError] = []
        for key, value in settings.items():
            try:
                experiment.with_settings({**kept, key: value})
            except ValueError as error:
                problems.append(error)
            else:
                kept[key] = value
        return kept, problems
    return dict(settings), []


def _is_setting(key: str) -> bool:
    return key.partition(".")[0] in ExperimentConfig.SECTIONS


def _is_ours(key: str) -> bool:
    return key in ("model", "lang") or _is_setting(key)


def _plain(value: object) -> str:
    # As JSON has it, which is how a link is read.
    return value if isinstance(value, str) else json.dumps(value, separators=(",", ":"))
