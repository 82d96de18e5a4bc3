"""What if in a real browser on the real server: drag, brush, slide, sketch; numbers read off the page."""

import re
from urllib.parse import parse_qsl

import numpy as np
import pytest
import torch
from playwright.sync_api import Page, expect

from cam_core.by_hand.event_family import EventFamily, event_family
from cam_core.by_hand.hand_made import HandMade, made_family
from cam_core.by_hand.sketch import read_sketch
from cam_core.dataset import make_dataset
from cam_core.figures.scope import CURVE, SIGNAL
from cam_core.figures.whatif import BEFORE_SIGNAL, FIRST, FIRST_OF_CHART
from cam_core.pipeline import explain
from cam_core.signals import SignalBatch
from cam_core.storage.checkpoint import Model, load
from tests.browser.conftest import OpenPage
from tests.browser.rest import settled
from tests.browser.screen import no_sideways_scroll, on_first_screen
from tests.serving import REPOSITORY, RunningServer

SAMPLE = 19
SIZES = ((1920, 1080), (1366, 768))
LINE = "([trace, name]) => Array.from(document.querySelector('.js-plotly-plot').data[trace][name])"


@pytest.fixture(scope="module")
def model() -> Model:
    torch.set_num_threads(1)
    return load(REPOSITORY / "models" / "talk")


@pytest.fixture(scope="module")
def signal(model: Model) -> SignalBatch:
    """The test signal that the tests are about."""
    return make_dataset(model.manifest.experiment.signals).test[SAMPLE : SAMPLE + 1]


@pytest.fixture(scope="module")
def family(model: Model, signal: SignalBatch) -> EventFamily:
    config = model.manifest.experiment.signals
    return event_family(config, signal, config.seed + SAMPLE)


def opened(page: Page, address: str) -> Page:
    page.goto(address)
    expect(page.locator(".cam-ready").first).to_be_visible(timeout=60_000)
    expect(page.locator("[data-slot=headline]")).not_to_be_empty()
    settled(page)
    return page


def drawn(page: Page, trace: int, name: str = "y") -> np.ndarray:
    return np.array(page.evaluate(LINE, [trace, name]), float)


def link(page: Page) -> dict[str, str]:
    return dict(parse_qsl(page.url.partition("?")[2]))


def spot(page: Page, sample: float, height: float) -> tuple[float, float]:
    """Pixels of a sample and a share of the picture's height."""
    box = page.locator(".cam-plot").bounding_box()
    assert box is not None
    x = page.evaluate(
        "sample => { const { _offset: o, _length: l, range: r } ="
        " document.querySelector('.cam-plot')._fullLayout.xaxis;"
        " return o + l * (sample - r[0]) / (r[1] - r[0]); }",
        sample,
    )
    return box["x"] + x, box["y"] + height * box["height"]


def swipe(page: Page, start: tuple[float, float], end: tuple[float, float]) -> None:
    """A finger from one place of the picture to another, as (sample, share of the picture's height)."""
    touch = page.context.new_cdp_session(page)
    steps = np.linspace(spot(page, *start), spot(page, *end), 9)
    for kind, place in [("touchStart", steps[0]), *(("touchMove", step) for step in steps[1:])]:
        point = {"x": float(place[0]), "y": float(place[1])}
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [point]})
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    settled(page)


def drag(page: Page, start: tuple[float, float], *ends: tuple[float, float]) -> None:
    """A mouse from one place of the picture to others, as (sample, share of the picture's height)."""
    page.mouse.move(*spot(page, *start))
    page.mouse.down()
    for end in ends:
        page.mouse.move(*spot(page, *end), steps=10)
    page.mouse.up()
    settled(page)


def shows(page: Page, model: Model, x: np.ndarray) -> None:
    """Signal, map, logits and probabilities on the page are those of this very signal, alone."""
    said = explain(model, x)
    np.testing.assert_array_equal(np.float32(drawn(page, FIRST + SIGNAL)), x[0, 0])
    np.testing.assert_array_equal(np.float32(drawn(page, FIRST + CURVE)), said.interpolated_cam[0, 1])
    for label in range(2):
        cell = page.locator(f"[data-cell='{label}.logit']").inner_text().replace("−", "-")
        now = re.findall(r"-?\d+\.\d{4}", cell.partition("→")[2] or cell)[0]
        assert now == f"{said.logits[0, label]:.4f}"
    answer = page.locator(".cam-answer th").inner_text()
    assert ("Noise" if said.predicted_class[0] else "Sine") in answer


