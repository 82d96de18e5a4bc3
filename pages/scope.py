"""Scope: one signal of the test set, what the network says of it, and where it looked."""

import streamlit as st

from ui.page import open_page
from ui.scope.view import draw_scope
from ui.shown_model import draw_shown_model

view = open_page("scope")
draw_scope(view)
with st.expander(view.t("scope-about-model"), icon=":material/info:"):
    draw_shown_model(view)
