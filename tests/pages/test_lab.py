"""Lab as a script: every parameter, the presets, the data set's shapes, the models."""

import json
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from cam_core.config import ExperimentConfig
from cam_core.dataset import make_dataset
from cam_core.storage.library import delete_model, export_model, model_directories, rename_model
from cam_core.storage.manifest import read_manifest
from tests.serving import REPOSITORY
from ui.lab.fields import CHOICE, FIELDS, FOUR, SEVERAL, SWITCH, Field, bounds
from ui.state import SESSION_KEY, State

PAGE = REPOSITORY / "pages" / "lab.py"
SMALL: dict[str, object] = {"signals.num_samples": 60}


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Nobody's models but the test's own."""
    monkeypatch.setenv("CAM_SCOPE_DATA", str(tmp_path / "data"))
    return tmp_path / "data" / "models"


def opened(state: State | None = None) -> AppTest:
    test = AppTest.from_file(str(PAGE), default_timeout=60)
    if state:
        test.session_state[SESSION_KEY] = state
    return test.run()


def state(test: AppTest) -> State:
    found = test.session_state[SESSION_KEY]
    assert isinstance(found, State)
    return found


def picture(test: AppTest, key: str) -> dict[str, Any]:
    """What the plot component received under `key`."""
    for component in test.get("bidi_component"):
        if f"-{key}-" in f"{component.proto.id}-":
            found = json.loads(component.proto.json)
            assert isinstance(found, dict)
            return found
    raise AssertionError(f"there is no picture {key}")


def metrics(test: AppTest) -> list[str]:
    return [metric.value for metric in test.metric]


def errors(test: AppTest) -> str:
    return " ".join(box.value for box in test.error)


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("model", ["talk", "background", "random-frequency", "barely", "untrained"])
def test_every_shipped_model_opens_in_every_language(model: str, language: str) -> None:
    """Nothing is missing in either language, and nothing is reported as broken."""
    test = opened(State(model, {}, language))
    assert not test.exception
    assert not test.error
    assert not test.warning


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "The file filmless/film.npz is damaged or does not belong to this model."),
        ("ko", "파일이 손상되었거나 이 모델의 것이 아닙니다: filmless/film.npz."),
    ],
)
def test_a_damaged_film_is_told_in_the_readers_language(own_folder: Path, language: str, words: str) -> None:
    """The page's other parts stay; what NumPy says of the file is for the command line."""
    shutil.copytree(REPOSITORY / "models" / "untrained", own_folder / "filmless")
    (own_folder / "filmless" / "film.npz").write_bytes(b"no *film* [x](http://127.0.0.1:9)")
    test = opened(State("filmless", {}, language))
    assert not test.exception
    assert [box.value for box in test.error] == [words]
    assert metrics(test)


def test_the_default_is_the_talk() -> None:
    """The four shapes are those that the talk prints, and its network is as good as possible."""
    test = opened()
    assert test.code[0].value == (
        "Train_Input_Size : (22400, 100)\n"
        "Test_Input_Size : (9600, 100)\n"
        "Train_Target_Size : (22400, 2)\n"
        "Test_Target_Size : (9600, 2)"
    )
    assert metrics(test) == 2 * ["100.0\N{NO-BREAK SPACE}%"]


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "10 epochs with 22,400 signals, roughly 8"), ("ko", "신호 22,400개로 10 에포크를 학습하면")],
)
def test_a_network_too_slow_for_a_class_says_so(language: str, words: str) -> None:
    """Before it starts, with the estimate; with few signals the same network is only a caption."""
    slow = opened(State("talk", {"network.backbone": "resnet152"}, language))
    assert words in slow.warning[0].value
    few: dict[str, object] = {"network.backbone": "resnet18", "signals.num_samples": 60}
    quick = opened(State("talk", few, language))
    assert not quick.warning
    assert any("42" in caption.value for caption in quick.caption)


@pytest.mark.parametrize(("language", "words"), [("en", "Training takes"), ("ko", "학습 시간:")])
def test_the_cost_stands_beside_the_fields_that_decide_it(language: str, words: str) -> None:
    """Number of signals, backbone, epochs: each has the line below it, the same, and a choice changes it."""

    def lines(test: AppTest) -> list[str]:
        return [
            one.value for one in test.caption if words in one.value and one.value.startswith(":material/")
        ]

    test = opened(State("talk", {}, language))
    [quick] = set(lines(test))
    assert len(lines(test)) == 3
    assert "4" in quick
    test.selectbox(key="lab_network_backbone").select("resnet50").run()
    [slow] = set(lines(test))
    assert ":material/warning:" in slow
    assert re.search(r"2\.\d", slow)


