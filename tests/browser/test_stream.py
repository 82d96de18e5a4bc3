"""Stream in a real browser on the real server: it plays without Python, and shows nothing before its time."""

import time
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from cam_core.stream.record import StreamConfig, StreamRecord, record_stream
from tests.browser.conftest import OpenPage
from tests.browser.rest import settled
from tests.browser.screen import COUNT_SLOW_WAYS, no_sideways_scroll
from tests.serving import RunningServer
from ui import store
from ui.stream.query import StreamChoice

CURVE, STRIP, SIGNAL, TRUE_EVENTS, DETECTED = 4, 0, 1, 6, 8
VIEWS = (("en", 1920, 1080), ("ko", 1366, 768), ("en", 390, 844), ("ko", 390, 844))
PLOT = "document.querySelector('.st-key-stream .js-plotly-plot')"
LINE = f"([trace, name]) => Array.from({PLOT}._fullData[trace][name])"
PAINTED = ".plot path, .plot image, .plot text, .overplot path"
PICTURE = f"""() => [...{PLOT}.querySelectorAll('{PAINTED}')].map((one) =>
  ['d', 'href', 'transform', 'x', 'y'].map((name) => one.getAttribute(name)).join('|'))"""
NAME = """() => {
  const names = [...document.querySelectorAll('.st-key-stream .textpoint')];
  const name = names.find((one) => one.textContent === 'Missing cycle');
  const { left, right } = name.getBoundingClientRect();
  return [left, right, Boolean(name.closest('[clip-path]'))];
}"""
WINDOW = 200


def opened(page: Page, address: str) -> Page:
    page.goto(address)
    expect(page.locator(".st-key-stream .cam-plot[data-sample]")).to_be_visible(timeout=60_000)
    return page


def place(page: Page) -> int:
    """The newest sample shown."""
    return int(page.locator(".st-key-stream .cam-plot").get_attribute("data-sample") or -1)


def shows(page: Page, sample: int) -> None:
    expect(page.locator(".st-key-stream .cam-plot")).to_have_attribute("data-sample", str(sample))


def drawn(page: Page, trace: int, name: str = "y") -> np.ndarray:
    shown: Any = page.evaluate(LINE, [trace, name])
    return np.array(shown, float)


@pytest.fixture(scope="module")
def record() -> StreamRecord:
    """The stream of the link below, in one chunk."""
    known = store.manifest("talk")
    signal = StreamChoice(12, 5).signal(known.experiment)
    return record_stream(store.model("talk", known.fingerprint), StreamConfig(signal, 3000))


def test_a_link_opens_its_stream_where_it_says(
    server: RunningServer, page: Page, record: StreamRecord
) -> None:
    """Signal, map and brackets at that sample are the network's, and end where they are known."""
    now = int(record.signal.event_interval[3, 1]) + 30
    opened(page, f"{server.url}/stream?events=12&seed=5&sample={now}&map=1")
    shows(page, now)
    np.testing.assert_allclose(drawn(page, SIGNAL), record.signal.x[now + 1 - WINDOW : now + 1], atol=1e-6)
    known = int(record.known[now])
    curve = drawn(page, CURVE)
    assert np.isnan(curve[known - now - 1 :]).all()
    np.testing.assert_allclose(
        curve[: known - now - 1], record.interpolated_cam[1, now + 1 - WINDOW : known], atol=1e-2
    )
    brackets = drawn(page, TRUE_EVENTS, "x").reshape(-1, 3)
    assert np.isnan(brackets[:, 2]).all()
    ends = brackets[:, :2]
    np.testing.assert_array_equal(ends[3], record.signal.event_interval[3] - 0.5 - now)
    later = record.signal.event_interval[:, 0] > now
    assert np.isnan(ends[later]).all()
    found = drawn(page, DETECTED, "x")
    assert np.nanmax(found) <= known - 0.5 - now
    expect(page.locator("[data-slot=lag]")).to_contain_text(f"the map ends {now + 1 - known} samples earlier")
    expect(page.locator("[data-slot=score]")).to_contain_text("Events found: 4 of 4.")
    expect(page.locator("[data-slot=speed]")).to_contain_text("in chunks of 20 samples")


def test_an_event_appears_as_it_arrives(server: RunningServer, page: Page, record: StreamRecord) -> None:
    """In the middle of a burst its bracket ends at the newest sample, the found one where the map ends."""
    start, end = map(int, record.signal.event_interval[2])
    opened(page, f"{server.url}/stream?events=12&seed=5&sample={end - 2}")
    ends = drawn(page, TRUE_EVENTS, "x").reshape(-1, 3)
    np.testing.assert_array_equal(ends[2, :2], [start - 0.5 - (end - 2), 0.5])
    assert np.isnan(ends[3:]).all()
    found = drawn(page, DETECTED, "x").reshape(-1, 3)[:, :2]
    assert found[~np.isnan(found[:, 0])][-1, 1] == record.known[end - 2] - 0.5 - (end - 2)
    expect(page.locator("[data-slot=headline]")).to_contain_text("Evidence of noise since sample")


