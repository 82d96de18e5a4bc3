"""Scope as a script: no exception at default and extreme settings, numbers that follow the controls."""

from pathlib import Path

import numpy as np
import pytest

from tests.pages.opening import instrument, opener, warnings
from tests.serving import REPOSITORY
from ui import store
from ui.state import State

opened = opener("scope")


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("model", ["talk", "untrained"])
def test_every_model_opens_in_every_language(model: str, language: str) -> None:
    """The picture with its first sample is there, and no sentence of trouble."""
    test = opened(State(model, {}, language))
    assert not test.exception
    assert not test.warning
    assert instrument(test)["count"] == 9600
    assert instrument(test)["payloads"]


def test_chance_stands_beside_the_network_in_every_column() -> None:
    """Of 81 places for 20 samples those less than 7 away overlap by half; 20 samples of 100 are inside."""
    test = opened(State("talk"))
    shown = test.table[0].value.loc["Chance"]
    truth = store.test_signals(store.manifest("talk").experiment.signals).event_interval
    far = np.abs(np.arange(81) - truth[truth[:, 0] >= 0, :1])
    assert shown["IoU ≥ 0.5"].split()[0] == f"{100 * (far < 7).mean():.1f}"
    assert shown["Edge error (samples)"] == f"{far.mean():.2f}"
    assert shown["Peak inside the event"].split()[0] == "20.0"


@pytest.mark.parametrize(
    "settings",
    [
        {"signals.noise_std": 0.0},
        {"signals.noise_std": 100.0, "signals.background_std": 100.0, "signals.num_samples": 60},
        {"signals.noise_length": 100, "signals.num_samples": 60},
        {"signals.noise_length": 1, "signals.noise_start": 99, "signals.num_samples": 60},
        {"signals.amplitude": 0.01, "signals.num_cycles": 25.0, "signals.num_samples": 20},
        {"signals.num_points": 2000, "signals.num_samples": 60},
        {"signals.num_points": 33, "signals.noise_length": 33, "signals.num_samples": 60},
        {"signals.num_samples": 20, "signals.test_fraction": 0.05},
        {"signals.num_cycles": "random", "signals.noise_distribution": "uniform", "signals.num_samples": 60},
    ],
)
def test_extreme_signals_show_no_exception(settings: dict[str, object]) -> None:
    """The ends of every field's bounds are drawn like everything else."""
    test = opened(State("talk", settings))
    assert not test.exception
    assert instrument(test)["payloads"]


def test_changed_signals_change_what_is_shown() -> None:
    """A weaker burst gives other samples and other scores, and the page says that they are others."""
    usual, weak = opened(), opened(State("talk", {"signals.noise_std": 0.05}))
    assert instrument(usual)["payloads"] != instrument(weak)["payloads"]
    assert instrument(usual)["url"] != instrument(weak)["url"]
    said = [" ".join(text.value for text in test.markdown) for test in (usual, weak)]
    assert "signals.noise_std = 0.05" in said[1]
    assert "signals.noise_std" not in said[0]


def test_the_sample_in_the_link_is_the_one_shown() -> None:
    """A deep link needs no second step."""
    assert list(instrument(opened(sample="1234"))["payloads"]) == ["1234"]


@pytest.mark.parametrize("sample", ["-1", "9600", "x", "1e3", "9" * 400, "٣"])
def test_a_sample_that_is_not_there_gives_the_first_noisy_one(sample: str) -> None:
    """Whatever a link says, something sensible is shown."""
    test = opened(sample=sample)
    assert not test.exception
    assert list(instrument(test)["payloads"]) == list(instrument(opened())["payloads"])


def test_an_unknown_model_gives_a_sentence_and_the_default_one() -> None:
    """The session goes on."""
    test = opened(model="nobody")
    assert not test.exception
    assert "nobody" in warnings(test)
    assert instrument(test)["count"] == 9600


def test_a_bad_setting_in_the_link_gives_a_sentence() -> None:
    """The setting is named and left out."""
    test = opened(signals__noise_std="-3")
    assert "Noise strength (`signals.noise_std`) must be a number from 0 to 100, got -3." in warnings(test)
    assert not test.exception


@pytest.mark.parametrize("damage", ["config.json", "model.safetensors", "golden.npz", "test_set.npz"])
def test_a_damaged_model_gives_a_sentence(
    damage: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each file of a model may be broken; the page says which and shows the default model."""
    import shutil

    folder = tmp_path / "models"
    shutil.copytree(REPOSITORY / "models", folder)
    shutil.copytree(folder / "untrained", folder / "broken")
    (folder / "broken" / damage).write_bytes(b"nothing of use")
    monkeypatch.setenv("CAM_SCOPE_MODELS", str(folder))
    test = opened(model="broken")
    assert not test.exception
    assert damage in warnings(test)
    assert instrument(test)["count"] == 9600


def test_no_model_at_all_says_how_to_get_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty house has guidance in it instead of a traceback."""
    monkeypatch.setenv("CAM_SCOPE_MODELS", str(tmp_path))
    monkeypatch.setenv("CAM_SCOPE_DATA", str(tmp_path))
    test = opened()
    assert not test.exception
    assert "python -m cam_core train" in test.error[0].value
