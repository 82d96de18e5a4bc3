"""Guess first is fair: an answer that was shown counts for nothing, and only a person moves a guess."""

import re

from playwright.sync_api import Page, Route, expect

from tests.browser.choosing import choose_model, open_models
from tests.browser.guessing import (
    EVENT,
    PLACE,
    drag,
    fields,
    known,
    opened,
    said,
    shows,
    tally,
)
from tests.serving import RunningServer

SAME_KEY = (
    "() => window.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', repeat: true, bubbles: true}))"
)
RULES = """async address => {
  const { Tally, intersectionOverUnion } = await import(`${address}/guess/tally.js`);
  const one = { guess: [3, 9], truth: [3, 7], found: null };
  new Tally('a').put(4, one);
  const other = new Tally('b');
  const was = [other.has(4), new Tally('a').has(4)];
  other.put(5, { ...one, guess: null });
  const sums = [new Tally('a').summary('guess'), new Tally('b').summary('guess'), other.summary('found')];
  sessionStorage.setItem('cam-scope-guesses', JSON.stringify({
    a: {
      guessed: { 1: null, 2: { ...one, counts: true, truth: [7, 3] }, 3: one, 4: { ...one, counts: true } },
      seen: 7,
    },
    b: null, c: 3,
  }));
  return {
    was, means: sums.map(({ mean, count }) => [mean, count]),
    none: [intersectionOverUnion(null, [3, 7]), intersectionOverUnion([3, 7], null)],
    read: [[...new Tally('a').entries.keys()], ...['b', 'c'].map((name) => new Tally(name).empty)],
  };
}"""
VEIL = """async address => {
  const { lead, follow, veiled } = await import(`${address}/guess/veil.js`);
  const host = (url) => ({ instrument: { url, guess: {} }, state: { sample: 3 } });
  const [one, two] = [host('/samples?model=a'), host('/samples?model=b')];
  const states = window.camScope.states;
  const said = [veiled(one)];
  states['model=b'] = { guess: 'on' };
  said.push(veiled(two));
  history.replaceState(null, '', '?guess=on');
  states['model=a'] = { guess: '' };
  said.push(veiled(one));
  const game = { family: 'model=a', hides: () => false };
  lead(game);
  said.push(veiled(one), veiled(two));
  follow({ ...game });
  said.push(veiled(one));
  follow(game);
  return [...said, veiled(one)];
}"""


def test_every_signal_of_every_network_is_guessed_for_itself(server: RunningServer, page: Page) -> None:
    """A mark stays with its network; no guess before another's signal is there; tallies lie apart."""
    opened(page, f"{server.url}/?sample={EVENT}&guess=on")
    count = page.locator("[data-tally=count]")
    page.get_by_role("button", name="There is no event").click()
    page.keyboard.press("Enter")
    expect(count).to_have_text("Signals guessed: 1")
    page.keyboard.press("Enter")
    shows(page, EVENT + 1)
    drag(page, 20, 40)
    waiting: list[Route] = []
    held = [True]
    page.route("**/samples?**", lambda route: waiting.append(route) if held else route.continue_())
    open_models(page)
    choose_model(page, "talk’s network with max")
    expect(count).to_have_text("Signals guessed: 0", timeout=60_000)
    page.locator(".st-key-heading").click()
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Enter")
    assert waiting
    expect(count).to_have_text("Signals guessed: 0")
    expect(page.get_by_role("button", name="There is no event")).to_be_disabled()
    held.clear()
    for route in waiting:
        route.continue_()
    expect(page.get_by_role("button", name="There is no event")).to_be_enabled()
    assert fields(page) == ["", ""]
    assert page.locator(".cam-brush:not([hidden])").count() == 0
    assert page.evaluate("window.camScope.guesses.size") == 1
    drag(page, 10, 12)
    page.keyboard.press("Enter")
    expect(count).to_have_text("Signals guessed: 1")
    assert said(page, "guess").startswith("Your guess, samples 10–12")
    choose_model(page, "(default)")
    expect(page.get_by_role("button", name="There is no event")).to_be_enabled(timeout=60_000)
    expect(count).to_have_text("Signals guessed: 1")
    page.locator(".st-key-heading").click()
    page.keyboard.press("ArrowLeft")
    expect(page.locator("[data-guess=guess]")).to_contain_text("You said there is no event")


def test_a_signal_of_the_model_before_is_not_drawn(server: RunningServer, page: Page) -> None:
    """What was asked for before another model was chosen comes too late: it is neither shown nor guessed."""
    opened(page, f"{server.url}/?sample={EVENT}&guess=on")
    waiting: list[Route] = []
    page.route("**/samples?**", lambda route: waiting.append(route))
    open_models(page)
    page.get_by_role("spinbutton", name="Signal").fill("5000")
    page.keyboard.press("Enter")
    page.locator(".st-key-heading").click()
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Enter")
    assert tally(page, "count") == "Signals guessed: 0"
    with page.expect_request(re.compile("model=talk-max.*5000")):
        choose_model(page, "talk’s network with max")
    early = next(route for route in waiting if re.search("model=talk&.*5000", route.request.url))
    with page.expect_response(early.request.url):
        early.continue_()
    page.wait_for_timeout(300)
    shows(page, EVENT)
    expect(page.get_by_role("button", name="There is no event")).to_be_disabled()
    waiting.pop().continue_()
    shows(page, 5000)
    expect(page.get_by_role("button", name="There is no event")).to_be_enabled()


