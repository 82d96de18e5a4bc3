"""Layers in a real browser on the real server: the ladder's numbers are read off the page."""

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from cam_core.architectures.backbones import TALK_STAGES
from cam_core.dataset import make_dataset
from cam_core.figures.layers_places import FIRST_STRIP, SIGNAL, Places
from cam_core.pipeline import explain
from cam_core.results import Explanation
from cam_core.signals import SignalBatch
from cam_core.storage.checkpoint import Model, load
from tests.browser.conftest import OpenPage
from tests.browser.rest import settled
from tests.browser.screen import COUNT_SLOW_WAYS, no_sideways_scroll
from tests.serving import REPOSITORY, RunningServer

PLACES = Places(len(TALK_STAGES))
SIZES = ((1920, 1080), (1366, 768), (390, 844))
LADDER = "document.querySelector('.st-key-layers .js-plotly-plot')"
STRIP = f"i => {LADDER}._fullData[i].z.map((row) => Array.from(row))"
LINE = f"i => Array.from({LADDER}._fullData[i].y)"
RANGES = f"i => {LADDER}._fullLayout['yaxis' + i].range"
PLACE = f"""i => {{
  const {{ xaxis: x, ['yaxis' + i]: y }} = {LADDER}._fullLayout;
  const box = {LADDER}.getBoundingClientRect();
  return [box.x + x._offset, box.y + y._offset, x._length, y._length];
}}"""
PICTURE = """() => [...document.querySelectorAll('.js-plotly-plot')].map((plot) =>
  [...plot.querySelectorAll('.plot path, .plot image, .overplot path')].map((one) =>
    ['d', 'href', 'transform', 'style'].map((name) => one.getAttribute(name)).join('|')))"""
REDRAW = """() => Promise.all(
  [...document.querySelectorAll('.js-plotly-plot')].map((plot) => window.Plotly.redraw(plot)))"""
PAINTED = f"""() => [...{LADDER}.querySelectorAll('.hm image')].map((one) => one.getAttribute('href'))"""


@pytest.fixture(scope="module")
def model() -> Model:
    return load(REPOSITORY / "models" / "talk")


@pytest.fixture(scope="module")
def signals(model: Model) -> SignalBatch:
    """The shipped model's own test signals."""
    return make_dataset(model.manifest.experiment.signals).test


def opened(page: Page, address: str) -> Page:
    """The ladder, drawn."""
    page.goto(address)
    expect(page.locator(".st-key-layers .cam-plot[data-sample]")).to_be_visible(timeout=60_000)
    return page


def shows(page: Page, sample: int) -> None:
    plot = page.locator(".st-key-layers .cam-plot")
    expect(plot).to_have_attribute("data-sample", str(sample))


def drawn(page: Page, sample: int, said: Explanation) -> None:
    """Waits for the picture of `sample` and compares what Plotly draws with the network's numbers."""
    shows(page, sample)
    page.wait_for_function(
        f"value => Math.abs({LADDER}._fullData[{SIGNAL}].y[50] - value) < 1e-6",
        arg=float(said.x[0, 0, 50]),
    )
    for place, name in enumerate(TALK_STAGES):
        values = np.float32(page.evaluate(STRIP, FIRST_STRIP + place))
        np.testing.assert_allclose(values, said.layers[name][0], rtol=1e-4, atol=1e-4)
    label = int(said.predicted_class[0])
    curve = page.evaluate(LINE, PLACES.cam_curve)
    np.testing.assert_allclose(curve, said.interpolated_cam[0, label], rtol=1e-4, atol=1e-3)


def strip_place(page: Page, strip: int) -> tuple[float, float, float, float]:
    left, top, width, height = page.evaluate(PLACE, 2 + strip)
    return left, top, width, height


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["en", "ko"])
def test_the_first_screen_tells_the_story(
    server: RunningServer, open_page: OpenPage, size: tuple[int, int], language: str
) -> None:
    """Sentence, signal and strips (on a phone: the probe) are on the first screen, none wider than it."""
    page = open_page(viewport={"width": size[0], "height": size[1]})
    opened(page, f"{server.url}/layers?lang={language}&sample=17")
    no_sideways_scroll(page)
    word = {"en": "First conv", "ko": "첫째 합성곱"}[language]
    expect(page.locator(".st-key-layers .annotation-text", has_text=word)).to_be_visible()
    _, top, _, height = strip_place(page, 4)
    field = page.locator(".cam-probe-sees").bounding_box()
    assert field is not None
    assert (top + height if size[0] >= 1366 else field["y"] + field["height"]) <= size[1]
    for label in page.locator(".st-key-layers .annotation-text").all():
        box = label.bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= size[0]


def test_every_layer_on_the_screen_is_the_networks(
    server: RunningServer, page: Page, model: Model, signals: SignalBatch
) -> None:
    """Signal, all channels of all layers and the map, at the link's sample and three steps on."""
    opened(page, f"{server.url}/layers?sample=17")
    drawn(page, 17, explain(model, signals.x[17:18]))
    for _ in range(3):
        page.keyboard.press("PageDown")
    drawn(page, 20, explain(model, signals.x[20:21]))


