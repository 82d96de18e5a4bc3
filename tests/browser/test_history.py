"""The browser's Back: one press leaves a page, whatever changed on it."""

import pytest
from playwright.sync_api import Page, expect

from tests.serving import RunningServer


@pytest.mark.parametrize("link", ["?model=events&sample=5", "?lang=ko"])
def test_back_leaves_the_page_at_once(page: Page, server: RunningServer, link: str) -> None:
    """The address of the page left names model and language at once, and one press goes back to Scope."""
    page.goto(f"{server.url}/{link}")
    expect(page.locator(".cam-root.cam-ready").first).to_be_visible()
    before = page.evaluate("history.length")
    page.get_by_role("link", name="Layers" if "lang" not in link else "층").first.click()
    expect(page.locator(".cam-root.cam-ready").first).to_be_visible()
    kept = link[1:].split("&")[0]
    page.wait_for_url(f"**/layers?*{kept}*")
    assert page.evaluate("history.length") == before + 1
    page.go_back()
    page.wait_for_url(f"{server.url}/?*{kept}*")
    expect(page.locator("[data-testid=stHeading]").first).not_to_have_text("Layers")


def test_another_language_is_no_step_of_its_own(page: Page, server: RunningServer) -> None:
    """Changing the language changes the address where it is."""
    page.goto(f"{server.url}/networks?lang=ko")
    expect(page.locator(".cam-root.cam-ready").first).to_be_visible()
    before = page.evaluate("history.length")
    page.get_by_role("radio", name="English").click()
    page.wait_for_url(f"{server.url}/networks")
    assert page.evaluate("history.length") == before
