"""Fixtures for every test: real servers, each with folders of its own."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.serving import REPOSITORY, RunningServer, launch

StartServer = Callable[..., RunningServer]


@pytest.fixture(autouse=True)
def own_main_module(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page that a test runs takes the place of `__main__`; a process spawned later would run it again."""
    monkeypatch.setitem(sys.modules, "__main__", sys.modules["__main__"])


@pytest.fixture(scope="session")
def start_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StartServer]:
    """Starts a fresh server at each call of `start(app, **environment)`."""
    started: list[RunningServer] = []

    def start(app: Path = REPOSITORY / "app.py", **environment: str) -> RunningServer:
        started.append(launch(tmp_path_factory.mktemp("server"), app=app, **environment))
        return started[-1]

    yield start
    for server in started:
        server.stop()


@pytest.fixture(scope="session")
def server(start_server: StartServer) -> RunningServer:
    """The server that tests share when they do not need a fresh one."""
    return start_server()
