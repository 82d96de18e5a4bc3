"""Text in the reader's language, from `ui/locales/LANGUAGE/*.ftl` by Project Fluent."""

import re
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from fluent.runtime import FluentBundle, FluentResource

LANGUAGES = {"en": "English", "ko": "한국어"}
DEFAULT_LANGUAGE = "en"
FOLDER = Path(__file__).parent / "locales"

Translate = Callable[..., str]

_BEFORE_PERCENT = re.compile(r"(?<=[\d}]) (?=%(?!{))")
_AFTER_PERCENT = re.compile(r"(?<=%)(?=[가-힣])")


@lru_cache(maxsize=len(LANGUAGES))
def translator(language: str) -> Translate:
    """Return `t(message_id, **arguments)` for `language`.

    `t` raises `KeyError` for a message that the locale does not have and `ValueError` for one that
    cannot be formatted: a hole in a translation is a defect, not something to paper over.
    """
    # use_isolating would wrap every number in invisible marks, which searches and tests trip over.
    bundle = FluentBundle([language], use_isolating=False)
    for path in sorted((FOLDER / language).glob("*.ftl")):
        bundle.add_resource(FluentResource(path.read_text("utf-8")))

    def t(message_id: str, **arguments: object) -> str:
        pattern = bundle.get_message(message_id).value if bundle.has_message(message_id) else None
        if pattern is None:
            raise KeyError(f"`{message_id}` has no text in {language}")
        text, errors = bundle.format_pattern(pattern, arguments)
        if errors:
            raise ValueError(f"`{message_id}` in {language} cannot be formatted: {errors[0]}")
        return _kept_together(str(text))

    return t


def _kept_together(text: str) -> str:
    """Return `text` in which no line ends between a number and its % or between % and a Korean particle."""
    return _AFTER_PERCENT.sub("\N{WORD JOINER}", _BEFORE_PERCENT.sub("\N{NO-BREAK SPACE}", text))
