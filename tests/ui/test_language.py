"""Both languages say the same things, and nothing is said in code."""

import re
from pathlib import Path

import pytest
from fluent.syntax import ast, parse

from tests.serving import REPOSITORY
from ui.language import FOLDER, LANGUAGES, translator

IDENTIFIER = re.compile(r"""\bt\(\s*f?["']([a-z][\w-]*)["']""")


def messages(language: str) -> dict[str, ast.Message]:
    found: dict[str, ast.Message] = {}
    for path in sorted((FOLDER / language).glob("*.ftl")):
        for entry in parse(path.read_text("utf-8")).body:
            assert not isinstance(entry, ast.Junk), f"{path.name}: {entry.content}"
            if isinstance(entry, ast.Message):
                assert entry.id.name not in found, f"{entry.id.name} stands twice in {language}"
                found[entry.id.name] = entry
    return found


def arguments(node: object) -> set[str]:
    if isinstance(node, ast.VariableReference):
        return {node.id.name}
    if isinstance(node, ast.BaseNode):
        return set().union(*(arguments(value) for value in vars(node).values()))
    if isinstance(node, list):
        return set().union(*(arguments(value) for value in node))
    return set()


def test_both_languages_have_the_same_messages_with_the_same_arguments() -> None:
    """A message or a number that is missing in one language goes unnoticed until somebody needs it."""
    english, korean = messages("en"), messages("ko")
    assert english.keys() == korean.keys()
    differing = {name for name in english if arguments(english[name]) != arguments(korean[name])}
    assert not differing


def test_korean_is_korean() -> None:
    """Every Korean text has Hangul, unless it is a name, a number or a sign that both languages share."""
    korean, english = translator("ko"), translator("en")
    plain = [name for name, message in messages("ko").items() if not arguments(message)]
    same = {name for name in plain if not re.search("[가-힣]", korean(name))}
    assert all(english(name) == korean(name) or re.search("[A-Z]{2}", english(name)) for name in same)


def test_every_message_used_in_code_exists() -> None:
    """An identifier without a text would raise in front of a person."""
    used = set()
    for folder in ("ui", "pages", "cam_core"):
        for path in Path(REPOSITORY / folder).rglob("*.py"):
            used.update(IDENTIFIER.findall(path.read_text("utf-8")))
    known = messages("en")
    missing = {name for name in used if name not in known and not name.endswith("-")}
    assert not missing


def test_a_percentage_is_never_broken_over_two_lines() -> None:
    """A number keeps its sign, the sign its Korean particle; a picture's placeholders stay as they are."""
    english, korean = translator("en"), translator("ko")
    assert english("percent", percent=100) == "100.0\N{NO-BREAK SPACE}%"
    words = korean("photos-threshold-zhou", percent=20)
    assert words.startswith("최댓값의 20\N{NO-BREAK SPACE}% 초과")
    assert "20\N{NO-BREAK SPACE}%\N{WORD JOINER}를" in korean("score-help")
    assert english("scope-hover-signal") == "signal %{y:.3f}"
    for language in LANGUAGES:
        plain = [name for name, message in messages(language).items() if not arguments(message)]
        assert not [name for name in plain if re.search(r"\d %(?!{)|%[가-힣]", translator(language)(name))]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_hole_in_a_translation_is_an_error(language: str) -> None:
    """Neither a missing message nor a missing argument is papered over."""
    t = translator(language)
    with pytest.raises(KeyError, match="no-such-message"):
        t("no-such-message")
    with pytest.raises(ValueError, match="scope-truth-event"):
        t("scope-truth-event")