def test_one_more_training_of_a_known_experiment_says_what_it_costs() -> None:
    """Another seed takes as long as the first: the cost stands beside its button, however it was opened."""
    known = opened(State("resnet18", {}))
    assert [one.label for one in known.button if one.key == "lab_new_seed"] == ["Train one more (seed 1)"]
    assert "Training takes roughly 36 min on a usual laptop: too long to wait for." in known.warning[0].value
    talk = [one.value for one in opened().caption if one.value.startswith("The open network was trained")]
    assert "Training takes roughly 4 min on a usual laptop." in talk[0]


@pytest.mark.parametrize("settings", [{}, {"signals.num_points": 64, "signals.num_samples": 101}])
def test_the_shapes_are_those_of_the_data_set(settings: dict[str, object]) -> None:
    """The page computes them without making the signals; both ways must agree."""
    shown = opened(State("talk", settings)).code[0].value
    shapes = make_dataset(ExperimentConfig().with_settings(settings).signals).shapes
    assert [line.partition(" : ")[2] for line in shown.split("\n")] == list(map(str, shapes.values()))


@pytest.mark.parametrize(
    "settings",
    [
        {"signals.noise_std": 0.0},
        {"signals.noise_std": 100.0, "signals.background_std": 100.0},
        {"signals.noise_length": 100},
        {"signals.noise_length": 1, "signals.noise_start": 99},
        {"signals.amplitude": 0.01, "signals.num_cycles": 25.0, "signals.phase": -100.0},
        {"signals.num_cycles": "random", "signals.noise_distribution": "uniform"},
        {"signals.num_points": 32, "signals.num_cycles": 8.0},
        {"signals.num_points": 2000, "signals.background_std": 0.1, "signals.noise_length": 1000},
        {"signals.num_samples": 200_000, "signals.test_fraction": 0.9, "signals.seed": 2**31 - 1},
        {"network.widths": [1024] * 4, "network.kernel_sizes": [31] * 4},
        {"training.epochs": 0},
        {"training.epochs": 1000, "training.seed": 2**31 - 1},
    ],
)
def test_extreme_settings_show_no_exception(settings: dict[str, object]) -> None:
    """The ends of every field's bounds are drawn like everything else."""
    test = opened(State("talk", settings))
    assert not test.exception
    assert not test.error


def test_every_setting_has_a_field() -> None:
    """A setting that somebody adds to a config cannot be forgotten here."""
    values = ExperimentConfig().to_dict()
    wanted = {f"{section}.{name}" for section, part in values.items() for name in part}
    assert {field.setting for field in FIELDS} == wanted


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.setting)
def test_the_bounds_are_those_of_the_config(field: Field) -> None:
    """The config accepts both ends of a field and every choice, and refuses what lies beyond."""
    # Small otherwise: some limits are on the product of two settings.
    config = ExperimentConfig().with_settings({"signals.num_samples": 1000, "network.widths": [8] * 4})
    if field.kind in (CHOICE, SEVERAL, SWITCH):
        for choice in field.choices:
            config.with_settings({field.setting: [choice] if field.kind == SEVERAL else choice})
        return
    low, high = bounds(field, config)
    shape = (lambda value: [value] * 4) if field.kind == FOUR else (lambda value: value)
    beyond = field.step if field.kind == FOUR or field.is_whole else 1e-3 * max(1.0, high)
    for value in (low, high):
        config.with_settings({field.setting: shape(value)})
    for value in (low - beyond, high + beyond):
        with pytest.raises(ValueError, match=field.setting):
            config.with_settings({field.setting: shape(value)})


def test_a_changed_noise_changes_the_examples_and_not_the_axis() -> None:
    """The same signals with a stronger burst, on the same axis; the setting is in the link."""
    test = opened()
    before = picture(test, "lab_examples")["figure"]
    test.number_input(key="lab_signals_noise_std").set_value(0.2).run()
    after = picture(test, "lab_examples")["figure"]
    assert state(test).settings == {"signals.noise_std": 0.2}
    assert test.slider(key="lab_signals_noise_std_slider").value == 0.2
    assert after["layout"] == before["layout"]
    assert after["data"][0] == before["data"][0], "a plain sine has no noise to change"
    assert after["data"][6]["y"] != before["data"][6]["y"]


