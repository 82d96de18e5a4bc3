"""Make the README's pictures from the running program: `python -m docs.screenshots`.

Needs the test requirements and an installed Chromium.
"""

import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.serving import launch

FOLDER = Path(__file__).parent
PICTURES = {
    "scope": "/?sample=19",
    "scope-ko": "/?sample=19&map=margin&lang=ko",
    "guess": "/?sample=19&guess=on",
    "lab": "/lab",
    "layers": "/layers?sample=19",
    "classes": "/?model=events&sample=6",
    "ledger": "/evidence?sample=19&silenced=0-63",
    "evidence": "/evidence?part=twins&sample=19",
    "score": "/evidence?part=score&model=barely&filter.label=1&filter.verdict=3",
    "sanity": "/evidence?part=sanity&sample=19&maps=own",
    "networks": "/networks",
    "stream": "/stream",
    "photos": "/photos?photo=coffee&threshold=0.4",
    "whatif": "/whatif?sample=19&tool=flip&strength=0.24",
}
WIDTH, HEIGHT = 1366, 860
TALLER = {"ledger": 1030, "evidence": 1240, "score": 1070, "sanity": 1720}
SCROLLED = {"guess": ".st-key-heading", "whatif": ".st-key-heading", "classes": ".st-key-scope_top"}
"""What must be on the screen, where it is not the whole picture."""

PRESSED = {"guess": ("Shift+ArrowRight",) * 8 + ("Enter",)}
"""Keys that lead from the address to the picture."""

BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def main() -> None:
    """Start a server, open every page as a new visitor would, keep what is on the screen."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        server = launch(Path(folder))
        path = next(filter(None, map(shutil.which, BROWSERS)))
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        for name, address in PICTURES.items():
            size = {"width": WIDTH, "height": TALLER.get(name, HEIGHT)}
            page, path = browser.new_page(viewport=size), FOLDER / f"{name}.png"
            shown, keys = SCROLLED.get(name, ".cam-ready"), PRESSED.get(name, ())
            _shoot(page, server.url + address, path, shown, keys)
        browser.close()
        server.stop()


def _shoot(page: Page, address: str, path: Path, shown: str, keys: Sequence[str]) -> None:
    page.goto(address)
    page.locator(".cam-ready").first.wait_for(timeout=60_000)
    # Fonts and the last control arrive a moment after the picture.
    page.wait_for_timeout(3000)
    for key in keys:
        page.keyboard.press(key)
    page.locator(shown).first.scroll_into_view_if_needed()
    page.wait_for_timeout(500)
    page.screenshot(path=path)
    page.close()


if __name__ == "__main__":
    main()
