"""Where the browser asks What if its questions; no script runs for an answer."""

from collections.abc import Callable, Mapping

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from cam_core.figures.payload import Payload
from ui.answer import answer
from ui.whatif.charts import flip_payload, shift_payload
from ui.whatif.query import PATH, Subject, parse_subjects
from ui.whatif.samples import clean_payload, parsed_event, sketch_payload, subject_payload

Question = Callable[[Subject, Mapping[str, str]], Payload]

QUESTIONS: Mapping[str, Question] = {
    "clean": clean_payload,
    "sketch": sketch_payload,
    "flip": flip_payload,
    "shift": shift_payload,
}
"""What is asked about one signal, by the last part of its address."""


def signals(request: Request) -> Response:
    """`/asked?model=..&i=3,4`: test signals as they are; `&made.kind=..&i=0`: one made by hand."""
    return answer(
        lambda query: {str(one.index): subject_payload(one) for one in parse_subjects(query)}, request
    )


def events(request: Request) -> Response:
    """`/asked/event?model=..&i=3&strength=0.2&start=40`: the event there, or at every place."""
    return answer(lambda query: parsed_event(parse_subjects(query)[0], query), request)


def asked(name: str) -> Callable[[Request], Response]:
    """Return the answer to the question `name`: one payload, by the signal's number."""

    def build(query: Mapping[str, str]) -> dict[str, Payload]:
        subject = parse_subjects(query)[0]
        return {str(subject.index): QUESTIONS[name](subject, query)}

    return lambda request: answer(build, request)


def whatif_routes(prefix: str) -> list[Route]:
    """Return all routes of the page below `prefix`."""
    return [
        Route(f"{prefix}{PATH}", signals),
        Route(f"{prefix}{PATH}/event", events),
        *(Route(f"{prefix}{PATH}/{name}", asked(name)) for name in QUESTIONS),
    ]
