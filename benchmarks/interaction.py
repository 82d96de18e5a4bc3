"""How long does a person wait? Scope in a real browser beside the least that a Streamlit page can be.

    python -m benchmarks.interaction [--repeats 12]

Starts both servers, takes turns in headless Chromium and prints a Markdown table. All times are taken in
the page, from the event that the browser stamped to the frame that showed the answer.
"""

import argparse
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.measure import in_turns, machine, print_head, print_row
from tests.serving import launch

FLOOR_APP = Path(__file__).parent / "floor_app.py"
SETTINGS = {
    "STREAMLIT_SERVER_HEADLESS": "true",
    "STREAMLIT_SERVER_FILE_WATCHER_TYPE": "none",
    "STREAMLIT_BROWSER_GATHER_USAGE_STATS": "false",
    "STREAMLIT_RUNNER_POST_SCRIPT_GC": "false",
}
"""What the dashboard's own settings say too: without them the floor would be four times higher."""

PRESSES, RATE = 40, 30
FLOOR_SIGN = "[...document.querySelectorAll('.stMarkdown p')].map((p) => p.textContent).join()"
SCOPE_SIGN = """(() => {
  const plot = document.querySelector('.cam-plot[data-sample]');
  return plot ? [...plot.querySelectorAll('path.js-line')].map((path) => path.getAttribute('d')).join() : '';
})()"""
"""What a picture shows, as a text that changes when it does: the words, or the drawn lines."""

WATCH = """
window.sign = () => SIGN;
window.shown = new Set();
window.first = 0;
window.began = 0;
window.answers = [];
for (const kind of ['keydown', 'pointermove', 'change']) {
  window.addEventListener(kind, (event) => {
    if (window.armed !== kind) return;
    window.armed = '';
    window.began = event.timeStamp;
  }, true);
}
let last = '';
const look = () => {
  const now = document.body ? window.sign() : '';
  if (now !== last) {
    last = now;
    window.shown.add(now);
    // a task that is queued in a frame runs after this frame was painted
    const channel = new MessageChannel();
    channel.port1.onmessage = () => {
      const painted = performance.now();
      window.first ||= painted;
      if (window.began) window.answers.push(painted - window.began);
      window.began = 0;
    };
    channel.port2.postMessage(0);
  }
  requestAnimationFrame(look);
};
requestAnimationFrame(look);
"""


@dataclass
class Visit:
    """A page that is watched, and how many messages it has sent to its server's script runner."""

    page: Page
    sent: list[object] = field(default_factory=list)

    def answer(self, event: str, act: Callable[[], object]) -> float:
        """Do `act`; return ms from the first `event` it causes to the painted answer."""
        before = self.page.evaluate(f"window.armed = '{event}', window.answers.length")
        act()
        self.page.wait_for_function(f"window.answers.length > {before}", timeout=10_000)
        return float(self.page.evaluate("window.answers.at(-1)"))


def main() -> None:
    repeats = _options().repeats
    with ExitStack() as stack:
        floor, scope = stack.enter_context(_servers())
        browser = stack.enter_context(_browser())
        firsts = _first_pictures(browser, floor, scope, repeats)
        floor_visit = stack.enter_context(_visit(browser, floor, FLOOR_SIGN))
        scope_visit = stack.enter_context(_visit(browser, scope, SCOPE_SIGN))
        steps = in_turns(_interactions(floor_visit, scope_visit), repeats)
        moves = in_turns({"drag": _drag(scope_visit)}, repeats * 2)
        floor_hold, scope_hold = _hold(floor_visit), _hold(scope_visit)
    print(machine(), "Headless Chromium, drawing in software.\n")
    _print_times(firsts, steps | moves)
    _print_holds({"empty page": floor_hold, "Scope": scope_hold})


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeats", type=int, default=12)
    return parser.parse_args()


@contextmanager
def _servers() -> Iterator[tuple[str, str]]:
    with tempfile.TemporaryDirectory() as folder:
        floor = launch(Path(folder) / "floor", app=FLOOR_APP, **SETTINGS)
        scope = launch(Path(folder) / "scope")
        try:
            yield floor.url, scope.url
        finally:
            floor.stop()
            scope.stop()


@contextmanager
def _browser() -> Iterator[Browser]:
    names = ("chromium", "chromium-browser", "google-chrome")
    found = next(filter(None, map(shutil.which, names)), None)
    arguments = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=arguments)
        yield browser
        browser.close()


