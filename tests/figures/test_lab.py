"""Lab's figures hold exactly the numbers they are given, on axes that do not follow the data."""

import base64
from typing import Any

import numpy as np
import plotly.graph_objects as go
import pytest

from cam_core.config import SignalConfig
from cam_core.figures.lab import CURVE_HERE, accuracy_figure, examples_figure, film_curve_figure, loss_figure
from cam_core.figures.lab_film import (
    ABOVE,
    BELOW,
    FILM_BINDINGS,
    HERE,
    ROWS,
    SIGNAL,
    film_payload,
    pinned_figure,
    signed_parts,
)
from cam_core.palette import CAM_SCALE, TRUTH
from cam_core.results import EpochRecord
from cam_core.signals import SignalBatch, generate_signals
from ui.lab.dataset import example_signals, signal_limit
from ui.language import translator

T = translator("en")
HISTORY = [
    EpochRecord(1, 0.9, 0.5, 0.6931, 0.51, 1.0),
    EpochRecord(2, 0.3, 0.9, 0.25, 0.93, 2.0),
]


def ranges(figure: go.Figure) -> dict[str, Any]:
    layout = figure.to_plotly_json()["layout"]
    return {name: part.get("range") for name, part in layout.items() if "axis" in name}


@pytest.fixture(scope="module")
def examples() -> SignalBatch:
    return example_signals(SignalConfig())


def test_the_examples_are_three_of_each_class_with_their_bursts(examples: SignalBatch) -> None:
    """Every line is a signal, every bracket spans the burst's samples whole; sines have none."""
    assert examples.y.tolist() == [0, 0, 0, 1, 1, 1]
    drawn = examples_figure(examples, ("sine", "noisy_sine"), 2.5, T)
    for place in range(6):
        line, mark = drawn.data[2 * place], drawn.data[2 * place + 1]
        assert np.array_equal(line.y, examples.x[place, 0])
        start, end = examples.event_interval[place]
        ends = [np.nan, np.nan] if start < 0 else [start - 0.5, end - 0.5]
        np.testing.assert_array_equal(mark.x, ends)
        assert mark.line.color == TRUTH


def test_the_examples_axis_stays_while_the_noise_changes() -> None:
    """Up to noise as strong as half the sine nothing moves; beyond, the axis doubles, whole."""
    limits = [signal_limit(SignalConfig(noise_std=std)) for std in (0.0, 0.1, 0.3, 0.5)]
    assert len(set(limits)) == 1
    assert signal_limit(SignalConfig(noise_std=1.0)) == 2 * limits[0]
    assert signal_limit(SignalConfig(amplitude=3.0)) == 3 * limits[0]


def test_the_examples_keep_their_phases_when_the_strength_changes(examples: SignalBatch) -> None:
    """What is seen is the strength alone: the burst is the same shape, scaled."""
    weak = example_signals(SignalConfig(noise_std=0.25))
    assert np.array_equal(weak.x_clean, examples.x_clean)
    assert np.allclose(2 * (weak.x - weak.x_clean), examples.x - examples.x_clean, atol=1e-6)


@pytest.mark.parametrize("history", [[], HISTORY[:1], HISTORY])
def test_the_curves_hold_the_history_on_axes_of_the_plan(history: list[EpochRecord]) -> None:
    """The axes are those of the ten planned epochs from the first picture on."""
    loss, accuracy = loss_figure(history, 10, T), accuracy_figure(history, 10, 0.93, T)
    assert list(loss.data[1].y) == [record.test_loss for record in history]
    assert list(accuracy.data[0].y) == [record.train_accuracy for record in history]
    assert list(accuracy.data[1].x) == [record.epoch for record in history]
    assert ranges(loss) == ranges(loss_figure([], 10, T))
    assert ranges(accuracy) == ranges(accuracy_figure([], 10, 0.93, T))


