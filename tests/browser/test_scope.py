"""Scope in a real browser on the real server."""

import numpy as np
import pytest
import torch
from playwright.sync_api import Page, Route, expect

from cam_core.by_hand.event_family import event_family
from cam_core.dataset import make_dataset
from cam_core.figures.scope import BOLD_STEPS, CURVE, SIGNAL, STRIP
from cam_core.pipeline import explain
from cam_core.results import Explanation
from cam_core.signals import SignalBatch
from cam_core.storage.checkpoint import load
from tests.browser.conftest import OpenPage
from tests.browser.rest import settled
from tests.browser.screen import no_sideways_scroll, on_first_screen
from tests.conftest import StartServer
from tests.serving import REPOSITORY, RunningServer

SIZES = ((1920, 1080), (1366, 768), (390, 844))
TRACE = "i => Array.from(document.querySelector('.js-plotly-plot').data[i].y)"
STRIP_VALUES = "i => Array.from(document.querySelector('.js-plotly-plot').data[i].z[0])"


@pytest.fixture(scope="module")
def signals() -> SignalBatch:
    """The shipped model's own test signals."""
    return make_dataset(load(REPOSITORY / "models" / "talk").manifest.experiment.signals).test


def explained(signals: SignalBatch, index: int) -> Explanation:
    return explain(load(REPOSITORY / "models" / "talk"), signals.x[index : index + 1])


def margin_steps(signals: SignalBatch, index: int) -> np.ndarray:
    """The margin map in the network's own steps, one value for each position."""
    return np.diff(explained(signals, index).cam[0], axis=0)[0]


def opened(page: Page, address: str) -> Page:
    page.goto(address)
    expect(page.locator(".st-key-scope .cam-ready")).to_be_visible(timeout=60_000)
    expect(page.locator("[data-slot=headline]")).not_to_be_empty()
    return page


def keys(page: Page) -> set[str]:
    """What the link says; the order of its keys says nothing."""
    return set(page.url.partition("?")[2].split("&"))


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["en", "ko"])
def test_first_picture_at_every_size(
    server: RunningServer, open_page: OpenPage, size: tuple[int, int], language: str
) -> None:
    """Picture and sentence are on the first screen, and nothing is wider than it."""
    page = open_page(viewport={"width": size[0], "height": size[1]})
    opened(page, f"{server.url}/?lang={language}")
    on_first_screen(page, page.locator(".cam-plot"))
    no_sideways_scroll(page)
    word = {"en": "Noise", "ko": "잡음"}[language]
    expect(page.locator("[data-slot=headline]")).to_contain_text(word)


def test_what_is_drawn_is_what_the_network_says(
    server: RunningServer, page: Page, signals: SignalBatch
) -> None:
    """Signal, colour strip and height on the screen are the Explanation's numbers."""
    opened(page, f"{server.url}/?sample=17&map=1")
    said = explained(signals, 17)
    drawn = page.evaluate(TRACE, SIGNAL)
    np.testing.assert_array_equal(np.float32(drawn), said.x[0, 0])
    for trace, script in ((CURVE, TRACE), (STRIP, STRIP_VALUES)):
        np.testing.assert_allclose(
            page.evaluate(script, trace), said.interpolated_cam[0, 1], rtol=1e-4, atol=1e-3
        )


def test_stepping_runs_no_script(
    server: RunningServer, page: Page, sent: list[object], signals: SignalBatch
) -> None:
    """Arrow keys, PageDown, the slider and every switch change the picture without asking Python."""
    opened(page, f"{server.url}/?sample=100&map=0")
    settled(page)
    before = len(sent)
    for key, sample in (("ArrowRight", 101), ("PageDown", 102), ("PageUp", 101), ("ArrowLeft", 100)):
        page.keyboard.press(key)
        expect(page.get_by_role("spinbutton", name="Signal")).to_have_value(str(sample))
    page.get_by_role("radio", name="Ratio of its own peak").check(force=True)
    page.get_by_role("radio", name="Native steps").check(force=True)
    page.get_by_role("radio", name="Margin (noise − sine)").check(force=True)
    page.get_by_role("slider", name="Go through the test signals").fill("4000")
    page.wait_for_function("() => location.search.includes('sample=4000')")
    page.keyboard.press("PageDown")
    page.wait_for_function("() => location.search.includes('sample=4001')")
    page.wait_for_function(
        "() => ['map=margin', 'scale=ratio'].every(part => location.search.includes(part))"
    )
    margin = np.diff(explained(signals, 4001).interpolated_cam[0], axis=0)[0]
    np.testing.assert_allclose(
        page.evaluate(STRIP_VALUES, STRIP),
        np.repeat(margin_steps(signals, 4001), 2) / np.abs(margin).max(),
        atol=1e-5,
    )
    settled(page)
    assert len(sent) == before


