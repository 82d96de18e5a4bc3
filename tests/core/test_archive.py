"""What comes into the library as a zip: whole models, and the one sentence that hostile zips get."""

import io
import json
import pickle
import zipfile
from pathlib import Path

import numpy as np
import pytest
import safetensors.torch

from cam_core.scores.evaluation import Evaluation
from cam_core.storage import archive
from cam_core.storage.archive import import_model
from cam_core.storage.checkpoint import Model
from cam_core.storage.model_files import MODEL_FILES, CheckpointError, sha256
from tests.core.zips import zipped


def npz(**arrays: np.ndarray) -> bytes:
    buffer = io.BytesIO()
    np.savez_compressed(buffer, **arrays)
    return buffer.getvalue()


def npy_header(*shape: int) -> bytes:
    """An array's header alone, which may promise any shape."""
    buffer = io.BytesIO()
    np.lib.format.write_array_header_1_0(buffer, {"descr": "<f8", "fortran_order": False, "shape": shape})
    return buffer.getvalue()


def film(**changed: np.ndarray) -> bytes:
    """A film of three frames that fits the tiny model, unless something is changed."""
    good = {"index": np.arange(6), "cam": np.zeros((3, 6, 2, 50)), "logits": np.zeros((3, 6, 2))}
    return npz(**(good | changed))


def summary(**changed: np.ndarray) -> bytes:
    """What a network said of the tiny model's 180 test signals, unless something is changed."""
    good = {
        "logits": np.zeros((180, 2), np.float32),
        "peak": np.zeros((180, 2), np.float32),
        "peak_position": np.zeros((180, 2), np.int16),
        "localized_interval": intervals(-1, -1),
    }
    return npz(**(good | changed))


def intervals(start: int, end: int) -> np.ndarray:
    return np.tile(np.array([start, end], np.int16), (180, 2, 1))


def refused(data: bytes, library: Path) -> str:
    """The one sentence that `data` gets; nothing may be left in the library, hidden or not."""
    with pytest.raises(CheckpointError) as caught:
        import_model(data)
    assert not library.exists() or not list(library.iterdir())
    assert "\n" not in str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize("data", [b"", b"nothing", b"PK\x03\x04" + b"\x00" * 40, pickle.dumps({"a": 1})])
def test_what_is_not_a_zip_is_refused(library: Path, data: bytes) -> None:
    """Any bytes give a sentence."""
    assert refused(data, library).startswith("`zip` must be a whole zip archive")


def test_a_cut_off_zip_is_refused(library: Path, files: dict[str, bytes]) -> None:
    """Half an upload is no model."""
    assert "`zip`" in refused(zipped(files)[:-4000], library)


@pytest.mark.parametrize(
    "name",
    [
        "../model.safetensors",
        "../../tiny/config.json",
        "/config.json",
        "a/b/config.json",
        "..\\config.json",
        "tiny/evil.py",
        "model.pkl",
        "__init__.py",
    ],
)
def test_other_names_and_paths_are_refused(
    library: Path, tmp_path: Path, files: dict[str, bytes], name: str
) -> None:
    """No entry may lead out of the library or bring a file that a model does not have."""
    before = set(tmp_path.rglob("*"))
    message = refused(zipped(files | {name: b"x"}), library)
    assert message.startswith("`zip` must hold")
    assert set(tmp_path.rglob("*")) <= before | {library, library.parent}


@pytest.mark.parametrize("name", MODEL_FILES)
def test_a_missing_file_is_named(library: Path, files: dict[str, bytes], name: str) -> None:
    """A model is whole or it is none."""
    del files[name]
    assert refused(zipped(files), library) == (f"`zip` must hold one whole model, got one without {name}.")


def test_two_models_in_one_zip_are_refused(library: Path, files: dict[str, bytes]) -> None:
    """Which of the two would be meant?"""
    both = {f"{folder}/{name}": files[name] for folder in "ab" for name in files}
    assert "more than one model" in refused(zipped(both), library)


def test_a_zip_bomb_is_refused_before_it_unpacks(library: Path, files: dict[str, bytes]) -> None:
    """A few kilobytes that unpack to more than the limit are not unpacked."""
    files["history.csv"] = b"0" * (archive.MAX_UNPACKED_BYTES + 1)
    data = zipped(files)
    assert len(data) < 2**21
    assert "must unpack to at most 64 MB" in refused(data, library)


def test_a_bomb_inside_an_npz_is_refused(library: Path, files: dict[str, bytes]) -> None:
    """Arrays are archives themselves: 300 MB of zeros take 300 kB."""
    files["film.npz"] = npz(index=np.zeros(300 * 2**20, np.uint8))
    assert "`film.npz` must unpack to at most 256 MB" in refused(zipped(files), library)


