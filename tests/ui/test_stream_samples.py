"""The stream's payload: what the browser plays is what the network says, and nothing of it looks ahead."""

import base64

import numpy as np
import pytest

from cam_core.figures.stream import stream_bindings, stream_figure
from cam_core.maps.choices import map_names
from cam_core.scores.evaluation import NOISY
from cam_core.stream.record import StreamConfig, StreamRecord, record_stream
from ui import store
from ui.language import LANGUAGES, translator
from ui.sample_query import SampleQuery, parse
from ui.sentences import probability_words
from ui.state import State
from ui.stream.query import StreamChoice, chunk_size, parse_stream, stream_address, usual_choice
from ui.stream.samples import stream_payload
from ui.stream.texts import STATES, stream_readouts

Payload = dict[str, dict[str, dict[str, str]]]


def values(spec: dict[str, str]) -> np.ndarray:
    return np.frombuffer(base64.b64decode(spec["bdata"]), "<f4")


def query(model: str, language: str = "en") -> SampleQuery:
    known = store.manifest(model)
    return SampleQuery(model, known.fingerprint, known.experiment, language, (0,))


def asked(model: str) -> tuple[Payload, StreamRecord]:
    """The payload of the usual stream of `model`, and the same stream recorded here."""
    of = query(model)
    signal = usual_choice(of.config).signal(of.config)
    record = record_stream(store.model(model, of.fingerprint), StreamConfig(signal, 500))
    return stream_payload(of, signal)["0"], record


@pytest.fixture(scope="module", params=["talk", "events", "resnet18"])
def streamed(request: pytest.FixtureRequest) -> tuple[str, Payload, StreamRecord]:
    return request.param, *asked(request.param)


def test_the_payload_holds_what_the_network_says(streamed: tuple[str, Payload, StreamRecord]) -> None:
    """Signal, maps and probabilities, in chunks of the page's size or of another."""
    _, payload, record = streamed
    arrays = payload["arrays"]
    np.testing.assert_array_equal(values(arrays["x"]), record.signal.x)
    np.testing.assert_array_equal(values(arrays["known"]), record.known)
    largest = np.abs(record.interpolated_cam).max()
    for label, cam in enumerate(record.interpolated_cam):
        np.testing.assert_allclose(values(arrays[f"cam.{label}"]), cam, atol=1e-5 * largest)
        probability = record.probabilities[label]
        np.testing.assert_allclose(values(arrays[f"probability.{label}"]), probability, atol=1e-4)
    if len(record.interpolated_cam) == 2:
        margin = record.interpolated_cam[NOISY] - record.interpolated_cam[1 - NOISY]
        np.testing.assert_allclose(values(arrays["cam.margin"]), margin, atol=2e-5 * largest)


def test_every_binding_and_readout_finds_its_array(streamed: tuple[str, Payload, StreamRecord]) -> None:
    """Whatever map is chosen; brackets and their heights keep one length, so that traces keep their size."""
    model, payload, record = streamed
    config = query(model).config
    field = config.network.spec.map_field
    readouts = stream_readouts(translator("en"), config.signals.num_points, field)
    named = [binding["array"] for binding in stream_bindings(200)]
    named += [number["array"] for one in readouts for number in one.get("numbers", {}).values()]
    named += [one["choose"]["array"] for one in readouts if "choose" in one]
    figure = stream_figure(200, 2.0, ["a"] * len(record.signal.y), translator("en"))
    for name in map_names(config.signals.num_classes):
        silent = values(payload["arrays"][f"state.{name}"])[0] == STATES.index("silent")
        for array in named:
            counted = array.partition(".")[0] in ("first", "last", "num_past", "num_found", "num_false")
            assert array.replace("{map}", name) in payload["arrays"] or (silent and counted), (array, name)
        for binding in stream_bindings(200):
            if binding.get("slide", {}).get("kind") == "ends" and "found" not in binding["array"]:
                bound = values(payload["arrays"][binding["array"].replace("{map}", name)])
                assert len(bound) == len(figure.data[binding["trace"]].x)
        found = payload["arrays"][f"found.{name}"]
        assert len(values(found)) == len(values(payload["arrays"]["found.level"]))
        for one in readouts:
            for text in (*one.get("words", {}).values(), one.get("text", "speed")):
                assert silent or text.replace("{map}", name) in payload["texts"]