def test_it_plays_pauses_and_doubles_its_pace_without_python(
    server: RunningServer, page: Page, sent: list[object]
) -> None:
    """By a clock that the test turns: 50 samples in a second, 100 at twice the speed, none when paused."""
    opened(page, f"{server.url}/stream?sample=300")
    settled(page)
    quiet = len(sent)
    began = time.time()
    page.clock.install(time=began)
    page.clock.pause_at(began + 60)  # an installed clock alone goes on with the machine's
    advanced = []
    for speed in ("1", "2", "4"):
        page.get_by_role("radio", name=f"{speed} ×").check(force=True)
        page.locator(".st-key-stream .cam-plot").focus()
        before = place(page)
        page.keyboard.press("Space")
        page.clock.run_for(1000)
        page.keyboard.press("Space")
        advanced.append(place(page) - before)
        rested = place(page)
        page.clock.run_for(1000)
        assert place(page) == rested
    assert advanced[0] == pytest.approx(50, abs=3)
    assert advanced[1] / advanced[0] == pytest.approx(2, abs=0.2)
    assert advanced[2] / advanced[0] == pytest.approx(4, abs=0.4)
    assert f"sample={place(page)}&speed=4" in page.evaluate("location.search")
    assert len(sent) == quiet


def test_keys_step_page_and_end_where_the_stream_ends(server: RunningServer, page: Page) -> None:
    """An arrow is a sample, a presenter's key a quarter of a training length; at the end all is known."""
    opened(page, f"{server.url}/stream?sample=300")
    for key, sample in (("ArrowRight", 301), ("PageDown", 326), ("PageUp", 301), ("End", 2999)):
        page.keyboard.press(key)
        shows(page, sample)
    settled(page)
    assert np.isfinite(drawn(page, CURVE)).all()
    expect(page.locator("[data-slot=score]")).to_contain_text("Events found: 8 of 8.")


def test_a_quick_step_paints_what_a_full_redraw_paints(server: RunningServer, page: Page) -> None:
    """Events of seven kinds roll by with their names; another map is chosen without Python."""
    opened(page, f"{server.url}/stream?model=events&sample=470&map=3")
    settled(page)
    page.evaluate(COUNT_SLOW_WAYS)
    for sample in (495, 520, 545):
        page.keyboard.press("PageDown")
        shows(page, sample)
        settled(page)
        quick = page.evaluate(PICTURE)
        page.evaluate(f"() => window.Plotly.redraw({PLOT})")
        assert page.evaluate(PICTURE) == quick
    assert page.evaluate("window.slow") == 0
    expect(page.locator(".st-key-stream .textpoint", has_text="Missing cycle")).to_be_visible()
    page.get_by_label("Map", exact=True).select_option("7")
    expect(page.locator("[data-slot=headline]")).to_contain_text("Missing cycle:")
    expect(page.locator("[data-slot=score]")).to_contain_text("of 1. False alarms")


def test_an_events_name_is_whole_on_a_phone(server: RunningServer, open_page: OpenPage) -> None:
    """While it comes and while it leaves; once its bracket has left, the name is gone too."""
    page = open_page(viewport={"width": 390, "height": 844})
    opened(page, f"{server.url}/stream?model=events&sample=462")
    for sample in (462, 480, 655, 672, 702):
        page.locator(".cam-number").fill(str(sample))
        page.keyboard.press("Enter")
        shows(page, sample)
        page.wait_for_timeout(100)
        left, right, clipped = page.evaluate(NAME)
        plot = page.locator(".st-key-stream .cam-plot").bounding_box()
        assert plot
        assert plot["x"] <= left < right <= plot["x"] + plot["width"], sample
        assert not clipped
    page.locator(".cam-number").fill("720")
    page.keyboard.press("Enter")
    shows(page, 720)
    expect(page.locator(".st-key-stream .textpoint", has_text="Missing cycle")).to_have_count(0)


@pytest.mark.parametrize(("language", "width", "height"), VIEWS)
def test_the_first_screen_tells_the_story(
    server: RunningServer, open_page: OpenPage, language: str, width: int, height: int
) -> None:
    """Sentence, picture and the button that plays, in both languages, and nothing wider than the screen."""
    page = open_page(viewport={"width": width, "height": height})
    opened(page, f"{server.url}/stream?lang={language}")
    no_sideways_scroll(page)
    words = {"en": "Latest evidence of noise", "ko": "마지막 잡음의 근거"}[language]
    expect(page.locator("[data-slot=headline]")).to_contain_text(words)
    for part in (page.locator(".st-key-stream .cam-plot"), page.locator(".cam-play")):
        box = part.bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= height


def test_a_server_that_does_not_answer_is_said(
    server: RunningServer, page: Page, page_errors: list[str]
) -> None:
    """The sentence stands where the picture will be; a step tries again."""
    page.route("**/streamed?**", lambda route: route.abort())
    page.goto(f"{server.url}/stream?sample=300")
    expect(page.locator(".st-key-stream .cam-message")).to_contain_text("did not answer", timeout=60_000)
    page.unroute("**/streamed?**")
    page.keyboard.press("ArrowRight")
    shows(page, 301)
    assert all("ERR_FAILED" in error for error in page_errors)
    page_errors.clear()
