"""Scope with eight classes, and the twins, in a real browser on the real server."""

from collections.abc import Sequence
from itertools import combinations, product

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from cam_core.dataset import make_dataset
from cam_core.figures.scope import CURVE
from cam_core.figures.top import NUM_TOP, PER_ROW
from cam_core.pipeline import explain
from cam_core.storage.checkpoint import load
from tests.browser.conftest import OpenPage
from tests.browser.rest import settled
from tests.browser.screen import no_sideways_scroll
from tests.serving import REPOSITORY, RunningServer

TWINS = ("evidence_twin_average", "evidence_twin_max")
SIZES = ((1920, 1080), (1366, 768), (390, 844))
SCOPE, TOP = ".st-key-scope .js-plotly-plot", ".st-key-scope_top .js-plotly-plot"
PLACES = """(key) => {
  const plot = document.querySelector(`.st-key-${key} .js-plotly-plot`);
  const boxes = (which) => [...plot.querySelectorAll(which)].filter((one) => one.textContent).map((one) => {
    const { left, top, right, bottom } = one.getBoundingClientRect();
    return [left, top, right, bottom, one.textContent];
  });
  const ticks = boxes('.yaxislayer-above text, .overaxes-above text');
  return [plot.getBoundingClientRect().left, boxes('.infolayer text[class$=title]'), ticks];
}"""
ROWS = """() => {
  const plot = document.querySelector('.st-key-scope_top .js-plotly-plot');
  const { top } = plot.getBoundingClientRect();
  return [...document.querySelectorAll('.st-key-scope_top .cam-rows .cam-words')].map((words, rank) => {
    const { _offset: above, _length: height } = plot._fullLayout[`yaxis${rank ? rank + 1 : ''}`];
    const box = words.getBoundingClientRect();
    return [[box.top - top, box.bottom - top], [above, above + height], words.textContent];
  });
}"""


def line(page: Page, plot: str, trace: int) -> np.ndarray:
    return np.array(page.evaluate(f"Array.from(document.querySelector('{plot}').data[{trace}].y)"))


def strip(page: Page, plot: str, trace: int) -> np.ndarray:
    return np.array(page.evaluate(f"Array.from(document.querySelector('{plot}').data[{trace}].z[0])"))


def opened(page: Page, address: str, keys: Sequence[str]) -> Page:
    """Opens the address and waits until the pictures with these keys are drawn."""
    page.goto(address)
    for key in keys:
        expect(page.locator(f".st-key-{key} .cam-ready")).to_be_visible(timeout=60_000)
    return page


def test_one_map_against_another_and_the_most_likely(server: RunningServer, page: Page) -> None:
    """What is drawn for class 3 less class 1 is the difference; the rows below step along without Python."""
    model = load(REPOSITORY / "models" / "events")
    test = make_dataset(model.manifest.experiment.signals).test
    said = explain(model, test.x[40:42])
    opened(page, f"{server.url}/?model=events&sample=40&map=3&against=1", ("scope", "scope_top"))
    difference = said.interpolated_cam[:, 3] - said.interpolated_cam[:, 1]
    np.testing.assert_allclose(line(page, SCOPE, CURVE), difference[0], rtol=1e-3, atol=0.05)
    page.keyboard.press("PageDown")
    expect(page.locator(TOP)).to_have_attribute("data-sample", "41")
    np.testing.assert_allclose(line(page, SCOPE, CURVE), difference[1], rtol=1e-3, atol=0.05)
    for rank, label in enumerate(np.argsort(-said.logits[1], kind="stable")[:5]):
        drawn = strip(page, TOP, rank * PER_ROW)
        np.testing.assert_allclose(drawn, said.interpolated_cam[1, label], rtol=1e-3, atol=0.05)
    title = page.locator(f"{SCOPE} .y3title")
    expect(title).to_have_text("Dropoutless Noise(logit)")
    page.get_by_label("Minus the map of").select_option("3")
    expect(title).to_have_text("Dropoutless itself:zero everywhere")
    expect(page.locator("[data-slot=sum]")).to_contain_text("less itself is zero everywhere")
    assert not line(page, SCOPE, CURVE).any()
    page.get_by_label("Minus the map of").select_option("")
    expect(title).to_have_text("CAM (logit)")
    np.testing.assert_allclose(line(page, SCOPE, CURVE), said.interpolated_cam[1, 3], rtol=1e-3, atol=0.05)
    expect(page).to_have_url(f"{server.url}/?model=events&sample=41&map=3")


