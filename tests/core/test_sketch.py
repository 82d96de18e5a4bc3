"""A sketch comes out of its text as it went in, and nothing else is taken for one."""

import numpy as np
import pytest

from cam_core.by_hand.sketch import MOST, read_sketch, sketch_step, write_sketch


def test_whole_numbers_of_the_step_come_back_exactly() -> None:
    """Every one of the 4,095 levels, as float32 of the product."""
    wholes = np.arange(-MOST, MOST + 1)
    text = write_sketch(wholes * 0.002, 0.002)
    read = read_sketch(text, len(wholes))
    assert read.dtype == np.float32
    np.testing.assert_array_equal(read[0, 0], (wholes * 0.002).astype(np.float32))
    assert set(text) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.")
    assert len(text) == len("0.002.") + 2 * len(wholes)


def test_other_values_move_by_half_a_step_at_most() -> None:
    """Rounded to the nearest level; what is too large stops at the last one."""
    values = np.random.default_rng(0).normal(size=100)
    read = read_sketch(write_sketch(values, 0.002), 100)
    assert np.abs(read[0, 0] - values).max() <= 0.001 + 1e-6
    assert read_sketch(write_sketch(np.array([99.0]), 0.002), 1)[0, 0, 0] == np.float32(MOST * 0.002)


@pytest.mark.parametrize("limit", [0.01, 0.5, 1.0, 2.0, 2.047, 3.5, 100.0, 1000.0])
def test_the_step_reaches_the_limit_and_is_no_coarser_than_needed(limit: float) -> None:
    """1, 2 or 5 times a power of ten; at most two and a half times as fine as could be."""
    step = sketch_step(limit)
    assert f"{step:.0e}"[0] in "125"
    assert limit <= step * MOST * (1 + 1e-9) <= 2.6 * limit


@pytest.mark.parametrize(
    "text",
    [
        "",
        "0.002.",
        "0.002.AB",
        "AB" * 100,
        "0.AAAA",
        "nan." + "AA" * 100,
        "inf." + "AA" * 100,
        "-1." + "AA" * 100,
        "1e-9." + "AA" * 100,
        "0.002." + "A!" * 100,
        "0.002." + "Aé" * 100,
        "0.002." + "AA" * 101,
        "0.002." + "A" * 199,
    ],
)
def test_anything_else_is_refused_with_a_sentence(text: str) -> None:
    """Whatever stands in a link, one sentence says what a sketch is."""
    with pytest.raises(
        ValueError, match="`sketch` must be a step, a full stop and two letters for each of 100"
    ):
        read_sketch(text, 100)