@contextmanager
def _visit(browser: Browser, url: str, sign: str) -> Iterator[Visit]:
    """A new visitor, with nothing in the cache, who sees the first picture."""
    context = browser.new_context(viewport={"width": 1366, "height": 768}, locale="en-US")
    page = context.new_page()
    visit = Visit(page)
    page.on("websocket", lambda socket: socket.on("framesent", lambda frame: visit.sent.append(frame)))
    page.add_init_script(WATCH.replace("SIGN", sign))
    page.goto(url)
    page.wait_for_function("window.first > 0", timeout=60_000)
    yield visit
    context.close()


def _first_pictures(browser: Browser, floor: str, scope: str, repeats: int) -> dict[str, float]:
    def first(url: str, sign: str) -> Callable[[], float]:
        def open_page() -> float:
            with _visit(browser, url, sign) as visit:
                return float(visit.page.evaluate("window.first"))

        open_page()  # the server is warm for everybody who counts
        return open_page

    runs = {"empty page": first(floor, FLOOR_SIGN), "Scope": first(scope, SCOPE_SIGN)}
    return in_turns(runs, repeats)


def _interactions(floor: Visit, scope: Visit) -> dict[str, Callable[[], float]]:
    for visit in (floor, scope):
        visit.page.wait_for_timeout(1500)  # what is fetched ahead has come
    floor.page.get_by_role("slider").focus()
    views = scope.page.locator(".cam-controls input[type=radio]")

    def press(visit: Visit) -> Callable[[], float]:
        return lambda: _rested(visit.answer("keydown", lambda: visit.page.keyboard.press("ArrowRight")))

    def change() -> float:
        other = scope.page.locator(".cam-controls [role=radiogroup] input:not(:checked)").last
        return _rested(scope.answer("change", lambda: other.check(force=True)))

    assert views.count() > 1
    return {"rerun": press(floor), "step": press(scope), "change": change}


def _rested(answer: float) -> float:
    time.sleep(0.15)  # a person's pause; what the answer left to do is done
    return answer


def _drag(visit: Visit) -> Callable[[], float]:
    page = visit.page
    page.locator(".cam-burst button").first.click()
    page.wait_for_function("document.querySelector('.cam-burst-place').textContent !== ''")
    box = page.locator(".cam-plot").bounding_box()
    assert box is not None
    left, height = box["x"] + box["width"] / 2, box["y"] + box["height"] / 4
    page.mouse.move(left, height)
    page.mouse.down()
    places = iter(range(1, 10_000))

    def move() -> float:
        # To the left and back, a point or more at a time.
        along = abs(next(places) % 24 - 12) * 16
        return visit.answer("pointermove", lambda: page.mouse.move(left - along, height))

    return move


def _hold(visit: Visit) -> tuple[int, int]:
    """Return how many different pictures a held arrow painted and how many messages it sent."""
    page = visit.page
    page.mouse.up()
    page.wait_for_timeout(1000)
    if page.locator(".cam-burst button").count():
        page.locator(".cam-burst button").last.click()
        page.keyboard.press("Home")
        page.wait_for_timeout(1000)
    page.evaluate("window.shown.clear()")
    before, begin = len(visit.sent), time.perf_counter()
    for number in range(1, PRESSES + 1):
        page.keyboard.down("ArrowRight")
        time.sleep(max(0.0, begin + number / RATE - time.perf_counter()))
    page.keyboard.up("ArrowRight")
    page.wait_for_timeout(1000)
    return int(page.evaluate("window.shown.size")), len(visit.sent) - before


def _print_times(firsts: dict[str, float], steps: dict[str, float]) -> None:
    floor, rerun = firsts["empty page"], steps["rerun"]
    rows = [
        ("empty page: first words", floor, floor),
        ("Scope: first picture", firsts["Scope"], floor),
        ("empty page: a key, a script run, the new words", rerun, rerun),
        ("Scope: a key, the next sample's picture", steps["step"], rerun),
        ("Scope: another view of the same sample", steps["change"], rerun),
        ("Scope: the burst dragged on by one move", steps["drag"], rerun),
    ]
    print_head(("what", "ms, median", "floors"))
    for name, taken, unit in rows:
        print_row((name, f"{taken:.0f}", f"{taken / unit:.2f}"))
    print()


def _print_holds(holds: dict[str, tuple[int, int]]) -> None:
    print_head((f"arrow held, {PRESSES} presses at {RATE} Hz", "different pictures", "messages to Python"))
    for name, (pictures, messages) in holds.items():
        print_row((name, pictures, messages))


if __name__ == "__main__":
    main()
