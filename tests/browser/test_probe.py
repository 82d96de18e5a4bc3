"""The probe and the walk along the ladder in a real browser: numbers are read off the page."""

import re
from collections.abc import Sequence

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, Request, Route, expect

from cam_core.dataset import make_dataset
from cam_core.layers.kernels import layer_kernels
from cam_core.layers.ladder import terms
from cam_core.layers.lit_path import lit_paths
from cam_core.layers.units import UnitSum, unit_sum
from cam_core.pipeline import explain
from cam_core.results import Explanation
from cam_core.storage.checkpoint import Model, load
from tests.browser.conftest import OpenPage
from tests.browser.rest import settled
from tests.browser.screen import no_sideways_scroll
from tests.serving import REPOSITORY, RunningServer

LADDER = "document.querySelector('.st-key-layers .js-plotly-plot')"
PLACE = f"""i => {{
  const {{ xaxis: x, ['yaxis' + i]: y }} = {LADDER}._fullLayout;
  const box = {LADDER}.getBoundingClientRect();
  return [box.x + x._offset, box.y + y._offset, x._length, y._length];
}}"""
PANEL = "() => document.querySelector('.cam-probe').getBoundingClientRect().toJSON()"
LAST_DIGIT = 1e-4

LINES = """button => {
  const text = document.createRange();
  text.selectNodeContents(button);
  return text.getClientRects().length;
}"""


def opened(page: Page, server: RunningServer, address: str = "", **link: object) -> Locator:
    """The probe's panel, once the unit's sum is there."""
    query = address or "?" + "&".join(f"{key}={value}" for key, value in link.items())
    page.goto(f"{server.url}/layers{query}")
    panel = page.locator(".cam-probe")
    expect(panel.locator(".cam-probe-how, .cam-probe-sum p").first).to_be_visible(timeout=60_000)
    expect(panel).not_to_contain_text("on their way")
    return panel


def number(text: str) -> float:
    """A number as the page writes it, whatever sign of a sum stands before it."""
    found = re.search(r"([−+]?)(\d+\.\d+)$", text.strip())
    assert found, text
    return -float(found[2]) if found[1] == "−" else float(found[2])


def chip(panel: Locator, term: str) -> float:
    return number(panel.locator(f".cam-chip[data-term={term}] b").inner_text())


def chips(panel: Locator, *names: str) -> float:
    """The sum of the terms that are there, in the digits shown."""
    present = [name for name in names if panel.locator(f".cam-chip[data-term={name}]").count()]
    return round(sum(chip(panel, name) for name in present), 4)


def listed(panel: Locator, *names: str) -> list[float]:
    return [number(one) for name in names for one in panel.locator(f"b[data-term={name}]").all_inner_texts()]


def told(name: str, sample: int) -> tuple[Model, Explanation]:
    model = load(REPOSITORY / "models" / name)
    x = make_dataset(model.manifest.experiment.signals).test.x[sample : sample + 1]
    return model, explain(model, x)


def by_hand(model: Model, said: Explanation, layer: str, channel: int, position: int) -> UnitSum:
    names = list(said.layers)
    place = names.index(layer)
    signal = (said.x[0] - float(model.network.input_mean)) / float(model.network.input_std)
    before = said.layers[names[place - 1]][0] if place else signal
    kernels = layer_kernels(model.network, layer)
    assert kernels is not None
    return unit_sum(kernels, model.network.config.spec.stage(layer).reach, before, channel, position)


@pytest.fixture(scope="module")
def talk() -> tuple[Model, Explanation]:
    return told("talk", 2)


@pytest.fixture
def asked(page: Page) -> list[str]:
    """Addresses of requests since the list was cleared last."""
    addresses: list[str] = []

    def note(request: Request) -> None:
        addresses.append(request.url)

    page.on("request", note)
    return addresses


def choose(panel: Locator, unit: str) -> tuple[str, int, int]:
    """Pins `unit` by the panel's fields; returns its layer, channel and position."""
    layer, *numbers = unit.split(".")
    panel.get_by_label("Layer").select_option(layer)
    for label, value in zip(("Channel", "Position")[-len(numbers) :], numbers, strict=True):
        panel.get_by_label(label).fill(value)
        panel.get_by_label(label).press("Enter")
        expect(panel.get_by_label(label)).to_have_value(value)
    expect(panel).not_to_contain_text("on their way")
    channel, position = map(int, ["0", *numbers][-2:])
    expect(panel.locator(".cam-probe-title")).to_contain_text(re.compile(rf"(position|sample) {position}:"))
    return layer, channel, position


