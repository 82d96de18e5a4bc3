"""Networks in a real browser on the real server: deep links, sizes, families, the way to the Lab."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from cam_core.config import NetworkConfig
from tests.browser.conftest import OpenPage
from tests.browser.rest import settled
from tests.browser.screen import no_sideways_scroll
from tests.serving import RunningServer

SIZES = ((1920, 1080), (1366, 768), (390, 844))
INSIDE = """(box) => {
  const outer = box.getBoundingClientRect();
  return outer.left >= 0 && outer.right <= window.innerWidth && getComputedStyle(box).overflowX === 'auto';
}"""


def opened(page: Page, server: RunningServer, link: str = "") -> Page:
    page.goto(f"{server.url}/networks?{link}")
    expect(
        page.locator(".st-key-networks_sight.cam-ready, .st-key-networks_sight .main-svg").first
    ).to_be_visible(timeout=60_000)
    return page


def family_table(page: Page) -> Locator:
    return page.locator(".st-key-networks_family_table table")


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["en", "ko"])
def test_nothing_is_cut_off_at_any_size(
    server: RunningServer, open_page: OpenPage, size: tuple[int, int], language: str
) -> None:
    """A link opens either language without console errors; tables scroll in boxes, nothing else does."""
    page = open_page(viewport={"width": size[0], "height": size[1]})
    opened(page, server, f"lang={language}&backbone=resnet50&input=picture")
    word = {"en": "Global average pooling", "ko": "전역 평균 풀링"}[language]
    gap = family_table(page).get_by_role("row", name=word)
    expect(gap).to_contain_text("GAP")
    no_sideways_scroll(page)
    boxes = page.locator(".table-box")
    expect(boxes).to_have_count(3)
    assert all(box.evaluate(INSIDE) for box in boxes.all())
    if size[0] >= 1366:
        assert family_table(page).evaluate("(table) => table.scrollWidth <= table.parentElement.clientWidth")
    assert moved_by_hand(family_table(page)) == (size[0] < 640)
    for key in ("family", "input", "stride", "backbone"):
        options = page.locator(f".st-key-networks_{key} [role=radio]").all()
        assert options
        for option in options:
            box = option.bounding_box()
            assert box is not None
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= size[0]


def moved_by_hand(table: Locator) -> bool:
    """Whether the arrow key moves the box of the table; where it does, and only there, words say so."""
    box = table.locator("xpath=..")
    expect(box).to_have_attribute("aria-label", re.compile("224 × 224"))
    box.focus()
    box.press("ArrowRight")
    settled(table.page)
    moved = bool(box.evaluate("(box) => box.scrollLeft > 0"))
    words, place = table.locator(".table-more"), box.bounding_box()
    expect(words).to_be_visible(visible=moved)
    if moved:
        shown = words.bounding_box()
        assert shown is not None
        assert place is not None
        assert shown["x"] >= place["x"], "the words stay while the columns move"
        assert shown["width"] <= place["width"]
    return moved


def test_a_family_changes_the_table_and_gap_stays_marked(server: RunningServer, page: Page) -> None:
    """Another family has other columns and rows; the row of GAP says so in a word on a ground of its own."""
    opened(page, server)
    table = family_table(page)
    expect(table.get_by_role("columnheader")).to_have_count(7)
    page.get_by_role("radio", name="DenseNet", exact=True).click()
    expect(table.get_by_role("columnheader", name="DenseNet-161")).to_be_visible()
    expect(table.get_by_role("rowheader", name="Transition layer 3")).to_be_visible()
    expect(table.locator(".badge")).to_have_text("GAP")
    grounds = [
        table.get_by_role("row", name=name)
        .get_by_role("cell")
        .first.evaluate("(cell) => getComputedStyle(cell).backgroundColor")
        for name in ("Global average pooling", "Linear combination")
    ]
    assert grounds[0] != grounds[1]
    page.wait_for_function("() => location.search.includes('backbone=densenet121')")


def test_a_network_goes_to_the_lab(server: RunningServer, page: Page) -> None:
    """The button opens the Lab with that network and stride, and the Lab warns of the time."""
    opened(page, server, "backbone=densenet121&stride=16")
    page.get_by_role("button", name="Train in the Lab: DenseNet-121").click()
    page.wait_for_function("() => location.pathname.endsWith('/lab')")
    expect(
        page.get_by_text(re.compile("Too long to wait for: 10 epochs with 22,400 signals"))
    ).to_be_visible()
    page.wait_for_function(
        "() => location.search.includes('network.backbone=densenet121')"
        " && location.search.includes('network.deep_stride=16')"
    )
    assert NetworkConfig("densenet121", deep_stride=16).spec.num_positions(100) == 6
    page.get_by_role("link", name="Networks").click()
    expect(page.locator(".st-key-networks_detail_table")).to_contain_text("DenseNet-121")
