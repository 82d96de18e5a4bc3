"""Evidence's sanity checks in a real browser: three networks step together, layers lose what they learned."""

import re

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from cam_core.pipeline import explain
from tests.browser.conftest import OpenPage
from tests.browser.rest import settled
from tests.browser.screen import no_sideways_scroll, no_text_cut_off
from tests.serving import RunningServer
from ui import store
from ui.evidence.sanity.samples import randomized_payloads, trio
from ui.sample_query import SampleQuery

TWINS, ROWS = ".st-key-sanity_twins .cam-plot", ".st-key-sanity_rows .cam-plot"
SIZES = ((1920, 1080, "en"), (390, 844, "ko"))
TEXTS = ".stMain button, .stMain label, .stMain p, .stMain h3, .annotation-text"
RANGES = """plot => ["yaxis3", "yaxis6", "yaxis9"].map((name) => plot._fullLayout[name].range)"""


def opened(page: Page, address: str) -> None:
    page.goto(address)
    for picture in (TWINS, ROWS):
        expect(page.locator(f"{picture}[data-sample]")).to_be_visible(timeout=60_000)
    expect(page.locator(".st-key-sanity_curve .main-svg").first).to_be_attached(timeout=60_000)
    settled(page)


def words(page: Page, picture: str, slot: str) -> str:
    return page.locator(f".st-key-{picture} [data-slot={slot}] .cam-words").inner_text()


def test_three_networks_step_together_on_one_scale(
    server: RunningServer, open_page: OpenPage, page: Page, sent: list[object]
) -> None:
    """Peaks are cam_core's; steps, scale and draw run no script; the link gives the same picture."""
    opened(page, f"{server.url}/evidence?part=sanity&sample=2")
    runs, slugs = len(sent), trio("talk")
    assert slugs
    page.locator(TWINS).click()
    page.keyboard.press("PageDown")
    for picture in (TWINS, ROWS):
        expect(page.locator(picture)).to_have_attribute("data-sample", "3")
    known = store.manifest("talk")
    signals = store.test_signals(known.experiment.signals)[np.array([3])]
    for name, slug in slugs.items():
        explanation = explain(store.model(slug, store.manifest(slug).fingerprint), signals.x)
        peak = f"{explanation.interpolated_cam[0, 1].max():.3f}".replace("-", "−")
        expect(page.locator(f".st-key-sanity_twins [data-slot={name}]")).to_contain_text(f" {peak} logits")
    scale = 1.35 * known.calibration.cam_scale
    common = page.locator(TWINS).evaluate(RANGES)
    assert common == [[-scale, scale]] * 3
    page.get_by_role("radio", name="Share of each network’s own strong maps").check(force=True)
    page.wait_for_function(f"() => document.querySelector('{TWINS}')._fullLayout.yaxis3.range[1] < 2")
    assert page.locator(TWINS).evaluate(RANGES) == [[-1.35, 1.35]] * 3
    page.get_by_role("radio", name="Second draw").check(force=True)
    said = randomized_payloads(SampleQuery("talk", known.fingerprint, known.experiment, "en", (3,)))
    expected = said["3"]["texts"]["correlation.1"]
    expect(page.locator(".st-key-sanity_rows [data-slot=correlation]")).to_contain_text(expected)
    settled(page)
    assert len(sent) == runs, "what only changes the picture ran a script"
    fresh = open_page()
    opened(fresh, page.url)
    assert fresh.locator(TWINS).get_attribute("data-sample") == "3"
    assert fresh.locator(TWINS).evaluate(RANGES) == [[-1.35, 1.35]] * 3
    assert words(fresh, "sanity_rows", "correlation") == expected


@pytest.mark.parametrize(("width", "height", "language"), SIZES)
def test_the_checks_are_whole_at_every_size(
    server: RunningServer, open_page: OpenPage, width: int, height: int, language: str
) -> None:
    """No text is cut off, nothing is too wide; the sentence has the curve's last numbers."""
    page = open_page(viewport={"width": width, "height": height})
    opened(page, f"{server.url}/evidence?part=sanity&lang={language}")
    no_sideways_scroll(page)
    no_text_cut_off(page, TEXTS)
    lines = page.locator(".st-key-sanity_curve_place li").all_inner_texts()
    assert len(lines) == 2
    assert all(re.search(r"\d\.\d\d ± \d\.\d\d", line) for line in lines)


def test_a_slow_network_waits_for_a_click(server: RunningServer, page: Page) -> None:
    """ResNet-18 says how long it takes; stopped it keeps what is measured, and goes on from there."""
    page.goto(f"{server.url}/evidence?part=sanity&model=resnet18")
    expect(page.locator(f"{ROWS}[data-sample]")).to_be_visible(timeout=60_000)
    page.locator(".st-key-sanity-measure_start button").click()
    bar = page.locator(".st-key-sanity-measure_measuring [role=progressbar]")
    # What is stopped before its first step has nothing to go on from.
    expect(bar).to_have_attribute("aria-valuenow", re.compile(r"^[2-9]\d$"), timeout=60_000)
    page.locator(".st-key-sanity-measure_stop button").click()
    go_on = page.get_by_role("button", name="Go on measuring")
    expect(go_on).to_be_visible(timeout=60_000)
    expect(page.locator(".st-key-sanity_curve")).to_have_count(0)
    go_on.click()
    measured = bar.get_attribute("aria-valuenow")
    assert measured
    assert int(measured) >= 20, "what was measured is lost"
    expect(page.locator(".st-key-sanity_curve .main-svg").first).to_be_attached(timeout=60_000)