def test_dragging_in_both_directions(
    server: RunningServer,
    page: Page,
    sent: list[object],
    model: Model,
    signal: SignalBatch,
    family: EventFamily,
) -> None:
    """Sideways moves the event, down weakens it, keys do both; no script runs; the numbers are right."""
    opened(page, f"{server.url}/whatif?sample={SAMPLE}&map=1")
    shows(page, model, signal.x)
    before = len(sent)
    drag(page, (58, 0.2), (40, 0.2), (40, 0.25))
    start, strength = int(link(page)["start"]), float(link(page)["strength"])
    assert start == int(signal.event_interval[0, 0]) - 18
    assert 0 < strength < family.strength
    shows(page, model, family.at(np.array([family.nearest(start)]), strength).x)
    page.get_by_role("slider", name="The event").focus()
    for key in ("ArrowRight", "ArrowRight", "ArrowUp"):
        page.keyboard.press(key)
    settled(page)
    assert int(link(page)["start"]) == start + 2
    assert float(link(page)["strength"]) == pytest.approx(strength + 0.02)
    shows(page, model, family.at(np.array([start + 2]), float(link(page)["strength"])).x)
    page.get_by_role("button", name="Back to the signal as it is").click()
    settled(page)
    shows(page, model, signal.x)
    assert len(sent) == before


def test_cleaning_the_true_window_gives_the_twin(
    server: RunningServer, page: Page, sent: list[object], model: Model, signal: SignalBatch
) -> None:
    """A brushed window, its keys, fields and buttons; the page says when the logits are the twin's."""
    start, end = map(int, signal.event_interval[0])
    opened(page, f"{server.url}/whatif?sample={SAMPLE}&tool=clean&map=1&from={start}&to={end - 1}")
    shows(page, model, signal.x_clean)
    page.get_by_role("button", name="No window").click()
    twin = page.locator("[data-slot=twin]")
    before = len(sent)
    drag(page, (start + 3, 0.5), (end - 1, 0.5))
    assert (link(page)["from"], link(page)["to"]) == (str(start + 3), str(end - 1))
    cleaned = signal.x.copy()
    cleaned[..., start + 3 : end] = signal.x_clean[..., start + 3 : end]
    shows(page, model, cleaned)
    np.testing.assert_array_equal(np.float32(drawn(page, BEFORE_SIGNAL)), signal.x[0, 0])
    expect(twin).to_contain_text("away from those of the clean twin")
    page.get_by_role("slider", name="From sample").focus()
    for _ in range(3):
        page.keyboard.press("ArrowLeft")
    expect(twin).to_contain_text("the clean twin’s logits, bit for bit")
    expect(page.get_by_role("spinbutton", name="From sample")).to_have_value(str(start))
    settled(page)
    shows(page, model, signal.x_clean)
    page.get_by_role("spinbutton", name="to sample").fill(str(end - 6))
    page.keyboard.press("Enter")
    expect(twin).to_contain_text("away from those of the clean twin")
    page.get_by_role("button", name="Take the localised interval").click()
    expect(page.get_by_role("spinbutton", name="From sample")).not_to_have_value(str(start))
    page.get_by_role("button", name="Take the true window").click()
    expect(twin).to_contain_text("bit for bit")
    settled(page)
    shows(page, model, signal.x_clean)
    drag(page, (5, 0.5), (5, 0.5))  # a press that goes nowhere chooses nothing
    assert (link(page)["from"], link(page)["to"]) == (str(start), str(end - 1))
    page.get_by_role("button", name="No window").click()
    settled(page)
    shows(page, model, signal.x)
    assert "from" not in link(page)
    assert len(sent) == before


