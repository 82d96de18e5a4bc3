"""Where the browser fetches the ladder of samples as it steps; see `ui.routes.answer`."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ui.layers_samples import layers_payloads
from ui.sample_query import parse


def layers(request: Request) -> Response:
    """`/ladder?model=..&i=3,4`: every layer's activations for test samples."""
    # Imported here: `ui.routes` lists this module's routes.
    from ui.routes import answer

    return answer(lambda query: layers_payloads(parse(query)), request)


PATH = "/ladder"
"""Not `/layers`, which is the page's own address."""

ROUTES: list[Route] = [Route(PATH, layers, methods=["GET"])]