def check_sum(panel: Locator, made: UnitSum, activation: float) -> None:
    """Taps, products, bias, scale, shift and value equal the unit's, and add up in the digits shown."""
    total = float(made.products.sum())
    assert chip(panel, "products") == pytest.approx(total, abs=LAST_DIGIT)
    assert chip(panel, "bias") == pytest.approx(made.bias, abs=LAST_DIGIT)
    assert chip(panel, "before") == pytest.approx(made.before, abs=LAST_DIGIT)
    assert chip(panel, "after") == pytest.approx(activation, abs=LAST_DIGIT / 2)
    assert number(panel.locator("[data-value]").inner_text()) == chip(panel, "after")
    if panel.locator(".cam-chip[data-term=scale]").count():
        assert chip(panel, "sum") == chips(panel, "products", "bias")
        assert chip(panel, "scaled") == pytest.approx(made.scale * (total + made.bias), abs=LAST_DIGIT)
        assert chip(panel, "before") == chips(panel, "scaled", "shift", "rounding")
    else:
        assert chip(panel, "before") == chips(panel, "products", "bias", "rounding")
    np.testing.assert_allclose(listed(panel, "tap"), made.taps, atol=LAST_DIGIT)
    # What was rounded away is never more than half a last digit for each term.
    assert all(abs(one) < 5 * LAST_DIGIT for one in listed(panel, "tap-rounding"))
    assert abs(chips(panel, "rounding")) < 5 * LAST_DIGIT
    assert round(sum(listed(panel, "tap", "tap-others", "tap-rounding")), 4) == chip(panel, "products")
    largest = listed(panel, "product")
    if made.products.shape[0] > 1:
        flat = np.sort(np.abs(made.products).ravel())[::-1][: len(largest)]
        np.testing.assert_allclose(np.abs(largest), flat, atol=LAST_DIGIT)
        assert round(sum(listed(panel, "product", "rest")), 4) == chip(panel, "products")


def check_units(panel: Locator, model: Model, said: Explanation, units: Sequence[str]) -> None:
    for unit in units:
        layer, channel, position = choose(panel, unit)
        made = by_hand(model, said, layer, channel, position)
        check_sum(panel, made, float(said.layers[layer][0, channel, position]))


@pytest.mark.parametrize(
    ("name", "units"),
    [
        ("talk", ["first_conv.9.0", "second_conv.50.99", "third_conv.80.7", "fourth_conv.218.5"]),
        ("fcn", ["first_conv.9.3", "second_conv.9.30", "third_conv.92.99"]),
    ],
)
def test_the_sum_on_the_page_is_the_networks_and_adds_up(
    server: RunningServer, page: Page, name: str, units: list[str]
) -> None:
    """For units of every layer that has kernels, at the edges too, as `unit_sum` makes them."""
    check_units(opened(page, server, model=name, sample=2), *told(name, 2), units)


def test_the_field_on_the_page_is_the_receptive_field(
    server: RunningServer, page: Page, talk: tuple[Model, Explanation]
) -> None:
    """First sample, last sample and padding in the sentence, and the same samples lit on the signal."""
    panel = opened(page, server, sample=2)
    for unit in ("fourth_conv.218.0", "first_pooling.11.7", "second_conv.3.99", "signal.12"):
        layer, _, position = choose(panel, unit)
        first, end, size = position, position + 1, 1
        if layer != "signal":
            field = talk[0].network.geometry[layer]
            (first, end), size = field.span(position, 100), field.size
        words = panel.locator(".cam-probe-sees")
        spelled = f"Sees sample {first} of" if end == first + 1 else f"Sees samples {first} to {end - 1} of"
        expect(words).to_contain_text(spelled)
        padding = size - (end - first)
        told_of_padding = f"; {padding} of its {size} places are padding beyond the edge." if padding else "."
        expect(words).to_have_text(re.compile(rf"of the signal{re.escape(told_of_padding)}$"))
        lit = page.locator(".cam-marks:not(.cam-marks-light) .cam-mark-field")
        expect(lit).to_be_visible()
        assert (lit.get_attribute("data-first"), lit.get_attribute("data-last")) == (str(first), str(end - 1))
        box, (left, _, width, _) = lit.bounding_box(), page.evaluate(PLACE, "")
        assert box is not None
        assert abs(box["x"] - (left + width * first / 100)) < 3
        assert abs(box["width"] - width * (end - first) / 100) < 5


