"""What others wrote is read as it was typed, and nowhere becomes a link to their address."""

import json
import shutil
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.screen import no_sideways_scroll
from tests.serving import RunningServer

ADDRESSES = "www.evil.example https://evil.example/x a@b.example"
ICONS = ":material/delete: :streamlit:"
FOREIGN = "a:is([href*='evil'], [href^='mailto:']), img[alt='Streamlit logo'], p [role=img]"
"""Links that Streamlit makes of text by itself, and the pictures that it puts in the place of words."""

PHONE = {"width": 390, "height": 844}


@pytest.fixture
def titled(server: RunningServer) -> Iterator[str]:
    """A model of somebody's own that is called like addresses and icons."""
    folder = server.data_dir / "models" / "called"
    shutil.copytree(server.models_dir / "untrained", folder)
    config = folder / "config.json"
    stored = json.loads(config.read_text("utf-8"))
    config.write_text(json.dumps(stored | {"title": f"{ADDRESSES} {ICONS}"}), "utf-8")
    yield folder.name
    shutil.rmtree(folder)


def read_as_typed(page: Page, text: str) -> None:
    """The text can be read and copied as it was typed, and nothing foreign can be followed."""
    shown = page.locator("p", has_text=text).first
    expect(shown).to_be_visible(timeout=60_000)
    assert text in shown.inner_text()
    expect(shown.locator(FOREIGN)).to_have_count(0)
    no_sideways_scroll(page)


@pytest.mark.parametrize(
    ("link", "text"),
    [
        (f"networks?model={quote(ADDRESSES)}", f"“{ADDRESSES}”"),
        (f"networks?model={quote(ICONS)}", f"“{ICONS}”"),
        ("stream?seed=www.evil.example%20a@b.example", "'www.evil.example a@b.example'"),
        ("stream?seed=https://evil.example/x", "'https://evil.example/x'"),
    ],
)
def test_a_warning_names_what_a_link_says(
    open_page: OpenPage, server: RunningServer, link: str, text: str
) -> None:
    """As it stands in the link, on a phone too."""
    page = open_page(viewport=PHONE)
    page.goto(f"{server.url}/{link}")
    read_as_typed(page, text)


@pytest.mark.parametrize("part", ["methods", "sanity"])
def test_a_title_is_only_read(open_page: OpenPage, server: RunningServer, titled: str, part: str) -> None:
    """A model that somebody brought may be called like an address."""
    page = open_page(viewport=PHONE)
    page.goto(f"{server.url}/evidence?part={part}&model={titled}")
    read_as_typed(page, f"{ADDRESSES} {ICONS}")
    expect(page.locator(FOREIGN)).to_have_count(0)
