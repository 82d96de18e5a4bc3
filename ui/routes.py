"""What the browser fetches beside Streamlit: the component's files, and samples as it steps.

Answers come from a thread of the server, not from a script run: stepping stays possible while the
page's own script is busy, and runs none.
"""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from ui.answer import answer
from ui.assets import asset_routes, base_address
from ui.evidence.ledger.samples import PATH as LEDGER_PATH
from ui.evidence.ledger.samples import ledgers
from ui.evidence.sanity.samples import CONTROLS_PATH, RANDOMIZED_PATH, controls, randomized
from ui.evidence.score.samples import PATH as SCORE_PATH
from ui.evidence.score.samples import scores
from ui.evidence.twins.samples import PATH as TWINS_PATH
from ui.evidence.twins.samples import twins
from ui.layers.kernels_route import PATH as KERNELS_PATH
from ui.layers.kernels_route import kernels
from ui.layers.route import PATH as LADDER_PATH
from ui.layers.route import layers
from ui.moved_event import parse_event
from ui.sample_query import parse
from ui.scope.address import scope_routes
from ui.scope.samples import event_payloads, sample_payloads
from ui.stream.query import PATH as STREAM_PATH
from ui.stream.samples import streamed
from ui.whatif.routes import whatif_routes


def samples(request: Request) -> Response:
    """`/samples?model=..&i=3,4`: payloads of test samples."""
    return answer(lambda query: sample_payloads(parse(query)), request)


def event(request: Request) -> Response:
    """`/event?model=..&i=3&strength=0.2&start=40`: a test signal with its event there, or everywhere."""
    return answer(lambda query: event_payloads(parse(query), parse_event(query)), request)


def routes(base_path: str) -> list[BaseRoute]:
    """Return all routes below `base_path`, which is Streamlit's `server.baseUrlPath`."""
    prefix = base_address(base_path)
    return [
        *asset_routes(base_path),
        *scope_routes(prefix),
        Route(f"{prefix}/samples", samples),
        Route(f"{prefix}/event", event),
        Route(f"{prefix}{LADDER_PATH}", layers),
        Route(f"{prefix}{KERNELS_PATH}", kernels),
        Route(f"{prefix}{LEDGER_PATH}", ledgers),
        Route(f"{prefix}{TWINS_PATH}", twins),
        Route(f"{prefix}{SCORE_PATH}", scores),
        Route(f"{prefix}{CONTROLS_PATH}", controls),
        Route(f"{prefix}{RANDOMIZED_PATH}", randomized),
        Route(f"{prefix}{STREAM_PATH}", streamed),
        *whatif_routes(prefix),
    ]
