"""The promises of README, Makefile, Dockerfile and settings, held against what is really there."""

import ast
import json
import re
import shutil
import subprocess
import sys
import tomllib
from importlib.metadata import version
from pathlib import Path
from urllib.error import HTTPError

import pytest
from packaging.requirements import Requirement
from streamlit import config

from tests.serving import REPOSITORY, RunningServer, free_port

REQUIREMENT_FILES = (
    "requirements.txt",
    "requirements-photos.txt",
    "requirements-dev.txt",
    "requirements-bench.txt",
)
MODULES = {"pillow": "PIL"}
"""Modules that are not called as their packages are."""

PRODUCT = ("cam_core", "ui", "pages")
START_LINE = "streamlit run app.py"


def read(name: str) -> str:
    return (REPOSITORY / name).read_text(encoding="utf-8")


def instructions(keyword: str) -> list[str]:
    """Arguments of every Dockerfile instruction of this name, continued lines joined."""
    joined = read("Dockerfile").replace("\\\n", " ")
    return re.findall(rf"^{keyword}\s+(.+)$", joined, flags=re.MULTILINE)


def copied_paths() -> list[str]:
    return [path for line in instructions("COPY") for path in line.split()[:-1]]


def server_settings() -> dict[str, object]:
    """Every value of config.toml under its full name."""
    sections = tomllib.loads(read(".streamlit/config.toml"))
    return {f"{name}.{key}": value for name, keys in sections.items() for key, value in keys.items()}


def requirement_lines(name: str) -> list[tuple[str, str]]:
    """Each requirement of a file with its comment."""
    lines = (line.partition("#") for line in read(name).splitlines())
    listed = [(text.strip(), note.strip()) for text, _, note in lines]
    return [(text, note) for text, note in listed if text and not text.startswith("-r")]


def make(*arguments: str) -> str:
    done = subprocess.run(
        ["make", *arguments], cwd=REPOSITORY, capture_output=True, text=True, check=True, timeout=60
    )
    return done.stdout


def test_make_alone_lists_every_verb() -> None:
    """The help is derived from the rules: a verb without a description would be missing from it."""
    phony = re.search(r"^\.PHONY: (.+)$", read("Makefile"), flags=re.MULTILINE)
    assert phony is not None
    assert re.findall(r"^  make (\w+)", make(), flags=re.MULTILINE) == phony[1].split()


