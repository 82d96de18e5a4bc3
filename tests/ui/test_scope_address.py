"""`/scope` leads to Scope, wherever the dashboard is served."""

import asyncio

import pytest
from starlette.routing import Match, Router
from starlette.types import Message, Scope

from ui.routes import routes


@pytest.mark.parametrize("path", ["/scope", "/scope/"])
@pytest.mark.parametrize(("base", "prefix"), [("", ""), ("class/room", "/class/room")])
@pytest.mark.parametrize("query", ["", "sample=3&map=1", "x=%2F%2Fevil.example&y=%0d%0aA"])
def test_the_name_leads_to_the_page_with_its_query(path: str, base: str, prefix: str, query: str) -> None:
    """Below `server.baseUrlPath` too; nothing of the query can lead elsewhere."""
    scope: Scope = {
        "type": "http",
        "method": "GET",
        "path": prefix + path,
        "query_string": query.encode(),
        "headers": [],
        "server": ("here", 80),
    }
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        return {"type": "http.request"}

    asyncio.run(Router(routes(base))(scope, receive, send))
    assert sent[0]["status"] == 307
    [place] = [value.decode() for name, value in sent[0]["headers"] if name == b"location"]
    assert place == f"{prefix}/" + (f"?{query}" if query else "")


def test_no_other_name_is_taken() -> None:
    """Streamlit's own pages below that name stay its own."""
    taken = [one.matches({"type": "http", "method": "GET", "path": "/scope/x"})[0] for one in routes("")]
    assert set(taken) == {Match.NONE}
