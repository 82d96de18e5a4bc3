"""Networks as a script: every family at every input, one network in detail, the measurement, the Lab."""

import base64
import json
import shutil
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from cam_core.architectures.backbones import BACKBONES, DENSENETS, RESNETS
from cam_core.comparisons.strides import STRIDES_FILE, read_stride_runs
from cam_core.config import NetworkConfig
from cam_core.jobs.estimate import RELATIVE_RATES, USUAL_RATE
from cam_core.storage.measured import measured_path
from tests.pages.opening import opener
from tests.serving import REPOSITORY
from ui.networks.detail import LAB
from ui.state import SESSION_KEY, State

FAMILIES = {"resnet": tuple(RESNETS), "densenet": tuple(DENSENETS), "plain": ("talk", "fcn")}
PARAMETERS = {
    "resnet18": "11,689,512",
    "resnet34": "21,797,672",
    "resnet50": "25,557,032",
    "resnet101": "44,549,160",
    "resnet152": "60,192,808",
}
CONTROLS = ("family", "input", "stride", "backbone")
PRINTED = {"resnet18": "1.8", "resnet34": "3.6", "resnet50": "3.8", "resnet101": "7.6", "resnet152": "11.3"}


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine that has trained nothing yet."""
    monkeypatch.setenv("CAM_SCOPE_DATA", str(tmp_path / "data"))


opened = opener("networks")


class Tables(HTMLParser):
    """Every table of a page as rows of cells' texts; `scopes`: what the heading cells say they head."""

    def __init__(self) -> None:
        super().__init__()
        self.tables: list[list[list[str]]] = []
        self.scopes: set[str | None] = set()
        self.in_cell = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self.tables.append([])
        elif tag == "tr":
            self.tables[-1].append([])
        elif tag in ("th", "td"):
            self.tables[-1][-1].append("")
            self.in_cell = True
            if tag == "th":
                self.scopes.add(dict(attrs).get("scope"))

    def handle_endtag(self, tag: str) -> None:
        self.in_cell = self.in_cell and tag not in ("th", "td")

    def handle_data(self, data: str) -> None:
        if self.in_cell:
            cell = self.tables[-1][-1][-1]
            self.tables[-1][-1][-1] = f"{cell} {data.strip()}".strip()


def parsed(test: AppTest) -> Tables:
    found = Tables()
    for element in test.get("html"):
        found.feed(element.proto.body)
    return found


def table(test: AppTest, number: int) -> dict[str, list[str]]:
    """The rows of one table by their heading: the family's 0, one network's 1, the measurement's 2."""
    return {row[0]: row[1:] for row in parsed(test).tables[number][1:]}


def pictures(test: AppTest) -> list[dict[str, Any]]:
    return [json.loads(component.proto.json) for component in test.get("bidi_component")]


def texts(test: AppTest) -> str:
    return " ".join(box.value for box in (*test.markdown, *test.warning))


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("family", FAMILIES)
def test_every_family_opens_in_every_language(family: str, language: str) -> None:
    """Three tables with headings that say what they head, two pictures, no sentence of trouble."""
    test = opened(State("talk", {}, language), backbone=FAMILIES[family][0])
    assert not test.exception
    assert not test.error
    assert len(parsed(test).tables) == 3
    assert parsed(test).scopes == {"row", "col"}
    assert [one["instrument"] for one in pictures(test)] == [None, None]


@pytest.mark.parametrize("stride", ["4", "32"])
@pytest.mark.parametrize("points", [32, 100, 2000])
@pytest.mark.parametrize("family", FAMILIES)
def test_the_numbers_are_the_specifications(family: str, points: int, stride: str) -> None:
    """Parameters, multiply-adds and positions of every column, for two classes of signals."""
    test = opened(backbone=FAMILIES[family][0], points=str(points), stride=stride)
    assert not test.exception
    rows = table(test, 0)
    for column, name in enumerate(FAMILIES[family], start=1):
        spec = NetworkConfig(name, deep_stride=int(stride)).spec
        assert rows["Parameters"][column] == f"{spec.num_parameters(2):,}"
        assert float(rows["Multiply-adds (10⁶)"][column].replace(",", "")) == pytest.approx(
            spec.multiply_adds(points, 2) / 1e6, abs=0.051
        )
        assert rows["GAP Global average pooling"][column] == f"{spec.num_features:,} means"
        last = spec.rows(points)[-1]
        stage = [row for heading, row in rows.items() if row[column] != "–"][len(spec.stages) - 1]
        assert str(last.num_positions) in stage[0].split(" / ")