def test_native_steps_leave_no_curve_behind(server: RunningServer, page: Page, signals: SignalBatch) -> None:
    """Without interpolation the steps alone are drawn, also after stepping on, with a colour as before."""
    opened(page, f"{server.url}/?sample=0&map=1")
    page.get_by_role("radio", name="Native steps").check(force=True)
    for _ in range(2):
        page.keyboard.press("PageDown")
    page.wait_for_function("() => location.search.includes('sample=2')")
    assert page.evaluate(TRACE, CURVE) == [None] * 100 or np.isnan(page.evaluate(TRACE, CURVE)).all()
    steps = np.repeat(explained(signals, 2).cam[0, 1], 2)
    np.testing.assert_allclose(page.evaluate(TRACE, BOLD_STEPS), steps, rtol=1e-4, atol=1e-3)
    drawn = page.locator(".cam-plot path.js-line")
    assert any("M" in (path.get_attribute("d") or "") for path in drawn.all())


def test_another_language_keeps_the_dragged_event(server: RunningServer, page: Page) -> None:
    """The link and the picture stay of one mind."""
    opened(page, f"{server.url}/?sample=0")
    page.get_by_role("button", name="Drag the event").click()
    page.wait_for_function("() => location.search.includes('start=')")
    settled(page)
    before = page.evaluate(TRACE, SIGNAL)
    page.get_by_role("radio", name="한국어").click()
    expect(page.get_by_role("button", name="사건 끌기")).to_have_attribute("aria-pressed", "true")
    settled(page)
    assert "start=" in page.url
    assert page.evaluate(TRACE, SIGNAL) == before


def test_a_held_key_reaches_every_sample(server: RunningServer, page: Page, sent: list[object]) -> None:
    """Forty presses at 30 Hz end forty samples on, and none of them runs a script."""
    opened(page, f"{server.url}/?sample=200")
    settled(page)
    before = len(sent)
    for _ in range(40):
        page.keyboard.press("ArrowRight")
        page.wait_for_timeout(33)
    expect(page.get_by_role("spinbutton", name="Signal")).to_have_value("240")
    page.wait_for_function("() => location.search.includes('sample=240')")
    assert len(sent) == before


def test_a_link_shows_the_same_picture_elsewhere(server: RunningServer, open_page: OpenPage) -> None:
    """Sample, map, scale, filter and language come along; a fresh visitor sees the same numbers."""
    first = opened(open_page(), f"{server.url}/?lang=ko")
    first.get_by_role("radio", name="차이 (잡음 − 사인파)").check(force=True)
    first.get_by_role("radio", name="자기 최댓값에 대한 비율").check(force=True)
    first.get_by_label("클래스", exact=True).select_option("1")
    for _ in range(3):
        first.keyboard.press("PageDown")
    settled(first)
    second = opened(open_page(), first.url)
    settled(second)
    assert keys(second) == keys(first)
    for trace in (SIGNAL, CURVE):
        np.testing.assert_allclose(second.evaluate(TRACE, trace), first.evaluate(TRACE, trace), atol=1e-5)
    headline = first.locator("[data-slot=headline]").inner_text()
    expect(second.locator("[data-slot=headline]")).to_have_text(headline)


