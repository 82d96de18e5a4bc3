"""The browser's Back: one press leaves a page, whatever changed on it."""

import pytest
from playwright.sync_api import Page, expect

from tests.serving import RunningServer


@pytest.mark.parametrize(
    ("link", "scope", "layers"),
    [("?model=events&sample=5", "Scope", "Layers"), ("?lang=ko", "살펴보기", "층별 보기")],
)
def test_back_leaves_the_page_at_once(
    page: Page, server: RunningServer, link: str, scope: str, layers: str
) -> None:
    """The address of the page left names model and language at once, and one press goes back to Scope."""
    page.goto(f"{server.url}/{link}")
    expect(page.locator(".cam-root.cam-ready").first).to_be_visible(timeout=60_000)
    before = page.evaluate("history.length")
    page.get_by_role("link", name=layers).click()
    expect(page.get_by_role("heading", name=layers)).to_be_visible(timeout=30_000)
    kept = link[1:].split("&")[0]
    page.wait_for_url(f"**/layers?*{kept}*")
    assert page.evaluate("history.length") == before + 1
    page.go_back()
    page.wait_for_url(f"{server.url}/?*{kept}*")
    expect(page.get_by_role("heading", name=scope)).to_be_visible(timeout=30_000)


def test_another_language_is_no_step_of_its_own(page: Page, server: RunningServer) -> None:
    """Changing the language changes the address where it is."""
    page.goto(f"{server.url}/networks?lang=ko")
    expect(page.locator(".cam-root.cam-ready").first).to_be_visible(timeout=60_000)
    before = page.evaluate("history.length")
    page.get_by_role("radio", name="English").click()
    page.wait_for_url(f"{server.url}/networks")
    assert page.evaluate("history.length") == before
