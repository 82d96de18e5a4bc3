"""Guess first in a real browser: nothing is given away, scores are the library's, the tally stays."""

import re
from itertools import pairwise

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from cam_core.dataset import make_dataset
from cam_core.figures.scope import SIGNAL
from cam_core.localization import intersection_over_union
from cam_core.pipeline import explain
from cam_core.signals import SignalBatch
from cam_core.storage.checkpoint import load
from tests.browser.conftest import OpenPage
from tests.browser.guessing import (
    EVENT,
    HEARD,
    MAP_TITLE,
    PLACE,
    ROWS,
    drag,
    known,
    middle_of_signal,
    opened,
    said,
    tally,
)
from tests.browser.rest import settled
from tests.browser.screen import no_sideways_scroll
from tests.serving import REPOSITORY, RunningServer

SIZES = ((1920, 1080), (1366, 768), (390, 844))


@pytest.fixture(scope="module")
def signals() -> SignalBatch:
    """The talk's test signals."""
    return make_dataset(load(REPOSITORY / "models" / "talk").manifest.experiment.signals).test


def overlap(found: tuple[int, int] | np.ndarray, truth: np.ndarray) -> float:
    return float(intersection_over_union(np.asarray(found), truth))


def network(signals: SignalBatch, sample: int) -> np.ndarray:
    """What the noise map of a test signal localises."""
    model = load(REPOSITORY / "models" / "talk")
    return explain(model, signals.x[sample : sample + 1]).localized_interval[0, 1]


def test_guesses_are_scored_as_the_library_scores_them(
    server: RunningServer, page: Page, sent: list[object], signals: SignalBatch
) -> None:
    """Hit, part of it, miss and a clean signal: sentences and tally are cam_core's numbers; no script."""
    events, clean = np.flatnonzero(signals.y == 1)[:3], int(np.flatnonzero(signals.y == 0)[0])
    opened(page, f"{server.url}/?sample={events[0]}&guess=on")
    settled(page)
    before, scores = len(sent), []
    for sample, shift in zip(events, (0, 7, 40), strict=True):
        page.get_by_role("spinbutton", name="Signal").fill(str(sample))
        page.keyboard.press("Enter")
        expect(page.locator(".st-key-scope .cam-plot")).to_have_attribute("data-sample", str(sample))
        assert known(page) == 0
        start, end = (int(one) for one in signals.event_interval[sample])
        first = start + shift if end + shift <= 100 else start - shift
        drag(page, first, first + end - start - 1)
        page.get_by_role("button", name="Reveal").click()
        truth, found = signals.event_interval[sample], network(signals, int(sample))
        scores.append([overlap((first, first + end - start), truth), overlap(found, truth)])
        assert said(page, "guess") == (
            f"Your guess, samples {first}–{first + end - start - 1}: IoU {scores[-1][0]:.2f}."
        )
        assert said(page, "found") == f"The map, samples {found[0]}–{found[1] - 1}: IoU {scores[-1][1]:.2f}."
        assert known(page) > 100
    hit, partial, miss = (guess for guess, _ in scores)
    assert hit == 1
    assert 0 < partial < 1
    assert miss == 0
    page.get_by_role("spinbutton", name="Signal").fill(str(clean))
    page.keyboard.press("Enter")
    expect(page.locator(".st-key-scope .cam-plot")).to_have_attribute("data-sample", str(clean))
    page.get_by_role("button", name="There is no event").click()
    page.keyboard.press("Enter")
    assert said(page, "guess") == "You said there is no event: right."
    assert said(page, "found") == "The map shows no evidence: right."
    room, net = np.mean(scores, axis=0)
    assert tally(page, "count") == "Signals guessed: 4"
    assert (tally(page, "guess.mean"), tally(page, "found.mean")) == (f"{room:.2f}", f"{net:.2f}")
    assert (tally(page, "guess.right"), tally(page, "found.right")) == ("1 of 1", "1 of 1")
    settled(page)
    assert len(sent) == before


def test_nothing_is_given_away(server: RunningServer, page: Page) -> None:
    """With eight classes: no number of a map, no class, probability or interval, for eyes or for ears."""
    answer = re.compile(r"\d %|logit|IoU \d|samples \d|Frequency change:|strength|is right|evidence lies")
    opened(page, f"{server.url}/?model=events&sample={EVENT}&guess=on&map=predicted&against=second&start=4")
    top = page.locator(".st-key-scope_top .cam-plot")
    for sample in (EVENT, EVENT + 1):
        expect(top).to_have_attribute("data-sample", str(sample))
        settled(page)
        assert known(page) == page.evaluate(ROWS) == 0
        assert answer.search(page.evaluate(HEARD)) is None
        assert page.locator(".st-key-scope .cam-burst").count() == 0
        assert page.evaluate(MAP_TITLE) == "map (hidden)"
        assert "start=" not in page.url
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Drag the event")).to_be_visible()
    assert "less" in page.evaluate(MAP_TITLE)
    page.wait_for_function("() => !location.search.includes('guess')")
    assert known(page) > 100
    assert page.evaluate(ROWS) > 100


