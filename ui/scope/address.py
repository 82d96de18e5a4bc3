"""Scope's name as an address: `/scope?sample=3` leads to `/?sample=3`, the page that opens first."""

from starlette.requests import Request
from starlette.responses import RedirectResponse
from starlette.routing import Route

PATH = "/scope"


def scope_routes(prefix: str) -> list[Route]:
    """Return the routes that lead to Scope below `prefix`; the query comes along as it is."""

    def lead(request: Request) -> RedirectResponse:
        query = request.url.query
        return RedirectResponse(f"{prefix}/?{query}" if query else f"{prefix}/")

    return [Route(f"{prefix}{PATH}{end}", lead) for end in ("", "/")]
