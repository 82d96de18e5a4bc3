"""A training while it runs, as a folder that any process can look into. No torch here.

    progress.json   how far it is, and one record for every finished epoch
    frames.npz      the pinned signals and their maps so far
    stop            its presence asks the training to end early and keep what it has learned

Every file is written beside its name and renamed, so a reader sees the old one or the new one. None waits for
the disk: a training that a power cut ends is over, and so is its account.
"""

import json
import zipfile
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from cam_core.results import EpochRecord
from cam_core.storage.library import data_directory
from cam_core.storage.whole_files import whole_file, write_whole

PROGRESS_FILE = "progress.json"
FRAMES_FILE = "frames.npz"
STOP_FILE = "stop"


@dataclass(frozen=True)
class RunProgress:
    """What `progress.json` says; `seconds` since the first batch.

    `phase` is "starting", "training" or "saving".
    """

    phase: str
    epoch: int
    num_epochs: int
    batch: int
    num_batches: int
    train_loss: float | None
    seconds: float
    history: tuple[EpochRecord, ...] = ()

    @property
    def share_done(self) -> float:
        """Share of all batches that are behind, 0 to 1."""
        if self.phase == "saving" or self.num_epochs == 0:
            return 1.0 if self.phase == "saving" else 0.0
        batches = max(0, self.epoch - 1) * self.num_batches + self.batch
        return min(1.0, batches / max(1, self.num_epochs * self.num_batches))


@dataclass(frozen=True)
class RunFrames:
    """The pinned signals and the map of each one's event after some epochs.

    x: (pinned, time), signal units. y: (pinned,), labels. event_interval: (pinned, 2), samples.
    index: (pinned,), places in the test set. epoch: (frames,). cam: (frames, pinned, positions), logits.
    start, jump: sample of the first position's centre, and samples from one position to the next.
    """

    x: np.ndarray
    y: np.ndarray
    event_interval: np.ndarray
    index: np.ndarray
    epoch: np.ndarray
    cam: np.ndarray
    start: float
    jump: float


def runs_directory() -> Path:
    """Where all trainings' folders are: `runs/` in the data directory."""
    return data_directory() / "runs"


def run_directory(identity: str, attempt: int = 1) -> Path:
    """Return the folder of the training of the experiment `identity`.

    attempt: 2 for one that waits for the end of another of the same experiment, which is being stopped; 3 for
    one that waits for that one.
    """
    return runs_directory() / (identity if attempt == 1 else f"{identity}-{attempt}")


def write_progress(directory: Path, progress: RunProgress) -> None:
    """Write `progress.json`; raise `OSError` when the disk refuses."""
    data = json.dumps(asdict(progress)).encode()
    write_whole(directory / PROGRESS_FILE, data, lasting=False)


def read_progress(directory: Path) -> RunProgress | None:
    """Return how far a training is, None while it has not said anything."""
    try:
        values = json.loads((directory / PROGRESS_FILE).read_text("utf-8"))
        history = tuple(EpochRecord(**record) for record in values.pop("history"))
        return RunProgress(**values, history=history)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def write_frames(directory: Path, frames: RunFrames) -> None:
    """Write `frames.npz`; raise `OSError` when the disk refuses."""
    with whole_file(directory / FRAMES_FILE, lasting=False) as file:
        np.savez_compressed(file, **vars(frames))


def read_frames(directory: Path) -> RunFrames | None:
    """Return the pinned signals' maps so far, None while there are none."""
    try:
        with np.load(directory / FRAMES_FILE, allow_pickle=False) as arrays:
            values = dict(arrays)
        return RunFrames(**{**values, "start": float(values["start"]), "jump": float(values["jump"])})
    except (OSError, ValueError, KeyError, TypeError, EOFError, zipfile.BadZipFile):
        return None


def frames_version(directory: Path) -> int:
    """Return a number that changes with `frames.npz`, 0 while there is none."""
    try:
        return (directory / FRAMES_FILE).stat().st_mtime_ns
    except OSError:
        return 0


def ask_to_stop(directory: Path) -> None:
    """Ask the training in `directory` to end early; raise `OSError` when the disk refuses."""
    directory.mkdir(parents=True, exist_ok=True)
    (directory / STOP_FILE).touch()


def asked_to_stop(directory: Path) -> bool:
    """Return whether someone has asked the run in `directory` to stop."""
    return (directory / STOP_FILE).exists()
