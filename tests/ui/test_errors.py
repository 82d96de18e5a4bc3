"""Errors on pages: in the reader's language, and nothing that anyone wrote acts as Markdown."""

import copy
import errno
import io
import json
import re
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from cam_core.config import ExperimentConfig
from cam_core.fields import ExplainedError, SettingError
from cam_core.storage.archive import import_model
from cam_core.storage.library import PROJECT, checked_title, delete_model, model_directory
from cam_core.storage.model_files import MODEL_FILES, CheckpointError, changed_at, whole_or_not_at_all
from tests.serving import REPOSITORY
from ui import store
from ui.errors import disk_reason, plain, sentence
from ui.language import LANGUAGES, translator
from ui.state import SESSION_KEY, State

ENGLISH = re.compile(r"(?:[A-Za-z]+ ){2}[A-Za-z]+")
"""Three words in a row; a name in code or a file's name is not that."""

LINK = re.compile(r"(?<!\\)\]\(")
"""The end of a link's text, which no backslash makes harmless."""

SETTINGS: dict[str, tuple[dict[str, object], str]] = {
    "whole": (
        {"signals.num_points": 7.5},
        "`signals.num_points` must be a whole number from 32 to 2000, got 7.5.",
    ),
    "number": ({"signals.noise_std": -1}, "`signals.noise_std` must be a number from 0 to 100, got -1."),
    "choice": (
        {"signals.noise_distribution": "loud"},
        "`signals.noise_distribution` must be one of 'gaussian', 'uniform', got 'loud'.",
    ),
    "random": (
        {"signals.phase": "x"},
        "`signals.phase` must be \"random\" or a number from -100 to 100, got 'x'.",
    ),
    "start": (
        {"signals.noise_start": "x"},
        "`signals.noise_start` must be \"random\" or a sample index, got 'x'.",
    ),
    "odd": (
        {"network.kernel_sizes": [3, 3, 4, 3]},
        "`network.kernel_sizes` must be odd, got (3, 3, 4, 3).",
    ),
    "four": ({"network.widths": [1]}, "`network.widths` must be a list of 4 whole numbers, got [1]."),
    "unknown": ({"signals.mood": 1}, "`signals.mood` is not a setting; expected e.g. `signals.noise_std`."),
    "values": (
        {"signals.num_points": 2000},
        "`signals.num_samples` times `signals.num_points` must be at most 20000000, got 32000 times 2000.",
    ),
    "activations": (
        {"training.batch_size": 8192, "network.widths": [1024] * 4},
        (
            "`training.batch_size` times the values that the network computes for a signal of "
            "`signals.num_points` must be at most 536870912, got 2936012800."
        ),
    ),
}


@pytest.fixture(autouse=True)
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CAM_SCOPE_DATA", str(tmp_path / "data"))
    return tmp_path / "data" / "models"


def refused(settings: dict[str, object]) -> SettingError:
    with pytest.raises(SettingError) as caught:
        ExperimentConfig().with_settings(settings)
    return caught.value


@pytest.mark.parametrize("name", SETTINGS)
def test_a_setting_is_refused_in_every_language(name: str) -> None:
    """The command line's English stays word for word; pages say it with the field's label."""
    settings, english = SETTINGS[name]
    error = refused(settings)
    assert str(error) == english
    for language in LANGUAGES:
        words = sentence(translator(language), error)
        assert words.endswith(".")
        known = [key for key in settings if key not in ("signals.mood", "network.widths")]
        assert all(f"(`{key}`)" in words for key in known)
        assert bool(re.search("[가-힣]", words)) == (language == "ko")
    assert not ENGLISH.search(re.sub("`[^`]*`", "", words))


def test_a_setting_is_called_as_its_field_is() -> None:
    """The unit in the label makes way for the name in the link."""
    error = refused({"signals.noise_std": -1})
    assert sentence(translator("en"), error) == (
        "Noise strength (`signals.noise_std`) must be a number from 0 to 100, got -1."
    )
    assert sentence(translator("ko"), error) == (
        "잡음 세기 (`signals.noise_std`): 0에서 100까지의 수여야 합니다. 입력값: -1."
    )


