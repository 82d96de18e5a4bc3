"""Layers: the ladder from a signal to its map, every channel of every layer, every unit taken apart."""

import streamlit as st

from ui.layers.view import draw_ladder
from ui.page import open_page

view = open_page("layers")
draw_ladder(view)
st.caption(view.t("layers-hint"))
