"""How smoothly does a stream play? Pictures a second in a real browser, beside the frames that it offers.

    python -m benchmarks.stream_playing [--seconds 5]

Starts a server, plays in headless Chromium at every size and speed, and prints a Markdown table. A frame is
one turn of the browser's own clock; those of a paused stream are the most that any page could paint.
"""

import argparse
import shutil
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from benchmarks.measure import machine, print_head, print_row
from tests.serving import launch

SIZES = ((1366, 768), (1920, 1080), (390, 844))
MODELS = ("talk", "events")
SPEEDS = ("1", "4")

WATCH = """() => {
  const plot = document.querySelector('.st-key-stream .cam-plot');
  const mine = window.watcher = {};
  let last = plot.dataset.sample;
  window.frames_seen = 0;
  window.pictures = [];
  const look = (now) => {
    if (window.watcher !== mine) return;
    window.frames_seen += 1;
    if (plot.dataset.sample !== last) window.pictures.push([now, Number(last = plot.dataset.sample)]);
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=5.0)
    seconds = parser.parse_args().seconds
    print(machine(), "Headless Chromium, drawing in software.\n")
    print_head(("window", "network", "speed", "samples a second", "pictures a second", "frames, paused"))
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        server = launch(Path(folder) / "server")
        found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
        arguments = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]
        browser = playwright.chromium.launch(executable_path=found, args=arguments)
        for width, height in SIZES:
            for model in MODELS:
                page = browser.new_page(viewport={"width": width, "height": height})
                page.goto(f"{server.url}/stream?sample=300&model={model}")
                page.locator(".st-key-stream .cam-plot[data-sample]").wait_for(timeout=60_000)
                page.wait_for_timeout(2000)
                for speed in SPEEDS:
                    print_row((f"{width} × {height}", model, f"{speed} ×", *_rates(page, speed, seconds)))
                page.close()
        browser.close()
        server.stop()


def _rates(page: Page, speed: str, seconds: float) -> tuple[str, str, str]:
    page.get_by_role("radio", name=f"{speed} ×").check(force=True)
    page.locator(".st-key-stream .cam-plot").focus()
    frames, _ = _watched(page, seconds / 2)
    page.keyboard.press("Space")
    _, pictures = _watched(page, seconds)
    page.keyboard.press("Space")
    (began, first), (ended, last) = pictures[0], pictures[-1]
    taken = (ended - began) / 1000
    return f"{(last - first) / taken:.0f}", f"{(len(pictures) - 1) / taken:.0f}", f"{frames:.0f}"


def _watched(page: Page, seconds: float) -> tuple[float, list[tuple[float, int]]]:
    """Return frames a second, and when which sample was painted."""
    page.evaluate(WATCH)
    page.wait_for_timeout(1000 * seconds)
    page.evaluate("() => { window.watcher = null; }")
    return page.evaluate("window.frames_seen") / seconds, page.evaluate("window.pictures")


if __name__ == "__main__":
    main()
