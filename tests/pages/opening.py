"""A page run as a script, and what the tests read of it."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from streamlit.testing.v1 import AppTest

from tests.serving import REPOSITORY
from ui.state import SESSION_KEY, State

Open = Callable[..., AppTest]


def opener(name: str) -> Open:
    """Return what runs the page `name` with a state, other things in the session, and a link.

    "__" in a key of the link stands for a dot.
    """

    def opened(
        state: State | None = None, session: Mapping[str, object] | None = None, **link: str
    ) -> AppTest:
        test = AppTest.from_file(str(REPOSITORY / "pages" / f"{name}.py"), default_timeout=60)
        for key, value in {**({SESSION_KEY: state} if state else {}), **(session or {})}.items():
            test.session_state[key] = value
        for key, value in link.items():
            test.query_params[key.replace("__", ".")] = value
        return test.run()

    return opened


def components(test: AppTest) -> list[dict[str, Any]]:
    """What each picture of the page received, in order."""
    return [json.loads(component.proto.json) for component in test.get("bidi_component")]


def instrument(test: AppTest) -> dict[str, Any]:
    """The instrument of the page's only picture."""
    [data] = components(test)
    assert isinstance(data["instrument"], dict)
    return data["instrument"]


def warnings(test: AppTest) -> str:
    return " ".join(box.value for box in test.warning)