def test_every_error_id_in_code_has_a_text_and_every_text_is_used() -> None:
    """Neither a hole in front of a person nor a sentence that nobody can ever see."""
    files = [*(REPOSITORY / "cam_core").rglob("*.py"), *(REPOSITORY / "ui").rglob("*.py")]
    used = set().union(*(re.findall(r'"(error-[a-z-]+)"', path.read_text("utf-8")) for path in files))
    for language in LANGUAGES:
        text = (REPOSITORY / "ui" / "locales" / language / "errors.ftl").read_text("utf-8")
        assert set(re.findall(r"^(error-[a-z-]+) =", text, re.MULTILINE)) == used


def zipped(files: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as packed:
        for name, content in files.items():
            packed.writestr(name, content)
    return buffer.getvalue()


def model_zip(**changed: bytes | None) -> bytes:
    """The zip of a shipped model with files changed by the first part of their names."""
    files = {name: (PROJECT / "models" / "untrained" / name).read_bytes() for name in MODEL_FILES}
    for key, content in changed.items():
        name = next(name for name in MODEL_FILES if name.startswith(key))
        if content is None:
            del files[name]
        else:
            files[name] = content
    return zipped(files)


def config(**changed: object) -> bytes:
    stored = json.loads((PROJECT / "models" / "untrained" / "config.json").read_bytes())
    return json.dumps(stored | {"title": "other"} | changed).encode()


def _take_name(library: Path) -> None:
    (library / "taken").mkdir(parents=True)
    with whole_or_not_at_all(library / "taken"):
        pass


CHECKPOINTS: dict[str, Callable[[Path], object]] = {
    "model-unknown": lambda library: model_directory("nobody"),
    "not-own": lambda library: delete_model("talk"),
    "taken": _take_name,
    "zip": lambda library: import_model(b"nothing"),
    "too-large": lambda library: import_model(bytes(33 * 2**20)),
    "zip-files": lambda library: import_model(zipped({"evil.py": b""})),
    "zip-incomplete": lambda library: import_model(model_zip(film=None)),
    "format": lambda library: import_model(model_zip(config=b"{}")),
    "damaged": lambda library: import_model(model_zip(config=config(), history=b"")),
    "config": lambda library: import_model(model_zip(config=config(evaluation=3))),
    "config-because": lambda library: import_model(model_zip(config=config(seconds=-1))),
    "hash": lambda library: import_model(model_zip(config=config(weights_sha256="0"))),
    "replaced": lambda library: store.model("talk", "0123456789ab"),
    "unreadable": lambda library: changed_at(library / "gone", "config.json"),
}


@pytest.mark.parametrize("name", CHECKPOINTS)
def test_a_bad_model_is_refused_in_every_language(name: str, library: Path) -> None:
    """Each common sentence has its id, and its Korean has no English sentence in it."""
    with pytest.raises(CheckpointError) as caught:
        CHECKPOINTS[name](library)
    assert caught.value.message_id == f"error-{name}"
    korean = sentence(translator("ko"), caught.value)
    assert re.search("[가-힣]", korean)
    assert not ENGLISH.search(re.sub("`[^`]*`", "", korean)), korean
    assert sentence(translator("en"), caught.value)
    assert ".partial" not in korean


def test_an_error_comes_whole_through_a_pickle() -> None:
    """Trainings fail in another process; copying goes the same way as a pickle."""
    error = refused({"signals.noise_std": -1})
    again = copy.copy(error)
    assert isinstance(again, SettingError)
    assert (str(again), again.message_id, again.arguments) == (
        str(error),
        error.message_id,
        error.arguments,
    )


def test_a_sentence_without_translation_is_shown_as_it_is() -> None:
    """English is better than nothing, and harmless."""
    t = translator("ko")
    assert sentence(t, ValueError("no *idea*")) == r"no \*idea\*"
    assert sentence(t, ExplainedError("none yet")) == "none yet"


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EACCES, errno.ENOENT, errno.EROFS])
def test_the_disk_speaks_korean(number: int) -> None:
    """The system's own words are English."""
    assert re.search("[가-힣]", disk_reason(translator("ko"), OSError(number, "No space left")))


