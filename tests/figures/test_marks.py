"""The marks that every picture shares."""

import numpy as np

from cam_core.figures.marks import (
    bracket_axis,
    interval_ends,
    interval_sides,
    line,
    sample_borders,
    side_lines,
    strip,
)


def test_a_line_goes_through_its_values_or_through_one_for_all() -> None:
    """Values stay in their order; one number stands at every place; a line without words says nothing."""
    assert list(line([3, 4, 5], 1, y=np.array([2.0, -1.0, 0.5])).y) == [2, -1, 0.5]
    level = line([-0.5, 9.5], 2, y=7)
    assert list(level.y) == [7, 7]
    assert (level.hoverinfo, level.hovertemplate) == ("skip", None)


def test_a_line_with_words_says_them_beside_its_name() -> None:
    """Plotly would say nothing at all of a trace with words whose `hoverinfo` is "skip"."""
    said = line([0, 1], 1, hover="%{y}", name="mean")
    assert (said.hoverinfo, said.hovertemplate) == (None, "%{y}<extra>mean</extra>")


def test_a_strip_has_a_cell_for_every_sample() -> None:
    """Sample i is painted from i - 1/2 to i + 1/2; the colours end at the scale, or are the picture's."""
    own = strip(sample_borders(4), 2.5, values=np.arange(4), scale=3)
    assert list(own.x) == [-0.5, 0.5, 1.5, 2.5, 3.5]
    assert own.z.tolist() == [[0, 1, 2, 3]]
    assert (own.zmin, own.zmax, list(own.y), own.coloraxis) == (-3, 3, [-2.5, 2.5], None)
    assert strip(sample_borders(4), 2.5).coloraxis == "coloraxis"


def test_brackets_and_sides_span_an_intervals_samples_whole() -> None:
    """Samples 30 to 49 lie from 29.5 to 49.5; where no interval is, nothing is drawn."""
    assert interval_ends(np.array([30, 50])).tolist() == [29.5, 49.5]
    assert interval_sides(np.array([30, 50]))[[0, 1, 3, 4]].tolist() == [29.5, 29.5, 49.5, 49.5]
    heights = np.array(side_lines(-1, 2).y)
    assert heights[[0, 1, 3, 4]].tolist() == [-1, 2, -1, 2]
    assert np.isnan([heights[2], interval_sides(np.array([30, 50]))[2]]).all(), "the sides are apart"
    for places in (interval_ends, interval_sides):
        assert np.isnan(places(np.array([-1, -1]))).all()


def test_the_rows_of_brackets_have_room_on_both_sides() -> None:
    """The lowest row comes first; the axis goes on for more than half a row beyond the first and last."""
    shown = bracket_axis(["found", "truth", "none"])
    assert dict(zip(shown["tickvals"], shown["ticktext"], strict=True)) == {0: "found", 1: "truth", 2: "none"}
    assert shown["range"] == [-0.6, 2.6]