def test_sketching(
    server: RunningServer,
    open_page: OpenPage,
    page: Page,
    sent: list[object],
    model: Model,
    signal: SignalBatch,
) -> None:
    """A drawn line is asked about as drawn, has no truth, and is the same in another browser by its link."""
    opened(page, f"{server.url}/whatif?sample={SAMPLE}&tool=sketch&map=1&sketch=0.002.AAAA")
    expect(page.locator(".cam-noted")).to_contain_text("Drawing (sketch=0.002.AAAA), which this picture")
    before = len(sent)
    page.get_by_role("button", name="From the signal").click()
    settled(page)
    expect(page.locator(".cam-noted")).to_be_hidden()
    begun = read_sketch(link(page)["sketch"], 100)
    assert np.abs(begun - signal.x).max() <= 0.001 + 1e-6  # half a step
    page.get_by_role("button", name="Blank").click()
    settled(page)
    shows(page, model, np.zeros((1, 1, 100), np.float32))
    drag(page, (20, 0.18), (35, 0.05), (60, 0.3))
    x = read_sketch(link(page)["sketch"], 100)
    shows(page, model, x)
    assert (np.flatnonzero(x[0, 0]) >= 20).all()
    assert np.count_nonzero(x) > 30
    expect(page.locator("[data-slot=truth]")).to_contain_text("no known truth")
    page.get_by_role("radio", name="Erases").check(force=True)
    drag(page, (20, 0.2), (30, 0.2))
    erased = read_sketch(link(page)["sketch"], 100)
    np.testing.assert_array_equal(erased[0, 0, 31:], x[0, 0, 31:])
    assert not erased[0, 0, :31].any()
    page.get_by_role("button", name="Smooth all").click()
    page.get_by_role("slider", name="The pen’s point").focus()
    for key in ("Shift+ArrowRight", "ArrowRight", "ArrowUp"):
        page.keyboard.press(key)
    settled(page)
    shows(page, model, read_sketch(link(page)["sketch"], 100))
    assert len(sent) == before
    other = opened(open_page(), page.url)
    shows(other, model, read_sketch(link(page)["sketch"], 100))