def test_escape_leaves_the_game_only_where_it_means_nothing_else(server: RunningServer, page: Page) -> None:
    """Not from a list, a field or the mark's handle; and a signal whose answer it showed counts no more."""
    opened(page, f"{server.url}/?sample={EVENT}&guess=on")
    drag(page, 40, 60)
    page.get_by_text("Model, signals and scores").click()
    for place in (
        page.locator(".st-key-shown_model").get_by_role("combobox"),
        page.get_by_role("spinbutton", name="From sample"),
        page.get_by_role("spinbutton", name="Signal"),
        page.get_by_role("slider", name="Your mark"),
    ):
        place.focus()
        page.keyboard.press("Escape")
        assert known(page) == 0
    page.get_by_role("button", name="Reveal").focus()
    page.keyboard.press("Escape")
    assert known(page) > 100
    page.get_by_role("radio", name="On", exact=True).check()
    note = page.locator(".cam-guess-note")
    expect(note).to_contain_text("was shown before: it does not count")
    assert known(page) == 0
    page.wait_for_function("() => location.search.includes('guess=on')")
    page.reload()
    expect(note).to_contain_text("was shown before: it does not count", timeout=60_000)
    drag(page, 48, 68)
    page.keyboard.press("Enter")
    assert re.match(r"Your guess, samples 48–68: IoU \d", said(page, "guess"))
    assert tally(page, "count") == "Signals guessed: 0"
    page.get_by_role("button", name="Start over").click()
    assert known(page) == 0
    assert fields(page) == ["", ""]
    expect(note).not_to_contain_text("does not count")
    drag(page, 48, 68)
    page.keyboard.press("Enter")
    assert tally(page, "count") == "Signals guessed: 1"


def test_fields_keep_a_pair_until_it_is_an_interval(server: RunningServer, page: Page) -> None:
    """Nothing is swapped; the mark stays as it is and is not revealed; Enter in a field reveals."""
    opened(page, f"{server.url}/?sample={EVENT}&guess=on")
    first, last = (page.get_by_role("spinbutton", name=name) for name in ("From sample", "to sample"))
    first.fill("40")
    last.fill("500")
    last.press("Tab")
    assert fields(page) == ["40", "99"]
    last.fill("60")
    first.fill("70")
    first.press("Tab")
    mark = page.get_by_role("slider", name="Your mark")
    assert fields(page) == ["70", "60"]
    expect(page.get_by_text("“from” not after “to”")).to_be_visible()
    expect(mark).to_have_attribute("aria-valuetext", "40–60")
    page.get_by_role("button", name="Reveal").click()
    assert known(page) == 0
    last.fill("80")
    last.press("Tab")
    expect(mark).to_have_attribute("aria-valuetext", "70–80")
    last.fill("75")
    last.press("Enter")
    assert said(page, "guess").startswith("Your guess, samples 70–75: IoU")
    frame = page.locator(".cam-guess-mark").bounding_box()
    assert frame is not None
    left, right = page.evaluate(PLACE, 69.5), page.evaluate(PLACE, 75.5)
    assert abs(frame["x"] - left) + abs(frame["x"] + frame["width"] - right) < 2


def test_by_keyboard_from_signal_to_signal(server: RunningServer, page: Page) -> None:
    """After Next, Shift and arrows mark, Enter reveals; held, it does one thing; guessed ones are passed."""
    opened(page, f"{server.url}/?sample={EVENT}&guess=on")
    page.keyboard.press("Shift+ArrowRight")
    page.get_by_role("button", name="Reveal").focus()
    page.keyboard.press("Space")
    following = page.locator(".cam-guess").get_by_role("button", name="Next signal")
    expect(following).to_be_focused()
    page.keyboard.press("Enter")
    shows(page, EVENT + 1)
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Enter")
    assert said(page, "guess").startswith("Your guess, samples 40–59")
    page.evaluate(SAME_KEY)
    page.keyboard.press("ArrowLeft")
    shows(page, EVENT)
    page.keyboard.press("Enter")
    shows(page, EVENT + 2)
    page.keyboard.press("End")
    shows(page, 9599)
    page.get_by_role("button", name="There is no event").click()
    page.keyboard.press("Enter")
    assert said(page, "guess") != ""
    page.keyboard.press("Enter")
    shows(page, 0)


def test_filters_and_a_dragged_event_give_nothing_away(server: RunningServer, page: Page) -> None:
    """A filter is neither applied nor shown while the game is on; a dragged event goes back to its signal."""
    opened(page, f"{server.url}/?sample={EVENT}&guess=on&filter.label=1")
    filters, position = page.locator(".cam-filters"), page.locator(".cam-scrubber .cam-position")
    expect(position).to_have_text(f"{EVENT + 1} of 9600")
    expect(filters).to_be_hidden()
    expect(page.locator(".cam-guess-note")).to_have_text(re.compile("^Filters are off"))
    page.get_by_role("radio", name="Off", exact=True).check()
    expect(filters).to_be_visible()
    expect(position).not_to_have_text(re.compile("of 9600"))
    page.get_by_role("button", name="Drag the event").click()
    page.wait_for_function("() => location.search.includes('start=')")
    page.get_by_role("radio", name="On", exact=True).check()
    expect(position).to_have_text(re.compile("of 9600"))
    page.wait_for_function("() => !location.search.includes('start=')")
    assert known(page) == 0


def test_tallies_and_veils_by_their_rules(server: RunningServer, page: Page) -> None:
    """Tallies lie apart and take no garbage, none is an IoU of 0; before a game the link decides."""
    page.goto(f"{server.url}/assets/guess/tally.js")
    ruled = page.evaluate(RULES, f"{server.url}/assets")
    assert ruled["was"] == [False, True]
    assert ruled["means"] == [[4 / 6, 1], [0, 1], [0, 1]]
    assert ruled["none"] == [0, 0]
    assert ruled["read"] == [[4], True, True]
    assert page.evaluate(VEIL, f"{server.url}/assets") == [False, True, True, False, True, False, True]
