"""One tiny trained model for all core tests, which no test may change, and a library that holds it."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import torch

from cam_core.config import ExperimentConfig
from cam_core.pipeline import train
from cam_core.storage.checkpoint import Model, load
from cam_core.storage.model_files import MODEL_FILES
from tests.core.zips import titled

TINY = ExperimentConfig.from_dict(
    {
        "signals": {"num_samples": 600, "background_std": 0.1},
        "network": {"widths": [4, 8, 8, 16]},
        "training": {"epochs": 2},
    }
)


@pytest.fixture(autouse=True, scope="session")
def one_thread() -> Iterator[None]:
    """Bit-equality is promised for one thread only."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture(scope="session")
def tiny_config() -> ExperimentConfig:
    return TINY


@pytest.fixture(scope="session")
def tiny_directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("models") / "tiny"
    train(TINY, directory)
    return directory


@pytest.fixture(scope="session")
def tiny_model(tiny_directory: Path) -> Model:
    return load(tiny_directory)


@pytest.fixture
def copied_model(tiny_directory: Path, tmp_path: Path) -> Path:
    """A copy of the tiny model's directory, to be damaged."""
    return Path(shutil.copytree(tiny_directory, tmp_path / "copied"))


@pytest.fixture(scope="session")
def contents() -> Callable[[Path], dict[str, bytes]]:
    """Everything under a folder, hidden files too, by relative name."""

    def read(folder: Path) -> dict[str, bytes]:
        files = [path for path in folder.rglob("*") if path.is_file()]
        return {str(path.relative_to(folder)): path.read_bytes() for path in files}

    return read


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tiny_directory: Path) -> Path:
    """A library with one shipped model, `tiny`; own models go to the folder that is returned."""
    monkeypatch.setenv("CAM_SCOPE_MODELS", str(tiny_directory.parent))
    monkeypatch.setenv("CAM_SCOPE_DATA", str(tmp_path / "data"))
    return tmp_path / "data" / "models"


@pytest.fixture
def files(tiny_directory: Path) -> dict[str, bytes]:
    """The files of a good model under another title, so that it is not the shipped one."""
    found = {name: (tiny_directory / name).read_bytes() for name in MODEL_FILES}
    return found | {"config.json": titled(found["config.json"], "Tiny one")}