@pytest.mark.parametrize("language", ["en", "ko"])
def test_words_stand_at_their_row(server: RunningServer, page: Page, language: str) -> None:
    """On a laptop and on a phone, for several signals: below the strip before and above their own."""
    opened(page, f"{server.url}/?model=events&sample=1&lang={language}", ("scope_top",))
    for width, height in SIZES[1:]:
        page.set_viewport_size({"width": width, "height": height})
        settled(page)
        for _ in range(4):
            rows = page.evaluate(ROWS)
            assert len(rows) == NUM_TOP
            for rank, (words, (top, _), text) in enumerate(rows):
                assert text.startswith(f"{rank + 1}. ")
                assert words[1] <= top + 1
                assert words[0] >= (rows[rank - 1][1][1] if rank else 0) - 1
            page.locator("body").press("PageDown")
            settled(page)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(
    ("address", "keys"),
    [
        ("?model=events&lang=ko", ("scope", "scope_top")),
        ("evidence?part=twins", TWINS),
        ("layers?model=resnet18", ("layers",)),
    ],
)
def test_nothing_is_wider_than_the_screen(
    server: RunningServer, open_page: OpenPage, size: tuple[int, int], address: str, keys: Sequence[str]
) -> None:
    """The pages for several classes, twins and deep networks fit every size."""
    page = open_page(viewport={"width": size[0], "height": size[1]})
    opened(page, f"{server.url}/{address}", keys)
    no_sideways_scroll(page)


def test_both_twins_step_together(server: RunningServer, page: Page) -> None:
    """One key moves both pictures, and what max pooling adds ends on its own logit."""
    opened(page, f"{server.url}/evidence?part=twins&sample=20", TWINS)
    page.keyboard.press("ArrowRight")
    plots = page.locator(".st-key-evidence_twin_average .cam-plot, .st-key-evidence_twin_max .cam-plot")
    for place in range(2):
        expect(plots.nth(place)).to_have_attribute("data-sample", "21")
    model = load(REPOSITORY / "models" / "talk-max")
    x = make_dataset(model.manifest.experiment.signals).test.x[21:22]
    said = explain(model, x)
    shares = line(page, ".st-key-evidence_twin_max .js-plotly-plot", 3)[1::4]
    adds = said.shares[0, 1]
    np.testing.assert_allclose(shares, 100 * adds / np.abs(adds).sum(), atol=1e-3)


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize(
    ("address", "keys"), [("evidence?part=twins", TWINS), ("?model=events&map=5&against=7", ("scope",))]
)
def test_no_axis_title_meets_a_number(
    server: RunningServer, page: Page, language: str, address: str, keys: Sequence[str]
) -> None:
    """On a laptop and on a phone, titles on two or three lines stand clear of numbers and rows' names, of
    each other, and of the picture's edge."""
    opened(page, f"{server.url}/{address}&lang={language}", keys)
    for width, height in SIZES[1:]:
        page.set_viewport_size({"width": width, "height": height})
        settled(page)
        for key in keys:
            edge, titles, ticks = page.evaluate(PLACES, key)
            assert len(ticks) > 5
            for one, other in [*combinations(titles, 2), *product(titles, ticks)]:
                apart = [one[i + 2] <= other[i] or other[i + 2] <= one[i] for i in range(2)]
                assert any(apart), (width, one, other)
            assert min(left for left, *_ in titles + ticks) >= edge
