"""The library of models: names, titles, models taken along and brought back."""

import io
import json
import tomllib
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from cam_core.storage.archive import import_model
from cam_core.storage.checkpoint import load
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
from cam_core.storage.model_files import CheckpointError
from tests.core.zips import titled, zipped

Contents = Callable[[Path], dict[str, bytes]]


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
