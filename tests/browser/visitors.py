"""Visitors of the dashboard: browser contexts that keep nothing but what a browser has compiled.

A new context compiles all of Streamlit and Plotly again, which is most of what opening a page costs.
"""

from collections import defaultdict
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Error

from tests.browser.rest import COUNT_FETCHES

PATIENCE = 30_000
"""Milliseconds in which what a test waits for must come, on a machine that does much else."""


class Visitors:
    """Contexts of one browser; who was dismissed and left nothing behind is welcomed again."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._away: defaultdict[tuple[tuple[str, Any], ...], list[BrowserContext]] = defaultdict(list)

    def welcome(self, **options: Any) -> BrowserContext:
        """A context with these options of `Browser.new_context` that nobody uses, without pages."""
        away = self._away[_kind(options)]
        return away.pop() if away else self._new(options)

    def dismiss(self, context: BrowserContext, **options: Any) -> None:
        """Closes the context's pages; with something in its local storage it does not come back."""
        forgets = _has_stored_nothing(context)
        for page in context.pages:
            page.close()
        if forgets:
            context.clear_cookies()
            self._away[_kind(options)].append(context)
        else:
            context.close()

    def _new(self, options: dict[str, Any]) -> BrowserContext:
        context = self._browser.new_context(**({"locale": "en-US"} | options))
        context.set_default_timeout(PATIENCE)
        context.add_init_script(COUNT_FETCHES)
        return context


def _kind(options: dict[str, Any]) -> tuple[tuple[str, Any], ...]:
    return tuple(sorted(options.items()))


def _has_stored_nothing(context: BrowserContext) -> bool:
    """False too for a context that was closed, or whose pages do not answer."""
    try:
        left = [
            page.evaluate("location.origin === 'null' ? 0 : localStorage.length") for page in context.pages
        ]
    except Error:
        return False
    return bool(left) and not any(left)