def test_slider_and_number_say_the_same() -> None:
    """Whichever of the two is moved, the other follows."""
    test = opened()
    test.slider(key="lab_signals_noise_length_slider").set_value(33).run()
    assert test.number_input(key="lab_signals_noise_length").value == 33
    assert state(test).settings == {"signals.noise_length": 33}


def test_background_noise_lowers_the_best_possible_accuracy() -> None:
    """The ceiling follows the parameters: with a burst no stronger than the background it is low."""
    settings = {"signals.noise_std": 0.1, "signals.background_std": 0.1}
    shown = float(metrics(opened(State("talk", settings)))[0].split()[0])
    assert 70 < shown < 85


def test_random_can_be_taken_away_and_given_back() -> None:
    """The number that stands beside "random" becomes the value, and the bracket goes there."""
    test = opened()
    test.checkbox(key="lab_signals_noise_start_random").uncheck().run()
    assert state(test).settings == {"signals.noise_start": 40}
    examples = picture(test, "lab_examples")["figure"]["data"]
    assert [trace["x"] for trace in examples[7::2]] == [[39.5, 59.5]] * 3
    test.checkbox(key="lab_signals_noise_start_random").check().run()
    assert state(test).settings == {}


def test_a_combination_that_does_not_go_gives_the_sentence_and_changes_nothing() -> None:
    """The config's own sentence is shown; the parameters stay, and so does the picture."""
    test = opened(State("talk", {"signals.noise_length": 60}))
    before = picture(test, "lab_examples")["figure"]
    test.number_input(key="lab_signals_num_points").set_value(50).run()
    assert "(`signals.noise_length`) must be a whole number from 1 to 50, got 60." in errors(test)
    assert state(test).settings == {"signals.noise_length": 60}
    assert test.number_input(key="lab_signals_num_points").value == 100
    assert picture(test, "lab_examples")["figure"] == before
    assert not test.run().error, "the sentence is said once"


def test_too_many_long_signals_give_the_sentence() -> None:
    """Each number is fine alone; together they would fill the memory."""
    test = opened()
    test.number_input(key="lab_signals_num_points").set_value(2000).run()
    assert "times Signal length (`signals.num_points`) must be at most" in errors(test)
    assert state(test).settings == {}


def test_an_even_kernel_gives_the_sentence() -> None:
    """Four numbers are one setting, checked together."""
    test = opened()
    test.number_input(key="lab_network_kernel_sizes_2").set_value(4).run()
    assert "Kernel sizes (`network.kernel_sizes`) must be odd" in errors(test)
    assert state(test).settings == {}


def test_a_network_is_measured_on_signals_of_another_length_too() -> None:
    """Global average pooling takes any length; the number is measured, not the model's own."""
    shown = metrics(opened(State("talk", {"signals.num_points": 64})))[1]
    assert shown != metrics(opened())[1]
    assert 50 < float(shown.split()[0]) <= 100


@pytest.mark.parametrize("name", ["talk", "background", "random-frequency", "barely"])
def test_a_preset_opens_its_model_and_stays_chosen(name: str) -> None:
    """The preset's signals are those of the shipped model of its name."""
    test = opened(State("untrained", {"signals.noise_std": 0.77}))
    test.get_by_key("lab_preset").set_value(name).run()
    assert state(test) == State(name, {}, "en")
    assert test.get_by_key("lab_preset").value == name


def test_back_to_the_models_own_parameters() -> None:
    """One click takes everything back."""
    test = opened(State("barely", {"signals.noise_std": 0.9, "training.epochs": 3}))
    [button] = [one for one in test.button if one.label.startswith("Back to the model")]
    button.click().run()
    assert state(test) == State("barely", {}, "en")
    assert test.number_input(key="lab_training_epochs").value == 10


def test_values_of_the_link_are_in_the_widgets() -> None:
    """`?signals.noise_std=0.2&network.widths=[8,16,32,64]` as somebody sent it."""
    test = AppTest.from_file(str(PAGE), default_timeout=60)
    test.query_params["signals.noise_std"] = "0.2"
    test.query_params["network.widths"] = "[8,16,32,64]"
    test.run()
    assert test.number_input(key="lab_signals_noise_std").value == 0.2
    widths = [test.number_input(key=f"lab_network_widths_{place}").value for place in range(4)]
    assert widths == [8, 16, 32, 64]
    assert not test.exception


