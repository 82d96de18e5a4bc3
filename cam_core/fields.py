"""Checks shared by the config classes: each gives one sentence that names the field."""

import numbers
import reprlib
from collections.abc import Collection


class ExplainedError(ValueError):
    """An English sentence, and what a page needs to say the same in another language.

    message_id: names the sentence, empty when it has no translation. arguments: what stands in it.
    """

    # The sentence alone is positional: that is how an exception comes through a pickle.
    def __init__(self, sentence: str, message_id: str = "", **arguments: str) -> None:
        super().__init__(sentence)
        self.message_id = message_id
        self.arguments = arguments


class SettingError(ExplainedError):
    """A setting that cannot have the value it was given; `arguments["name"]` is its dotted name."""


def require_int(name: str, value: object, low: int, high: int) -> None:
    """Raise `ValueError` unless `value` is a whole number between `low` and `high`, both included."""
    if isinstance(value, bool) or not isinstance(value, numbers.Integral) or not low <= int(value) <= high:
        got = short(value)
        raise SettingError(
            f"`{name}` must be a whole number from {low} to {high}, got {got}.",
            "error-whole-number",
            name=name,
            low=str(low),
            high=str(high),
            got=got,
        )


def require_number(name: str, value: object, low: float, high: float) -> None:
    """Raise `ValueError` unless `value` is a finite number between `low` and `high`, both included."""
    # NaN fails every comparison.
    if not low <= _as_float(value) <= high:
        raise _number_error("error-number", name, "a number", (low, high), value)


def _number_error(
    message_id: str, name: str, expected: str, bounds: tuple[float, float], value: object
) -> SettingError:
    low, high, got = f"{bounds[0]:g}", f"{bounds[1]:g}", short(value)
    sentence = f"`{name}` must be {expected} from {low} to {high}, got {got}."
    return SettingError(sentence, message_id, name=name, low=low, high=high, got=got)


def _as_float(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, numbers.Real):
        return float("nan")
    try:
        return float(value)
    except OverflowError:  # a whole number of 400 digits has no float
        return float("inf")


def require_bool(name: str, value: object) -> None:
    """Raise `ValueError` unless `value` is true or false."""
    if not isinstance(value, bool):
        got = short(value)
        sentence = f"`{name}` must be true or false, got {got}."
        raise SettingError(sentence, "error-true-or-false", name=name, got=got)


def require_choice(name: str, value: object, choices: Collection[str]) -> None:
    """Raise `ValueError` unless `value` is one of `choices`."""
    if not isinstance(value, str) or value not in choices:
        offered, got = ", ".join(repr(choice) for choice in choices), short(value)
        sentence = f"`{name}` must be one of {offered}, got {got}."
        raise SettingError(sentence, "error-choice", name=name, offered=offered, got=got)


def require_one_of(name: str, value: object, choices: Collection[int]) -> None:
    """Raise `ValueError` unless `value` is one of the whole numbers `choices`."""
    # 8.0 equals 8, but would be another experiment.
    if type(value) is not int or value not in choices:
        offered, got = ", ".join(map(str, choices)), short(value)
        sentence = f"`{name}` must be one of {offered}, got {got}."
        raise SettingError(sentence, "error-choice", name=name, offered=offered, got=got)


def require_several(name: str, values: object, choices: Collection[str]) -> None:
    """Raise `ValueError` unless `values` is a list of one or more of `choices`, each at most once."""
    listed = list(values) if isinstance(values, list | tuple) else []
    known = [choice for choice in choices if choice in listed]
    if not listed or len(known) < len(listed):
        offered, got = ", ".join(repr(choice) for choice in choices), short(values)
        sentence = f"`{name}` must be a list of one or more of {offered}, each once, got {got}."
        raise SettingError(sentence, "error-several", name=name, offered=offered, got=got)


def require_random_or(name: str, value: object, low: float, high: float) -> None:
    """Raise `ValueError` unless `value` is the word "random" or a number from `low` to `high`."""
    if value == "random":
        return
    if isinstance(value, str):
        raise _number_error("error-random-or", name, '"random" or a number', (low, high), value)
    require_number(name, value, low, high)


def require_text(name: str, value: object, longest: int) -> None:
    """Raise `SettingError` unless `value` is printable text of at most `longest` characters."""
    if not isinstance(value, str) or len(value) > longest or not value.isprintable():
        raise SettingError(
            f"`{name}` must be at most {longest} printable characters, got {short(value)}.",
            "error-text",
            name=name,
            high=str(longest),
            got=short(value),
        )


def short(value: object) -> str:
    """Return `value` as a sentence can carry it: what somebody pasted may be a page long."""
    return reprlib.repr(value)
