"""The frame around every page: navigation and link. Runs for every visitor on every script run."""

from pathlib import Path

import streamlit as st

from ui.state import current_state, write_link

PAGES = Path(__file__).resolve().parent.parent / "pages"


def main() -> None:
    """Draw the frame and run the page in it."""
    t = current_state().t
    st.set_page_config(page_title=t("app-title"), layout="wide")
    page = st.navigation(
        [
            st.Page(PAGES / "scope.py", title=t("page-scope"), default=True),
            st.Page(PAGES / "lab.py", title=t("page-lab"), url_path="lab"),
            st.Page(PAGES / "layers.py", title=t("page-layers"), url_path="layers"),
            st.Page(PAGES / "stream.py", title=t("page-stream"), url_path="stream"),
            st.Page(PAGES / "whatif.py", title=t("page-whatif"), url_path="whatif"),
            st.Page(PAGES / "networks.py", title=t("page-networks"), url_path="networks"),
            st.Page(PAGES / "evidence.py", title=t("page-evidence"), url_path="evidence"),
            st.Page(PAGES / "photos.py", title=t("page-photos"), url_path="photos"),
        ],
        position="top",
    )
    try:
        page.run()
    finally:
        write_link(page.url_path)


# A process that a training is spawned into runs this file again under another name.
if __name__ == "__main__":
    main()
