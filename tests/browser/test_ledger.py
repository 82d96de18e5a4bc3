"""Evidence's ledger in a real browser on the real server: channels are silenced, and the numbers read off."""

from collections.abc import Collection

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect

from cam_core.dataset import make_dataset
from cam_core.figures.interpolation import CENTERS, CURVE, KINDS, PER_ROW, WRONG_CENTERS
from cam_core.figures.ledger import ADDS, FIRST_RUNNING, MAP, TERMS, Lines
from cam_core.layers.ladder import order
from cam_core.maps.interpolations import corner_error, interpolations
from cam_core.maps.ledger import Ledger, ledger, positions_up_to, silenced
from cam_core.pipeline import explain
from cam_core.results import Explanation
from cam_core.signals import SignalBatch
from cam_core.storage.checkpoint import Model, load
from tests.browser.choosing import choose_model, open_models
from tests.browser.conftest import OpenPage
from tests.browser.rest import settled
from tests.browser.screen import no_sideways_scroll
from tests.serving import REPOSITORY, RunningServer
from ui.decimals import number
from ui.evidence.ledger.link import write_silenced
from ui.layers.texts import signed

ROUNDING = 1e-5
"""The server explains many samples at once, a test one: float32 rounds differently."""

SIZES = ((1920, 1080, "en"), (1366, 768, "ko"), (390, 844, "ko"))
LEDGER, BETWEEN = ".st-key-ledger", ".st-key-interpolation"
PLOT = f"document.querySelector('{LEDGER} .js-plotly-plot')"
LINE = "([key, i]) => Array.from(document.querySelector(key + ' .js-plotly-plot')._fullData[i].y)"
STRIP = f"i => {PLOT}._fullData[i].z.map((row) => Array.from(row))"
PLACE = f"""i => {{
  const {{ xaxis: x, ['yaxis' + i]: y }} = {PLOT}._fullLayout;
  const box = {PLOT}.getBoundingClientRect();
  return [box.x + x._offset, box.y + y._offset, x._length, y._length];
}}"""
COLUMNS = """() => [...document.querySelectorAll('.cam-channel:not(.cam-channel-none)')].map((row) => {
  const [rank, name, value] = [...row.children].map((part) => part.getBoundingClientRect());
  return [row.children[1].textContent, rank.right, name.left, value.right, value.left];
})"""
RANGES = f"""() => ['xaxis', 'xaxis2', 'yaxis', 'yaxis2', 'yaxis3', 'yaxis4']
  .map((name) => {PLOT}._fullLayout[name].range.join())
  .concat({PLOT}._fullLayout.coloraxis.cmax, {PLOT}._fullLayout.coloraxis2.cmax)"""
PICTURE = f"""() => [...{PLOT}.querySelectorAll('.plot path, .plot image, .overplot path')].map((one) =>
  ['d', 'href', 'transform', 'style'].map((name) => one.getAttribute(name)).join('|'))"""
REDRAW = f"() => window.Plotly.redraw({PLOT})"
CUT_OFF = """() => [...document.querySelectorAll('.st-key-ledger, .st-key-interpolation')]
  .flatMap((part) => [...part.querySelectorAll('button, label, span, p, .annotation-text')])
  .filter((node) => {
    const box = node.getBoundingClientRect();
    return box.width > 0 && (box.left < -1 || box.right > window.innerWidth + 1);
  }).map((node) => node.textContent.slice(0, 60))"""


@pytest.fixture(scope="module")
def signals() -> SignalBatch:
    """The shipped talk model's own test signals; those of its max-pooling twin are the same."""
    return make_dataset(load(REPOSITORY / "models" / "talk").manifest.experiment.signals).test


@pytest.fixture(scope="module")
def talk() -> Model:
    return load(REPOSITORY / "models" / "talk")


