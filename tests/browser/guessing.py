"""What tests of guess first do in a browser and read off the page."""

from playwright.sync_api import Page, expect

from cam_core.figures.scope import CURVE, LOCALIZED, STRIP, TRUE_BURST

EVENT = 19
ANSWERS = ((CURVE, "y"), (TRUE_BURST, "x"), (LOCALIZED, "x"))
KNOWN = """([traces, strip]) => {
  const plot = document.querySelector('.st-key-scope .js-plotly-plot');
  const numbers = traces.flatMap(([trace, name]) => Array.from(plot.data[trace][name]));
  return [...numbers, ...plot.data[strip].z.flatMap((row) => Array.from(row))].filter(Number.isFinite).length;
}"""
ROWS = """() => [...document.querySelector('.st-key-scope_top .js-plotly-plot').data]
  .filter((one) => one.type === 'heatmap').flatMap((one) => Array.from(one.z[0]))
  .filter(Number.isFinite).length"""
PLACE = """sample => {
  const plot = document.querySelector('.st-key-scope .cam-plot');
  const { _offset: o, _length: l, range: r } = plot._fullLayout.xaxis;
  return plot.getBoundingClientRect().left + o + l * (sample - r[0]) / (r[1] - r[0]);
}"""
MAP_TITLE = "() => document.querySelector('.st-key-scope .js-plotly-plot').layout.yaxis3.title.text"
HEARD = """() => [...document.querySelectorAll('.st-key-scope *, .st-key-scope_top *')].flatMap((one) =>
  ['aria-label', 'aria-valuetext', 'title', 'alt'].map((name) => one.getAttribute(name) ?? ''))
  .concat([...document.querySelectorAll('.cam-root')].map((one) => one.textContent)).join(' ')"""


def opened(page: Page, address: str) -> Page:
    page.goto(address)
    expect(page.locator(".st-key-scope .cam-plot[data-sample]")).to_be_visible(timeout=60_000)
    expect(page.locator("[data-slot=headline]")).not_to_be_empty()
    return page


def known(page: Page) -> int:
    """How many numbers of map and brackets the picture holds."""
    return int(page.evaluate(KNOWN, [ANSWERS, STRIP]))


def middle_of_signal(page: Page) -> float:
    box = page.locator(".st-key-scope .cam-plot").bounding_box()
    assert box is not None
    return box["y"] + 0.2 * box["height"]


def drag(page: Page, first: int, last: int) -> None:
    """Marks the samples from `first` to `last` with the mouse."""
    height = middle_of_signal(page)
    page.mouse.move(page.evaluate(PLACE, first), height)
    page.mouse.down()
    page.mouse.move(page.evaluate(PLACE, last), height, steps=8)
    page.mouse.up()


def shows(page: Page, sample: int) -> None:
    """Waits for a test signal."""
    expect(page.locator(".st-key-scope .cam-plot")).to_have_attribute("data-sample", str(sample))


def fields(page: Page) -> list[str]:
    return [page.get_by_role("spinbutton", name=name).input_value() for name in ("From sample", "to sample")]


def said(page: Page, who: str) -> str:
    return page.locator(f"[data-guess={who}]").inner_text()


def tally(page: Page, name: str) -> str:
    return page.locator(f"[data-tally='{name}']").inner_text()
