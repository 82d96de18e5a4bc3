"""The plot component in a real browser, in an app arranged as the product is."""

import os
import re
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.rest import settled
from tests.conftest import StartServer
from tests.serving import REPOSITORY, free_port

APP = Path(__file__).parent / "apps" / "plot_demo" / "app.py"
SETTINGS = {
    "PYTHONPATH": str(REPOSITORY),
    "STREAMLIT_SERVER_HEADLESS": "true",
    "STREAMLIT_SERVER_FILE_WATCHER_TYPE": "none",
    "STREAMLIT_BROWSER_GATHER_USAGE_STATS": "false",
    "STREAMLIT_RUNNER_POST_SCRIPT_GC": "false",
}
WATCH = """() => {
  const plot = document.querySelector('.cam-plot');
  window.painted = new Set(); window.watching = true;
  const look = () => {
    const lines = [...plot.querySelectorAll('path.js-line')].map((path) => path.getAttribute('d'));
    window.painted.add(lines.join() + plot.querySelector('.hm image').getAttribute('href'));
    if (window.watching) requestAnimationFrame(look);
  };
  look();
}"""
PICTURE = """() => {
  const plot = document.querySelector('.cam-plot');
  return [...plot.querySelectorAll('path.js-line, path.js-fill')].map((path) => path.getAttribute('d'))
    .concat(plot.querySelector('.hm image').getAttribute('href'));
}"""


@pytest.fixture(scope="module")
def address(start_server: StartServer) -> str:
    """One server for the tests of this file."""
    return start_server(APP, **SETTINGS).url


