"""CAM Scope: `streamlit run app.py`.

The script that runs for every visitor is `ui/shell.py`. It does not lie beside `pages/`: a main script
next to a folder of that name makes Streamlit skip it for the first deep link on a fresh server.
"""

from pathlib import Path

import streamlit as st

from ui.routes import routes
from ui.server import lifespan, on_script_error

app = st.App(
    Path(__file__).parent / "ui" / "shell.py",
    routes=routes(str(st.get_option("server.baseUrlPath") or "")),
    lifespan=lifespan,
    on_script_error=on_script_error,
)
