"""The Lab's parameters: presets, and every setting of the experiment."""

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from cam_core.presets import SIGNAL_PRESETS, preset, preset_of
from cam_core.storage.library import model_directories
from ui.lab.fields import MAIN, MORE_SIGNALS, NETWORK, TRAINING, Field
from ui.lab.widgets import draw_field
from ui.outlook import is_slow, outlook_in_short
from ui.page import View
from ui.state import change_state

PRESET_KEY = "lab_preset"
COSTLY = ("signals.num_samples", "network.backbone", "training.epochs")
"""What decides how long a training takes; the button with its estimate may be a screen away from these."""


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
        draw_field(view, field)
        if field.setting in COSTLY:
            _draw_cost(view)


def _draw_cost(view: View) -> None:
    icon = ":material/warning:" if is_slow(view.config) else ":material/schedule:"
    st.caption(f"{icon} {outlook_in_short(view.t, view.config)}")
