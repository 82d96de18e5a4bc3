"""Evidence's parts: one is drawn, the link says which, a wrong word is said."""

from collections.abc import Callable

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from tests.serving import REPOSITORY
from ui.evidence import parts
from ui.evidence.parts import FIELD_KEY, PARTS
from ui.language import LANGUAGES, translator
from ui.page import View
from ui.state import SESSION_KEY, State

PAGE = """
from ui.evidence import parts
from ui.evidence.parts import draw_part
from ui.page import open_page

draw_part(open_page("evidence"))
"""


@pytest.fixture(autouse=True)
def parts_that_say_their_name(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a part draws is tested elsewhere; here each says that it was drawn."""

    def draw(name: str) -> Callable[[View], None]:
        return lambda view: void(st.markdown(f"drawn: {name}"))

    monkeypatch.setattr(parts, "PARTS", {name: draw(name) for name in PARTS})


def void(drawn: object) -> None:
    """A part returns nothing."""


def opened(language: str = "en", **link: str) -> AppTest:
    """The choice and, in place of each part, its name."""
    test = AppTest.from_string(PAGE, default_timeout=60)
    test.session_state[SESSION_KEY] = State("talk", {}, language)
    for key, value in link.items():
        test.query_params[key] = value
    return test.run()


def drawn(test: AppTest) -> list[str]:
    return [text.value.partition("drawn: ")[2] for text in test.markdown if text.value.startswith("drawn: ")]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("part", PARTS)
def test_the_link_says_which_part_is_drawn(part: str, language: str) -> None:
    """One part and no other; the choice names all of them in the reader's language."""
    test = opened(language, part=part)
    assert not test.exception
    assert not test.warning
    assert drawn(test) == [part]
    [choice] = [one for one in test.get("button_group") if one.key == FIELD_KEY]
    assert choice.value == part
    names = [translator(language)(f"evidence-part-{name}") for name in PARTS]
    assert [option.content for option in choice.proto.options] == names


def test_another_part_is_drawn_instead_and_the_link_follows() -> None:
    """The usual part has no word in the link; every other has its own."""
    usual, *others = PARTS
    test = opened()
    assert drawn(test) == [usual]
    assert "part" not in test.query_params
    for part in [*others, usual]:
        [choice] = [one for one in test.get("button_group") if one.key == FIELD_KEY]
        choice.set_value(part).run()
        assert drawn(test) == [part]
        assert ("part" in test.query_params) == (part != usual)


@pytest.mark.parametrize("wrong", ["nonsense", "", "ledger,twins", "[" * 3000])
def test_a_wrong_word_gives_one_sentence_and_the_usual_part(wrong: str) -> None:
    """The sentence names the key, what there is and what came; it is gone with the next run."""
    test = opened(part=wrong)
    assert not test.exception
    [warning] = test.warning
    assert "part must be one of" in warning.value
    assert all(name in warning.value for name in PARTS)
    assert len(warning.value) < 300
    assert drawn(test) == [next(iter(PARTS))]
    assert not test.run().warning


def test_every_part_has_a_page_that_is_short() -> None:
    """The page names no part: a new one is one line in one place."""
    text = (REPOSITORY / "pages" / "evidence.py").read_text("utf-8")
    assert not any(f"draw_{part}" in text for part in PARTS)
