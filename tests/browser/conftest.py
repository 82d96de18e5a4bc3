"""A real Chromium for the tests below this folder, and pages that report their own errors."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import (
    Browser,
    ConsoleMessage,
    Error,
    Page,
    Request,
    ViewportSize,
    WebSocket,
    expect,
    sync_playwright,
)

from tests.browser.visitors import PATIENCE, Visitors

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
LAPTOP = ViewportSize(width=1366, height=768)
NO_BROWSER = (
    "No Chromium found: install one (Debian: apt-get install chromium; macOS: brew install "
    "--cask google-chrome and put it on PATH) to run the browser tests."
)

OpenPage = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks what lies below this folder, and runs it last: quick failures come first."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
    items.sort(key=lambda item: here in item.path.parents)


@pytest.fixture(scope="package", autouse=True)
def chromium() -> str:
    """Path of the installed browser; without one a skip, or a failure where one is required."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None and os.environ.get("CAM_SCOPE_REQUIRE_BROWSER") == "1":
        pytest.fail(NO_BROWSER, pytrace=False)
    if found is None:
        pytest.skip(NO_BROWSER)
    return found


@pytest.fixture(scope="package")
def browser(chromium: str) -> Iterator[Browser]:
    """One Chromium, whose visitors are the contexts of `open_page`."""
    # With Playwright attached V8 reads all of Plotly again to find the lines of its functions, unless it has
    # noted them at once: half a second of each page.
    arguments = [
        "--no-sandbox",
        "--disable-dev-shm-usage",
        "--disable-gpu",
        "--js-flags=--no-enable-lazy-source-positions",
    ]
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=arguments)
        yield running
        running.close()


@pytest.fixture(scope="package")
def visitors(browser: Browser) -> Visitors:
    """Visitors who come back as new ones."""
    return Visitors(browser)


@pytest.fixture
def page_errors() -> Iterator[list[str]]:
    """What went wrong in any page of the test; whatever is left at the end fails it.

    A test that provokes an error on purpose asserts it and clears the list.
    """
    errors: list[str] = []
    yield errors
    assert errors == [], "the page reported errors"


@pytest.fixture
def open_page(visitors: Visitors, page_errors: list[str]) -> Iterator[OpenPage]:
    """Opens pages, each that of another new visitor; keywords go to `Browser.new_context`."""
    present = []

    def open_one(*, viewport: ViewportSize = LAPTOP, **options: Any) -> Page:
        context = visitors.welcome(**options)
        present.append((context, options))
        page = context.new_page()
        page.set_viewport_size(viewport)
        watch(page, page_errors)
        return page

    yield open_one
    for context, options in present:
        visitors.dismiss(context, **options)


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    """A laptop-sized page of a new visitor."""
    return open_page()


@pytest.fixture
def sent(page: Page) -> list[object]:
    """What the browser sent to the script over its websocket: one message for each script run."""
    messages: list[object] = []

    def listen(socket: WebSocket) -> None:
        socket.on("framesent", lambda frame: messages.append(frame))

    page.on("websocket", listen)
    return messages


def watch(page: Page, errors: list[str]) -> None:
    """Writes console errors, uncaught exceptions and requests to other machines into `errors`."""

    def on_console(message: ConsoleMessage) -> None:
        # Below a page's address Streamlit first looks for its server there and is told 404, as it expects.
        probe = message.location.get("url", "").endswith(("/_stcore/health", "/_stcore/host-config"))
        if message.type == "error" and not probe:
            errors.append(f"console: {message.text} ({message.location.get('url', '')})")

    def on_exception(error: Error) -> None:
        errors.append(f"exception: {error.message}")

    def on_request(request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme.startswith(("http", "ws")) and address.hostname != "127.0.0.1":
            errors.append(f"request to another machine: {request.url}")

    page.on("console", on_console)
    page.on("pageerror", on_exception)
    page.on("request", on_request)
