"""What the server does beside running pages: it warms up, and it has words for what nobody foresaw."""

import logging
import threading
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import import_module
from typing import Any

import streamlit as st

from cam_core.jobs.remains import sweep_remains
from cam_core.storage.model_files import CheckpointError
from ui import store
from ui.language import DEFAULT_LANGUAGE, Translate, translator
from ui.state import DEFAULT_MODEL, SESSION_KEY, State

LOGGER = logging.getLogger("cam_scope")


@asynccontextmanager
async def lifespan(app: object) -> AsyncIterator[dict[str, Any]]:
    """Warm up beside the start of the server, which answers meanwhile."""
    threading.Thread(target=warm_up, name="warm-up", daemon=True).start()
    yield {}


def warm_up() -> None:
    """Sweep up what killed runs left, then read torch, the default model and its signals."""
    sweep_remains(time.time())
    try:
        known = store.manifest(DEFAULT_MODEL)
        store.test_signals(known.experiment.signals)
        store.model(DEFAULT_MODEL, known.fingerprint)
        # Captum's parts import each other: two sessions that began it at once would find half of it.
        import_module("cam_core.comparisons.all_methods")
    except CheckpointError:
        # The page says the same in words as soon as somebody opens it.
        return


def on_script_error(error: Exception) -> bool:
    """Show one sentence in the reader's language; the traceback goes to the server's log."""
    LOGGER.error("a page failed", exc_info=error)
    st.error(_language_of_session()("problem-unexpected"))
    return True


def _language_of_session() -> Translate:
    """The state itself may be what failed, so nothing is computed here."""
    state = st.session_state.get(SESSION_KEY)
    return state.t if isinstance(state, State) else translator(DEFAULT_LANGUAGE)