def test_stepping_runs_no_script_and_keeps_every_scale(
    server: RunningServer, page: Page, sent: list[object]
) -> None:
    """Eight keys repaint the strips; Python hears nothing, and neither colours nor axes move."""
    opened(page, f"{server.url}/layers?sample=17")
    settled(page)
    before = page.evaluate(PAINTED), len(sent), [page.evaluate(RANGES, i) for i in range(2, 10)]
    for _ in range(8):
        page.keyboard.press("ArrowRight")
    shows(page, 25)
    settled(page)
    after = page.evaluate(PAINTED), len(sent), [page.evaluate(RANGES, i) for i in range(2, 10)]
    assert all(old != new for old, new in zip(before[0], after[0], strict=True))
    assert before[1:] == after[1:]
    assert "sample=25" in page.evaluate("location.search")


@pytest.mark.parametrize("address", ["/?sample=17&map=1", "/layers?sample=17&sort=peak"])
def test_a_quick_step_paints_what_a_full_redraw_paints(
    server: RunningServer, page: Page, address: str
) -> None:
    """Signals with and without a burst follow each other; every path and image is the same both ways."""
    page.goto(server.url + address)
    expect(page.locator(".cam-plot[data-sample]").first).to_be_visible(timeout=60_000)
    settled(page)
    page.evaluate(COUNT_SLOW_WAYS)
    for sample in range(18, 22):
        page.keyboard.press("ArrowRight")
        expect(page.locator(".cam-plot").first).to_have_attribute("data-sample", str(sample))
        settled(page)
        quick = page.evaluate(PICTURE)
        page.evaluate(REDRAW)
        assert page.evaluate(PICTURE) == quick
    assert page.evaluate("window.slow") == 0


def test_channels_can_be_sorted(
    server: RunningServer, page: Page, model: Model, signals: SignalBatch, sent: list[object]
) -> None:
    """By contribution the bars fall from left to right; the order is in the link and runs no script."""
    said = explain(model, signals.x[17:18])
    opened(page, f"{server.url}/layers?sample=17&map=1")
    settled(page)
    quiet = len(sent)
    page.get_by_label("Channels by").select_option("contribution")
    page.wait_for_function(
        f"() => {{ const y = {LADDER}._fullData[{PLACES.first_bars + 2}].y;"
        " return y[0] >= y[1] && y[1] > y[200]; }"
    )
    wanted = np.sort(said.head_weight[1] * said.pooled_features[0])[::-1]
    np.testing.assert_allclose(page.evaluate(LINE, PLACES.first_bars + 2), wanted, rtol=1e-3, atol=1e-4)
    settled(page)
    assert "sort=contribution" in page.evaluate("location.search")
    assert len(sent) == quiet


def test_a_drag_zooms_and_stepping_keeps_it(server: RunningServer, page: Page) -> None:
    """A box drawn over a strip is shown enlarged, on the same samples in every strip."""
    opened(page, f"{server.url}/layers?sample=17")
    left, top, width, height = strip_place(page, 4)
    page.mouse.move(left + width * 0.3, top + height * 0.1)
    page.mouse.down()
    page.mouse.move(left + width * 0.6, top + height * 0.6, steps=8)
    page.mouse.up()
    page.wait_for_function(f"() => {LADDER}._fullLayout.xaxis.range[0] > 20")
    zoomed = page.evaluate(RANGES, 6)
    page.keyboard.press("ArrowRight")
    shows(page, 18)
    assert page.evaluate(RANGES, 6) == zoomed
    assert 20 < zoomed[1] < zoomed[0] < 170


def test_the_sums_on_the_page_are_the_networks(
    server: RunningServer, page: Page, model: Model, signals: SignalBatch
) -> None:
    """The conservation line follows sample and class, in the network's numbers."""
    opened(page, f"{server.url}/layers?sample=17&map=0")
    said = explain(model, signals.x[18:19])
    page.keyboard.press("ArrowRight")
    line = page.locator("[data-slot=conservation]")
    for label in (0, 1):
        page.get_by_label("Map", exact=True).select_option(str(label))
        logit = f"{said.logits[0, label]:.4f}".replace("-", "−")
        expect(line).to_contain_text(f"{logit} = bias")
        mean = f"{abs(said.cam[0, label].mean(dtype=float)):.4f}"
        expect(line).to_contain_text(f"{mean} (mean of CAM)")


def test_scope_and_layers_show_the_same_sample(server: RunningServer, page: Page) -> None:
    """A sample chosen here is the one that Scope opens with, and back."""
    opened(page, f"{server.url}/layers?sample=17")
    page.keyboard.press("ArrowRight")
    shows(page, 18)
    page.get_by_role("link", name="Scope").click()
    expect(page.locator(".st-key-scope .cam-plot")).to_have_attribute("data-sample", "18")
    page.keyboard.press("ArrowRight")
    page.get_by_role("link", name="Layers").click()
    shows(page, 19)


def test_a_server_that_does_not_answer_is_said(
    server: RunningServer, page: Page, page_errors: list[str]
) -> None:
    """The old picture stays, with a sentence; the page does not move."""
    opened(page, f"{server.url}/layers?sample=17")
    page.route("**/ladder?**", lambda route: route.abort())
    page.get_by_role("spinbutton", name="Signal", exact=True).fill("5000")
    page.keyboard.press("Enter")
    expect(page.locator(".st-key-layers .cam-message")).to_contain_text("did not answer")
    shows(page, 17)
    page_errors.clear()