def test_filters_lead_through_fitting_samples_only(
    server: RunningServer, page: Page, open_page: OpenPage, signals: SignalBatch
) -> None:
    """With the class set to sine every sample shown is a sine; an empty choice says so, also as a link."""
    opened(page, f"{server.url}/?sample=0")
    page.get_by_label("Class", exact=True).select_option("0")
    for _ in range(5):
        page.keyboard.press("PageDown")
        sample = int(page.get_by_role("spinbutton", name="Signal").input_value())
        assert signals.y[sample] == 0
    page.get_by_label("Evidence", exact=True).select_option("1")
    page.get_by_label("Answer", exact=True).select_option("0")
    expect(page.get_by_text("No test signal fits these filters.")).to_be_visible()
    expect(page.locator(".cam-plot")).to_have_css("opacity", "0.12")
    settled(page)
    fresh = open_page()
    opened(fresh, page.url)
    expect(fresh.get_by_text("No test signal fits these filters.")).to_be_visible()
    expect(fresh.locator(".cam-plot")).to_have_css("opacity", "0.12")


def test_an_empty_choice_stays_said_when_a_picture_comes_late(server: RunningServer, page: Page) -> None:
    """A signal that is on its way when filters leave none takes nothing back; a filter that fits does."""
    late: list[Route] = []
    held = [True]
    page.route("**/samples?*", lambda route: late.append(route) if held else route.continue_())
    opened(page, f"{server.url}/?sample=0")
    page.get_by_label("Class", exact=True).select_option("0")
    page.get_by_label("Evidence", exact=True).select_option("1")
    page.get_by_label("Answer", exact=True).select_option("0")
    none = page.get_by_text("No test signal fits these filters.")
    expect(none).to_be_visible()
    wanted = page.get_by_role("spinbutton", name="Signal").input_value()
    expect(page.locator(".cam-plot")).not_to_have_attribute("data-sample", wanted)
    held.clear()
    for route in late:
        route.continue_()
    expect(page.locator(".cam-plot")).to_have_attribute("data-sample", wanted)
    expect(none).to_be_visible()
    page.get_by_label("Answer", exact=True).select_option("")
    expect(none).to_be_hidden()
    expect(page.locator(".cam-plot")).to_have_css("opacity", "1")


@pytest.mark.parametrize(("model", "sample"), [("talk", 17), ("events", 3)])
def test_dragging_the_event_shows_what_the_network_says(
    server: RunningServer, page: Page, sent: list[object], model: str, sample: int
) -> None:
    """After a drag with the mouse the map on the screen is the network's for that signal, bit for bit."""
    torch.set_num_threads(1)
    opened(page, f"{server.url}/?model={model}&sample={sample}&map=1")
    page.get_by_role("button", name="Drag the event").click()
    page.wait_for_function("() => location.search.includes('start=')")
    before = len(sent)
    box = page.locator(".cam-plot").first.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] * 0.6, box["y"] + 80)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.45, box["y"] + 110, steps=12)
    page.mouse.up()
    settled(page)
    assert len(sent) == before
    link = dict(pair.split("=") for pair in page.url.partition("?")[2].split("&"))
    trained = load(REPOSITORY / "models" / model)
    config = trained.manifest.experiment.signals
    signal = make_dataset(config).test[sample : sample + 1]
    family = event_family(config, signal, config.seed + sample)
    place = np.array([family.nearest(int(link["start"]))])
    assert float(link["strength"]) < family.strength
    said = explain(trained, family.at(place, float(link["strength"])).x)
    np.testing.assert_array_equal(np.float32(page.evaluate(TRACE, SIGNAL)), said.x[0, 0])
    np.testing.assert_array_equal(np.float32(page.evaluate(TRACE, CURVE)), said.interpolated_cam[0, 1])
    if model == "events":
        most_likely = page.evaluate(
            "Array.from(document.querySelectorAll('.js-plotly-plot')[1].data[0].z[0])"
        )
        np.testing.assert_array_equal(
            np.float32(most_likely), said.interpolated_cam[0, said.logits[0].argmax()]
        )


@pytest.mark.parametrize("path", ["layers", "lab"])
def test_a_deep_link_on_a_fresh_server(start_server: StartServer, page: Page, path: str) -> None:
    """The first request of a server's life may be for any page: navigation and page are both there."""
    fresh = start_server()
    page.goto(f"{fresh.url}/{path}?lang=ko")
    heading = {"layers": "층별 보기", "lab": "실험실"}[path]
    expect(page.get_by_role("heading", name=heading)).to_be_visible(timeout=60_000)
    expect(page.get_by_role("link", name="살펴보기")).to_be_visible()


