"""Models on disk: whole or not at all, never executed, every damage named in one sentence."""

import errno
import json
import os
import pickle
import signal
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import safetensors.torch
import torch

from cam_core.pipeline import explain
from cam_core.signals import generate_signals
from cam_core.storage import checkpoint, model_records
from cam_core.storage.checkpoint import CheckpointError, Model, Records, load, save
from cam_core.storage.manifest import Manifest, read_manifest
from cam_core.storage.model_files import MODEL_FILES, sha256
from cam_core.storage.model_records import read_film, read_history, read_summary

Contents = Callable[[Path], dict[str, bytes]]
Damage = Callable[[Path], object]

REPOSITORY = Path(__file__).parents[2]


def _records(directory: Path) -> Records:
    x = np.load(directory / "golden.npz")["x"]
    return Records(read_history(directory), read_summary(directory), read_film(directory), x)


def _save_again(model: Model, source: Path, target: Path) -> Manifest:
    return save(target, model.network, _records(source), lambda _: model.manifest)


def _rewrite_config(directory: Path, change: Callable[[dict[str, object]], object]) -> None:
    path = directory / "config.json"
    values = json.loads(path.read_text())
    changed = change(values)
    path.write_text(json.dumps(values if changed is None else changed))


def _replace_weights(directory: Path, weights: bytes) -> None:
    """Put other weights in place, with a hash that vouches for them."""
    (directory / "model.safetensors").write_bytes(weights)
    _rewrite_config(directory, lambda values: values.update(weights_sha256=sha256(weights)))


def _change_tensors(directory: Path, change: Callable[[dict[str, torch.Tensor]], object]) -> None:
    tensors = safetensors.torch.load((directory / "model.safetensors").read_bytes())
    change(tensors)
    _replace_weights(directory, safetensors.torch.save(tensors))


def _change_golden(directory: Path, **arrays: np.ndarray) -> None:
    with np.load(directory / "golden.npz") as stored:
        values = {**stored, **arrays}
    np.savez(directory / "golden.npz", **values)


def test_round_trip_gives_the_same_numbers(tiny_model: Model, tiny_directory: Path, tmp_path: Path) -> None:
    """Saved and loaded again: manifest, weights, history, film, summary and maps, bit for bit."""
    _save_again(tiny_model, tiny_directory, tmp_path / "again")
    again = load(tmp_path / "again")
    assert again.manifest == tiny_model.manifest
    assert again.manifest.fingerprint == tiny_model.manifest.fingerprint
    for name, value in again.network.state_dict().items():
        assert torch.equal(value, tiny_model.network.state_dict()[name])
    assert read_history(tmp_path / "again") == read_history(tiny_directory)
    for read in (read_film, read_summary):
        one, other = vars(read(tmp_path / "again")), vars(read(tiny_directory))
        for name, value in one.items():
            np.testing.assert_array_equal(value, other[name])
    x = generate_signals(tiny_model.manifest.experiment.signals).x[:20]
    ours, theirs = explain(again, x), explain(tiny_model, x)
    assert ours.cam.tobytes() == theirs.cam.tobytes()


def test_a_loaded_network_cannot_train(tiny_model: Model) -> None:
    """Evaluation mode, no gradients: nothing a page does can change it."""
    assert not tiny_model.network.training
    assert not any(value.requires_grad for value in tiny_model.network.parameters())


def test_fingerprint_follows_every_part_of_the_manifest(copied_model: Path) -> None:
    """Caches keyed by it never show an old model's numbers."""
    prints = {read_manifest(copied_model).fingerprint}
    _rewrite_config(copied_model, lambda values: values.update(title="renamed"))
    prints.add(read_manifest(copied_model).fingerprint)
    _rewrite_config(copied_model, lambda values: values.update(weights_sha256="0"))
    prints.add(read_manifest(copied_model).fingerprint)
    assert len(prints) == 3


