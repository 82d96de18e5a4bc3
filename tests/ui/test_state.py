"""The link: what it says is what is shown, and bad parts of it are left out with a sentence."""

import pytest

from ui.state import State, _from_link, _is_ours, to_link


@pytest.fixture(autouse=True)
def session(monkeypatch: pytest.MonkeyPatch) -> dict[str, object]:
    """A session of our own, since these functions run outside a script here."""
    import streamlit as st

    own: dict[str, object] = {}
    monkeypatch.setattr(st, "session_state", own)
    return own


@pytest.mark.parametrize(
    "state",
    [
        State(),
        State("barely", {"signals.noise_std": 0.2, "signals.noise_start": "random"}, "ko"),
        State("talk", {"network.kernel_sizes": [3, 3, 3, 1], "signals.phase": 1.5}),
        State("talk", {"signals.num_points": 2000, "signals.num_samples": 5000}),
        State("talk", {"signals.noise_start": 150, "signals.num_points": 200}),
        State("talk", {"signals.kinds": ["noisy_sine", "spike"]}),
        State("talk", {"training.batch_size": 8192, "network.widths": [8, 8, 8, 64]}),
    ],
)
def test_a_link_opened_elsewhere_gives_the_same_state(state: State) -> None:
    """Writing a state into a link and reading it back changes nothing."""
    assert _from_link(to_link(state)) == state


def test_defaults_stay_out_of_the_link() -> None:
    """The plain address stays plain."""
    assert to_link(State()) == {}


@pytest.mark.parametrize(
    ("key", "value", "sentence"),
    [
        ("signals.noise_std", "-1", "`signals.noise_std` must be a number from 0 to 100"),
        ("signals.noise_std", "NaN", "`signals.noise_std` must be a number"),
        ("signals.num_points", "1e9", "`signals.num_points` must be a whole number"),
        ("signals.nonsense", "1", "`signals.nonsense` is not a setting"),
        ("signals.noise_start", "[[[[", "`signals.noise_start` must be"),
        ("signals.noise_std", "1" * 4400, "`signals.noise_std` must be a number"),
        ("network.widths", "[1,2]", "`network.widths` must be a list of 4"),
    ],
)
def test_a_bad_part_is_left_out_and_named(
    session: dict[str, object], key: str, value: str, sentence: str
) -> None:
    """The rest of the link still counts."""
    state = _from_link({key: value, "signals.background_std": "0.1", "lang": "ko"})
    assert state.settings == {"signals.background_std": 0.1}
    assert state.language == "ko"
    assert sentence in str(session["link_problems"])


def test_an_unknown_language_is_the_default_one() -> None:
    """A link from a later version with a third language still opens."""
    assert _from_link({"lang": "tlh"}).language == "en"


def test_python_and_browser_share_the_link_without_touching_each_others_keys() -> None:
    """Filters hold a dot too; only config sections belong to Python."""
    ours = {key for key in ("model", "lang", "signals.noise_std", "training.epochs") if _is_ours(key)}
    theirs = {key for key in ("sample", "map", "filter.label", "start", "noise_std") if _is_ours(key)}
    assert len(ours) == 4
    assert not theirs
