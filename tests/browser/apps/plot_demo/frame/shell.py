"""Navigation of the demo."""

from pathlib import Path

import streamlit as st

PAGES = Path(__file__).parent.parent / "pages"

if __name__ == "__main__":
    st.set_page_config(page_title="Plot demo", layout="wide")
    st.session_state.runs = st.session_state.get("runs", 0) + 1
    page = st.navigation(
        [
            st.Page(PAGES / "scope.py", title="Scope", default=True),
            st.Page(PAGES / "lab.py", title="Lab", url_path="lab"),
        ],
        position="top",
    )
    page.run()
    st.markdown(f"Runs: {st.session_state.runs}. Address seen by Python: `{st.query_params.to_dict()}`")
