"""Where the browser fetches the ladder of samples as it steps; `ui.routes` mounts it."""

from starlette.requests import Request
from starlette.responses import Response

from ui.answer import answer
from ui.layers.samples import layers_payloads
from ui.sample_query import parse

PATH = "/ladder"
"""Not `/layers`, which is the page's own address."""


def layers(request: Request) -> Response:
    """`/ladder?model=..&i=3,4`: every layer's activations for test samples."""
    return answer(lambda query: layers_payloads(parse(query)), request)