def opened(page: Page, address: str) -> Locator:
    """The sentence above the picture, once both pictures and the list are there."""
    page.goto(address)
    for key in (LEDGER, BETWEEN):
        expect(page.locator(f"{key} .cam-plot[data-sample]")).to_be_visible(timeout=60_000)
    expect(page.locator(".cam-channel").first).to_be_visible()
    return page.locator(f"{LEDGER} [data-slot=headline]")


def shows(page: Page, sample: int) -> None:
    expect(page.locator(f"{LEDGER} .cam-plot")).to_have_attribute("data-sample", str(sample))


def words(place: Locator) -> str:
    """A sentence with plain blanks."""
    return place.inner_text().replace("\N{NO-BREAK SPACE}", " ")


def ranked(book: Ledger, label: int) -> list[int]:
    return [int(channel) for channel in order(book.contribution[label])]


def reads(page: Page, said: Explanation, channels: Collection[int], label: int) -> Ledger:
    """Map, terms, shares, running sums and sentences on the page are the library's without `channels`."""
    whole = ledger(said, 0)
    left = silenced(whole, channels)
    subject = page.locator(f"{LEDGER} [data-slot=sum_{label}]")
    end = number(float(left.running_sums(np.array([left.cam.shape[-1]]))[label, 0]))
    expect(subject).to_contain_text(f"= {end};")
    if channels:
        expect(subject).to_contain_text(f"= {number(float(left.logits[label]))};")
        head = words(page.locator(f"{LEDGER} [data-slot=headline]"))
        total = whole.weight.shape[1]
        assert head.startswith(f"Silenced: {len(channels)} of {total} channels.")
        before, taken = whole.logits[label], whole.logits[label] - left.logits[label]
        added = f"{number(float(before))} {signed(-float(taken))} = {number(float(left.logits[label]))}"
        assert added in head
    np.testing.assert_allclose(page.evaluate(STRIP, MAP)[0], left.cam[label], rtol=1e-5, atol=ROUNDING)
    adds = np.array(page.evaluate(LINE, [LEDGER, ADDS]))[1::3]
    np.testing.assert_allclose(adds, left.shares[label], rtol=1e-5, atol=ROUNDING)
    upto = positions_up_to(said.field, said.cam.shape[-1], said.x.shape[-1])
    sums = left.running_sums(upto)
    for one in range(len(sums)):
        drawn = page.evaluate(LINE, [LEDGER, FIRST_RUNNING + one])
        np.testing.assert_allclose(drawn, sums[one], rtol=1e-5, atol=ROUNDING)
    strip = np.array(page.evaluate(STRIP, TERMS))
    np.testing.assert_allclose(strip, left.terms(label)[ranked(whole, label)], rtol=1e-5, atol=ROUNDING)
    return left


def rows(page: Page) -> list[list[str]]:
    """Rank, channel, contribution and mark of the rows of the list that are in sight."""
    parts = ".cam-channel-rank, .cam-channel-name, .cam-channel-value, .cam-channel-mark"
    found = page.locator(".cam-channel:not(.cam-channel-none)").all()
    return [[part.inner_text() for part in row.locator(parts).all()] for row in found]


def hovers(page: Page, said: Explanation, whole: Ledger) -> None:
    """Over the running sum: up to that sample, bias, what was added, sum. Over a term: whose it is."""
    left, top, width, _ = page.evaluate(PLACE, "")
    page.mouse.move(left + width * (60 + 0.5) / 100, top + 4)
    tip = page.locator(".cam-ledger-tip")
    expect(tip).to_contain_text("up to sample 60: bias")
    sums = whole.running_sums(positions_up_to(said.field, 50, 100))
    so_far, bias = float(sums[1, 61] - sums[0, 61]), float(whole.bias[1] - whole.bias[0])
    assert words(tip).endswith(f"bias {number(bias)} {signed(so_far - bias)} so far = {number(so_far)}")
    left, top, width, height = page.evaluate(PLACE, 4)
    page.mouse.move(left + width * (2 * 24 + 1) / 100, top + height * 0.5 / 256)
    channel = ranked(whole, 1)[0]
    expect(tip).to_contain_text(f"Rank 1, channel {channel}, position 24 (centre at sample 48.5)")
    expect(tip).to_contain_text(f"term {number(float(whole.terms(1)[channel, 24]))}")


