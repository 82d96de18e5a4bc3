"""When a page has come to rest: what a test reads then is not on its way any more.

A fixed pause is too short on a slow machine and too long on a quick one.
"""

from playwright.sync_api import Page

COUNT_FETCHES = """
window.fetching = 0;
const plainFetch = window.fetch;
window.fetch = (...all) => {
  window.fetching += 1;
  return plainFetch(...all).finally(() => { window.fetching -= 1; });
};
"""
"""Put into every page before its own scripts."""
# Looks are counted, not time: a browser that is late with its timers is late with the looks too. Half a
# second is longer than the pictures wait before they write the address (0.2 s) or tell Python (0.3 s).
AT_REST = """() => new Promise((resolve, reject) => {
  const begun = performance.now();
  let [quiet, address] = [0, location.href];
  const seen = new MutationObserver(() => { quiet = 0; });
  seen.observe(document, { attributes: true, childList: true, characterData: true, subtree: true });
  const moves = ({ playState, effect }) =>
    playState === 'running' && Number.isFinite(effect.getComputedTiming().endTime);
  const busy = () => window.fetching > 0 || address !== location.href
    || ['running', 'rerunRequested'].includes(document.querySelector('.stApp')?.dataset.testScriptState)
    || document.getAnimations().some(moves);
  const look = () => {
    quiet = busy() ? 0 : quiet + 1;
    address = location.href;
    if (quiet > 25) resolve();
    else if (performance.now() - begun > 60000) reject(new Error('no rest within a minute'));
    else return setTimeout(look, 20);
    seen.disconnect();
  };
  look();
})"""


def settled(page: Page) -> None:
    """Waits until no script runs, nothing is fetched, and nothing in the page or its address changes.

    Raises playwright's `Error` when that is not so within a minute.
    """
    page.evaluate(AT_REST)
