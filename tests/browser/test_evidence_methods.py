"""Evidence's methods in a real browser on the real server: they follow the signal that is stepped to."""

import csv
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.rest import settled
from tests.browser.screen import no_sideways_scroll, no_text_cut_off
from tests.serving import RunningServer

SIZES = ((1920, 1080, "en"), (1366, 768, "ko"), (390, 844, "ko"), (390, 844, "en"))
SIGNAL = ".st-key-evidence_signal .cam-plot"
TEXTS = (
    ".stMain button, .stMain label, .stMain p, .stMain h3, .stMain table, .curve-legend li, .annotation-text"
)
ABOUT = {
    "en": "Signal 5, explained for the class Noise",
    "ko": "신호 5, 설명하는 클래스: 잡음",
}


def opened(page: Page, address: str) -> Locator:
    """The sentence that says which signal is explained for which class, once everything is drawn."""
    page.goto(address)
    expect(page.locator(f"{SIGNAL}[data-sample]")).to_be_visible(timeout=60_000)
    for name in ("evidence_methods", "evidence_deletion_probability", "evidence_deletion_margin"):
        expect(page.locator(f".st-key-{name} .main-svg").first).to_be_attached(timeout=60_000)
    return page.get_by_test_id("stMarkdownContainer").filter(has_text="explained for the class")


def cells(page: Page, row: str) -> list[str]:
    """The words beside a method's name in the table of the signal."""
    line = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name=row, exact=True)).first
    return [cell.inner_text() for cell in line.get_by_role("cell").all()]


@pytest.mark.parametrize(("width", "height", "language"), SIZES)
def test_a_deep_link_is_whole_at_every_size(
    server: RunningServer, open_page: OpenPage, width: int, height: int, language: str
) -> None:
    """Signal, class and way of deleting come from the link; no text is cut off and nothing is too wide."""
    page = open_page(viewport={"width": width, "height": height})
    link = f"lang={language}&sample=5&map=1&replaced=mean&scattered=1"
    opened(page, f"{server.url}/evidence?part=methods&{link}")
    expect(page.locator(SIGNAL)).to_have_attribute("data-sample", "5")
    expect(page.get_by_text(ABOUT[language])).to_be_visible()
    expect(page.locator(".curve-legend li")).to_have_count(8)
    no_sideways_scroll(page)
    no_text_cut_off(page, TEXTS)


def test_the_methods_follow_signal_and_class(server: RunningServer, page: Page) -> None:
    """Steps run one script when they end; the address says where, and a fresh visitor sees the same."""
    about = opened(page, f"{server.url}/evidence?part=methods&sample=2")
    expect(about).to_contain_text("Signal 2, explained for the class Noise")
    before = cells(page, "CAM")
    page.locator(SIGNAL).click()
    for _ in range(3):
        page.keyboard.press("PageDown")
    expect(about).to_contain_text("Signal 5,")
    page.get_by_role("radio", name="Sine", exact=True).click()
    expect(about).to_contain_text("Signal 5, explained for the class Sine")
    assert cells(page, "CAM") != before
    settled(page)
    assert "sample=5&map=0" in page.url
    shown = cells(page, "CAM")[:4]
    expect(opened(page, page.url)).to_contain_text("Signal 5, explained for the class Sine")
    assert cells(page, "CAM")[:4] == shown


def test_a_step_in_another_part_moves_the_methods_too(server: RunningServer, page: Page) -> None:
    """Parts on the same signals stand at the same one, and only the chosen part is there."""
    about = opened(page, f"{server.url}/evidence?part=methods&sample=2")
    page.get_by_role("radio", name="Average or max pooling").click()
    twin = page.locator(".st-key-evidence_twin_average .cam-plot")
    expect(twin).to_have_attribute("data-sample", "2", timeout=60_000)
    expect(page.locator(SIGNAL)).to_have_count(0)
    assert "part=twins" in page.url or "part=" not in page.url
    page.keyboard.press("PageDown")
    expect(twin).to_have_attribute("data-sample", "3")
    page.get_by_role("radio", name="Other methods").click()
    expect(page.locator(SIGNAL)).to_have_attribute("data-sample", "3", timeout=60_000)
    expect(about).to_contain_text("Signal 3,")
    expect(twin).to_have_count(0)
    assert "part=methods" in page.url
    about = opened(page, f"{server.url}/evidence?part=methods&model=events&sample=2")
    page.locator(SIGNAL).click()
    page.keyboard.press("ArrowRight")
    expect(about).to_contain_text("Signal 3,")
    settled(page)
    assert "sample=3" in page.url


def test_the_table_comes_as_a_file(server: RunningServer, page: Page) -> None:
    """The CSV has the numbers that the table on the page shows, for the signal that is shown."""
    opened(page, f"{server.url}/evidence?part=methods&sample=2")
    with page.expect_download() as download:
        page.get_by_role("button", name="This table as CSV").click()
    assert download.value.suggested_filename == "methods-talk-2.csv"
    text = Path(download.value.path()).read_text(encoding="utf-8")
    lines = {line["method"]: line for line in csv.DictReader(text.splitlines())}
    for method, heading in (("cam", "CAM"), ("occlusion", "Occlusion"), ("saliency", "Saliency")):
        line, shown = lines[method], cells(page, heading)
        assert (line["model"], line["sample"], line["class"]) == ("talk", "2", "noisy_sine")
        pointing = {"1": "yes", "0": "no"}[line["pointing"]]
        inside = f"{round(100 * float(line['inside']))}\u00a0%"
        expected = [f"{float(line['iou']):.2f}", pointing, inside, f"{float(line['deletion_area']):.3f}"]
        assert shown[:4] == expected
        assert f"{1e3 * float(line['seconds']):.3g}" == shown[4]


def test_measuring_can_be_stopped_and_goes_on_after_a_reload(server: RunningServer, page: Page) -> None:
    """What is measured by then stays; a new visitor goes on from there."""
    address = f"{server.url}/evidence?part=methods&sample=2&signals.seed=3&signals.num_samples=400"
    opened(page, address)
    page.get_by_role("button", name="Measure", exact=True).click()
    expect(page.get_by_text("test signals with an event. The columns")).to_be_visible(timeout=60_000)
    page.get_by_role("button", name="Stop").click()
    go_on = page.get_by_role("button", name="Go on measuring")
    expect(go_on).to_be_visible(timeout=60_000)
    opened(page, address)
    expect(go_on).to_be_visible()
    expect(page.get_by_text("test signals with an event. The columns")).to_be_visible()
