"""Stream as a script: default and extreme settings, choices of another stream, links that do not fit."""

import pytest

from tests.pages.opening import instrument, opener, warnings
from ui.state import State
from ui.stream.query import StreamChoice

opened = opener("stream")


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("model", ["talk", "events", "resnet18"])
def test_every_model_opens_in_every_language(model: str, language: str) -> None:
    """A stream of 30 training lengths that plays half of one a second, and no sentence of trouble."""
    test = opened(State(model, {}, language))
    assert not test.exception
    assert not test.warning
    shown = instrument(test)
    assert shown["count"] == 3000
    assert shown["pace"] == {"rate": 50.0, "control": "speed"}
    assert shown["url"].startswith("/streamed?")
    assert "events=8&seed=0" in shown["url"]
    maps = next(one for one in shown["controls"] if one["name"] == "map")
    assert [option["value"] for option in maps["options"]] == (
        [str(label) for label in range(8)] if model == "events" else ["0", "1", "margin"]
    )


@pytest.mark.parametrize(
    ("settings", "count"),
    [
        ({"signals.noise_std": 0.0}, 3000),
        ({"signals.noise_std": 100.0, "signals.background_std": 100.0}, 3000),
        ({"signals.noise_length": 100}, 3000),
        ({"signals.num_points": 2000}, 6000),
        ({"signals.num_points": 32}, 960),
        ({"signals.amplitude": 0.01, "signals.num_cycles": 25.0}, 3000),
    ],
)
def test_extreme_signals_show_no_exception(settings: dict[str, object], count: int) -> None:
    """The ends of every field's bounds are streamed like everything else."""
    test = opened(State("talk", settings | {"signals.num_samples": 60}))
    assert not test.exception
    assert instrument(test)["count"] == count


def test_choices_make_another_stream_and_stay_in_the_link() -> None:
    """Events and seed change the address that is fetched; the usual ones leave the link."""
    test = opened()
    events, seed = test.number_input
    events.set_value(3).run()
    seed.set_value(12).run()
    assert not test.exception
    assert "events=3&seed=12" in instrument(test)["url"]
    assert (test.query_params["events"], test.query_params["seed"]) == ("3", "12")
    test.number_input[0].set_value(8).run()
    assert "events" not in test.query_params


def test_another_model_brings_its_own_stream() -> None:
    """The session's model is chosen here as everywhere."""
    test = opened()
    test.selectbox[0].set_value("events").run()
    assert not test.exception
    assert "model=events" in instrument(test)["url"]


def test_a_link_opens_the_stream_it_names() -> None:
    """Events, seed and place."""
    test = opened(events="12", seed="5", sample="1234")
    assert not test.warning
    shown = instrument(test)
    assert "events=12&seed=5" in shown["url"]
    assert shown["state"]["sample"] == 1234
    assert [one.value for one in test.number_input] == [12, 5]


@pytest.mark.parametrize(
    ("link", "sentence"),
    [
        ({"events": "31"}, "The number of events must be a whole number from 0 to 30, got '31'"),
        ({"events": "-1"}, "The number of events must be"),
        ({"events": "2.5"}, "The number of events must be"),
        ({"seed": "x"}, "The seed must be a whole number from 0 to 2147483647, got 'x'"),
        ({"seed": "9" * 400}, "The seed must be"),
        ({"seed": "true"}, "The seed must be"),
        ({"seed": "[" * 5000}, "The seed must be"),
        ({"model": "nobody"}, "nobody"),
    ],
)
def test_a_link_that_does_not_fit_gives_a_sentence(link: dict[str, str], sentence: str) -> None:
    """The sentence names what was left out, and the usual stream is shown."""
    test = opened(**link)
    assert not test.exception
    assert sentence in warnings(test)
    assert "events=8&seed=0" in instrument(test)["url"]
    assert not test.run().warning


@pytest.mark.parametrize("sample", ["-1", "3000", "x", "1e3", "9" * 400, "٣"])
def test_a_sample_that_is_not_there_gives_the_first_event(sample: str) -> None:
    """Whatever a link says, something sensible is shown."""
    usual, odd = opened(), opened(sample=sample)
    assert not odd.exception
    assert instrument(odd)["state"] == instrument(usual)["state"]


@pytest.mark.parametrize(
    ("points", "words"),
    [
        (100, "A stream of 3,000 samples is as long as 30 of them"),
        (2000, "A stream of 6,000 samples is as long as 60 of them"),
    ],
)
def test_false_alarms_are_put_into_proportion(points: int, words: str) -> None:
    """The threshold is that of the model's own signals, whatever is streamed."""
    test = opened(State("talk", {"signals.num_points": points, "signals.num_samples": 60}))
    said = " ".join(caption.value for caption in test.caption)
    assert "on signals of 100 samples to which nothing happens" in said
    assert "so that at most one in 100 of them raises one" in said
    assert words in said


def test_fewer_events_where_no_more_fit() -> None:
    """A choice made on short signals is cut where the signals are long, and nothing fails."""
    state = State("talk", {"signals.num_points": 2000, "signals.num_samples": 60})
    test = opened(state, {"stream_chosen": StreamChoice(20, 7)})
    assert not test.exception
    assert not test.warning
    assert "events=3&seed=7" in instrument(test)["url"]
