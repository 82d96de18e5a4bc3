"""Numbers as people read them."""

import pytest

from ui.decimals import number, with_sign


@pytest.mark.parametrize(
    ("value", "digits", "plain", "signed"),
    [
        (1.23456, 4, "1.2346", "+1.2346"),
        (-1.23456, 2, "−1.23", "−1.23"),
        (-0.00004, 4, "0.0000", "0.0000"),
        (0.00004, 4, "0.0000", "0.0000"),
        (-0.0, 1, "0.0", "0.0"),
        (0.06, 1, "0.1", "+0.1"),
    ],
)
def test_a_sign_belongs_to_what_is_read(value: float, digits: int, plain: str, signed: str) -> None:
    """A true minus sign, and none before what is rounded to nothing."""
    assert number(value, digits) == plain
    assert with_sign(value, digits) == signed
