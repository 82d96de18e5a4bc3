"""The Networks page down to the measurement: what is chosen, the family's table, one network in detail."""

from pathlib import Path

import streamlit as st

from cam_core.palette import CAM_SCALE, INK, MUTED, PAPER, RULE
from ui.networks.choice import chosen, draw_choice, open_choice
from ui.networks.detail import draw_detail
from ui.networks.tables import draw_family
from ui.page import View

STYLE = Path(__file__).parent / "networks.css"
COLORS = {"accent": CAM_SCALE[-1][1], "ink": INK, "muted": MUTED, "rule": RULE, "paper": PAPER}
"""The accent is what speaks for a class in every map: the row from which maps come has it too."""


def draw_networks(view: View) -> None:
    """Draw everything that depends on the choice; the rest of the page is left alone when it changes."""
    colors = " ".join(f"--{name}: {color};" for name, color in COLORS.items())
    st.html(f"<style>.stMain {{ {colors} }}\n{STYLE.read_text('utf-8')}</style>")
    open_choice(view)
    with st.container(key="networks"):
        _draw_chosen(view)


@st.fragment
def _draw_chosen(view: View) -> None:
    draw_choice(view)
    draw_family(view)
    st.caption(view.t(f"networks-family-help-{chosen().shown_input}"))
    draw_detail(view)