def test_strokes_are_taken_back_one_after_the_other(
    server: RunningServer, open_page: OpenPage, model: Model, signal: SignalBatch
) -> None:
    """Ctrl+Z, Cmd+Z and the button, down to the signal itself; a finger's strokes too; the link follows."""
    page = open_page(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    opened(page, f"{server.url}/whatif?sample={SAMPLE}&tool=sketch&map=1")
    undo = page.get_by_role("button", name="Undo")
    expect(undo).to_be_disabled()
    strokes = []
    for height in (0.05, 0.1, 0.15):
        drag(page, (20, height), (40, height))
        strokes.append(link(page)["sketch"])
    page.keyboard.press("Shift+Control+z")  # something else
    page.keyboard.press("Control+z")
    settled(page)
    assert strokes.pop() != link(page)["sketch"] == strokes[-1]
    shows(page, model, read_sketch(strokes[-1], 100))
    page.get_by_role("slider", name="The pen’s point").focus()
    page.keyboard.press("ArrowUp")
    settled(page)
    assert link(page)["sketch"] != strokes[-1]
    page.keyboard.press("Meta+z")
    settled(page)
    assert link(page)["sketch"] == strokes[-1]
    swipe(page, (20, 0.2), (40, 0.2))
    assert link(page)["sketch"] != strokes[-1]
    for before in reversed(strokes):
        undo.tap()
        settled(page)
        assert link(page)["sketch"] == before
        shows(page, model, read_sketch(before, 100))
    undo.tap()
    settled(page)
    assert "sketch" not in link(page)
    shows(page, model, signal.x)
    expect(undo).to_be_disabled()
    no_sideways_scroll(page)


def test_a_drag_takes_the_hover_label_away(server: RunningServer, open_page: OpenPage) -> None:
    """A tap shows the value; a finger that drags, brushes or draws from there leaves no label behind."""
    page = open_page(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    labels = page.locator(".cam-plot .hovertext")
    for tool in ("drag", "clean", "sketch"):
        opened(page, f"{server.url}/whatif?sample={SAMPLE}&tool={tool}")
        page.touchscreen.tap(*spot(page, 45, 0.1))
        expect(labels).not_to_have_count(0)
        swipe(page, (45, 0.1), (70, 0.1))
        expect(labels).to_have_count(0)


def test_the_flip_point_on_the_page_turns_the_answer(
    server: RunningServer, page: Page, model: Model, family: EventFamily
) -> None:
    """The strength in the sentence and at the upright line: a little below and above the answers differ."""
    opened(page, f"{server.url}/whatif?sample={SAMPLE}&tool=flip&strength=0.24&map=1")
    shows(page, model, family.at(np.array([family.own_place]), 0.24).x)
    headline = page.locator("[data-slot=headline]")
    expect(headline).to_contain_text("turns once, from Sine to Noise")
    found = float(re.findall(r"of (\d+\.\d+)", headline.inner_text())[0])
    assert drawn(page, FIRST_OF_CHART + 2, "x")[0] == pytest.approx(found, abs=1e-4)
    place = np.array([family.own_place])
    answers = [int(explain(model, family.at(place, found + d).x).predicted_class[0]) for d in (-1e-3, 1e-3)]
    assert answers == [0, 1]
    page.get_by_role("slider", name="Strength").fill("5")
    expect(page.locator("[data-slot=says]")).to_contain_text("Sine")
    assert drawn(page, FIRST_OF_CHART + 3, "x").tolist() == pytest.approx([0.1, 0.1])


def test_sliding_moves_the_mark_along_the_stair(
    server: RunningServer, page: Page, sent: list[object], model: Model, family: EventFamily
) -> None:
    """The drawn peaks are those of one signal after the other; the mark is where the event is."""
    opened(page, f"{server.url}/whatif?sample={SAMPLE}&tool=shift&start=5&map=1")
    shows(page, model, family.at(np.array([5]), family.strength).x)
    page.get_by_role("button", name="Back to the signal as it is").click()
    before = len(sent)
    expect(page.locator("[data-slot=headline]")).to_contain_text("samples off the event’s centre")
    page.wait_for_function(f"!isNaN(document.querySelector('.cam-plot').data[{FIRST_OF_CHART + 1}].y[0])")
    peaks = drawn(page, FIRST_OF_CHART + 1)
    for place in (0, 33, 80):
        said = explain(model, family.at(np.array([place]), family.strength).x)
        assert peaks[place] == said.field.centers(50)[said.cam[0, 1].argmax()]
    drag(page, (58, 0.2), (20, 0.2))
    start = int(link(page)["start"])
    assert drawn(page, FIRST_OF_CHART + 3, "x").tolist() == [start + 9.5]
    assert drawn(page, FIRST_OF_CHART + 3).tolist() == [peaks[start]]
    assert len(sent) == before


def test_a_signal_made_by_hand_is_dragged_and_found_again(
    server: RunningServer, open_page: OpenPage, model: Model
) -> None:
    """Its numbers and where it was dragged are in the link: another browser shows the same numbers."""
    made = HandMade(kind="spike", cycles=3.0, strength=1.2)
    numbers = "made.kind=spike&made.cycles=3.0&made.strength=1.2"
    first = opened(open_page(), f"{server.url}/whatif?signal=made&{numbers}&map=1")
    family = made_family(made, 100)
    shows(first, model, family.signal.x)
    expect(first.locator("[data-slot=truth]")).to_contain_text("never trained on this kind")
    drag(first, (49, 0.2), (70, 0.2))
    start = int(link(first)["start"])
    moved = family.at(np.array([family.nearest(start)]), 1.2).x
    shows(first, model, moved)
    second = opened(open_page(), first.url)
    shows(second, model, moved)
    assert link(second) == link(first)


def test_a_test_signal_is_found_again_after_one_made_by_hand(server: RunningServer, page: Page) -> None:
    """There and back: the same sample, and nothing that was done to the other signal."""
    opened(page, f"{server.url}/whatif?sample=321&tool=clean")
    page.get_by_role("radio", name="Made by hand").click()
    page.wait_for_function("() => location.search.includes('signal=made')")
    expect(page.get_by_role("spinbutton", name="Signal", exact=True)).to_be_hidden()
    page.get_by_role("radio", name="Test signal").click()
    expect(page.get_by_role("spinbutton", name="Signal", exact=True)).to_have_value("321")
    page.wait_for_function("() => location.search.includes('sample=321')")


def test_fingers_brush_and_drag(server: RunningServer, open_page: OpenPage, signal: SignalBatch) -> None:
    """On a phone a finger chooses a window and moves the event, and nothing is wider than the screen."""
    page = open_page(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    for tool, key in (("clean", "from"), ("drag", "start")):
        opened(page, f"{server.url}/whatif?sample={SAMPLE}&tool={tool}")
        swipe(page, (50, 0.15), (70, 0.16))
        assert key in link(page), tool
        no_sideways_scroll(page)


@pytest.mark.parametrize("size", SIZES)
def test_the_picture_is_on_the_first_screen(
    server: RunningServer, open_page: OpenPage, size: tuple[int, int]
) -> None:
    """With the widest tool and in Korean; on a phone, see above, the chart lies below the picture."""
    page = open_page(viewport={"width": size[0], "height": size[1]})
    opened(page, f"{server.url}/whatif?tool=flip&lang=ko&sample={SAMPLE}")
    on_first_screen(page, page.locator(".cam-plot"))
    no_sideways_scroll(page)