@pytest.mark.parametrize(
    "text",
    [
        "![x](//127.0.0.1:9/t.png) **b**",
        "[a](//127.0.0.1:9) <img src=x> `code`",
        "$x^2$ :red[x] :material/delete: ~~gone~~ _leaning_ # big | cell &amp;",
        "\\![x](y)",
    ],
)
def test_markdown_in_a_title_is_only_text(text: str) -> None:
    """Every mark that Streamlit acts on stands behind a backslash, or is a reference; all of it is shown."""
    marks = [match.start() for match in re.finditer(r"[*`\[\]<>$:~!|]", plain(text))]
    assert marks
    for place in marks:
        before = plain(text)[:place]
        assert (len(before) - len(before.rstrip("\\"))) % 2 == 1
    assert ":material/" not in plain(text)
    assert re.sub(r"\\(.)", r"\1", plain(text).replace("&#58;", ":")) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("see https://evil.example/x_y", "see `https://evil.example/x_y`"),
        ("WWW.evil.example me@evil.example", "`WWW.evil.example` `me@evil.example`"),
        ("`www.evil.example` a``b@evil.example", "`` `www.evil.example` `` ``` a``b@evil.example ```"),
        ("a:b :streamlit: 5 % at 10:30", "a\\:b `:streamlit:` 5 % at 10\\:30"),
    ],
)
def test_an_address_in_a_title_is_code(text: str, shown: str) -> None:
    """No backslash keeps it from becoming a link; code is what Markdown leaves alone, whatever is in it."""
    assert plain(text) == shown


CODE = re.compile(r"(`+)[^`].*?(?<!`)\1(?!`)")


def acting(text: str) -> str:
    """What Markdown acts on: all but code."""
    return CODE.sub("", text)


def texts(test: AppTest) -> str:
    boxes = [*test.warning, *test.error, *test.success, *test.info, *test.markdown]
    return "\n".join(box.value for box in boxes)


PAGES = ("scope", "lab", "layers")


@pytest.mark.parametrize("page", PAGES)
def test_a_bad_link_is_explained_in_korean(page: str) -> None:
    """Whatever the link says, the box speaks the reader's language."""
    test = AppTest.from_file(str(REPOSITORY / "pages" / f"{page}.py"), default_timeout=60)
    link = {
        "lang": "ko",
        "model": "![x](http://127.0.0.1:9/t.png)",
        "signals.noise_std": "-1",
        "signals.noise_distribution": "![x](http://a.b/c)",
        "signals.![y](http://a.b/c)": "1",
        "network.kernel_sizes": "[2,3,3,3]",
    }
    for key, value in link.items():
        test.query_params[key] = value
    test.run()
    assert not test.exception
    boxes = [box.value for box in test.warning]
    assert len(boxes) == 5
    for box in boxes:
        assert re.search("[가-힣]", box)
        assert not ENGLISH.search(re.sub("`[^`]*`", "", box)), box
        assert not LINK.search(acting(box))


def test_a_bad_value_in_the_lab_is_explained_in_korean() -> None:
    """What the config refuses names the field as the page does."""
    test = AppTest.from_file(str(REPOSITORY / "pages" / "lab.py"), default_timeout=60)
    test.session_state[SESSION_KEY] = State("talk", {}, "ko")
    test.run()
    test.number_input(key="lab_signals_num_points").set_value(2000).run()
    assert test.error[0].value == (
        "신호 개수 (`signals.num_samples`) × 신호 길이 (`signals.num_points`): "
        "곱이 20000000 이하여야 합니다. 입력값: 32000 × 2000."
    )


@pytest.mark.parametrize("page", PAGES)
def test_a_hostile_title_is_shown_as_text(page: str, library: Path) -> None:
    """A model that somebody brought may be called anything."""
    title = "![x](http://127.0.0.1:9/t.png) **b**"
    slug = import_model(model_zip(config=config(title=title, versions={"**torch**": "[1](http://a.b)"})))
    test = AppTest.from_file(str(REPOSITORY / "pages" / f"{page}.py"), default_timeout=60)
    test.session_state[SESSION_KEY] = State(slug, {}, "en")
    test.run()
    assert not test.exception
    assert not LINK.search(acting(texts(test)))
    assert "**b**" not in texts(test)
    for table in test.table:
        assert not LINK.search(acting(table.value.to_csv()))


def test_a_model_that_is_deleted_meanwhile_is_a_checkpoint_error(
    library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the look into the library and the look at the file."""
    shutil.copytree(PROJECT / "models" / "untrained", library / "mine")
    directory = model_directory("mine")
    shutil.rmtree(directory)
    monkeypatch.setattr(store, "model_directory", lambda slug: directory)
    with pytest.raises(CheckpointError, match="cannot be read"):
        store.manifest("mine")


def test_a_title_that_is_too_long_is_refused_in_korean() -> None:
    """The field for the name is checked by the library, not by a page."""
    with pytest.raises(SettingError) as caught:
        checked_title("x" * 81)
    assert "80자 이하" in sentence(translator("ko"), caught.value)
