"""The Lab's parameters: presets, and one widget for every setting of the experiment.

The session's state is the one truth: before a widget is drawn it is given the state's value, and
what a person changes goes through the config's checks into the state. A combination that the config
refuses shows the config's sentence and leaves everything as it was.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import streamlit as st

from cam_core.config import ExperimentConfig
from cam_core.library import model_directories
from cam_core.presets import SIGNAL_PRESETS, preset, preset_of
from ui.errors import sentence
from ui.lab.fields import (
    CHOICE,
    FOUR,
    MAIN,
    MORE_SIGNALS,
    NETWORK,
    SEVERAL,
    SWITCH,
    TRAINING,
    Field,
    bounds,
    slider_range,
)
from ui.lab.outlook import is_slow, outlook_in_short
from ui.locale import Translate
from ui.page import View
from ui.state import change_state, current_state

PROBLEM_KEY = "lab_problem"
PRESET_KEY = "lab_preset"
COSTLY = ("signals.num_samples", "network.backbone", "training.epochs")
"""What decides how long a training takes; the button with its estimate may be a screen away from these."""

RANDOM = "random"
DECIMALS = 6
"""What the steps of a widget add up to is rounded here, so that a link says 0.3, not 0.30000000004."""


def draw_presets(view: View) -> None:
    """Draw the named starting points; choosing one opens the shipped model that belongs to it."""
    t = view.t
    current = preset_of(view.config.signals)
    st.session_state[PRESET_KEY] = current.name if current else None
    st.segmented_control(
        t("lab-presets"),
        [one.name for one in SIGNAL_PRESETS],
        format_func=lambda name: t(f"lab-preset-{name}"),
        key=PRESET_KEY,
        on_change=lambda: _take_preset(view, st.session_state[PRESET_KEY]),
        help=t("lab-presets-help"),
    )


def _take_preset(view: View, name: str | None) -> None:
    if name is None:  # a second click on the chosen one
        return
    if name in model_directories():
        change_state(model=name, settings={})
        return
    reference = view.manifest.experiment
    wanted = replace(reference, signals=preset(name).experiment.signals)
    change_state(settings=wanted.changed_settings(reference))


def draw_problem() -> None:
    """Draw the sentence of a change that was refused, once."""
    problem = st.session_state.pop(PROBLEM_KEY, None)
    if problem:
        st.error(problem)


def draw_parameters(view: View) -> None:
    """Draw one widget for every setting, the signals' first."""
    t = view.t
    _draw_fields(view, MAIN)
    with st.expander(t("lab-more-signals")):
        _draw_fields(view, MORE_SIGNALS)
    with st.expander(t("lab-network")):
        _draw_fields(view, NETWORK)
    with st.expander(t("lab-training-settings")):
        _draw_fields(view, TRAINING)
    _draw_way_back(view)


def _draw_way_back(view: View) -> None:
    st.button(
        view.t("lab-back"),
        disabled=not view.state.settings,
        on_click=lambda: change_state(settings={}),
        help=view.t("lab-back-help"),
        width="stretch",
    )


def _draw_fields(view: View, fields: Sequence[Field]) -> None:
    for field in fields:
        if not field.applies(view.config):
            continue
        if field.kind == SEVERAL:
            _draw_several(view, field)
        elif field.kind == CHOICE:
            _draw_choice(view, field)
        elif field.kind == SWITCH:
            _draw_switch(view, field)
        elif field.kind == FOUR:
            _draw_four(view, field)
        else:
            _draw_number(view, field)
        if field.setting in COSTLY:
            _draw_cost(view)


def _draw_cost(view: View) -> None:
    icon = ":material/warning:" if is_slow(view.config) else ":material/schedule:"
    st.caption(f"{icon} {outlook_in_short(view.t, view.config)}")


def _draw_several(view: View, field: Field) -> None:
    key = _key(field)
    st.session_state[key] = list(_words(field.value(view.config)))
    st.multiselect(
        view.t(field.message),
        field.choices,
        format_func=lambda value: view.t(f"class-{value}"),
        key=key,
        help=view.t(f"{field.message}-help"),
        on_change=_take(view, field, lambda: st.session_state[key]),
    )


def _words(value: object) -> tuple[str, ...]:
    assert isinstance(value, tuple)
    return value