def test_pooling_head_and_map_are_spelled_out(
    server: RunningServer, page: Page, talk: tuple[Model, Explanation]
) -> None:
    """The winner, the mean, weight times pooled feature up to the logit, and the terms of the map."""
    model, said = talk
    panel = opened(page, server, sample=2, map=1, probe="first_pooling.11.7")
    before = said.layers["second_conv"][0, 11, 14:16]
    assert listed(panel, "choice") == pytest.approx(before, abs=LAST_DIGIT)
    won = panel.locator(".cam-tap-won")
    assert won.get_attribute("data-tap") == str(14 + int(before.argmax()))
    level = panel.get_by_label("Layer")
    level.select_option("pooled")
    panel.get_by_label("Channel").fill("218")
    page.keyboard.press("Enter")
    expect(panel.locator(".cam-probe-title")).to_contain_text("GAP · channel 218")
    pooled = float(said.pooled_features[0, 218])
    assert chip(panel, "total") == pytest.approx(50 * pooled, abs=1e-3)
    assert chip(panel, "pooled") == pytest.approx(pooled, abs=LAST_DIGIT)
    level.select_option("contribution")
    weight = float(said.head_weight[1, 218])
    assert chip(panel, "weight") == pytest.approx(weight, abs=1e-6)
    assert chip(panel, "contribution") == pytest.approx(weight * pooled, abs=LAST_DIGIT)
    assert chip(panel, "logit") == pytest.approx(float(said.logits[0, 1]), abs=LAST_DIGIT)
    assert chip(panel, "logit") == chips(panel, "contribution", "others", "bias")
    level.select_option("cam")
    panel.get_by_label("Position").fill("12")
    page.keyboard.press("Enter")
    expect(panel.locator(".cam-probe-title")).to_contain_text("CAM · position 12")
    by_channel = said.head_weight[1] * said.layers["fourth_conv"][0, :, 12]
    largest = by_channel[np.argsort(-np.abs(by_channel))[:6]]
    assert listed(panel, "product") == pytest.approx(largest, abs=LAST_DIGIT)
    assert chip(panel, "cam") == pytest.approx(float(said.cam[0, 1, 12]), abs=LAST_DIGIT)
    assert round(sum(listed(panel, "product", "rest")), 4) == chip(panel, "cam")
    assert model.network.config.pooling == "average"


def test_with_max_pooling_the_place_is_said(server: RunningServer, page: Page) -> None:
    """The pooled feature is the largest value, and what is lit is what its position sees."""
    model, said = told("talk-max", 2)
    channel = int(said.pooled_features[0].argmax())
    panel = opened(page, server, model="talk-max", sample=2, probe=f"pooled.{channel}")
    row = said.layers["fourth_conv"][0, channel]
    expect(panel.locator(".cam-probe-how")).to_contain_text(f"position {int(row.argmax())}.")
    assert chip(panel, "pooled") == pytest.approx(float(row.max()), abs=LAST_DIGIT)
    first, end = model.network.map_field.span(int(row.argmax()), 100)
    expect(panel.locator(".cam-probe-sees")).to_contain_text(f"samples {first} to {end - 1}")
    check_units(panel, model, said, ["third_conv.80.7", "fourth_conv.3.49"])


def test_a_stage_of_blocks_says_what_it_is_made_of(server: RunningServer, page: Page) -> None:
    """ResNet: field, value and blocks; no kernel is invented."""
    model, said = told("resnet18", 2)
    panel = opened(page, server, model="resnet18", sample=2, probe="conv4_x.7.3")
    expect(panel.locator(".cam-probe-sum")).to_contain_text("conv4_x is made of [3, 256 · 3, 256]")
    first, end = model.network.geometry["conv4_x"].span(3, 100)
    expect(panel.locator(".cam-probe-sees")).to_contain_text(f"samples {first} to {end - 1}")
    value = number(panel.locator("[data-value]").inner_text())
    assert value == pytest.approx(float(said.layers["conv4_x"][0, 7, 3]), abs=LAST_DIGIT)
    assert panel.locator(".cam-chip, .cam-tap").count() == 0
    check_units(panel, model, said, ["conv1.13.1"])