def test_an_encrypted_or_oddly_compressed_zip_is_refused(library: Path, files: dict[str, bytes]) -> None:
    """Only what every system unpacks the same way."""
    odd = zipped(files, zipfile.ZIP_LZMA)
    assert "stored or deflated" in refused(odd, library)
    encrypted = bytearray(zipped(files))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = encrypted.find(mark)
        encrypted[place + offset] |= 1
    assert "not encrypted" in refused(bytes(encrypted), library)


class Evil:
    """Unpickling this would create a file."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        return Path.touch, (self.path,)


@pytest.mark.parametrize("name", ["model.safetensors", "golden.npz", "film.npz", "history.csv"])
def test_a_pickle_under_another_name_is_never_opened(
    library: Path, tmp_path: Path, files: dict[str, bytes], name: str
) -> None:
    """Neither as weights nor as arrays nor as a table; and not inside an array either."""
    trap = tmp_path / "trap"
    size = len(files[name])
    files[name] = pickle.dumps(Evil(trap)).ljust(size, b".")
    assert refused(zipped(files), library)
    assert not trap.exists()


def test_an_array_of_objects_is_never_unpickled(
    library: Path, tmp_path: Path, files: dict[str, bytes]
) -> None:
    """NumPy can store pickles inside its arrays."""
    trap = tmp_path / "trap"
    files["film.npz"] = npz(index=np.array([Evil(trap)], dtype=object))
    assert "film.npz" in refused(zipped(files), library)
    assert not trap.exists()


def test_a_config_that_asks_for_gigabytes_is_refused(library: Path, files: dict[str, bytes]) -> None:
    """The network is not built before the weights can possibly fit it."""
    config = json.loads(files["config.json"])
    config["experiment"]["network"] |= {"widths": [1024] * 4, "kernel_sizes": [31] * 4}
    files["config.json"] = json.dumps(config).encode()
    assert "`model.safetensors` must have at least" in refused(zipped(files), library)


@pytest.mark.parametrize(
    ("path", "value", "sentence"),
    [
        (("title",), "", "`title` must have"),
        (("title",), 7, "does not describe a model"),
        (("evaluation",), {}, "does not describe a model"),
        (("evaluation", "accuracy"), 2.0, "`evaluation.accuracy` must be a number from 0 to 1"),
        (("evaluation", "accuracy"), float("nan"), "NaN is not a number"),
        (("calibration", "cam_scale"), -1, "`calibration.cam_scale`"),
        (("calibration", "cam_scale"), 1e-30, "`calibration.cam_scale`"),
        (("calibration", "margin_scale"), 0, "`calibration.margin_scale`"),
        (("calibration", "evidence_thresholds"), 3.0, "`calibration.evidence_thresholds`"),
        (("calibration", "evidence_thresholds"), [1.0, 2.0], "one for each event, got 2"),
        (("calibration", "evidence_thresholds"), [-1.0], "`calibration.evidence_thresholds`"),
        (("calibration", "evidence_thresholds"), ["high"], "`calibration.evidence_thresholds`"),
        (("calibration", "false_alarm_rate"), 1.5, "`calibration.false_alarm_rate`"),
        (("evaluation", "accuracy"), "1", "`evaluation.accuracy` must be a number"),
        (("evaluation", "accuracy"), True, "`evaluation.accuracy` must be a number"),
        (("evaluation", "accuracy"), 10**400, "`evaluation.accuracy` must be a number"),
        (("evaluation", "num_signals"), 1.5, "`evaluation.num_signals` must be a whole number"),
        (("evaluation", "best_possible_accuracy"), [], "`evaluation.best_possible_accuracy`"),
        (("evaluation", "chance_mean_iou"), -0.1, "`evaluation.chance_mean_iou`"),
        (("evaluation", "localization"), "good", "`evaluation.localization` must be a JSON object"),
        (("evaluation", "localization"), {}, "`evaluation.localization` must be a JSON object"),
        (("evaluation", "localization", "mean_iou"), None, "`evaluation.localization.mean_iou`"),
        (("evaluation", "localization", "mean_edge_error"), "x", "mean_edge_error"),
        (("evaluation", "baseline", "pointing_rate"), {}, "`evaluation.baseline.pointing_rate`"),
        (("evaluation", "baseline", "more"), 1, "`evaluation.baseline` must be a JSON object"),
        (("evaluation",), [1], "`evaluation` must be a JSON object"),
        (("title",), "x" * 201, "`title` must be at most 200"),
        (("title",), "a\u202eb", "`title` must be at most 200 printable"),
        (("versions",), {str(n): "1" for n in range(21)}, "at most 20 entries"),
        (("versions", "torch"), "1" * 101, "`versions` must be at most 100"),
        (("versions", "torch"), 2, "`versions` must be at most 100"),
        (("versions",), [], "`versions`"),
        (("experiment", "signals", "num_points"), 10**9, "`signals.num_points`"),
        (("weights_sha256",), "0" * 64, "the weights were changed or damaged"),
        (("epochs_trained",), 1, "`history.csv`"),
        (("experiment", "signals", "num_samples"), 1000, "`evaluation.num_signals` must be"),
        (("format",), 99, "must be a CAM Scope model of format"),
    ],
)
def test_a_config_that_lies_is_refused(
    library: Path,
    files: dict[str, bytes],
    path: tuple[str, ...],
    value: object,
    sentence: str,
) -> None:
    """What the pages would trip over later is a sentence now."""
    config = json.loads(files["config.json"])
    place = config
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    files["config.json"] = json.dumps(config).encode()
    assert sentence in refused(zipped(files), library)


def test_weights_with_nan_are_refused(library: Path, files: dict[str, bytes]) -> None:
    """Also when the hash agrees with them."""
    tensors = safetensors.torch.load(files["model.safetensors"])
    tensors["head.bias"][0] = float("nan")
    weights = safetensors.torch.save(tensors)
    config = json.loads(files["config.json"])
    config["weights_sha256"] = sha256(weights)
    files |= {"model.safetensors": weights, "config.json": json.dumps(config).encode()}
    assert "NaN or infinity" in refused(zipped(files), library)


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("golden.npz", npz(x=np.zeros((1, 1, 100), np.float32)), "golden"),
        ("golden.npz", zipped({"x.npy": npy_header(10**30)}), "`golden.npz` is damaged"),
        ("film.npz", npz(index=np.zeros(1, int)), "film.npz"),
        ("film.npz", film(index=np.full(6, 180)), "must name test signals"),
        ("film.npz", film(cam=np.full((3, 6, 2, 50), np.nan)), "finite"),
        ("film.npz", film(cam=np.zeros((3, 6, 2, 49))), "must hold maps of the shape (6, 2, 50)"),
        ("film.npz", npz(index=np.zeros(1, int), cam=np.zeros(1), logits=np.zeros(1)), "film.npz"),
        ("test_set.npz", npz(logits=np.zeros((180, 2))), "test_set.npz"),
        ("test_set.npz", summary(logits=np.zeros((179, 2))), "`test_set.npz` must describe 180 signals"),
        ("test_set.npz", summary(logits=np.full((180, 2), np.nan)), "finite"),
        ("test_set.npz", summary(peak=np.full((180, 2), np.inf)), "finite"),
        ("test_set.npz", summary(logits=np.full((180, 2), 1j)), "real numbers"),
        ("test_set.npz", summary(peak=np.full((180, 2), np.timedelta64(1))), "real numbers"),
        ("test_set.npz", summary(peak_position=np.full((180, 2), 100)), "within 100 samples"),
        ("test_set.npz", summary(peak_position=np.full((180, 2), -2)), "within 100 samples"),
        ("test_set.npz", summary(peak_position=np.full((180, 2), 1.5)), "whole numbers"),
        ("test_set.npz", summary(localized_interval=intervals(5, 101)), "within 100 samples"),
        ("test_set.npz", summary(localized_interval=intervals(9, 5)), "within 100 samples"),
        ("test_set.npz", summary(localized_interval=intervals(-1, 5)), "within 100 samples"),
        ("film.npz", film(index=np.arange(6) * 1.0), "must name test signals"),
        ("film.npz", film(index=np.arange(5)), "film.npz"),
        ("film.npz", film(cam=np.zeros((4, 6, 2, 50)), logits=np.zeros((4, 6, 2))), "at most 2 epochs"),
        ("film.npz", film(logits=np.zeros((2, 6, 2))), "film.npz"),
        ("history.csv", b"", "history.csv"),
        ("history.csv", b"epoch,loss\n1,2\n", "history.csv"),
        ("history.csv", "에포크".encode("cp949"), "history.csv"),
    ],
)
def test_damaged_records_are_refused(
    library: Path, files: dict[str, bytes], name: str, content: bytes, sentence: str
) -> None:
    """Every file is checked, not the weights alone, and the sentence says which one."""
    message = refused(zipped(files | {name: content}), library)
    assert sentence in message
    assert ".partial" not in message


def test_evaluation_comes_back_as_it_was_stored(tiny_model: Model) -> None:
    """What a training writes is what the check takes, unknown values included."""
    stored = dict(tiny_model.manifest.evaluation)
    assert Evaluation.from_dict(stored).to_dict() == stored
    unknown = stored | {"localization": None, "baseline": None, "best_possible_accuracy": None}
    assert Evaluation.from_dict(unknown).to_dict() == unknown
