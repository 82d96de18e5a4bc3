"""Silenced channels in the link: what is written is read back, and nothing else is taken for channels."""

import numpy as np
import pytest

from cam_core.fields import ExplainedError
from ui.errors import sentence
from ui.evidence.ledger.link import parse_silenced, write_silenced
from ui.language import LANGUAGES, translator


@pytest.mark.parametrize("count", [1, 7, 8, 9, 256, 2048])
def test_what_is_written_is_read_back_and_short(count: int) -> None:
    """Any set of channels, few or many, together or scattered: a bit for each is the most it takes."""
    rng = np.random.default_rng(count)
    for share in (0.0, 0.02, 0.5, 0.98, 1.0):
        channels = tuple(int(one) for one in np.flatnonzero(rng.random(count) < share))
        text = write_silenced(channels, count)
        assert parse_silenced(text, count) == channels
        assert len(text) <= 5 + -(-4 * -(-count // 8) // 3)
        assert text == write_silenced(reversed(channels), count)


@pytest.mark.parametrize(
    ("text", "channels"),
    [
        ("", ()),
        ("3", (3,)),
        ("3.5-7", (3, 5, 6, 7)),
        ("9.0-2", (0, 1, 2, 9)),
        ("not.0-8", (9,)),
        ("not", tuple(range(10))),
        ("bits.gEA", (0, 9)),
    ],
)
def test_the_text_means_what_it_says(text: str, channels: tuple[int, ...]) -> None:
    """Of ten channels: numbers, runs, all others, and one bit for each from the left."""
    assert parse_silenced(text, 10) == channels
    assert write_silenced((3, 5, 6, 7), 10) == "3.5-7"
    assert write_silenced(range(9), 10) == "not.9"


@pytest.mark.parametrize(
    "text",
    [
        "10",
        "-1",
        "7-5",
        "3,4",
        "3.",
        "x",
        "not.10",
        "3.not",
        "0-99999999",
        "٣",
        "bits.",
        "bits.gCA",
        "bits.gE",
        "bits.gEAA",
        "bits.é",
        "bits.gE==",
        "9" * 5000,
    ],
)
def test_other_channels_and_other_words_get_one_sentence(text: str) -> None:
    """It says what can stand there and what came, in both languages, however long that was."""
    with pytest.raises(ExplainedError, match="`silenced` must be channel numbers from 0 to 9") as caught:
        parse_silenced(text, 10)
    for language in LANGUAGES:
        words = sentence(translator(language), caught.value)
        assert "silenced" in words
        assert "9" in words
        assert len(words) < 250
