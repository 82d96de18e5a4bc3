"""What the Lab's layout needs beyond Streamlit's own: reserved heights, nothing wider than a phone."""

from pathlib import Path

import streamlit as st

STYLE = Path(__file__).parent / "lab.css"


def draw_style() -> None:
    """Put the Lab's few rules on the page."""
    st.html(f"<style>{STYLE.read_text('utf-8')}</style>")