def test_an_event_belongs_to_its_own_map(streamed: tuple[str, Payload, StreamRecord]) -> None:
    """Own events and others together are all events, half a sample to either side of theirs."""
    model, payload, record = streamed
    num_classes = query(model).config.signals.num_classes
    for name in map_names(num_classes):
        own = values(payload["arrays"][f"truth.{name}"]).reshape(-1, 3)
        others = values(payload["arrays"][f"others.{name}"]).reshape(-1, 3)
        together = np.where(np.isnan(own), others, own)
        np.testing.assert_array_equal(together[:, :2], record.signal.event_interval - 0.5)
        is_own = ~np.isnan(own[:, 0])
        has_own = num_classes > 2 and name != "0"
        np.testing.assert_array_equal(
            is_own, record.signal.y == int(name) if has_own else record.signal.y > 0
        )
        np.testing.assert_array_equal(is_own, np.isnan(others[:, 0]))


def test_the_numbers_said_at_a_sample_were_known_by_then(
    streamed: tuple[str, Payload, StreamRecord],
) -> None:
    """In the words of the other pages: a percentage, less than 0.1 %, more than 99.9 %, or none yet."""
    model, payload, record = streamed
    known, arrays, t = record.known, payload["arrays"], translator("en")
    config = query(model).config
    sentences = stream_readouts(t, config.signals.num_points, config.network.spec.map_field)[0]["sentences"]
    percent, chosen = values(arrays["percent.1"]), values(arrays["headline.1"]).astype(int)
    for count, place, number in zip(known, chosen, percent, strict=True):
        sentence = sentences[place].replace("{percent}", f"{number:.1f}")
        if np.isnan(newest := record.probabilities[1][count - 1] if count else np.nan):
            assert sentence.startswith("The map covers fewer than 100 samples yet.")
        else:
            assert sentence.startswith(f"{{name}}: {probability_words(t, float(newest))} over the last 100")
    np.testing.assert_array_equal(values(arrays["lag"]), np.arange(1, len(known) + 1) - known)


def test_the_shipped_network_finds_the_events_of_its_stream() -> None:
    """The talk's network, in the end: every burst found, nothing else, and each run meets its burst."""
    payload, record = asked("talk")
    arrays = payload["arrays"]
    assert values(arrays["num_past.1"])[-1] == values(arrays["num_found.1"])[-1] == len(record.signal.y)
    assert values(arrays["num_false.1"])[-1] == 0
    runs = values(arrays["found.1"]).reshape(-1, 3)[:, :2] + 0.5
    assert len(runs) == len(record.signal.y)
    assert np.abs(runs - record.signal.event_interval).max() < 10


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_speed_is_said_with_its_assumptions(language: str) -> None:
    """Chunk size, samples a second, the rate of playing, and a factor that is their ratio."""
    of = query("talk", language)
    signal = usual_choice(of.config).signal(of.config)
    said = stream_payload(of, signal)["0"]["texts"]["speed"].replace(",", "")
    assert f"{chunk_size(of.config)} " in said or f"{chunk_size(of.config)}개" in said
    assert "50" in said
    numbers = [
        float(word) for word in "".join(c if c in "0123456789." else " " for c in said).split() if word != "."
    ]
    speed = max(numbers)
    assert any(abs(number / (speed / 50) - 1) < 0.06 for number in numbers)


def test_an_address_names_its_stream() -> None:
    """What the page asks for is what the route reads."""
    known = store.manifest("talk")
    address = stream_address(State("talk", {}, "ko"), known.fingerprint, StreamChoice(3, 77))
    link = dict(part.split("=") for part in address.split("?")[1].split("&"))
    signal = parse_stream(link | {"i": "0"}, parse(link | {"i": "0"}).config)
    assert (signal.num_events, signal.seed, signal.num_points) == (3, 77, 3000)


@pytest.mark.parametrize(
    ("link", "sentence"),
    [
        ({"events": "31"}, "`stream.num_events` must be a whole number from 0 to 30, got 31."),
        ({"events": "many"}, "`stream.num_events` must be a whole number"),
        ({"seed": "-1"}, "`stream.seed` must be a whole number"),
        ({"seed": "[1]"}, "`stream.seed` must be a whole number"),
        ({"seed": "true"}, "`stream.seed` must be a whole number"),
    ],
)
def test_an_address_that_does_not_fit_gives_a_sentence(link: dict[str, str], sentence: str) -> None:
    """The one of the setting."""
    with pytest.raises(ValueError, match="stream") as caught:
        parse_stream(link, store.manifest("talk").experiment)
    assert sentence in str(caught.value)
