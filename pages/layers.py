"""Layers: the ladder from a signal to its map, every channel of every layer."""

import streamlit as st

from ui.layers_channel import draw_channel, open_channel, pick_channel
from ui.layers_view import draw_ladder, view_rungs
from ui.page import open_page

view = open_page("layers")
open_channel(view)
ladder, detail = st.columns([10, 3], gap="small")
with ladder:
    draw_ladder(view, lambda: pick_channel(view_rungs(view)))
with detail, st.container(key="layers_detail"):
    draw_channel(view)
st.caption(view.t("layers-zoom-hint"))
