"""What pages have the browser ask for, and what anybody can ask for: answers stay small enough for a room."""

import base64
import json
from urllib.parse import urlsplit

import pytest
from starlette.requests import Request
from starlette.routing import Route

from tests.pages.opening import components, opener
from ui.routes import routes
from ui.sample_query import MAX_SAMPLES, MAX_VALUES
from ui.state import State

SLACK = 1.05
"""Brackets, lines of two points and peaks come with the curves that are counted."""

LONG = {"signals.num_points": 2000, "signals.num_samples": 800}


def answered(address: str) -> tuple[int, dict[str, dict[str, object]]]:
    """Status and body of a GET."""
    asked = urlsplit(address)
    [found] = [one for one in routes("") if isinstance(one, Route) and one.path == asked.path]
    scope = {"type": "http", "method": "GET", "query_string": asked.query.encode(), "headers": []}
    response = found.endpoint(Request(scope))
    return response.status_code, json.loads(response.body)


def num_values(body: dict[str, dict[str, object]]) -> int:
    arrays = [one["arrays"] for one in body["samples"].values()]
    return sum(len(base64.b64decode(spec["bdata"])) // 4 for one in arrays for spec in one.values())


def first(count: int) -> str:
    return ",".join(map(str, range(count)))


@pytest.mark.parametrize("settings", [{}, LONG])
@pytest.mark.parametrize(
    ("page", "link"),
    [("scope", {}), ("whatif", {}), ("evidence", {"part": "methods"}), ("evidence", {"part": "sanity"})],
)
def test_what_a_page_asks_for_ahead_is_answered(
    page: str, link: dict[str, str], settings: dict[str, object]
) -> None:
    """However many maps a sample has and however long they are."""
    test = opener(page)(State("events", settings), **link)
    assert not test.exception
    asked = [data["instrument"] for data in components(test) if data["instrument"]]
    assert asked
    for one in asked:
        ahead = (one.get("prefetch") or {"ahead": 64})["ahead"]
        status, body = answered(f"{one['url']}&i={first(ahead)}")
        assert status == 200, body
        assert num_values(body) <= SLACK * MAX_VALUES


@pytest.mark.parametrize("path", ["samples", "asked", "randomized"])
def test_nobody_gets_more_than_an_answer_holds(path: str) -> None:
    """One GET of a stranger's must not take the server's time and memory: 32 megabytes were 3 seconds."""
    settings = "&".join(f"{name}={value}" for name, value in LONG.items())
    status, body = answered(f"/{path}?model=events&{settings}&i={first(MAX_SAMPLES)}")
    assert status == 400
    assert "`i` must name at most" in body["error"]
    most = int(body["error"].split("at most ")[1].split()[0])
    status, body = answered(f"/{path}?model=events&{settings}&i={first(most)}")
    assert status == 200
    assert MAX_VALUES / 2 <= num_values(body) <= SLACK * MAX_VALUES
