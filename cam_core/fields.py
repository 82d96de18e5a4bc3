"""Checks shared by the config classes: each gives one sentence that names the field."""

import numbers
import reprlib
from collections.abc import Collection


def require_int(name: str, value: object, low: int, high: int) -> None:
    """Raise `ValueError` unless `value` is a whole number between `low` and `high`, both included."""
    if isinstance(value, bool) or not isinstance(value, numbers.Integral) or not low <= int(value) <= high:
        raise ValueError(f"`{name}` must be a whole number from {low} to {high}, got {short(value)}.")


def require_number(name: str, value: object, low: float, high: float) -> None:
    """Raise `ValueError` unless `value` is a finite number between `low` and `high`, both included."""
    # NaN fails every comparison.
    if not low <= _as_float(value) <= high:
        raise ValueError(f"`{name}` must be a number from {low:g} to {high:g}, got {short(value)}.")


def _as_float(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, numbers.Real):
        return float("nan")
    try:
        return float(value)
    except OverflowError:  # a whole number of 400 digits has no float
        return float("inf")


def require_choice(name: str, value: object, choices: Collection[str]) -> None:
    """Raise `ValueError` unless `value` is one of `choices`."""
    if not isinstance(value, str) or value not in choices:
        offered = ", ".join(repr(choice) for choice in choices)
        raise ValueError(f"`{name}` must be one of {offered}, got {short(value)}.")


def require_random_or(name: str, value: object, low: float, high: float) -> None:
    """Raise `ValueError` unless `value` is the word "random" or a number from `low` to `high`."""
    if value == "random":
        return
    if isinstance(value, str):
        raise ValueError(
            f'`{name}` must be "random" or a number from {low:g} to {high:g}, got {short(value)}.'
        )
    require_number(name, value, low, high)


def short(value: object) -> str:
    """Return `value` as a sentence can carry it: what somebody pasted may be a page long."""
    return reprlib.repr(value)
