"""What if: drag the event, clean a part, look for the flip point, slide the event along, draw a signal."""

import streamlit as st

from ui.page import open_page
from ui.shown_model import draw_shown_model
from ui.whatif.choices import draw_made, draw_whatif_choices, open_whatif
from ui.whatif.view import draw_whatif

view = open_page("whatif")
chosen = open_whatif(view)
draw_whatif_choices(view, chosen)
draw_whatif(view, chosen)
if chosen.is_made:
    draw_made(view, chosen)
with st.expander(view.t("scope-about-model"), icon=":material/info:"):
    draw_shown_model(view)
