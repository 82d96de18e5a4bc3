"""What happens once for a server: the default model is read before the first visitor needs it."""

import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from cam_core.model_files import CheckpointError
from ui import store
from ui.state import DEFAULT_MODEL


@asynccontextmanager
async def lifespan(app: object) -> AsyncIterator[dict[str, Any]]:
    """Warm up beside the start of the server, which answers meanwhile."""
    threading.Thread(target=warm_up, name="warm-up", daemon=True).start()
    yield {}


def warm_up() -> None:
    """Import torch and read the default model and its signals into the shared store."""
    try:
        known = store.manifest(DEFAULT_MODEL)
        store.test_signals(known.experiment.signals)
        store.model(DEFAULT_MODEL, known.fingerprint)
    except CheckpointError:
        # The page says the same in words as soon as somebody opens it.
        return