@contextmanager
def served_below(base_path: str) -> Iterator[str]:
    """The demo on a fresh server below a base path; yields its address."""
    port = free_port()
    command = [sys.executable, "-m", "streamlit", "run", APP.name, "--server.port", str(port)]
    process = subprocess.Popen(
        [*command, "--server.baseUrlPath", base_path],
        cwd=APP.parent,
        env=os.environ | SETTINGS,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        address = f"http://127.0.0.1:{port}/{base_path}"
        _wait_for(f"{address}/_stcore/health")
        yield address
    finally:
        process.terminate()
        process.wait(10)


def _wait_for(address: str) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            urllib.request.urlopen(address, timeout=2).close()
            return
        except (URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
    raise TimeoutError(f"{address} did not answer within 60 seconds")


def shown(page: Page, sample: int, index: int = 0) -> None:
    """Waits until the picture shows `sample`."""
    expect(page.locator(".cam-plot").nth(index)).to_have_attribute("data-sample", str(sample), timeout=20_000)
    page.wait_for_timeout(120)


def visit(page: Page, address: str, sample: int) -> None:
    """Opens the address and waits for the first picture."""
    page.goto(address)
    shown(page, sample)
    expect(page.get_by_text("Runs:")).to_be_visible()


def runs(page: Page) -> str:
    """The demo counts its script runs."""
    return page.get_by_text("Runs:").inner_text().split(".")[0]


def hold(page: Page, key: str, times: int) -> None:
    """Holds `key` for `times` repeats; each waits until a picture that was not seen before is painted.

    How many are painted at a keyboard's own pace is measured in `benchmarks.interaction`.
    """
    page.evaluate(WATCH)
    for _ in range(times):
        seen = page.evaluate("window.painted.size")
        page.keyboard.down(key)
        page.wait_for_function("seen => window.painted.size > seen", arg=seen)
    page.keyboard.up(key)
    page.evaluate("() => { window.watching = false; }")


def test_a_held_arrow_paints_every_sample_without_python(page: Page, address: str) -> None:
    """Each of 40 repeats of a held key paints a picture of its own, and no script runs."""
    visit(page, address, 17)
    before = runs(page)
    hold(page, "ArrowRight", 40)
    shown(page, 57)
    assert runs(page) == before
    expect(page).to_have_url(re.compile("sample=57"))


def test_a_step_draws_what_a_full_draw_draws(page: Page, address: str) -> None:
    """The quick path through samples ends with the same lines, fills and strip as opening the link."""
    visit(page, f"{address}/?map=margin", 17)
    for _ in range(3):
        page.keyboard.press("PageDown")
    shown(page, 20)
    settled(page)
    stepped = page.evaluate(PICTURE)
    visit(page, f"{address}/?sample=20&map=margin", 20)
    assert stepped == page.evaluate(PICTURE)
    assert len(stepped) == 8


def test_a_rerun_keeps_node_sample_and_view(page: Page, address: str) -> None:
    """Python running again, with other samples or writing the address, moves nothing."""
    visit(page, address, 17)
    page.evaluate("window.kept = document.querySelector('.cam-plot')")
    page.keyboard.press("End")
    page.keyboard.press("PageUp")
    page.keyboard.press("Home")
    page.keyboard.press("PageDown")
    page.get_by_role("radio", name="Native").check()
    page.get_by_role("radio", name="b", exact=True).check(force=True)
    expect(page.get_by_text("Runs: 2.")).to_be_visible()
    page.get_by_role("button", name="Write the address").click()
    expect(page.get_by_text("Runs: 3.")).to_be_visible()
    settled(page)
    shown(page, 1)
    assert page.evaluate("window.kept === document.querySelector('.cam-plot')")
    assert {"sample=1", "interpolation=native", "lang=ko"} <= set(page.url.split("?")[1].split("&"))


def test_a_step_made_while_python_starts_is_kept(page: Page, address: str) -> None:
    """Python answers with the sample of the address before the step; the step counts."""
    visit(page, address, 17)
    page.keyboard.press("Home")
    expect(page).to_have_url(f"{address}/?sample=0")
    page.evaluate("""() => {
      document.querySelector('.cam-plot').dispatchEvent(
        new KeyboardEvent('keydown', { key: 'PageDown', bubbles: true, composed: true, cancelable: true }));
      [...document.querySelectorAll('label')].find((one) => one.textContent.trim() === 'b').click();
    }""")
    expect(page.get_by_text("Runs: 2.")).to_be_visible()
    settled(page)
    shown(page, 1)
    assert "sample=1" in page.url


def test_steps_that_wait_for_a_frame_leave_with_their_page(page: Page, address: str) -> None:
    """Steps are painted one a frame; frames that come after the page has changed paint nothing."""
    visit(page, address, 17)
    page.evaluate("""() => {
      const plain = window.requestAnimationFrame;
      window.late = [];
      window.requestAnimationFrame = (act) => window.late.push(act);
      for (let step = 0; step < 3; step += 1) document.querySelector('.cam-plot').dispatchEvent(
        new KeyboardEvent('keydown', { key: 'PageDown', bubbles: true, composed: true, cancelable: true }));
      window.requestAnimationFrame = plain;
      window.left = document.querySelector('.cam-plot');
    }""")
    shown(page, 20)
    page.get_by_role("link", name="lab").click()
    shown(page, 20, index=1)
    page.wait_for_function("() => !window.left.isConnected && !window.left.data")
    assert page.evaluate("() => { window.late.forEach((act) => act()); return window.late.length; }") == 1


def test_links_work_on_a_fresh_server_below_a_base_path(page: Page, page_errors: list[str]) -> None:
    """A first request to /cam/lab runs the navigation; the way to Scope and back keeps the sample."""
    with served_below("cam") as fresh:
        page.goto(f"{fresh}/lab?sample=40")
        shown(page, 40, index=1)
        page.keyboard.press("PageDown")
        shown(page, 41, index=1)
        expect(page.get_by_text("'sample': 41")).to_be_visible()
        page.get_by_role("link", name="Scope").click()
        expect(page).to_have_url(f"{fresh}/?sample=41")
        shown(page, 41)
        page.go_back()
        shown(page, 41, index=1)
        page.goto("about:blank")
    only_streamlits_guess(page_errors)


def only_streamlits_guess(errors: list[str]) -> None:
    """On a deep link Streamlit first asks below the page's own path, and gets 404 twice."""
    page_paths = ("/lab/_stcore/health", "/lab/_stcore/host-config")
    errors[:] = [one for one in errors if not any(path in one for path in page_paths)]


def test_the_event_is_dragged_without_python(page: Page, address: str) -> None:
    """A drag moves it, up makes it stronger; keys do both; the link has it; a button goes back."""
    visit(page, address, 17)
    before = runs(page)
    page.get_by_role("button", name="Drag the event").click()
    headline = page.locator(".cam-readout-headline")
    expect(page.get_by_text("Event starts at point 39")).to_be_visible()
    box = page.locator(".cam-plot").bounding_box()
    assert box is not None
    per_point = page.evaluate("document.querySelector('.cam-plot')._fullLayout.xaxis._length") / 100
    page.mouse.move(box["x"] + 500, box["y"] + 300)
    page.mouse.down()
    page.mouse.move(box["x"] + 500 + 10 * per_point, box["y"] + 300, steps=12)
    page.mouse.up()
    expect(headline).to_contain_text("the burst starts at 49")
    page.keyboard.press("Shift+ArrowLeft")
    expect(headline).to_contain_text("the burst starts at 48, strength 0.3")
    page.keyboard.press("Shift+ArrowUp")
    expect(headline).to_contain_text("the burst starts at 48, strength 0.6")
    settled(page)
    assert {"start=48", "strength=0.6"} <= set(page.url.split("?")[1].split("&"))
    visit(page, page.url, 17)
    expect(headline).to_contain_text("the burst starts at 48, strength 0.6")
    page.get_by_role("slider", name="The event").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    expect(headline).to_contain_text("the burst starts at 49, strength 0.3")
    box = page.locator(".cam-plot").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 500, box["y"] + 200)
    page.mouse.down()
    page.mouse.move(box["x"] + 502, box["y"] + 20, steps=6)
    page.mouse.up()
    expect(headline).to_contain_text("the burst starts at 49, strength 0.6")
    page.get_by_role("button", name="Back to the test sample").click()
    expect(headline).to_contain_text("the burst starts at 39")
    assert runs(page) == before


def test_a_failed_fetch_keeps_the_picture(page: Page, page_errors: list[str], address: str) -> None:
    """The sentence appears, the picture and the sample number stay as they were."""
    visit(page, address, 17)
    field = page.get_by_role("spinbutton", name="Sample")
    page.route("**/samples?*", lambda route: route.abort())
    field.fill("200")
    field.press("Enter")
    expect(page.get_by_text("This sample could not be fetched.")).to_be_visible()
    shown(page, 17)
    expect(field).to_have_value("17")
    page.unroute("**/samples?*")
    field.fill("200")
    field.press("Enter")
    shown(page, 200)
    expect(page.get_by_text("This sample could not be fetched.")).to_be_hidden()
    assert all("ERR_FAILED" in error for error in page_errors)
    page_errors.clear()


def test_keys_reach_the_picture_past_other_widgets(page: Page, address: str) -> None:
    """Paging keys step while another slider has the focus; typing in a text field steps nothing."""
    visit(page, address, 17)
    page.get_by_role("slider", name="Unrelated").focus()
    page.keyboard.press("PageDown")
    shown(page, 18)
    page.get_by_role("textbox", name="Words").click()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("PageDown")
    settled(page)
    shown(page, 18)


def test_filters_and_fields_choose_samples(page: Page, address: str) -> None:
    """With a filter the arrows visit its samples only, and the number field finds the nearest."""
    visit(page, address, 17)
    page.get_by_label("Class", exact=True).select_option("0")
    shown(page, 18)
    page.keyboard.press("PageDown")
    shown(page, 20)
    page.get_by_role("spinbutton", name="Sample").fill("51")
    page.keyboard.press("Enter")
    shown(page, 52)
    expect(page.get_by_text("27 of 150")).to_be_visible()


def test_it_fits_a_phone(open_page: OpenPage, address: str) -> None:
    """390 pixels: nothing to scroll sideways, targets of 40 pixels and more, a swipe steps."""
    page = open_page(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    visit(page, address, 17)
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    sizes = page.evaluate(
        "[...document.querySelectorAll('.cam-root :is(button, input, select)')].map((one) => {"
        " const box = one.getBoundingClientRect(); return Math.min(box.width, box.height); })"
    )
    assert min(sizes) >= 40
    touch = page.context.new_cdp_session(page)
    for kind, x in (
        ("touchStart", 300),
        ("touchMove", 220),
        ("touchMove", 120),
        ("touchEnd", None),
    ):
        points = [] if x is None else [{"x": x, "y": 420}]
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    shown(page, 18)
