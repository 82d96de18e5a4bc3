"""The pictures of the Networks page show the numbers they are given."""

import numpy as np
import pytest

from cam_core.comparisons.strides import STRIDES_FILE, read_stride_measurement
from cam_core.config import NetworkConfig
from cam_core.figures.networks import CURVES, sight_figure, tradeoff_figure
from cam_core.maps.sight import Sight, sight
from tests.serving import REPOSITORY
from ui.language import translator

T = translator("en")


def seen(backbone: str, stride: int = 8, num_points: int = 100) -> Sight:
    last = NetworkConfig(backbone, deep_stride=stride).spec.rows(num_points)[-1]
    return sight(last.field, last.num_positions, num_points)


@pytest.mark.parametrize("backbone", ["talk", "resnet18", "densenet121"])
def test_positions_span_and_event_are_the_sights(backbone: str) -> None:
    """Ticks at the centres, the bar over the samples that are seen, the event as long as it is."""
    found = seen(backbone)
    positions, middle, bar, _, event = sight_figure(found, 20, "signal", T).data
    np.testing.assert_allclose(positions.x, found.centers)
    assert list(middle.x) == [found.centers[found.middle]]
    assert list(bar.x) == [found.span[0] - 0.5, found.span[1] - 0.5]
    assert event.x[1] - event.x[0] == 20


@pytest.mark.parametrize(
    ("backbone", "num_points", "heads"),
    [
        ("talk", 100, []),
        ("resnet18", 100, [-0.5, 99.5]),
        ("densenet121", 300, [-0.5, 299.5]),
        ("resnet18", 113, []),
        ("resnet18", 105, [104.5]),
    ],
)
def test_arrow_heads_say_where_more_would_be_seen(backbone: str, num_points: int, heads: list[float]) -> None:
    """Units of 14, 113 and 522 samples: nowhere, at both borders, at one, and not where the border is met."""
    found = seen(backbone, num_points=num_points)
    arrows = sight_figure(found, 20, "signal", T).data[3]
    assert list(arrows.x) == heads


def test_no_event_is_drawn_over_a_picture() -> None:
    """Only positions, the middle one and what it sees; the axis counts pixels."""
    figure = sight_figure(seen("resnet18", 32, 224), 0, "picture", T)
    assert len(figure.data) == 4
    assert "pixel" in figure.layout.xaxis.title.text


def test_the_curves_are_the_measurement() -> None:
    """Each of the four measures over each of the four strides, on an axis that ends above 1."""
    measured = read_stride_measurement(REPOSITORY / "models" / "measured" / STRIDES_FILE)
    figure = tradeoff_figure(measured, T)
    for (name, *_), trace in zip(CURVES, figure.data, strict=True):
        assert list(trace.x) == ["4", "8", "16", "32"]
        assert list(trace.y) == [getattr(result, name) for result in measured.results]
    assert figure.layout.yaxis.range == (0, 1.03)
