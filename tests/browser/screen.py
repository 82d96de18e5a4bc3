"""What holds on every page at every size: nothing is wider than the screen, no text is cut off."""

from playwright.sync_api import Locator, Page

CUT_OFF = """texts => [...document.querySelectorAll(texts)]
  .filter((node) => {
    const box = node.getBoundingClientRect();
    const hides = node.scrollWidth > node.clientWidth + 1 && getComputedStyle(node).overflow !== 'visible';
    return box.width > 0 && (box.left < -1 || box.right > window.innerWidth + 1 || hides);
  })
  .map((node) => node.textContent.slice(0, 60))"""
COUNT_SLOW_WAYS = """() => {
  window.slow = 0;
  for (const way of ['animate', 'react']) {
    const plain = window.Plotly[way];
    window.Plotly[way] = (...all) => { window.slow += 1; return plain(...all); };
  }
}"""
"""From here on `window.slow` counts the redraws that a step must not need."""


def no_sideways_scroll(page: Page) -> None:
    """The page is not wider than the screen."""
    size = page.viewport_size
    assert size is not None
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]


def on_first_screen(page: Page, place: Locator) -> None:
    """All of `place` is seen without scrolling."""
    box, size = place.bounding_box(), page.viewport_size
    assert box is not None
    assert size is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= size["width"]
    assert box["y"] + box["height"] <= size["height"]


def no_text_cut_off(page: Page, texts: str) -> None:
    """Nothing that the selector `texts` finds is cut off, by its own edge or by the screen's."""
    assert page.evaluate(CUT_OFF, texts) == []
