"""Evidence: how far the map can be trusted, in parts of one idea each."""

import streamlit as st

from ui.evidence.parts import draw_part
from ui.page import open_page
from ui.shown_model import draw_shown_model

view = open_page("evidence")
draw_part(view)
with st.expander(view.t("scope-about-model"), icon=":material/info:"):
    draw_shown_model(view)
