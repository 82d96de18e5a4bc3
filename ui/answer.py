"""How the server answers the browser's questions for samples: payloads, or one sentence."""

from collections.abc import Callable, Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response


def answer(build: Callable[[Mapping[str, str]], Mapping[str, Any]], request: Request) -> Response:
    """Return what `build` makes of the query, or its sentence with status 400."""
    try:
        return JSONResponse({"samples": build(dict(request.query_params))})
    except ValueError as error:
        return JSONResponse({"error": str(error)}, status_code=400)
