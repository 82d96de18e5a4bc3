"""The library of models: names, titles, zips in and out, and what hostile zips get."""

import io
import json
import pickle
import tomllib
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import safetensors.torch

from cam_core.scores.evaluation import Evaluation
from cam_core.storage import archive
from cam_core.storage.archive import import_model
from cam_core.storage.checkpoint import Model, load
from cam_core.storage.library import (
    PROJECT,
    delete_model,
    export_model,
    free_slug,
    is_own,
    model_bytes,
    model_directories,
    rename_model,
)
from cam_core.storage.manifest import read_manifest
from cam_core.storage.model_files import MODEL_FILES, CheckpointError, sha256

Contents = Callable[[Path], dict[str, bytes]]


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


def titled(config: bytes, title: str) -> bytes:
    return json.dumps(json.loads(config) | {"title": title}).encode()


def zipped(entries: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as packed:
        for name, content in entries.items():
            packed.writestr(name, content)
    return buffer.getvalue()


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


def test_a_downloaded_model_comes_back_the_same(library: Path, contents: Contents) -> None:
    """Export, delete and import give every byte back, and the network loads."""
    data = export_model("tiny")
    own = zipped(
        {
            name.partition("/")[2]: titled(content, "Other") if name.endswith(".json") else content
            for name, content in unzipped(data).items()
        }
    )
    slug = import_model(own)
    before = contents(library / slug)
    again = export_model(slug)
    delete_model(slug)
    assert slug not in model_directories()
    assert import_model(again) == slug
    assert contents(library / slug) == before
    assert load(library / slug).manifest.title == "Other"


def unzipped(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def test_a_model_that_is_there_is_not_taken_in_twice(library: Path) -> None:
    """The shipped model's own zip leads back to the shipped model."""
    assert import_model(export_model("tiny")) == "tiny"
    assert not library.exists()


@pytest.mark.parametrize(
    ("title", "slug"),
    [("My Network 2", "my-network-2"), ("../../etc/passwd", "etc-passwd"), ("talk/x", "talk-x")],
)
def test_a_title_becomes_a_slug_and_never_a_path(
    library: Path, files: dict[str, bytes], title: str, slug: str
) -> None:
    """Whatever a title says, the folder lies in the library under a harmless name."""
    files["config.json"] = titled(files["config.json"], title)
    assert import_model(zipped(files)) == slug
    assert [path.name for path in library.iterdir()] == [slug]


def test_a_korean_title_takes_the_identity_as_its_name(library: Path, files: dict[str, bytes]) -> None:
    """A title without a Latin letter is kept; the folder is called by the experiment."""
    files["config.json"] = titled(files["config.json"], "나의 신경망")
    slug = import_model(zipped(files))
    manifest = read_manifest(library / slug)
    assert (slug, manifest.title) == (manifest.experiment.identity, "나의 신경망")


def test_a_taken_name_gets_a_number(library: Path, files: dict[str, bytes]) -> None:
    """Two models of one title stand side by side, and neither hides a shipped one."""
    files["config.json"] = titled(files["config.json"], "tiny")
    manifest = json.loads(files["config.json"]) | {"seconds": 1.5}
    files["config.json"] = json.dumps(manifest).encode()
    assert import_model(zipped(files)) == "tiny-2"
    assert free_slug("tiny") == "tiny-3"


@pytest.mark.parametrize("title", ["long " * 16, "x" * 80, "x" * 61 + " y"])
def test_a_long_name_makes_room_for_the_number(library: Path, files: dict[str, bytes], title: str) -> None:
    """Models of one title whose slug is as long as a slug may be: each is found and opens."""
    config = json.loads(titled(files["config.json"], title.strip()))
    slugs = [
        import_model(zipped(files | {"config.json": json.dumps(config | {"seconds": number}).encode()}))
        for number in range(11)
    ]
    assert set(slugs) == set(model_directories()) - {"tiny"}
    assert len(set(slugs)) == 11
    assert max(map(len, slugs)) <= 64
    assert not any("--" in slug for slug in slugs)
    assert load(model_directories()[slugs[-1]]).manifest.title == title.strip()


def test_renaming_keeps_the_slug_and_every_number(library: Path, files: dict[str, bytes]) -> None:
    """Links to the model stay; only the title changes."""
    slug = import_model(zipped(files))
    before = json.loads((library / slug / "config.json").read_text("utf-8"))
    rename_model(slug, "  새  이름 ")
    after = json.loads((library / slug / "config.json").read_text("utf-8"))
    assert after.pop("title") == "새 이름"
    assert before.pop("title") == "Tiny one"
    assert before == after
    load(library / slug)


def test_every_shipped_model_can_be_brought_back_by_a_browser() -> None:
    """Its zip is below what the server takes in, and taken in as the model that it is."""
    config = tomllib.loads((PROJECT / ".streamlit" / "config.toml").read_text("utf-8"))
    largest = max(model_directories(), key=model_bytes)
    data = export_model(largest)
    assert len(data) <= model_bytes(largest) + 4096 < config["server"]["maxUploadSize"] << 20
    assert import_model(data) == largest
    assert model_bytes("nobody") == 0


def test_who_could_read_a_model_can_read_it_under_its_new_title(
    library: Path, files: dict[str, bytes]
) -> None:
    """The file that was written anew has the rights of any new file, not its owner's alone."""
    slug = import_model(zipped(files))
    (library / "any").write_text("a new file")
    rename_model(slug, "renamed")
    modes = {path.stat().st_mode for path in (library / slug / "config.json", library / "any")}
    assert len(modes) == 1


@pytest.mark.parametrize("title", ["", "   ", "x" * 81, "a\u202eb", "a\x00b"])
def test_a_bad_title_is_refused_and_the_old_one_stays(
    library: Path, files: dict[str, bytes], title: str
) -> None:
    """Empty, endless and unprintable titles give the sentence."""
    slug = import_model(zipped(files))
    with pytest.raises(ValueError, match="`title` must have 1 to 80 printable characters"):
        rename_model(slug, title)
    assert read_manifest(library / slug).title == "Tiny one"


def test_shipped_models_are_read_only(library: Path, tiny_directory: Path, contents: Contents) -> None:
    """Neither renamed nor deleted, whoever asks."""
    before = contents(tiny_directory)
    for change in (lambda: rename_model("tiny", "mine"), lambda: delete_model("tiny")):
        with pytest.raises(CheckpointError, match="must be one of your own"):
            change()
    assert contents(tiny_directory) == before
    assert not is_own("tiny")


@pytest.mark.parametrize("slug", ["..", "../tiny", "/etc", "", "missing"])
def test_no_slug_reaches_outside_the_library(library: Path, slug: str) -> None:
    """What is not listed cannot be deleted, renamed or downloaded."""
    for act in (delete_model, export_model, lambda name: rename_model(name, "x")):
        with pytest.raises(CheckpointError, match="`model` must be one of"):
            act(slug)


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


def test_a_title_of_a_training_comes_back(library: Path, files: dict[str, bytes]) -> None:
    """Titles that list three settings are longer than a person may type; a download keeps them."""
    files["config.json"] = titled(files["config.json"], "잡음 세기 0.3, " * 12)
    assert len(read_manifest(library / import_model(zipped(files))).title) > 80


def test_what_cannot_be_entered_is_left_out(
    library: Path, files: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder of somebody else's neither shows nor hides the others."""
    import_model(zipped(files))
    (library / "closed").mkdir()
    is_file = Path.is_file

    def guarded(path: Path) -> bool:
        if path.parent.name == "closed":
            raise PermissionError(13, "Permission denied")
        return is_file(path)

    monkeypatch.setattr(Path, "is_file", guarded)
    assert list(model_directories()) == ["tiny", "tiny-one"]


def test_a_library_that_cannot_be_listed_is_empty(library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The shipped models may be readable while people's own are not."""
    listed = Path.iterdir
    library.mkdir(parents=True)

    def guarded(path: Path) -> object:
        if path == library:
            raise PermissionError(13, "Permission denied")
        return listed(path)

    monkeypatch.setattr(Path, "iterdir", guarded)
    assert list(model_directories()) == ["tiny"]
