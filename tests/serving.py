"""Starts the dashboard as the README does, on a free port, away from anybody's models."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError

REPOSITORY = Path(__file__).parent.parent
READY_WITHIN_SECONDS = 90.0


@dataclass(frozen=True)
class RunningServer:
    """One server process group with folders of its own."""

    url: str
    process: subprocess.Popen[bytes]
    log_path: Path
    data_dir: Path
    models_dir: Path

    def log(self) -> str:
        """Everything the server has printed so far."""
        return self.log_path.read_text(encoding="utf-8", errors="replace")

    def get(self, path: str) -> bytes:
        """Body of a GET request to the server; raises `URLError` when it does not answer."""
        with urllib.request.urlopen(self.url + path, timeout=10) as answer:
            return bytes(answer.read())

    def put(self, path: str, body: bytes) -> int:
        """Status of a PUT request; raises `HTTPError` when the server refuses it."""
        request = urllib.request.Request(self.url + path, data=body, method="PUT")
        with urllib.request.urlopen(request, timeout=10) as answer:
            return int(answer.status)

    def stop(self) -> None:
        """Ends the server and every process it started."""
        for number in (signal.SIGTERM, signal.SIGKILL):
            if self.process.poll() is None:
                os.killpg(self.process.pid, number)
                try:
                    self.process.wait(timeout=10)
                except subprocess.TimeoutExpired:
                    continue
        _end_group(self.process.pid)


def _end_group(group: int) -> None:
    """A child may outlive its leader; nothing a test started may stay behind."""
    try:
        os.killpg(group, signal.SIGKILL)
    except ProcessLookupError:
        return


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def launch(folder: Path, *, app: Path = REPOSITORY / "app.py", **environment: str) -> RunningServer:
    """Starts a server whose data, models and log lie in `folder`, and waits until it is healthy."""
    port = free_port()
    data_dir, models_dir, log_path = folder / "data", folder / "models", folder / "server.log"
    data_dir.mkdir(parents=True)
    _copy_models(models_dir)
    settings = {
        "CAM_SCOPE_DATA": str(data_dir),
        "CAM_SCOPE_MODELS": str(models_dir),
        "OMP_NUM_THREADS": "1",
        "PYTHONUNBUFFERED": "1",
    }
    address = ["--server.address", "127.0.0.1", "--server.port", str(port)]
    with log_path.open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "streamlit", "run", app.name, *address],
            cwd=app.parent,
            env=os.environ | settings | environment,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    server = RunningServer(f"http://127.0.0.1:{port}", process, log_path, data_dir, models_dir)
    wait_until_healthy(server)
    return server


def _copy_models(target: Path) -> None:
    shipped = REPOSITORY / "models"
    if shipped.is_dir():
        shutil.copytree(shipped, target)
    else:
        target.mkdir(parents=True)


def wait_until_healthy(server: RunningServer) -> None:
    """Waits for "ok" from the health path; raises `RuntimeError` with the log if it never is."""
    deadline = time.monotonic() + READY_WITHIN_SECONDS
    while time.monotonic() < deadline and server.process.poll() is None:
        try:
            if server.get("/_stcore/health") == b"ok":
                return
        except (URLError, TimeoutError, ConnectionError):
            pass
        time.sleep(0.2)
    server.stop()
    raise RuntimeError(f"the server did not become healthy; its log:\n{server.log()}")