def test_the_ceiling_is_a_line_at_its_height() -> None:
    """The best possible accuracy is drawn where it is and said in words."""
    drawn = accuracy_figure(HISTORY, 10, 0.93, T)
    assert (drawn.layout.shapes[0].y0, drawn.layout.shapes[0].y1) == (0.93, 0.93)
    assert "0.930" in drawn.layout.annotations[0].text


def test_the_films_line_is_the_trace_that_the_slider_moves() -> None:
    """The binding names the vertical line, not a curve."""
    drawn = film_curve_figure(HISTORY, 2, 0.93, T)
    assert list(drawn.data[CURVE_HERE].x) == [2, 2]


def pinned(epochs: int = 3, scale: float = 10.0) -> go.Figure:
    rng = np.random.default_rng(0)
    return pinned_figure(
        rng.normal(size=100),
        np.array([30, 50]),
        np.arange(epochs),
        rng.normal(size=(epochs, 50)),
        rng.normal(size=100),
        start=0.5,
        jump=2.0,
        limit=2.5,
        scale=scale,
        num_epochs=10,
        t=T,
    )


def test_a_pinned_signal_has_a_row_of_colour_an_epoch() -> None:
    """Rows are the maps as they are, at the centres of their units, on one symmetric scale."""
    rng = np.random.default_rng(0)
    x, cam = rng.normal(size=100), rng.normal(size=(3, 50))
    drawn = pinned()
    rows = drawn.data[ROWS]
    assert np.array_equal(drawn.data[SIGNAL].y, x.astype(np.float32))
    assert np.array_equal(rows.z, cam)
    assert (rows.x0, rows.dx, rows.zmin, rows.zmax) == (0.5, 2.0, -10, 10)
    assert list(rows.y) == [0, 1, 2]
    assert [color for _, color in rows.colorscale] == [color for _, color in CAM_SCALE]


def test_a_growing_film_moves_no_axis() -> None:
    """The picture after one epoch and after all of them have the same axes."""
    assert ranges(pinned(1)) == ranges(pinned(11))


def test_a_clean_signal_has_no_bracket() -> None:
    """Nothing marks a burst where there is none."""
    zeros = np.zeros(100)
    settings: dict[str, Any] = {"start": 0.5, "jump": 2.0, "limit": 1.0, "scale": 1.0}
    drawn = pinned_figure(
        zeros, np.array([-1, -1]), np.array([0]), np.zeros((1, 50)), zeros, num_epochs=1, t=T, **settings
    )
    assert len(drawn.data) == HERE + 1


def test_the_two_areas_add_up_to_the_map() -> None:
    """For and against are drawn apart, and together they are the map."""
    values = np.random.default_rng(1).normal(size=100)
    above, below = signed_parts(values)
    assert np.array_equal(above + below, values)
    assert above.min() == 0
    assert below.max() == 0


def test_a_films_payload_is_its_map() -> None:
    """What the browser gets for an epoch decodes to the map's two parts and the epoch's place."""
    values = np.random.default_rng(2).normal(size=100)
    sent = film_payload(7, values, "Epoch 7")
    arrays = {
        name: np.frombuffer(base64.b64decode(array["bdata"]), "<f4") for name, array in sent["arrays"].items()
    }
    assert np.allclose(arrays["above"] + arrays["below"], values, atol=1e-6)
    assert arrays["here"].tolist() == [7, 7]
    assert [(one["trace"], one["array"]) for one in FILM_BINDINGS] == [
        (ABOVE, "above"),
        (BELOW, "below"),
        (HERE, "here"),
    ]
    assert sent["texts"]["words"] == "Epoch 7"


def test_examples_follow_the_config(examples: SignalBatch) -> None:
    """They are signals of the config, not of a config of their own."""
    fixed = example_signals(SignalConfig(noise_start=7, noise_length=11, num_points=64))
    assert fixed.x.shape == (6, 1, 64)
    assert fixed.event_interval[3:].tolist() == [[7, 18]] * 3
    several = generate_signals(SignalConfig(num_samples=20))
    assert any(np.array_equal(examples.x[0], x) for x in several.x)
