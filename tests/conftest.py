"""Fixtures for every test: real servers, each with folders of its own."""

from collections.abc import Callable, Iterator

import pytest

from tests.serving import RunningServer, launch

StartServer = Callable[..., RunningServer]


@pytest.fixture(scope="session")
def start_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StartServer]:
    """Starts a fresh server at each call; keywords are environment variables."""
    started: list[RunningServer] = []

    def start(**environment: str) -> RunningServer:
        started.append(launch(tmp_path_factory.mktemp("server"), **environment))
        return started[-1]

    yield start
    for server in started:
        server.stop()


@pytest.fixture(scope="session")
def server(start_server: StartServer) -> RunningServer:
    """The server that tests share when they do not need a fresh one."""
    return start_server()