def test_published_figures_at_224() -> None:
    """The talk's table: parameters to the last one, operations computed and as printed, 7 × 7 at the end."""
    test = opened(backbone="resnet50", input="picture")
    assert not test.exception
    rows = table(test, 0)
    assert rows["Parameters"][1:] == [PARAMETERS[name] for name in RESNETS]
    assert rows["As printed by He et al. 2016 (10⁹)"][1:] == [PRINTED[name] for name in RESNETS]
    for shown, printed in zip(rows["Multiply-adds (10⁹)"][1:], PRINTED.values(), strict=True):
        assert float(shown) == pytest.approx(float(printed), rel=0.02)
    assert rows["conv5_x"][0] == "7 × 7"
    assert rows["conv4_x"][4] == "1×1, 256 3×3, 256 1×1, 1024 × 23"
    assert rows["Linear combination"][:2] == ["1,000 classes", "512 × 1,000"]


@pytest.mark.parametrize("shown_input", ["signal", "picture"])
@pytest.mark.parametrize("backbone", ["fcn", "resnet152", "densenet161"])
def test_the_stages_add_up(backbone: str, shown_input: str) -> None:
    """In the detailed table the parameters of all rows make the last one, and so do the multiply-adds."""
    *rows, total = table(opened(backbone=backbone, input=shown_input), 1).values()
    assert "–" not in total[2:4]

    def number(cell: str) -> float:
        return float(cell.replace(",", "").replace("–", "0"))

    assert sum(number(row[2]) for row in rows) == number(total[2])
    assert sum(number(row[3]) for row in rows) == pytest.approx(number(total[3]), abs=0.1 * len(rows))


def test_the_picture_shows_where_the_positions_lie() -> None:
    """The ticks are the centres of the specification; the sentence says how many an event holds."""
    test = opened(stride="32")
    figure = pictures(test)[0]["figure"]
    last = NetworkConfig("resnet18", deep_stride=32).spec.rows(100)[-1]
    ticks = decoded(figure["data"][0]["x"])
    np.testing.assert_allclose(ticks, last.field.centers(last.num_positions))
    assert "The map has 4 positions, one every 32 samples." in texts(test)
    assert "An event of 20 samples holds 0 to 1 of them" in texts(test)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "The map has 100 positions, one at every sample. "),
        ("ko", "맵의 위치는 100개이며 샘플마다 하나씩 있습니다. "),
    ],
)
def test_a_network_that_keeps_every_sample_says_so(language: str, words: str) -> None:
    """FCN has no stride at all; every 1 samples would be no language."""
    assert words in texts(opened(State("talk", {}, language), backbone="fcn"))


def decoded(values: Any) -> np.ndarray:
    """An array as Plotly writes it into JSON."""
    if isinstance(values, dict):
        return np.frombuffer(base64.b64decode(values["bdata"]), f"<{values['dtype']}")
    return np.array(values)


def test_the_controls_choose() -> None:
    """Family, input, length, stride and network each change the table, and the link says so."""
    test = opened()
    family, shown_input, stride, backbone = (test.get_by_key(f"networks_{name}") for name in CONTROLS)
    assert [one.value for one in (family, shown_input, stride, backbone)] == [
        "resnet",
        "signal",
        8,
        "resnet18",
    ]
    before = table(test, 0)
    test = family.set_value("densenet").run()
    assert table(test, 0).keys() != before.keys()
    test = test.number_input[0].set_value(200).run()
    assert table(test, 0)["Convolution"][0] == "200"
    test = test.get_by_key("networks_stride").set_value(16).run()
    assert table(test, 0)["Dense block 4"][0] == "12"
    test = test.get_by_key("networks_backbone").set_value("densenet161").run()
    assert table(test, 1)["Dense block 4"][1] == "2,208"
    test = test.get_by_key("networks_input").set_value("picture").run()
    assert not test.exception
    assert table(test, 0)["Dense block 4"][0] == "7 × 7"
    wanted = {"backbone": "densenet161", "input": "picture", "points": "200", "stride": "16"}
    assert {key: test.query_params[key] for key in wanted} == wanted
    assert test.number_input[0].disabled


@pytest.mark.parametrize(
    ("link", "words"),
    [
        ({"backbone": "resnet19"}, "backbone must be one of"),
        ({"input": "film"}, "input must be one of"),
        ({"points": "31"}, "points must be a whole number from 32 to 2000, got 31"),
        ({"points": "9" * 400}, "points must be a whole number"),
        ({"stride": "5"}, "stride must be one of"),
        ({"stride": "[" * 5000}, "stride must be one of"),
        ({"model": "nobody"}, "nobody"),
    ],
)
def test_a_link_that_does_not_fit_gives_a_sentence(link: dict[str, str], words: str) -> None:
    """The sentence names what was left out, and the page shows the usual."""
    test = opened(**link)
    assert not test.exception
    assert words in texts(test)
    assert table(test, 0) == table(opened(), 0)