def test_by_keyboard_alone(server: RunningServer, page: Page, signals: SignalBatch) -> None:
    """Shift and arrows mark, Enter reveals and goes on; a signal counts once and stays revealed."""
    opened(page, f"{server.url}/?sample={EVENT}&guess=on")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Mark a part of the signal first")).to_be_visible()
    for key in ("Shift+ArrowRight", "Shift+ArrowRight", "Shift+ArrowUp"):
        page.keyboard.press(key)
    expect(page.get_by_role("slider", name="Your mark")).to_have_attribute("aria-valuetext", "41–61")
    page.get_by_role("slider", name="to sample").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    score = overlap((41, 63), signals.event_interval[EVENT])
    assert said(page, "guess") == f"Your guess, samples 41–62: IoU {score:.2f}."
    page.keyboard.press("Enter")
    expect(page.locator(".st-key-scope .cam-plot")).to_have_attribute("data-sample", str(EVENT + 1))
    assert known(page) == 0
    page.keyboard.press("ArrowLeft")
    expect(page.locator("[data-guess=guess]")).to_contain_text("samples 41–62")
    drag(page, 10, 20)
    expect(page.locator("[data-guess=guess]")).to_contain_text("samples 41–62")
    expect(page.locator("[data-tally=count]")).to_have_text("Signals guessed: 1")


def test_the_tally_stays_for_the_tab(server: RunningServer, page: Page, open_page: OpenPage) -> None:
    """It survives steps, another page, a reload and the language; not another visitor, not "start over"."""
    opened(page, f"{server.url}/?sample={EVENT}&guess=on")
    for _ in range(3):
        page.get_by_role("button", name="There is no event").click()
        page.get_by_role("button", name="Reveal").click()
        page.get_by_role("button", name="Next signal").last.click()
    count = page.locator("[data-tally=count]")
    expect(count).to_have_text("Signals guessed: 3")
    numbers = [one.inner_text() for one in page.locator(".cam-guess-tally td[data-tally]").all()]
    page.wait_for_function("() => location.search.includes('guess=on')")
    page.reload()
    expect(count).to_have_text("Signals guessed: 3", timeout=60_000)
    page.get_by_role("link", name="Networks").click()
    expect(page.get_by_role("heading", name="Networks")).to_be_visible()
    page.get_by_role("link", name="Scope").click()
    expect(count).to_have_text("Signals guessed: 3", timeout=60_000)
    page.get_by_role("radio", name="한국어").click()
    expect(count).to_have_text("맞혀 본 신호: 3개")
    page.get_by_role("radio", name="English").click()
    expect(count).to_have_text("Signals guessed: 3")
    assert [one.inner_text() for one in page.locator(".cam-guess-tally td[data-tally]").all()] == numbers
    other = opened(open_page(), page.url)
    expect(other.locator("[data-tally=count]")).to_have_text("Signals guessed: 0")
    page.get_by_role("button", name="Start over").click()
    expect(count).to_have_text("Signals guessed: 0")
    page.reload()
    expect(count).to_have_text("Signals guessed: 0", timeout=60_000)


def test_a_finger_marks_and_does_not_step(server: RunningServer, open_page: OpenPage) -> None:
    """Sideways over the signal marks; revealed, the same movement steps on again."""
    page = open_page(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    opened(page, f"{server.url}/?sample={EVENT}&guess=on")
    finger = page.context.new_cdp_session(page)

    def swipe(first: int, last: int) -> None:
        height, places = middle_of_signal(page), [page.evaluate(PLACE, one) for one in (first, last)]
        points = [{"x": x, "y": height} for x in np.linspace(*places, 6)]
        finger.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [points[0]]})
        for point in points[1:]:
            finger.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [point]})
        finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})

    swipe(48, 69)
    expect(page.locator(".st-key-scope .cam-plot")).to_have_attribute("data-sample", str(EVENT))
    expect(page.get_by_role("spinbutton", name="From sample")).to_have_value("48")
    expect(page.get_by_role("spinbutton", name="to sample")).to_have_value("69")
    page.get_by_role("button", name="Reveal").click()
    expect(page.locator("[data-guess=guess]")).to_contain_text("samples 48–69")
    swipe(80, 20)
    expect(page.locator(".st-key-scope .cam-plot")).to_have_attribute("data-sample", str(EVENT + 1))


@pytest.mark.parametrize("language", ["en", "ko"])
def test_it_fits_every_size_and_nothing_moves(server: RunningServer, page: Page, language: str) -> None:
    """The reveal moves neither picture nor buttons nor what is below; nothing is wider than the screen."""
    opened(page, f"{server.url}/?sample={EVENT}&guess=on&lang={language}")
    places = ".cam-plot, .cam-guess .cam-row, .cam-guess-tally, .cam-scrubber, [data-testid=stExpander]"
    for size, sample in zip(SIZES, (EVENT, EVENT + 1, EVENT + 2), strict=True):
        page.set_viewport_size({"width": size[0], "height": size[1]})
        page.locator(".cam-number").last.fill(str(sample))
        page.keyboard.press("Enter")
        page.locator(".cam-guess button").first.click()
        settled(page)
        before = [one.bounding_box() for one in page.locator(places).all()]
        page.locator(".cam-guess button").nth(1).click()
        settled(page)
        assert [one.bounding_box() for one in page.locator(places).all()] == before
        no_sideways_scroll(page)
        tops = [box["y"] for box in before if box]
        assert all(above < below for above, below in pairwise(tops[:2]))


def test_what_a_tab_kept_may_be_anything(server: RunningServer, page: Page) -> None:
    """Text that is no tally, and entries that are no guesses, count as nothing; the signal is drawn."""
    page.add_init_script("sessionStorage.setItem('cam-scope-guesses', '{\"x\": [null, 3]')")
    opened(page, f"{server.url}/?sample={EVENT}&guess=on")
    expect(page.locator("[data-tally=count]")).to_have_text("Signals guessed: 0")
    drawn = page.evaluate(f"document.querySelector('.js-plotly-plot').data[{SIGNAL}].y.length")
    assert drawn == 100
