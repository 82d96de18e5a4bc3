"""The same arrangement as the product: an `st.App` whose script lies in a folder of its own."""

import demo_samples
import streamlit as st

from ui.assets import asset_routes

_BASE = str(st.get_option("server.baseUrlPath") or "")
app = st.App("frame/shell.py", routes=[*asset_routes(_BASE), *demo_samples.routes(_BASE)])
