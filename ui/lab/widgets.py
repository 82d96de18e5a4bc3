"""One widget, or a row of them, for a setting of the experiment.

The session's state is the one truth: before a widget is drawn it is given the state's value, and
what a person changes goes through the config's checks into the state. A combination that the config
refuses shows the config's sentence and leaves everything as it was.
"""

from collections.abc import Callable
from typing import Any

import streamlit as st

from ui.lab.fields import CHOICE, FOUR, RANDOM, SEVERAL, SWITCH, Field, bounds, slider_range
from ui.lab.settings import take_settings
from ui.page import View

DECIMALS = 6
"""What the steps of a widget add up to is rounded here, so that a link says 0.3, not 0.30000000004."""


def draw_field(view: View, field: Field) -> None:
    """Draw what changes `field`."""
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


def _shared(view: View, field: Field) -> dict[str, Any]:
    """Return what every widget has that is alone for its setting."""
    key = _key(field)
    return {
        "key": key,
        "help": view.t(f"{field.message}-help"),
        "on_change": _take(view, field, lambda: st.session_state[key]),
    }


def _draw_several(view: View, field: Field) -> None:
    st.session_state[_key(field)] = list(_words(field.value(view.config)))
    st.multiselect(
        view.t(field.message),
        field.choices,
        format_func=lambda value: view.t(f"class-{value}"),
        **_shared(view, field),
    )


def _words(value: object) -> tuple[str, ...]:
    assert isinstance(value, tuple)
    return value


def _draw_choice(view: View, field: Field) -> None:
    st.session_state[_key(field)] = field.value(view.config)
    st.selectbox(
        view.t(field.message),
        field.choices,
        format_func=lambda value: view.t(f"{field.message}-{value}"),
        **_shared(view, field),
        disabled=len(field.choices) == 1,
    )


def _draw_switch(view: View, field: Field) -> None:
    st.session_state[_key(field)] = field.value(view.config)
    st.toggle(
        view.t(field.message),
        **_shared(view, field),
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
