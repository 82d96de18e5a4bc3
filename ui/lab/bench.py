"""The Lab's bench: parameters beside the signals they make, and the button that trains on them.

A fragment: a changed parameter redraws this part alone, not the film and the library below it.
"""

from dataclasses import replace

import streamlit as st

from ui.lab.dataset import draw_accuracies, draw_examples, draw_shapes
from ui.lab.parameters import draw_parameters, draw_presets
from ui.lab.settings import draw_problem
from ui.lab.training import draw_start
from ui.page import View
from ui.state import current_state, write_link


@st.fragment
def draw_bench(page: View) -> None:
    """Draw presets, start button, examples, shapes, accuracies and parameters."""
    if current_state().model != page.state.model:
        st.rerun()  # a preset opened another model: that concerns the whole page
    view = refreshed(page)
    draw_problem()
    signals, parameters = st.columns([2.2, 1], gap="medium")
    with signals:
        draw_presets(view)
        draw_start(view)
        draw_examples(view)
        shapes, accuracies = st.columns(2)
    with shapes:
        draw_shapes(view)
    with parameters:
        draw_parameters(view)
    write_link("lab")
    with accuracies:  # last: what has to be computed must not hold up what is there already
        draw_accuracies(view)


def refreshed(page: View) -> View:
    """Return `page` with the settings as they are now; a fragment runs without the page around it."""
    state = current_state()
    return replace(page, state=state, config=page.manifest.experiment.with_settings(state.settings))