def test_hover_click_and_steps_need_neither_script_nor_request(
    server: RunningServer,
    page: Page,
    talk: tuple[Model, Explanation],
    sent: list[object],
    asked: list[str],
) -> None:
    """The pointer shows each unit in its order's place; a click pins it; the panel stays where it is."""
    panel = opened(page, server, sample=2, sort="peak")
    for _ in range(100):
        if len([one for one in asked if "/kernels?" in one]) == 4:
            break
        page.wait_for_timeout(100)
    page.wait_for_load_state("networkidle")
    asked.clear()
    quiet, place = len(sent), page.evaluate(PANEL)
    left, top, width, height = page.evaluate(PLACE, 2)
    values = talk[1].layers["first_conv"][0]
    order = np.argsort(-values.max(axis=1), kind="stable")
    for row, column in ((3, 10), (20, 60)):
        page.mouse.move(left + width * (column + 0.5) / 100, top + height * (row + 0.5) / 32)
        title = panel.locator(".cam-probe-title")
        expect(title).to_contain_text(f"First conv · channel {order[row]} · position {column}:")
        assert number(title.inner_text()) == pytest.approx(values[order[row], column], abs=LAST_DIGIT)
    assert page.locator(".cam-mark-bar").count() == 3
    page.mouse.click(left + width * 0.605, top + height * 20.5 / 32)
    expect(panel.get_by_role("button", name="Pin")).to_have_attribute("aria-pressed", "true")
    page.mouse.move(left + width * 0.2, top + height * 0.2)
    page.keyboard.press("PageDown")
    settled(page)
    expect(panel.locator(".cam-probe-title")).to_contain_text(f"channel {order[20]} · position 60:")
    assert f"probe=first_conv.{order[20]}.60" in page.evaluate("location.search")
    page.get_by_role("button", name="Step by step").click()
    for _ in range(9):
        page.keyboard.press("PageDown")
    expect(panel.locator(".cam-probe-place")).to_have_text("Step 10 of 10")
    page.keyboard.press("Escape")
    page.evaluate("document.querySelector('.stMain').scrollTo(0, 0)")
    settled(page)
    assert len(sent) == quiet
    assert [one for one in asked if "/ladder?" not in one and "favicon" not in one] == []
    assert page.evaluate(PANEL) == place


def test_keys_walk_the_units(server: RunningServer, page: Page, talk: tuple[Model, Explanation]) -> None:
    """Left and right are positions, up and down channels as drawn, with Shift layers; Escape leaves."""
    panel = opened(page, server, sample=2, sort="peak", probe="third_conv.80.5")
    title = panel.locator(".cam-probe-title")
    order = np.argsort(-talk[1].layers["third_conv"][0].max(axis=1), kind="stable")
    page.keyboard.press("ArrowRight")
    expect(title).to_contain_text("channel 80 · position 6:")
    page.keyboard.press("ArrowDown")
    below = order[list(order).index(80) + 1]
    expect(title).to_contain_text(f"channel {below} · position 6:")
    assert chip(panel, "after") == pytest.approx(
        float(talk[1].layers["third_conv"][0, below, 6]), abs=LAST_DIGIT
    )
    page.keyboard.press("Shift+ArrowDown")
    expect(title).to_contain_text(f"Fourth conv · channel {below} · position 6:")
    for _ in range(3):
        page.keyboard.press("Shift+ArrowUp")
    expect(title).to_contain_text(re.compile(r"Second conv · channel \d+ · position 1[23]:"))
    page.keyboard.press("Enter")
    expect(panel.get_by_role("button", name="Pin")).to_have_attribute("aria-pressed", "false")
    settled(page)
    assert "probe=" not in page.evaluate("location.search")
    expect(page.locator(".cam-plot")).to_have_attribute("data-sample", "2")
    page.keyboard.press("Escape")
    page.keyboard.press("ArrowRight")
    expect(page.locator(".cam-plot")).to_have_attribute("data-sample", "3")
    page.get_by_role("button", name="Probe").press("Enter")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")
    expect(panel.get_by_role("button", name="Pin")).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".cam-plot")).to_have_attribute("data-sample", "3")