def test_a_changed_experiment_offers_to_train_and_a_known_one_does_not() -> None:
    """What has been trained already is said, not trained again."""
    assert not [one for one in opened().button if one.key == "lab_train"]
    changed = opened(State("talk", SMALL))
    assert [one for one in changed.button if one.key == "lab_train"]


def own_model(folder: Path, slug: str = "mine") -> Path:
    """An own model: a copy of a shipped one under another experiment's title."""
    target = folder / slug
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copytree(model_directories()["barely"], target)
    return target


def test_an_own_model_is_renamed_and_deleted(own_folder: Path) -> None:
    """A Korean name is kept; deleting the open model goes back to the default one with a sentence."""
    own_model(own_folder)
    test = opened(State("mine", {}))
    test.text_input[0].set_value("나의 신경망")
    test.button(key="FormSubmitter:lab_rename-Rename").click().run()
    assert read_manifest(own_folder / "mine").title == "나의 신경망"
    assert state(test).model == "mine"
    test.button(key="lab_delete").click().run()
    assert not (own_folder / "mine").exists()
    assert state(test).model == "talk"
    assert not test.exception
    assert "deleted" in " ".join(box.value for box in test.success)


def facts(test: AppTest) -> dict[str, str]:
    [table] = test.table
    return dict(zip(table.value.index, table.value.iloc[:, 0], strict=True))


def test_an_own_model_says_when_it_was_saved_and_a_shipped_one_does_not(own_folder: Path) -> None:
    """A clone gives shipped files its own time; an own model keeps that of its weights under a new name."""
    assert "Saved" not in facts(opened())
    target = own_model(own_folder)
    os.utime(target / "model.safetensors", (1_700_000_000, 1_700_000_000))
    rename_model("mine", "another name")
    assert facts(opened(State("mine", {})))["Saved"] == "2023-11-14 22:13 UTC"


def test_shipped_models_offer_neither_name_nor_deletion() -> None:
    """What everybody shares is not for one person to change."""
    test = opened()
    assert not test.text_input
    assert not [one for one in test.button if one.key == "lab_delete"]


def test_a_model_of_the_command_line_has_the_title_it_was_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`train --out models/plain` calls the model after its folder; no text of that name is looked for."""
    shipped = tmp_path / "shipped"
    shutil.copytree(REPOSITORY / "models" / "untrained", shipped / "plain")
    shutil.copytree(REPOSITORY / "models" / "talk", shipped / "talk")
    config = shipped / "plain" / "config.json"
    config.write_text(config.read_text("utf-8").replace('"title": "untrained"', '"title": "plain"'), "utf-8")
    monkeypatch.setenv("CAM_SCOPE_MODELS", str(shipped))
    test = opened()
    assert not test.exception
    assert "plain" in test.get_by_key("lab_library_model").options


def test_a_model_that_vanishes_while_it_is_open_gives_a_sentence(own_folder: Path) -> None:
    """Somebody else deleted it: the next run falls back and the session goes on."""
    target = own_model(own_folder)
    rename_model("mine", "mine")
    test = opened(State("mine", {}))
    shutil.rmtree(target)
    test.run()
    assert not test.exception
    assert "mine" in " ".join(box.value for box in test.warning)
    assert state(test).model == "talk"


def test_a_damaged_model_in_the_library_hurts_nobody(own_folder: Path) -> None:
    """It is listed; looking at it gives the sentence, everything else works."""
    (own_model(own_folder, "broken") / "config.json").write_bytes(b"{")
    test = opened()
    assert not test.exception
    test.selectbox(key="lab_library_model").select("broken").run()
    assert not test.exception
    assert "config.json is damaged" in errors(test)


def test_an_upload_is_taken_in_once_and_shown(own_folder: Path) -> None:
    """A model that was downloaded comes back; what is no model gives one sentence."""
    own_model(own_folder)
    rename_model("mine", "Mine")
    data = export_model("mine")
    delete_model("mine")
    test = opened()
    uploader = test.get("file_uploader")[0]
    uploader.set_value(("mine.zip", data, "application/zip")).run()
    assert not test.exception
    assert test.selectbox(key="lab_library_model").value == "mine"
    assert (own_folder / "mine").is_dir()
    test.get("file_uploader")[0].set_value(("x.zip", b"nothing", "application/zip")).run()
    assert "not a whole zip archive" in errors(test)
    assert [path.name for path in own_folder.iterdir()] == ["mine"]
