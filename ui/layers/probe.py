"""The probe of the Layers page: what the browser needs for it, and what a link may say of it."""

from collections.abc import Sequence

import streamlit as st

from cam_core.fields import ExplainedError
from cam_core.figures.layers_layout import LABEL, TICKS
from cam_core.layers.ladder import Rung, Scales
from cam_core.palette import ACTIVATION_SCALE, CAM_SCALE
from cam_core.settings import parse_value
from ui.errors import sentence
from ui.instrument import Tool
from ui.layers.kernels_route import kernels_address
from ui.layers.probe_levels import Level, probe_levels
from ui.layers.probe_steps import walk_steps
from ui.layers.probe_texts import level_texts, panel_texts
from ui.page import View

SEEN_KEY = "layers_link_seen"


def probe_tool(view: View, rungs: Sequence[Rung], scales: Scales, signal_limit: float) -> Tool:
    """Return the probe and the walk for what `view` shows; `signal_limit` ends the signal's axis."""
    texts, network = level_texts(view, rungs), view.model().network
    levels = probe_levels(view, rungs, scales)
    return {
        "name": "probe",
        "url": kernels_address(view.state.model, view.manifest.fingerprint),
        "text": panel_texts(view),
        "probe": {
            "levels": [{**level.to_json(), "text": texts[level.name]} for level in levels],
            "steps": walk_steps(view, rungs),
            "resting": rungs[-1].name,
            "pooling": view.config.network.pooling,
            "standardize": {"mean": float(network.input_mean), "std": float(network.input_std)},
            "signal_limit": signal_limit,
            "colors": {"cam": CAM_SCALE, "activation": ACTIVATION_SCALE},
            "gap": {"ticks": TICKS, "label": LABEL},
        },
    }


def check_link(view: View, rungs: Sequence[Rung], scales: Scales) -> None:
    """Say what of a link's unit or step does not fit, once a session; the browser leaves it out."""
    if SEEN_KEY in st.session_state:
        return
    st.session_state[SEEN_KEY] = True
    link, levels = st.query_params, probe_levels(view, rungs, scales)
    problems = (
        unit_problem(levels, link.get("probe", "")),
        step_problem(len(walk_steps(view, rungs)), link.get("step", "")),
    )
    for problem in problems:
        if problem is not None:
            st.warning(view.t("problem-link", problem=sentence(view.t, problem)))


def unit_problem(levels: Sequence[Level], text: str) -> ValueError | None:
    """Return why `text` names no unit of `levels`, None where it names one or is empty."""
    name, *numbers = text.split(".")
    level = next((level for level in levels if level.name == name), None)
    if not text or (level is not None and level.has_unit(numbers)):
        return None
    example, got = (level or levels[1]).last_unit, f"{text!r:.40}"
    words = f"`probe` must be written like {example}, with numbers up to these, got {got}."
    return ExplainedError(words, "error-probe", example=example, got=got)


def step_problem(num_steps: int, text: str) -> ValueError | None:
    """Return why `text` names no step from 1 to `num_steps`, None where it names one or is empty."""
    step = parse_value(text) if text else 1
    if type(step) is int and 1 <= step <= num_steps:
        return None
    got = f"{text!r:.40}"
    words = f"`step` must be a whole number from 1 to {num_steps}, got {got}."
    return ExplainedError(words, "error-step", last=str(num_steps), got=got)