def test_a_tap_on_a_phone_pins_below_the_signal(server: RunningServer, open_page: OpenPage) -> None:
    """The panel lies between signal and strips, is no wider than the screen, and stays in sight."""
    page = open_page(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    panel = opened(page, server, sample=2)
    signal, strip = page.evaluate(PLACE, ""), page.evaluate(PLACE, 2)
    before = page.evaluate(PANEL)
    assert before["top"] >= signal[1] + signal[3]
    assert before["bottom"] <= strip[1]
    page.evaluate("document.querySelector('.stMain').scrollBy(0, 750)")
    left, top, width, height = page.evaluate(PLACE, 6)
    assert top > page.evaluate(PANEL)["bottom"] > page.evaluate(PANEL)["top"] > 0
    page.touchscreen.tap(left + width * 0.5, top + height * 0.5)
    expect(panel.locator(".cam-probe-title")).to_contain_text(
        re.compile(r"Fourth conv · channel 1\d\d · position 2\d:")
    )
    expect(panel.get_by_role("button", name="Pin")).to_have_attribute("aria-pressed", "true")
    assert page.evaluate(PANEL)["height"] == before["height"]
    page.evaluate("document.querySelector('.stMain').scrollTo(0, 0)")
    page.get_by_role("button", name="Step by step").tap()
    for step in range(2, 11):
        panel.get_by_role("button", name="Next step").tap()
        expect(panel.locator(".cam-probe-place")).to_have_text(f"Step {step} of 10")
        lit = page.locator(".cam-mark-unit").bounding_box()
        assert lit is not None
        assert page.evaluate(PANEL)["bottom"] <= lit["y"] <= 844 - lit["height"] + 1, step
    no_sideways_scroll(page)


def test_on_a_phone_the_pins_word_stays_on_one_line(server: RunningServer, open_page: OpenPage) -> None:
    """Also in Korean, whose words may break anywhere."""
    page = open_page(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page.goto(f"{server.url}/layers?lang=ko")
    pin = page.locator(".cam-probe-fields .cam-button")
    expect(pin).to_be_visible(timeout=60_000)
    assert pin.evaluate(LINES) == 1
    no_sideways_scroll(page)


def test_a_presenters_remote_walks_the_ladder(
    server: RunningServer, page: Page, talk: tuple[Model, Explanation], sent: list[object]
) -> None:
    """PageDown goes on, also after the slider was touched; arrows step signals; Escape ends the walk."""
    model, said = talk
    panel = opened(page, server, sample=2)
    settled(page)
    quiet = len(sent)
    page.get_by_role("button", name="Step by step").click()
    story, place = panel.locator(".cam-probe-story"), panel.locator(".cam-probe-place")
    expect(story).to_contain_text("One signal, 100 samples, with noise at samples 6 to 25.")
    slider = page.get_by_role("slider", name="Go through the test signals")
    slider.focus()
    page.keyboard.press("PageDown")
    expect(place).to_have_text("Step 2 of 10")
    expect(page.locator(".cam-plot")).to_have_attribute("data-sample", "2")
    path = lit_paths(model.network, said, terms(said))["1"][0]
    for step, layer in enumerate(said.layers, start=2):
        expect(place).to_have_text(f"Step {step} of 10")
        channel, position = path[step - 1]
        value = float(said.layers[layer][0, channel, position])
        expect(story).to_contain_text(f"{value:.4f}")
        first, end = model.network.geometry[layer].span(position, 100)
        expect(story).to_contain_text(f"{first} to {end - 1}")
        veiled = page.locator(".cam-mark-veil").evaluate_all("all => all.map((one) => one.dataset.veil)")
        assert layer not in veiled
        assert {"pooled", "cam"} <= set(veiled)
        page.keyboard.press("PageDown")
    expect(story).to_contain_text(f"Channel {path[-1][0]} has {said.pooled_features[0, path[-1][0]]:.4f}.")
    page.keyboard.press("PageDown")
    expect(story).to_contain_text(f"logit of Noise {said.logits[0, 1]:.4f}.")
    page.keyboard.press("PageDown")
    expect(story).to_contain_text(f"at position {path[-1][1]} with {said.cam[0, 1].max():.4f}")
    page.keyboard.press("PageDown")
    first, end = said.localized_interval[0, 1]
    expect(story).to_contain_text(f"samples {first} to {end - 1}. Really there: noise at samples 6 to 25.")
    page.keyboard.press("PageDown")
    page.keyboard.press("PageUp")
    expect(place).to_have_text("Step 9 of 10")
    expect(page).to_have_url(re.compile(r"[?&]step=9(&|$)"))
    page.keyboard.press("ArrowRight")
    expect(page.locator(".cam-plot")).to_have_attribute("data-sample", "3")
    expect(place).to_have_text("Step 9 of 10")
    page.keyboard.press("Escape")
    expect(story).to_be_hidden()
    page.keyboard.press("PageDown")
    expect(page.locator(".cam-plot")).to_have_attribute("data-sample", "4")
    assert len(sent) == quiet


@pytest.mark.parametrize(
    ("link", "words"),
    [
        ({"step": 4}, "Step 4 of 10"),
        ({"probe": "third_conv.17.24"}, "Third conv · channel 17 · position 24:"),
    ],
)
def test_a_link_opens_where_it_was_copied(
    server: RunningServer, page: Page, open_page: OpenPage, link: dict[str, object], words: str
) -> None:
    """A fresh browser shows the same words, and the language changes neither link nor unit."""
    panel = opened(page, server, sample=5, **link)
    title = panel.locator(".cam-probe-title").inner_text()
    expect(panel).to_contain_text(words)
    settled(page)
    address = page.evaluate("location.search")
    assert all(f"{key}={value}" in address for key, value in link.items())
    other = opened(open_page(), server, address)
    expect(other.locator(".cam-probe-title")).to_have_text(title)
    expect(other).to_contain_text(words)
    page.get_by_text("한국어").click()
    expect(panel.locator(".cam-probe-title")).to_contain_text("채널")
    settled(page)
    assert all(f"{key}={value}" in page.evaluate("location.search") for key, value in link.items())
    assert number(panel.locator("[data-value]").inner_text()) == number(title)


def test_a_link_that_does_not_fit_is_said_and_left_out(server: RunningServer, page: Page) -> None:
    """The page's sentence, the usual unit, and a clean address."""
    panel = opened(page, server, probe="third_conv.999.1", step=99)
    expect(page.get_by_text("The link’s unit must be written like third_conv.127.49")).to_be_visible()
    expect(page.get_by_text("The step must be a whole number from 1 to 10")).to_be_visible()
    expect(panel.locator(".cam-probe-title")).to_contain_text("Fourth conv")
    settled(page)
    assert "probe=" not in page.evaluate("location.search")
    assert "step=" not in page.evaluate("location.search")


def test_kernels_that_do_not_come_are_said(server: RunningServer, page: Page, page_errors: list[str]) -> None:
    """The rest of the panel stays; choosing a unit again asks again."""
    page.route("**/kernels?**", lambda route: route.abort())
    panel = opened(page, server, sample=2, probe="third_conv.80.5")
    expect(panel.locator(".cam-probe-sum")).to_contain_text("did not send this layer’s kernels")
    page.unroute("**/kernels?**")
    page.keyboard.press("ArrowRight")
    expect(panel.locator(".cam-chip[data-term=after]")).to_be_visible()
    page_errors.clear()


def test_kernels_that_come_after_the_page_was_left_wake_nothing(server: RunningServer, page: Page) -> None:
    """A probe that has gone asks for no frame; one that waits for a picture asks for every frame."""
    late: list[Route] = []
    held = [True]
    page.route("**/kernels?**", lambda route: late.append(route) if held else route.continue_())
    page.goto(f"{server.url}/layers?sample=2&probe=third_conv.80.5")
    expect(page.locator(".cam-probe")).to_contain_text("on their way", timeout=60_000)
    page.evaluate("window.left = document.querySelector('.st-key-layers .cam-plot')")
    page.get_by_role("link", name="Scope").click()
    expect(page.locator(".st-key-scope .cam-plot[data-sample]")).to_be_visible(timeout=60_000)
    page.wait_for_function("() => !window.left.isConnected && !window.left.data")
    held.clear()
    for route in late:
        route.continue_()
    settled(page)
    page.evaluate("""() => {
      const plain = window.requestAnimationFrame;
      window.frames_asked = 0;
      window.requestAnimationFrame = (act) => { window.frames_asked += 1; return plain(act); };
    }""")
    page.wait_for_timeout(300)
    assert page.evaluate("window.frames_asked") == 0
