"""Numbers as people read them; `fixed` of the browser's half writes the same."""


def number(value: float, digits: int = 4) -> str:
    """Return `value` with that many decimals and a true minus sign; a rounded nothing has none."""
    return f"{round(value, digits) + 0.0:.{digits}f}".replace("-", "−")


def with_sign(value: float, digits: int) -> str:
    """Return `number` with a plus where it is positive."""
    words = number(value, digits)
    return words if round(value, digits) <= 0 else f"+{words}"