def test_old_python_gives_one_sentence(tmp_path: Path) -> None:
    """Where no Python is new enough, the user reads which one is needed."""
    done = subprocess.run(
        ["make", "run", "PYTHON=", f"VENV={tmp_path / 'none'}"],
        cwd=REPOSITORY, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert done.returncode != 0
    assert "CAM Scope needs Python 3.11 or newer" in done.stderr


def test_readme_names_the_commands() -> None:
    """The lines a newcomer copies are the verbs and the start line that exist."""
    readme = read("README.md")
    named = set(re.findall(r"^make (\w+)", readme, flags=re.MULTILINE))
    assert {"run", "test"} <= named
    assert named <= set(re.findall(r"^  make (\w+)", make(), flags=re.MULTILINE))
    assert re.search(rf"^(\.venv/bin/)?{START_LINE}$", readme, flags=re.MULTILINE)


def test_make_and_docker_start_what_the_readme_starts() -> None:
    """One start line in README, Makefile and Dockerfile."""
    (command,) = instructions("CMD")
    assert " ".join(json.loads(command)) == START_LINE
    assert f"$(BIN)/{START_LINE}" in read("Makefile")


@pytest.mark.parametrize("path", copied_paths())
def test_docker_copies_what_exists(path: str) -> None:
    """The image cannot be built in the tests, so every path it copies is looked up instead."""
    assert (REPOSITORY / path).exists()
    allowed = re.findall(r"^!(.+?)/?$", read(".dockerignore"), flags=re.MULTILINE)
    assert path in allowed, "the .dockerignore keeps this path out of the build"


def test_docker_copies_all_of_the_product() -> None:
    """A new package of the product cannot be forgotten in the image."""
    assert {*PRODUCT, "app.py", "models", "requirements.txt"} <= set(copied_paths())


def test_docker_runs_as_a_user_with_one_thread() -> None:
    """Not root, one torch thread, and what people train outside the image."""
    assert instructions("USER") == ["scope"]
    environment = " ".join(instructions("ENV"))
    assert "OMP_NUM_THREADS=1" in environment
    assert "CAM_SCOPE_DATA=/data" in environment
    assert instructions("VOLUME") == ["/data"]


def test_docker_health_check_knows_a_server_from_none(server: RunningServer) -> None:
    """The check of the Dockerfile itself passes on a real server and fails where nobody answers."""
    assert server.get("/_stcore/health") == b"ok"
    (port,) = instructions("EXPOSE")
    (check,) = instructions("HEALTHCHECK")
    _, flag, code = json.loads(check[check.index("[") :])
    outcomes = [
        subprocess.run(
            [sys.executable, flag, code.replace(port, str(where))], check=False, capture_output=True
        ).returncode
        for where in (server.url.rpartition(":")[2], free_port())
    ]
    assert outcomes == [0, 1]


def test_the_port_is_one_and_the_same() -> None:
    """README, Makefile, Dockerfile and Streamlit's default agree on the port."""
    (port,) = instructions("EXPOSE")
    assert f"PORT ?= {port}\n" in read("Makefile")
    assert f"http://localhost:{port}" in read("README.md")
    assert config.get_config_options()["server.port"].default_val == int(port)


@pytest.mark.parametrize("name", server_settings())
def test_streamlit_knows_the_setting(name: str) -> None:
    """A renamed option would be ignored with a line in the log; `runner.postScriptGC` is hidden."""
    assert name in config.get_config_options()


def test_settings_that_decide_the_speed() -> None:
    """Without these two an interaction takes four times as long, and joining fifteen times."""
    settings = server_settings()
    assert settings["runner.postScriptGC"] is False
    assert settings["server.fileWatcherType"] == "none"


def test_the_server_reads_the_settings(server: RunningServer) -> None:
    """The printed address and the refused upload are those of config.toml, not the defaults."""
    assert f"  URL: http://localhost:{server.url.rpartition(':')[2]}" in server.log()
    assert "External URL" not in server.log()
    with pytest.raises(HTTPError, match="403"):
        server.put("/_stcore/upload_file/no-session/no-file", b"without a token")


def test_the_server_serves_its_fonts(server: RunningServer) -> None:
    """Every font of the theme comes from this server, so no network is needed."""
    faces = tomllib.loads(read(".streamlit/config.toml"))["theme"]["fontFaces"]
    assert len(faces) == 3
    for face in faces:
        assert server.get(face["url"]).startswith(b"wOF2")


@pytest.mark.parametrize("name", REQUIREMENT_FILES)
def test_requirements_are_bounded_and_explained(name: str) -> None:
    """Each requirement says why it is there, from which version, and where to stop."""
    for text, note in requirement_lines(name):
        operators = {specifier.operator for specifier in Requirement(text).specifier}
        assert operators in ({">=", "<"}, {"=="}), text
        assert note, text


def test_the_tests_run_what_the_requirements_allow() -> None:
    """The versions installed here lie within the bounds, so the bounds are tested ones."""
    for name in ("requirements.txt", "requirements-photos.txt", "requirements-dev.txt"):
        for text, _ in requirement_lines(name):
            requirement = Requirement(text)
            assert requirement.specifier.contains(version(requirement.name)), text


def test_everything_imported_is_required() -> None:
    """A library that only the tests install would be missing on a user's machine."""
    listed = {Requirement(text).name.lower() for text, _ in requirement_lines("requirements.txt")}
    allowed = {MODULES.get(name, name).partition(".")[0] for name in listed} | {"starlette"} | set(PRODUCT)
    assert imported_modules() - allowed - sys.stdlib_module_names == set()


def test_no_file_beside_the_script_that_runs_hides_one_of_pythons_modules() -> None:
    """A training's process finds files of that folder before Python's own: `numbers.py` there stops it."""
    here = {path.stem for path in (REPOSITORY / "ui").iterdir()}
    assert here & sys.stdlib_module_names == set()


def imported_modules() -> set[str]:
    """First parts of all absolute imports of the product."""
    files = [
        REPOSITORY / "app.py",
        *(f for room in PRODUCT for f in (REPOSITORY / room).rglob("*.py")),
    ]
    nodes = [node for f in files for node in ast.walk(ast.parse(f.read_text(encoding="utf-8")))]
    plain = {alias.name for n in nodes if isinstance(n, ast.Import) for alias in n.names}
    from_ = {n.module for n in nodes if isinstance(n, ast.ImportFrom) and n.module and not n.level}
    return {name.partition(".")[0] for name in plain | from_}


def test_weights_for_photos_come_without_what_their_package_asks_for() -> None:
    """Every line that installs them says so: with its own numpy and torch the package would break ours."""
    texts = [read(name) for name in ("Makefile", "Dockerfile", "README.md", "requirements-photos.txt")]
    texts += [path.read_text("utf-8") for path in (REPOSITORY / "ui" / "locales").rglob("photos.ftl")]
    for text in texts:
        installing = re.findall(r"pip install[^\n]*-r requirements-photos\.txt", text)
        assert installing
        assert all("--no-deps" in line for line in installing)


def test_ci_runs_what_the_readme_says() -> None:
    """The script is sound bash, runs both verbs, and lets no browser test skip."""
    script = REPOSITORY / ".ci" / "run"
    subprocess.run(["bash", "-n", str(script)], check=True)
    lines = [line.strip() for line in script.read_text(encoding="utf-8").splitlines()]
    assert "set -euo pipefail" in lines
    order = ["export CAM_SCOPE_REQUIRE_BROWSER=1", "make check", "make test"]
    assert [line for line in lines if line in order] == order


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-logo"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=120)


@pytest.fixture
def source_copy(tmp_path: Path) -> Path:
    """The product's Python files and its contracts, to be broken without harm."""
    for room in PRODUCT:
        ignore = shutil.ignore_patterns("__pycache__", "assets", "locales")
        shutil.copytree(REPOSITORY / room, tmp_path / room, ignore=ignore)
    shutil.copy(REPOSITORY / "pyproject.toml", tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("where", "line", "contract"),
    [
        ("cam_core/palette.py", "import streamlit", "the numbers know nothing of the dashboard"),
        ("cam_core/palette.py", "import ui.language", "imports point down"),
        ("ui/language.py", "import pages.scope", "imports point down"),
        ("cam_core/storage/manifest.py", "import cam_core.pipeline", "from settings to a map"),
        ("cam_core/stream/record.py", "import cam_core.jobs.runs", "from settings to a map"),
        ("ui/scope/texts.py", "import ui.lab.fields", "what is one page's alone no other page uses"),
        ("pages/scope.py", "import torch", "pages lay out and never compute"),
        ("pages/scope.py", "import numpy", "pages lay out and never compute"),
        ("cam_core/palette.py", "import torch", "figures draw results without torch"),
        ("cam_core/cam.py", "import cam_core.network", "CAM algebra and localisation"),
        ("cam_core/localization.py", "import cam_core.network", "CAM algebra and localisation"),
    ],
)
def test_a_forbidden_import_breaks_the_contract(
    source_copy: Path, where: str, line: str, contract: str
) -> None:
    """`make check` names the broken contract, also for pages, which are no regular package."""
    path = source_copy / where
    path.write_text(f"{path.read_text(encoding='utf-8')}\n{line}\n", encoding="utf-8")
    done = lint_imports(source_copy)
    assert done.returncode == 1
    assert re.search(rf"^{contract}.* BROKEN( \(\d+ ignored imports\))?$", done.stdout, flags=re.MULTILINE)