def test_the_pages_name_is_an_address_too(server: RunningServer, page: Page) -> None:
    """As for every other page; the sample comes along."""
    opened(page, f"{server.url}/scope?sample=321&map=1")
    expect(page.get_by_role("spinbutton", name="Signal")).to_have_value("321")
    expect(page.get_by_text("Page not found")).to_have_count(0)
    page.wait_for_function("() => location.pathname === '/' && location.search.includes('sample=321')")


def test_language_switch_keeps_the_place(server: RunningServer, page: Page) -> None:
    """Another language changes the words, not the sample, the map or the link's other keys."""
    opened(page, f"{server.url}/?sample=321&map=1")
    before = page.evaluate(TRACE, CURVE)
    page.get_by_role("radio", name="한국어").click()
    expect(page.get_by_role("heading", name="살펴보기")).to_be_visible()
    expect(page.get_by_role("spinbutton", name="신호")).to_have_value("321")
    page.wait_for_function(
        "() => ['sample=321', 'map=1', 'lang=ko'].every(part => location.search.includes(part))"
    )
    assert page.evaluate(TRACE, CURVE) == before


LEFT_OUT = {
    "en": "The link asks for {}, which this picture does not have",
    "ko": "링크가 찾는 {} 항목은 여기에 없어",
}
NAMES = {
    "en": ("Signal", "Map", "Class", "First sample of the event"),
    "ko": ("신호", "맵", "클래스", "사건의 첫 샘플"),
}


@pytest.mark.parametrize("size", [(1366, 768), (390, 844)])
@pytest.mark.parametrize("language", LEFT_OUT)
def test_what_of_a_link_is_not_here_is_said_until_the_next_step(
    server: RunningServer, open_page: OpenPage, size: tuple[int, int], language: str
) -> None:
    """Every key that the picture does not admit, as the page calls it, with its value; no other key."""
    page = open_page(viewport={"width": size[0], "height": size[1]})
    long = "z" * 400
    opened(page, f"{server.url}/?lang={language}&sample=99999&map={long}&scale=ratio&filter.label=7&start=x")
    said = ("sample=99999", f"map={long[:24]}", "filter.label=7", "start=x")
    asked = ", ".join(f"{name} ({one})" for name, one in zip(NAMES[language], said, strict=True))
    words = page.get_by_text(LEFT_OUT[language].format(asked))
    expect(words).to_be_visible()
    settled(page)  # Python has heard of the sample by then
    expect(words).to_be_visible()
    box, drawn = words.bounding_box(), page.locator(".cam-plot").first.bounding_box()
    assert box is not None
    assert drawn is not None
    assert box["x"] + box["width"] <= size[0]
    assert box["y"] + box["height"] <= drawn["y"]
    page.keyboard.press("ArrowRight")
    expect(words).to_be_hidden()
    after = page.locator(".cam-plot").first.bounding_box()
    assert after is not None
    assert after["y"] == pytest.approx(drawn["y"], abs=1), "nothing jumps"


def test_a_link_that_fits_and_a_page_left_say_nothing(server: RunningServer, page: Page) -> None:
    """Neither a link with known keys nor the page that somebody goes to from a bad one."""
    opened(page, f"{server.url}/?sample=5&map=1&scale=ratio&nobody=knows")
    expect(page.locator(".cam-noted")).to_have_count(0)
    opened(page, f"{server.url}/?map=zzz")
    expect(page.locator(".cam-noted")).to_be_visible()
    page.get_by_role("link", name="Layers").click()
    expect(page.locator(".st-key-layers .cam-plot[data-sample]")).to_be_visible(timeout=60_000)
    expect(page.locator(".cam-noted")).to_have_count(0)


def test_bad_links_give_sentences(server: RunningServer, page: Page) -> None:
    """Unknown model, impossible setting, impossible sample: the page opens and says what it left out."""
    opened(page, f"{server.url}/?model=..%2F..%2Fetc&signals.noise_std=-1&sample=99999&map=nonsense")
    expect(page.get_by_text("cannot be opened")).to_be_visible()
    expect(page.get_by_text("`signals.noise_std`").or_(page.get_by_text("must be a number"))).to_be_visible()