def test_the_head_has_the_classes_of_the_labs_signals() -> None:
    """With three kinds of event there are four classes here too."""
    settings: dict[str, object] = {"signals.kinds": ["noisy_sine", "spike", "dropout"]}
    rows = table(opened(State("talk", settings)), 0)
    assert rows["Linear combination"][0] == "4 classes"
    assert rows["Parameters"][1] == f"{NetworkConfig('resnet18').spec.num_parameters(4):,}"


@pytest.mark.parametrize("backbone", BACKBONES)
def test_every_network_can_be_taken_to_the_lab(backbone: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The button puts network and stride into the session's settings and opens the Lab."""
    went: list[str] = []
    monkeypatch.setattr(st, "switch_page", went.append)
    test = opened(backbone=backbone, stride="16")
    test.get_by_key("networks_train").click().run()
    assert not test.exception
    assert went == [LAB]
    assert (REPOSITORY / "ui" / LAB).resolve() == REPOSITORY / "pages" / "lab.py"
    settings = test.session_state[SESSION_KEY].settings
    deep = {} if backbone in ("talk", "fcn") else {"network.deep_stride": 16}
    changed = {} if backbone == "talk" else {"network.backbone": backbone}
    assert settings == changed | deep


def test_a_slow_network_says_so() -> None:
    """With an estimate and what helps; with few signals it is no warning."""
    slow = opened(backbone="resnet152")
    assert "Too long to wait for: 10 epochs with 22,400 signals, roughly 8" in texts(slow)
    few: dict[str, object] = {"signals.num_samples": 200, "training.epochs": 1}
    quick = opened(State("talk", few), backbone="resnet18")
    assert not quick.warning
    assert "1 epoch with 140 signals, roughly" in texts(quick)


def test_a_network_too_large_for_the_signals_gives_the_sentence() -> None:
    """Instead of a button that could only fail."""
    long: dict[str, object] = {"signals.num_points": 2000, "signals.num_samples": 200}
    test = opened(State("talk", long | {"training.batch_size": 512}), backbone="densenet161", stride="4")
    assert not test.exception
    assert "must be at most 536870912" in texts(test)
    assert not [button for button in test.button if button.key == "networks_train"]


@pytest.fixture
def models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of shipped models without measurements."""
    shutil.copytree(REPOSITORY / "models" / "talk", tmp_path / "shipped" / "talk")
    monkeypatch.setenv("CAM_SCOPE_MODELS", str(tmp_path / "shipped"))
    return tmp_path / "shipped"


@pytest.mark.parametrize("language", ["en", "ko"])
def test_without_measurements_there_is_a_sentence(models: Path, language: str) -> None:
    """Missing or damaged: it names the file, and everything else is there. Brought back, it is shown."""
    test = opened(State("talk", {}, language), backbone="talk")
    assert STRIDES_FILE in test.warning[-1].value
    assert len(parsed(test).tables) == 2
    (models / "measured").mkdir()
    (models / "measured" / STRIDES_FILE).write_text("nothing", encoding="utf-8")
    test.run()
    assert not test.exception
    assert STRIDES_FILE in test.warning[-1].value
    shutil.copy(REPOSITORY / "models" / "measured" / STRIDES_FILE, models / "measured")
    assert not test.run().warning
    assert len(parsed(test).tables) == 3


def test_the_measurement_is_the_files() -> None:
    """Rows for four strides; the sentence says how many signals and epochs it was measured with."""
    test = opened()
    rows = table(test, 2)
    assert [row[0] for row in rows.values()] == ["25", "13", "7", "4"]
    captions = " ".join(element.proto.body for element in test.get("html"))
    assert "8,000 signals of 100 samples, 4 epochs" in captions
    curve = pictures(test)[1]["figure"]["data"]
    shown = {trace["name"]: trace["y"] for trace in curve}
    assert [f"{value:.2f}" for value in shown["mean IoU, 20\N{NO-BREAK SPACE}% rule"]] == [
        row[2] for row in rows.values()
    ]


def test_estimate_and_measurement_are_held_together() -> None:
    """The seconds of the table stand beside what the page's own estimate says of the same epoch."""
    rows = read_stride_runs(measured_path(STRIDES_FILE))
    took = np.mean([row.epoch_seconds for row in rows if row.deep_stride == 8])
    work = NetworkConfig("resnet18").spec.multiply_adds(100) * (5600 + (2400 + 6) / 3)
    seconds = work / (USUAL_RATE * RELATIVE_RATES["resnet18"])
    words = f"took {took:.1f} s there; it should take roughly {seconds:.0f} s on a usual laptop"
    assert any(words in caption.value for caption in opened().caption)
