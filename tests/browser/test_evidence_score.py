"""Evidence's score in a real browser: a cell leads to its signals, the numbers are cam_core's."""

import csv
import re
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect

from cam_core.localization import (
    edge_error,
    intersection_over_union,
    localized_intervals,
    no_model_baseline,
)
from cam_core.scores.evaluation import chance_edge_error, chance_iou
from cam_core.scores.outcomes import OUTCOMES, outcomes
from tests.browser.conftest import OpenPage
from tests.browser.rest import settled
from tests.browser.screen import no_sideways_scroll, no_text_cut_off
from tests.serving import RunningServer
from ui import store

PLOT = ".st-key-score_signal .cam-plot"
SIZES = ((1920, 1080, "en"), (390, 844, "ko"))
TEXTS = ".stMain button, .stMain label, .stMain p, .stMain h3, .cam-board th, .cam-board td, .annotation-text"
MODEL = "barely"


def wrong_reason() -> list[int]:
    """Places of the noisy signals of `MODEL` that are named rightly for the wrong reason, by cam_core."""
    known = store.manifest(MODEL)
    signals = store.test_signals(known.experiment.signals)
    summary = store.test_summary(MODEL, known.fingerprint, known.experiment.signals)
    found = outcomes(summary, signals.y, signals.event_interval, known.calibration.thresholds)
    chosen = (signals.y == 1) & (found == OUTCOMES.index("wrong_reason"))
    return [int(place) for place in np.flatnonzero(chosen)]


def opened(page: Page, address: str) -> None:
    """Wait until the picture, the board and both curves are there."""
    page.goto(address)
    expect(page.locator(f"{PLOT}[data-sample]")).to_be_visible(timeout=60_000)
    expect(page.locator(".cam-board table")).to_be_visible()
    for name in ("score_thresholds", "score_rates", "score_detection"):
        expect(page.locator(f".st-key-{name} .main-svg").first).to_be_attached(timeout=60_000)


def cell(page: Page, label: str, outcome: str) -> Locator:
    return page.locator(".cam-board").get_by_role("button", name=re.compile(f"{label}, {outcome}: "))


def words(page: Page, slot: str) -> str:
    return page.locator(f".st-key-score_signal [data-slot={slot}] .cam-words").inner_text()


def settle(page: Page) -> None:
    """Streamlit's last messages and the address come a moment later."""
    settled(page)


def test_a_cell_leads_to_its_signals_without_a_script_run(
    server: RunningServer, open_page: OpenPage, page: Page, sent: list[object]
) -> None:
    """Click, step, step back; the link gives the same to a fresh visitor; a cell by keyboard, free again."""
    opened(page, f"{server.url}/evidence?part=score&model={MODEL}")
    settle(page)
    runs, inside = len(sent), wrong_reason()
    chosen = cell(page, "Noise", "Right, for the wrong reason")
    expect(chosen).to_contain_text(f"{len(inside):,}")
    chosen.click()
    plot = page.locator(PLOT)
    expect(plot).to_have_attribute("data-sample", str(inside[0]))
    expect(chosen).to_have_attribute("aria-pressed", "true")
    # What other pages of the same signals open at.
    states = page.evaluate("() => Object.values(window.camScope.states).map((one) => one.sample)")
    assert states == [inside[0]]
    expect(page.locator(".cam-scrubber .cam-position")).to_have_text(f"1 of {len(inside)}")
    for key, place in (("PageDown", 1), ("PageDown", 2), ("PageUp", 1), ("ArrowRight", 2)):
        page.keyboard.press(key)
        expect(plot).to_have_attribute("data-sample", str(inside[place]))
        assert words(page, "outcome").startswith("Right, for the wrong reason")
    settle(page)
    assert len(sent) == runs, "stepping inside a cell ran a script"
    link = page.url
    assert "filter.label=1" in link
    assert "filter.verdict=1" in link
    fresh = open_page()
    opened(fresh, link)
    expect(fresh.locator(PLOT)).to_have_attribute("data-sample", str(inside[2]))
    expect(cell(fresh, "Noise", "Right, for the wrong reason")).to_have_attribute("aria-pressed", "true")
    assert words(fresh, "map") == words(page, "map")
    cell(page, "Noise", "Missed").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".st-key-score_signal [data-slot=outcome]")).to_contain_text("Missed")
    page.keyboard.press("Enter")
    expect(page.locator(".cam-scrubber .cam-position")).to_contain_text("of 9600")
    settle(page)
    assert len(sent) == runs
    assert "filter." not in page.url


def test_the_numbers_of_a_signal_are_those_of_cam_core(server: RunningServer, page: Page) -> None:
    """IoU, edges and interval of map, no model and chance, read off the page after a step."""
    known = store.manifest("talk")
    test = store.test_signals(known.experiment.signals)
    before, sample = np.flatnonzero(test.y > 0)[:2].tolist()
    opened(page, f"{server.url}/evidence?part=score&sample={before}")
    page.locator(PLOT).click()
    for _ in range(sample - before):
        page.keyboard.press("PageDown")
    expect(page.locator(PLOT)).to_have_attribute("data-sample", str(sample))
    signals = test[np.array([sample])]
    summary = store.test_summary("talk", known.fingerprint, known.experiment.signals)
    truth = signals.event_interval[0]
    found = {
        "map": summary.localized_interval[sample, signals.y[0]].astype(int),
        "no_model": localized_intervals(no_model_baseline(signals.x))[0],
    }
    for slot, interval in found.items():
        iou, error, first, last = re.findall(r"\d+(?:\.\d+)?", words(page, slot))
        assert iou == f"{intersection_over_union(interval, truth):.2f}"
        assert error == f"{edge_error(interval[None], truth[None])[0]:.1f}"
        assert [int(first), int(last) + 1] == interval.tolist()
    chance = re.findall(r"\d+\.\d+", words(page, "chance"))
    expected = (chance_iou(truth[None], 100), float(truth[1] - truth[0]), chance_edge_error(truth[None], 100))
    assert chance == [f"{expected[0]:.2f}", f"{expected[1]:.1f}", f"{expected[2]:.1f}"]


def test_the_board_comes_as_a_file(server: RunningServer, page: Page) -> None:
    """The CSV has the numbers that the cells show."""
    opened(page, f"{server.url}/evidence?part=score&model={MODEL}")
    with page.expect_download() as download:
        page.get_by_role("button", name="Scoreboard (CSV)").click()
    text = Path(download.value.path()).read_text(encoding="utf-8")
    for line in csv.DictReader(text.splitlines()):
        name = {"sine": "Sine", "noisy_sine": "Noise"}[line["true_class"]]
        for outcome, heading in (("right_reason", "Right, for the right reason"), ("all", "All")):
            expect(cell(page, name, heading)).to_contain_text(f"{int(line[outcome]):,}")


@pytest.mark.parametrize(("width", "height", "language"), SIZES)
def test_the_score_is_whole_at_every_size(
    server: RunningServer, open_page: OpenPage, width: int, height: int, language: str
) -> None:
    """No text is cut off and nothing is too wide, with two classes and with eight."""
    page = open_page(viewport={"width": width, "height": height})
    model = "events" if language == "ko" else "talk"
    opened(page, f"{server.url}/evidence?part=score&model={model}&lang={language}")
    no_sideways_scroll(page)
    no_text_cut_off(page, TEXTS)