def test_silenced_channels_take_exactly_their_terms(
    server: RunningServer, page: Page, sent: list[object], talk: Model, signals: SignalBatch
) -> None:
    """Buttons, hover, steps, restoring: every number is the library's, no axis moves, no script runs."""
    opened(page, f"{server.url}/evidence?sample=19")
    settled(page)
    before, ranges = len(sent), page.evaluate(RANGES)
    said = explain(talk, signals.x[19:20])
    whole = reads(page, said, (), 1)
    expect(page.locator(f"{LEDGER} [data-slot=sum_1]")).to_contain_text(
        f"the network’s logit {number(float(said.logits[0, 1]))}"
    )
    for rank, row in enumerate(rows(page)[:8]):
        channel = ranked(whole, 1)[rank]
        value = f"{whole.contribution[1, channel]:+.4f}".replace("-", "−")
        assert row == [str(rank + 1), f"channel {channel}", value, ""]
    hovers(page, said, whole)
    page.get_by_role("button", name="Silence the 10 largest").click()
    chosen = ranked(whole, 1)[:10]
    reads(page, said, chosen, 1)
    assert {row[1] for row in rows(page) if row[3]} == {f"channel {channel}" for channel in chosen}
    page.get_by_role("spinbutton", name="How many").fill("3")
    page.get_by_role("spinbutton", name="How many").press("Enter")
    page.get_by_role("button", name="Silence all but the 3 largest").click()
    chosen = ranked(whole, 1)[3:]
    reads(page, said, chosen, 1)
    page.keyboard.press("PageDown")
    shows(page, 20)
    reads(page, explain(talk, signals.x[20:21]), chosen, 1)
    page.get_by_role("button", name="Restore all").click()
    reads(page, explain(talk, signals.x[20:21]), (), 1)
    assert len(sent) == before
    assert page.evaluate(RANGES) == ranges


def draws_like_a_full_draw(page: Page) -> None:
    """The quick path through samples and silenced channels ends with the picture of a redraw."""
    for sample in (20, 21):
        page.keyboard.press("PageDown")
        shows(page, sample)
    page.locator(".cam-channel").nth(4).click()
    settled(page)
    stepped = page.evaluate(PICTURE)
    page.evaluate(REDRAW)
    settled(page)
    assert stepped == page.evaluate(PICTURE)
    assert len(stepped) > 20


def test_the_answer_turns_and_the_sentence_says_so(
    server: RunningServer, page: Page, talk: Model, signals: SignalBatch
) -> None:
    """Once enough of the largest are gone the other class wins, with the probability that softmax gives."""
    head = opened(page, f"{server.url}/evidence?sample=19")
    whole, count = ledger(explain(talk, signals.x[19:20]), 0), 0
    page.get_by_role("spinbutton", name="How many").fill("25")
    page.get_by_role("spinbutton", name="How many").press("Enter")
    while silenced(whole, ranked(whole, 1)[:count]).predicted_class == 1:
        expect(head).not_to_contain_text("turns")
        page.get_by_role("button", name="Silence the 25 largest").click()
        count += 25
    left = silenced(whole, ranked(whole, 1)[:count])
    probability = float(left.probabilities[0])
    said = "more than 99.9 %" if probability > 0.9995 else f"{round(100 * probability, 1)} %"
    expect(head).to_contain_text("The answer turns from Noise to Sine")
    assert words(head).endswith(f"The answer turns from Noise to Sine: {said}.")
    draws_like_a_full_draw(page)