def _truncate(name: str) -> Damage:
    def damage(folder: Path) -> None:
        data = (folder / name).read_bytes()
        (folder / name).write_bytes(data[: len(data) // 2])

    return damage


def _put(name: str, data: bytes) -> Damage:
    return lambda folder: (folder / name).write_bytes(data)


def _config(change: Callable[[dict[str, object]], object]) -> Damage:
    return lambda folder: _rewrite_config(folder, change)


def _tensors(change: Callable[[dict[str, torch.Tensor]], object]) -> Damage:
    return lambda folder: _change_tensors(folder, change)


def _flip_one_byte(folder: Path) -> None:
    data = bytearray((folder / "model.safetensors").read_bytes())
    data[-1] ^= 1
    (folder / "model.safetensors").write_bytes(bytes(data))


def _nested(values: dict[str, object]) -> None:
    values["evaluation"] = {"accuracy": float("nan")}


GOLDEN_X = np.zeros((2, 1, 100), np.float32)

DAMAGES: dict[str, tuple[Damage, str]] = {
    **{f"no {name}": (lambda f, n=name: (f / n).unlink(), name) for name in MODEL_FILES[:2]},
    "no golden.npz": (lambda f: (f / "golden.npz").unlink(), "golden.npz"),
    "weights cut in half": (_truncate("model.safetensors"), "model.safetensors"),
    "weights empty": (_put("model.safetensors", b""), "model.safetensors"),
    "one bit of the weights": (_flip_one_byte, "model.safetensors"),
    "NaN": (_tensors(lambda t: t["head.bias"].fill_(torch.nan)), "NaN"),
    "infinity": (_tensors(lambda t: t["input_std"].fill_(torch.inf)), "infinity"),
    "zero deviation": (_tensors(lambda t: t["input_std"].zero_()), "golden"),
    "another shape": (
        _tensors(lambda t: t.update({"head.weight": torch.zeros(2, 17)})),
        "must fit the network",
    ),
    "a missing tensor": (_tensors(lambda t: t.pop("head.bias")), "must fit the network"),
    "an extra tensor": (_tensors(lambda t: t.update(x=torch.zeros(1))), "must fit the network"),
    "foreign tensors": (
        lambda f: _replace_weights(f, safetensors.torch.save({"w": torch.zeros(3)})),
        "must fit the network",
    ),
    "half precision": (
        _tensors(lambda t: t.update({k: v.half() for k, v in t.items()})),
        "float16",
    ),
    "eight bits": (
        _tensors(lambda t: t.update({k: v.to(torch.float8_e4m3fn) for k, v in t.items()})),
        "float8",
    ),
    "huge header length": (
        lambda f: _replace_weights(f, b"\xff" * 8 + b"{}"),
        "not a safetensors file",
    ),
    "weights of a neighbour": (
        _tensors(lambda t: t["head.weight"].mul_(1.5)),
        "does not reproduce its golden",
    ),
    "config cut in half": (_truncate("config.json"), "config.json"),
    "config is a list": (_put("config.json", b"[]"), "config.json"),
    "config is binary": (_put("config.json", bytes(range(256))), "config.json"),
    "config nested 100,000 deep": (_put("config.json", b"[" * 100_000), "config.json"),
    "config nested in objects": (_put("config.json", b'{"a":' * 100_000), "config.json"),
    "config with a number of 5,000 digits": (_put("config.json", b"1" * 5000), "config.json"),
    "config of another format": (_config(lambda v: v.update(format=99)), "format"),
    "unknown key": (_config(lambda v: v.update(colour="red")), "colour"),
    "unknown setting": (_config(lambda v: v["experiment"]["signals"].update(mood=1)), "mood"),
    "setting out of bounds": (
        _config(lambda v: v["experiment"]["signals"].update(num_points=10**9)),
        "num_points",
    ),
    "another network": (
        _config(lambda v: v["experiment"]["network"].update(widths=[4, 8, 8, 32])),
        "must fit the network",
    ),
    "another length": (
        _config(lambda v: v["experiment"]["signals"].update(num_points=200)),
        "golden.npz",
    ),
    "calibration missing": (_config(lambda v: v.pop("calibration")), "config.json"),
    "calibration is a list": (_config(lambda v: v.update(calibration=[1])), "config.json"),
    "scale of zero": (_config(lambda v: v["calibration"].update(cam_scale=0)), "cam_scale"),
    "scale is a word": (_config(lambda v: v["calibration"].update(cam_scale="big")), "cam_scale"),
    "scale of 400 digits": (
        _config(lambda v: v["calibration"].update(cam_scale=10**400)),
        "cam_scale",
    ),
    "title is a number": (_config(lambda v: v.update(title=3)), "title"),
    "title with half a character": (_config(lambda v: v.update(title="\ud800")), "config.json"),
    "epochs negative": (_config(lambda v: v.update(epochs_trained=-1)), "epochs_trained"),
    "NaN in the scores": (_config(_nested), "NaN"),
    "golden cut in half": (_truncate("golden.npz"), "golden.npz"),
    "golden empty": (_put("golden.npz", b""), "golden.npz"),
    "golden is an npy": (lambda f: _npy(f / "golden.npz"), "golden.npz"),
    "golden mismatch": (
        lambda f: _change_golden(f, logits=np.full((4, 2), 9, np.float32)),
        "golden logits",
    ),
    "golden NaN": (
        lambda f: _change_golden(f, cam=np.full((4, 2, 50), np.nan, np.float32)),
        "golden cam",
    ),
    "golden of another kind": (lambda f: _change_golden(f, x=GOLDEN_X.astype(str)), "golden.npz"),
    "golden without signals": (lambda f: _change_golden(f, x=GOLDEN_X[:0]), "golden.npz"),
    "golden of one point": (lambda f: _change_golden(f, x=GOLDEN_X[..., :1]), "golden.npz"),
    "golden in two dimensions": (lambda f: _change_golden(f, x=GOLDEN_X[:, 0]), "golden.npz"),
    "golden with another array": (lambda f: _change_golden(f, y=GOLDEN_X), "golden.npz"),
    "golden of objects": (
        lambda f: _change_golden(f, x=np.array([None, {}], dtype=object)),
        "golden.npz",
    ),
}


def _npy(path: Path) -> None:
    with path.open("wb") as file:
        np.save(file, GOLDEN_X)


@pytest.mark.parametrize("name", DAMAGES)
def test_every_damage_gives_a_sentence_that_names_it(copied_model: Path, name: str) -> None:
    """`CheckpointError`, one line, saying which file or entry of which model, and nothing else."""
    damage, word = DAMAGES[name]
    damage(copied_model)
    with pytest.raises(CheckpointError) as caught:
        load(copied_model)
    message = str(caught.value)
    assert word in message
    assert "`" in message
    assert "\n" not in message
    assert message.endswith((".", ")"))


SIDE_FILES = {"history.csv": read_history, "test_set.npz": read_summary, "film.npz": read_film}


@pytest.mark.parametrize("name", SIDE_FILES)
@pytest.mark.parametrize("damage", ["gone", "empty", "half", "binary", "array"])
def test_side_files_are_checked_when_they_are_read(copied_model: Path, name: str, damage: str) -> None:
    """Records beside the weights: missing, cut or foreign ones give the sentence, too."""
    path = copied_model / name
    data = path.read_bytes()
    if damage == "gone":
        path.unlink()
    elif damage == "array":
        _npy(path)
    else:
        path.write_bytes({"empty": b"", "half": data[: len(data) // 3], "binary": data[::-1]}[damage])
    with pytest.raises(CheckpointError, match=name):
        SIDE_FILES[name](copied_model)


def test_records_of_another_shape_are_refused(copied_model: Path) -> None:
    """A page that indexes test signals must find all of them."""
    for name, read in (("test_set.npz", read_summary), ("film.npz", read_film)):
        with np.load(copied_model / name) as stored:
            values = dict(stored)
        np.savez(copied_model / name, **{**values, "logits": values["logits"][:-1]})
        with pytest.raises(CheckpointError, match=name):
            read(copied_model)
        np.savez(copied_model / name, **{key: value.astype(str) for key, value in values.items()})
        with pytest.raises(CheckpointError, match=name):
            read(copied_model)


@pytest.mark.parametrize("name", ["golden.npz", "test_set.npz", "film.npz", "config.json"])
def test_random_damage_never_gives_another_error(copied_model: Path, name: str) -> None:
    """150 times one to three random bytes: either it still works or it is a `CheckpointError`."""
    good = (copied_model / name).read_bytes()
    rng = np.random.default_rng(1)
    refused = 0
    for _ in range(150):
        damaged = bytearray(good)
        for place in rng.integers(len(good), size=rng.integers(1, 4)):
            damaged[place] = rng.integers(256)
        (copied_model / name).write_bytes(bytes(damaged))
        try:
            if name in SIDE_FILES:
                SIDE_FILES[name](copied_model)
            else:
                load(copied_model)
        except CheckpointError:
            refused += 1
    assert refused > 100


class _Trap:
    """Unpickling this writes a file."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[object, ...]:
        return (Path.write_text, (self.path, "executed"))


def test_nothing_in_a_model_is_ever_executed(copied_model: Path, tmp_path: Path) -> None:
    """Pickles under every name of the directory, hash included: refused, and the trap stays shut."""
    marker = tmp_path / "executed"
    trap = pickle.dumps(_Trap(marker))
    objects = np.empty(1, object)
    objects[0] = _Trap(marker)
    np.save(tmp_path / "objects.npy", objects)
    np.load(tmp_path / "objects.npy", allow_pickle=True)
    assert marker.exists(), "the trap must work, or this test proves nothing"
    marker.unlink()
    weights = (copied_model / "model.safetensors").read_bytes()
    golden = (copied_model / "golden.npz").read_bytes()
    torch_file = tmp_path / "model.pt"
    torch.save({"head.weight": _Trap(marker)}, torch_file)
    for data in (trap, torch_file.read_bytes()):
        _replace_weights(copied_model, data)
        with pytest.raises(CheckpointError, match=r"model\.safetensors"):
            load(copied_model)
    _replace_weights(copied_model, weights)
    for name in ("golden.npz", "test_set.npz", "film.npz"):
        for write in (
            lambda path: path.write_bytes(trap),
            lambda path: np.savez(path, x=objects, index=objects, logits=objects),
        ):
            write(copied_model / name)
            reader = SIDE_FILES.get(name, load)
            with pytest.raises(CheckpointError, match=name):
                reader(copied_model)
    (copied_model / "golden.npz").write_bytes(golden)
    load(copied_model)
    (copied_model / "history.csv").write_bytes(trap)
    with pytest.raises(CheckpointError, match=r"history\.csv"):
        read_history(copied_model)
    assert not marker.exists()


def test_a_huge_file_is_refused_unread(copied_model: Path) -> None:
    """A sparse file of a terabyte costs nothing."""
    with (copied_model / "model.safetensors").open("r+b") as file:
        file.truncate(2**40)
    with pytest.raises(CheckpointError, match="must be at most"):
        load(copied_model)


def test_an_archive_that_unpacks_to_gigabytes_is_refused(
    copied_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A small zip of zeros is measured before it is unpacked (by a smaller measure here)."""
    monkeypatch.setattr("cam_core.storage.array_files.MAX_UNPACKED_BYTES", 2**20)
    with zipfile.ZipFile(copied_model / "golden.npz", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("x.npy", bytes(2**21))
    with pytest.raises(CheckpointError, match=r"golden\.npz.*unpacks"):
        load(copied_model)


@pytest.mark.parametrize("name", ["missing", "a file"])
def test_no_model_there(tmp_path: Path, name: str) -> None:
    """A deleted model, or a file in its place, is a sentence as well."""
    if name == "a file":
        (tmp_path / name).write_text("text")
    with pytest.raises(CheckpointError, match=r"config\.json.* cannot be read"):
        load(tmp_path / name)


class _FullDisk:
    """Lets some writes pass, then is full; the last one leaves half of its bytes."""

    def __init__(self, room: int) -> None:
        self.room = room

    def wrap(self, write: Callable[..., object]) -> Callable[..., object]:
        def guarded(target: Path, *args: object, **kwargs: object) -> object:
            if self.room == 0:
                file = target / "history.csv" if target.is_dir() else target
                with file.open("wb") as half:
                    half.write(b"half")
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            self.room -= 1
            return write(target, *args, **kwargs)

        return guarded


@pytest.mark.parametrize("room", range(len(MODEL_FILES)))
def test_a_full_disk_leaves_nothing(
    tiny_model: Model,
    tiny_directory: Path,
    tmp_path: Path,
    contents: Contents,
    monkeypatch: pytest.MonkeyPatch,
    room: int,
) -> None:
    """Full at each file in turn: `OSError`, and afterwards the folder is as it was before."""
    records = _records(tiny_directory)
    (tmp_path / "neighbour").write_text("stays")
    disk = _FullDisk(room)
    monkeypatch.setattr(Path, "write_bytes", disk.wrap(Path.write_bytes))
    monkeypatch.setattr(Path, "write_text", disk.wrap(Path.write_text))
    monkeypatch.setattr(checkpoint, "write_history", disk.wrap(model_records.write_history))
    monkeypatch.setattr(np, "savez_compressed", disk.wrap(np.savez_compressed))
    with pytest.raises(OSError, match="No space left"):
        save(tmp_path / "model", tiny_model.network, records, lambda _: tiny_model.manifest)
    assert contents(tmp_path) == {"neighbour": b"stays"}
    assert [path.name for path in tmp_path.iterdir()] == ["neighbour"]


KILL = """
import os, signal, sys
from pathlib import Path
import torch
from cam_core.storage import checkpoint, model_files
from tests.core.test_checkpoint import _save_again

def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)

source, target, place = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
model = checkpoint.load(source)
setattr(checkpoint if place == "write_history" else model_files, place, die)
_save_again(model, source, target)
"""


@pytest.mark.parametrize("place", ["write_history", "flush"])
def test_a_kill_while_saving_leaves_no_model(
    tiny_model: Model, tiny_directory: Path, tmp_path: Path, place: str
) -> None:
    """Killed for real after two files, or after all six just before the name is given.

    No directory of that name exists, what is left is hidden, and saving again works.
    """
    command = [sys.executable, "-c", KILL, str(tiny_directory), str(tmp_path / "model"), place]
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY), "OMP_NUM_THREADS": "1"}
    killed = subprocess.run(
        command, env=environment, cwd=tmp_path, capture_output=True, timeout=120, check=False
    )
    assert killed.returncode == -signal.SIGKILL, killed.stderr.decode()
    left = list(tmp_path.iterdir())
    assert len(left) == 1
    assert left[0].name.startswith(".")
    assert len(list(left[0].iterdir())) == (2 if place == "write_history" else 6)
    _save_again(tiny_model, tiny_directory, tmp_path / "model")
    assert load(tmp_path / "model").manifest == tiny_model.manifest


@pytest.mark.parametrize("kind", ["folder", "empty folder", "file", "model"])
def test_what_exists_is_refused_and_untouched(
    tiny_model: Model,
    tiny_directory: Path,
    copied_model: Path,
    tmp_path: Path,
    contents: Contents,
    kind: str,
) -> None:
    """Nothing is ever overwritten, another model least of all."""
    target = copied_model if kind == "model" else tmp_path / "taken"
    if kind == "file":
        target.write_text("a letter")
    elif kind != "model":
        target.mkdir()
    if kind == "folder":
        (target / "letter.txt").write_text("a letter")
    before = contents(tmp_path)
    with pytest.raises(CheckpointError, match="must not exist yet"):
        _save_again(tiny_model, tiny_directory, target)
    assert contents(tmp_path) == before
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]


def test_a_name_taken_while_saving_is_not_overwritten(
    tiny_model: Model, tiny_directory: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two sessions save under one name at once: the second one fails, the first one's model stays."""
    records = _records(tiny_directory)
    target = tmp_path / "model"

    def meanwhile(directory: Path, history: list[object]) -> None:
        if not target.exists():
            target.mkdir()
            (target / "config.json").write_text("the other session's")
        (directory / "history.csv").write_text("epoch\n")

    monkeypatch.setattr(checkpoint, "write_history", meanwhile)
    with pytest.raises(OSError, match="not empty"):
        save(target, tiny_model.network, records, lambda _: tiny_model.manifest)
    assert (target / "config.json").read_text() == "the other session's"
    assert [path.name for path in tmp_path.iterdir()] == ["model"]
