"""Links that ask a tool for what the signal does not have: it is named above the picture of the usual."""

from urllib.parse import parse_qsl

import pytest
from playwright.sync_api import Page, expect

from tests.browser.rest import settled
from tests.serving import RunningServer

SAMPLE = 19


def opened(page: Page, address: str) -> Page:
    page.goto(address)
    expect(page.locator(".cam-ready").first).to_be_visible(timeout=60_000)
    expect(page.locator("[data-slot=headline]").first).not_to_be_empty()
    settled(page)
    return page


def link(page: Page) -> dict[str, str]:
    return dict(parse_qsl(page.url.partition("?")[2]))


@pytest.mark.parametrize(
    ("address", "named", "kept"),
    [
        ("?start=81&strength=0.24", "First sample of the event (start=81),", "sample start strength"),
        ("?strength=1e9", "Strength (strength=1e9),", "sample"),
        ("whatif?start=500&strength=-1", "First sample of the event (start=500), Strength (", "sample"),
        ("whatif?made.length=30&start=71", "First sample of the event (start=71),", "signal made.length"),
        ("whatif?tool=clean&from=80&to=20", "From sample (from=80), to sample (to=20),", "tool sample"),
        ("whatif?tool=clean&from=5&to=100", "From sample (from=5), to sample (to=100),", "tool sample"),
        (f"whatif?tool=sketch&sketch=1e9.{'AA' * 100}", "Drawing (sketch=1e9.AAAA", "tool sample"),
        ("whatif?tool=sketch&start=4", "start=4,", "tool sample"),
    ],
)
def test_what_no_signal_has_is_named_until_a_hand_goes_on(
    server: RunningServer, page: Page, address: str, named: str, kept: str
) -> None:
    """Out of bounds, the wrong way round, another tool's: the picture is the usual one, the link is clean."""
    opened(page, f"{server.url}/{address}")
    noted = page.locator(".cam-noted")
    expect(noted).to_contain_text(f"The link asks for {named}")
    assert set(link(page)) == set(kept.split())
    back = page.get_by_role("button", name="Back to the signal as it is")
    if back.count():
        assert back.is_disabled() == ("start" not in kept)
    assert "→" not in "".join(page.locator(".cam-numbers tbody td").all_inner_texts())
    expect(noted).to_be_visible()
    event = page.get_by_role("slider", name="The event: arrow keys")
    if event.count() and event.is_visible():
        event.press("ArrowLeft")
    else:
        page.get_by_role("button", name="Next signal").click()
    expect(noted).to_be_hidden()


@pytest.mark.parametrize("address", ["start=80&strength=0.24", "strength=0.24", "model=events&start=3"])
def test_what_a_signal_has_is_shown_and_not_named(server: RunningServer, page: Page, address: str) -> None:
    """The ends of the bounds, and a strength alone, also where dragging is an option."""
    opened(page, f"{server.url}/?sample={SAMPLE}&{address}")
    expect(page.locator(".cam-noted")).to_have_count(0)
    assert dict(parse_qsl(address)).items() <= link(page).items()
    expect(page.locator(".cam-burst-place")).to_contain_text("From sample")


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("layers?probe=!", "The link’s unit must be written like"),
        ("evidence?silenced=999", "must be channel numbers from 0 to 255"),
    ],
)
def test_what_python_explains_is_said_once(
    server: RunningServer, page: Page, address: str, sentence: str
) -> None:
    """Units and channels have sentences of their own, which say how they are written."""
    opened(page, f"{server.url}/{address}")
    expect(page.get_by_text(sentence)).to_be_visible()
    expect(page.locator(".cam-noted")).to_have_count(0)