def test_rows_are_silenced_by_click_key_and_touch(
    server: RunningServer, open_page: OpenPage, talk: Model, signals: SignalBatch
) -> None:
    """A cell of the strip, a row of the list by keys, a row by finger: that channel and no other."""
    page = open_page()
    opened(page, f"{server.url}/evidence?sample=19")
    said = explain(talk, signals.x[19:20])
    ranks = ranked(ledger(said, 0), 1)
    left, top, width, height = page.evaluate(PLACE, 4)
    page.mouse.click(left + width / 2, top + height * 100.5 / 256)
    chosen = page.get_by_role("option", selected=True)
    rank = int(chosen.locator(".cam-channel-rank").inner_text()) - 1
    assert abs(rank - 100) <= 2  # a row is thinner than a pixel
    reads(page, said, [ranks[rank]], 1)
    expect(chosen.locator(".cam-channel-name")).to_have_text(f"channel {ranks[rank]}")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    reads(page, said, [ranks[rank], ranks[rank + 1]], 1)
    page.keyboard.press("ArrowUp")
    page.keyboard.press(" ")
    reads(page, said, [ranks[rank + 1]], 1)
    page.keyboard.press("ArrowRight")
    shows(page, 20)
    phone = open_page(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    opened(phone, f"{server.url}/evidence?sample=19")
    columns = phone.evaluate(COLUMNS)
    assert len({len(name) for name, *_ in columns}) > 1, "channels of two and of three digits"
    assert len({tuple(edges) for _, *edges in columns}) == 1, "every row has the same columns"
    phone.locator(".cam-channel").nth(2).tap()
    reads(phone, said, [ranks[2]], 1)
    phone.locator(".cam-channel").nth(2).tap()
    reads(phone, said, (), 1)


def test_a_link_gives_the_same_picture_and_survives_parts_but_not_models(
    server: RunningServer, open_page: OpenPage, talk: Model, signals: SignalBatch
) -> None:
    """The address has the channels; another part comes back to them; another network has other channels."""
    page = open_page()
    channels = (1, 2, 3, 70, 200)
    opened(page, f"{server.url}/evidence?sample=19&silenced={write_silenced(channels, 256)}")
    said = explain(talk, signals.x[19:20])
    reads(page, said, channels, 1)
    page.locator(".cam-channel").first.click()
    settled(page)
    silenced_now = (*channels, ranked(ledger(said, 0), 1)[0])
    assert f"silenced={write_silenced(silenced_now, 256)}" in page.url
    fresh = open_page()
    opened(fresh, page.url)
    reads(fresh, said, silenced_now, 1)
    fresh.get_by_role("radio", name="Average or max pooling").click()
    expect(fresh.locator(".st-key-evidence_twin_max .cam-plot[data-sample]")).to_be_visible(timeout=60_000)
    fresh.get_by_role("radio", name="How it adds up").click()
    expect(fresh.locator(f"{LEDGER} .cam-plot[data-sample]")).to_be_visible(timeout=60_000)
    reads(fresh, said, silenced_now, 1)
    open_models(fresh)
    choose_model(fresh, "FCN")
    expect(fresh.locator(".cam-ledger-count")).to_have_text("0 of 128 silenced", timeout=60_000)
    settled(fresh)
    assert "silenced" not in fresh.url


def test_with_max_pooling_a_term_goes_from_the_place_of_its_maximum(
    server: RunningServer, page: Page, signals: SignalBatch
) -> None:
    """What positions add changes where the silenced channels' maxima stand, and nowhere else."""
    model = load(REPOSITORY / "models" / "talk-max")
    said = explain(model, signals.x[19:20])
    whole = ledger(said, 0)
    channels = ranked(whole, 1)[:2] + ranked(whole, 1)[-2:]
    opened(page, f"{server.url}/evidence?model=talk-max&sample=19&silenced={write_silenced(channels, 256)}")
    reads(page, said, channels, 1)
    changed = np.flatnonzero(
        np.abs(whole.shares[1] - np.array(page.evaluate(LINE, [LEDGER, ADDS]))[1::3]) > ROUNDING
    )
    assert set(changed) == {int(whole.place[channel]) for channel in channels}


def test_of_eight_classes_any_other_stands_beside(server: RunningServer, page: Page) -> None:
    """The predicted class and the most likely other, or the one that is asked for; all logits follow."""
    model = load(REPOSITORY / "models" / "events")
    config = model.manifest.experiment.signals
    said = explain(model, make_dataset(config).test.x[6:7])
    whole, upto = ledger(said, 0), positions_up_to(said.field, 50, 100)
    shown, beside = np.argsort(-said.logits[0])[:2]
    head = opened(page, f"{server.url}/evidence?model=events&sample=6")
    page.get_by_role("button", name="Silence the 10 largest").click()
    left = silenced(whole, ranked(whole, shown)[:10])
    expect(head).to_contain_text("Silenced: 10 of 256")
    for other in (int(beside), 5):
        slots = (("shown", shown, whole.logits[shown]), ("other", other, whole.logits[other]))
        for slot, label, _ in slots:
            place = page.locator(f"{LEDGER} [data-slot=sum_{slot}]")
            expect(place).to_contain_text(f"= {number(float(left.logits[label]))};")
            drawn = page.evaluate(LINE, [LEDGER, FIRST_RUNNING + int(label)])
            np.testing.assert_allclose(drawn, left.running_sums(upto)[label], rtol=1e-5, atol=ROUNDING)
        margin = page.evaluate(LINE, [LEDGER, FIRST_RUNNING + Lines(8).names.index("margin")])
        sums = left.running_sums(upto)
        np.testing.assert_allclose(margin, sums[shown] - sums[other], rtol=1e-5, atol=ROUNDING)
        page.get_by_label("Beside it", exact=True).select_option("5")
        settled(page)


def test_between_the_positions(
    server: RunningServer, page: Page, sent: list[object], talk: Model, signals: SignalBatch
) -> None:
    """Curves and dots are the library's, follow the steps, and the wrong way comes when it is asked for."""
    opened(page, f"{server.url}/evidence?sample=19")
    settled(page)
    before = len(sent)
    page.keyboard.press("PageDown")
    expect(page.locator(f"{BETWEEN} .cam-plot")).to_have_attribute("data-sample", "20")
    words_of_drift = page.locator(f"{BETWEEN} [data-slot=drift]")
    expect(words_of_drift).to_have_text("")
    page.get_by_label("Corner-aligned, the common wrong way").select_option("on")
    said = explain(talk, signals.x[20:21])
    curves = interpolations(said.cam[0, 1], said.field, 100)
    worst = float(np.abs(corner_error(curves)).max())
    expect(words_of_drift).to_contain_text("by up to 0.50 samples. On this map that misses")
    expect(words_of_drift).to_contain_text(f"by up to {number(worst)} logits")
    for row, kind in enumerate(KINDS):
        drawn = page.evaluate(LINE, [BETWEEN, PER_ROW * row + CURVE])
        np.testing.assert_allclose(drawn, curves[kind], rtol=1e-4, atol=1e-3)
        dots = page.evaluate(LINE, [BETWEEN, PER_ROW * row + CENTERS])
        np.testing.assert_allclose(dots, said.cam[0, 1], rtol=1e-4, atol=1e-3)
    wrong = f"i => Array.from(document.querySelector('{BETWEEN} .js-plotly-plot')._fullData[i].x)"
    places = page.evaluate(wrong, PER_ROW * KINDS.index("corner") + WRONG_CENTERS)
    np.testing.assert_allclose(places, np.linspace(0, 99, 50))
    settled(page)
    assert "drift=on" in page.url
    assert len(sent) == before


@pytest.mark.parametrize(("width", "height", "language"), SIZES)
def test_it_fits_every_screen(
    server: RunningServer, open_page: OpenPage, width: int, height: int, language: str
) -> None:
    """Nothing is wider than the screen; on a projector the whole ledger, sums included, is one screen."""
    page = open_page(viewport={"width": width, "height": height})
    opened(page, f"{server.url}/evidence?lang={language}&sample=19&silenced=0-40&drift=on")
    no_sideways_scroll(page)
    assert page.evaluate(CUT_OFF) == []
    if width == 1920:
        box = page.locator(f"{LEDGER} [data-slot=sum_margin]").bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= height