def _draw_choice(view: View, field: Field) -> None:
    key = _key(field)
    st.session_state[key] = field.value(view.config)
    st.selectbox(
        view.t(field.message),
        field.choices,
        format_func=lambda value: view.t(f"{field.message}-{value}"),
        key=key,
        help=view.t(f"{field.message}-help"),
        on_change=_take(view, field, lambda: st.session_state[key]),
        disabled=len(field.choices) == 1,
    )


def _draw_switch(view: View, field: Field) -> None:
    key = _key(field)
    st.session_state[key] = field.value(view.config)
    st.toggle(
        view.t(field.message),
        key=key,
        help=view.t(f"{field.message}-help"),
        on_change=_take(view, field, lambda: st.session_state[key]),
    )


def _draw_four(view: View, field: Field) -> None:
    low, high = bounds(field, view.config)
    values = field.value(view.config)
    assert isinstance(values, tuple)
    keys = [f"{_key(field)}_{place}" for place in range(4)]
    st.markdown(view.t(field.message), help=view.t(f"{field.message}-help"))
    with st.container(horizontal=True):
        for place, key in enumerate(keys):
            st.session_state[key] = values[place]
            st.number_input(
                view.t(f"lab-conv-{place + 1}"),
                int(low),
                int(high),
                step=int(field.step),
                key=key,
                width=128,
                on_change=_take(view, field, lambda: [st.session_state[key] for key in keys]),
            )


def _draw_number(view: View, field: Field) -> None:
    is_random = field.value(view.config) == RANDOM
    with st.container(horizontal=True, vertical_alignment="bottom", key=f"{_key(field)}_row"):
        if field.usual is not None:
            _draw_slider(view, field, disabled=is_random)
        _draw_exact(view, field, disabled=is_random)
        if field.fixed is not None:
            _draw_random(view, field)


def _draw_slider(view: View, field: Field, *, disabled: bool) -> None:
    key, (low, high) = f"{_key(field)}_slider", slider_range(field, view.config)
    if low >= high:
        return
    st.session_state[key] = min(max(_number(view, field), low), high)
    st.slider(
        view.t(field.message),
        low,
        high,
        step=type(low)(field.step),
        key=key,
        disabled=disabled,
        help=view.t(f"{field.message}-help"),
        on_change=_take(view, field, lambda: st.session_state[key]),
        format="%d" if field.is_whole else "%.2f",
    )


def _draw_exact(view: View, field: Field, *, disabled: bool) -> None:
    key, (low, high) = _key(field), bounds(field, view.config)
    cast = int if field.is_whole else float
    beside_slider = field.usual is not None
    st.session_state[key] = cast(_number(view, field))
    st.number_input(
        view.t(field.message),
        cast(low),
        cast(high),
        step=cast(field.step),
        key=key,
        disabled=disabled,
        help=None if beside_slider else view.t(f"{field.message}-help"),
        label_visibility="collapsed" if beside_slider else "visible",
        width=104 if beside_slider else "stretch",
        on_change=_take(view, field, lambda: st.session_state[key]),
        format="%d" if field.is_whole else "%.6g",
    )


def _draw_random(view: View, field: Field) -> None:
    key = f"{_key(field)}_random"
    st.session_state[key] = field.value(view.config) == RANDOM
    st.checkbox(
        view.t("lab-random"),
        key=key,
        on_change=_take(view, field, lambda: RANDOM if st.session_state[key] else _number(view, field)),
    )


def _number(view: View, field: Field) -> float:
    """Return the setting's number; for a random one the number that would stand in its place."""
    value = field.value(view.config)
    if isinstance(value, int | float):
        return value
    low, high = bounds(field, view.config)
    assert field.fixed is not None
    return min(max(field.fixed, low), high)


def _key(field: Field) -> str:
    return field.message.replace("-", "_")


def _take(view: View, field: Field, read: Callable[[], object]) -> Callable[[], None]:
    def take() -> None:
        value = read()
        # A field that a person emptied keeps what it held.
        if value is not None:
            take_settings(view.manifest.experiment, {field.setting: _rounded(value)})

    return take


def _rounded(value: object) -> object:
    return round(value, DECIMALS) if isinstance(value, float) else value


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
