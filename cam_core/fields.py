"""Checks shared by the config classes: each gives one sentence that names the field."""

import math
import numbers
from collections.abc import Collection


def require_int(name: str, value: object, low: int, high: int) -> None:
    """Raise `ValueError` unless `value` is a whole number between `low` and `high`, both included."""
    is_whole = isinstance(value, numbers.Integral) and not isinstance(value, bool)
    if not is_whole or not low <= int(value) <= high:
        raise ValueError(f"`{name}` must be a whole number from {low} to {high}, got {value!r}.")


def require_number(name: str, value: object, low: float, high: float) -> None:
    """Raise `ValueError` unless `value` is a finite number between `low` and `high`, both included."""
    is_real = isinstance(value, numbers.Real) and not isinstance(value, bool)
    # Compared before it is converted: a whole number of 400 digits has no float.
    if not is_real or not low <= value <= high or not math.isfinite(float(value)):
        raise ValueError(f"`{name}` must be a number from {low:g} to {high:g}, got {value!r}.")


def require_choice(name: str, value: object, choices: Collection[str]) -> None:
    """Raise `ValueError` unless `value` is one of `choices`."""
    if not isinstance(value, str) or value not in choices:
        offered = ", ".join(repr(choice) for choice in choices)
        raise ValueError(f"`{name}` must be one of {offered}, got {value!r}.")


def require_random_or(name: str, value: object, low: float, high: float) -> None:
    """Raise `ValueError` unless `value` is the word "random" or a number from `low` to `high`."""
    if value == "random":
        return
    if isinstance(value, str):
        raise ValueError(f'`{name}` must be "random" or a number from {low:g} to {high:g}, got {value!r}.')
    require_number(name, value, low, high)
