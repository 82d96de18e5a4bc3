"""Evidence: how far the map can be trusted, and what other ways of asking say."""

import streamlit as st

from ui.evidence_methods import draw_methods
from ui.evidence_twins import draw_twins
from ui.page import open_page
from ui.shown_model import draw_shown_model

view = open_page("evidence")
draw_twins(view)
draw_methods(view)
with st.expander(view.t("scope-about-model"), icon=":material/info:"):
    draw_shown_model(view)
