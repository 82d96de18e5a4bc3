"""Single units by hand against the whole network: sums, poolings, paths."""

from itertools import product

import numpy as np
import pytest

from cam_core.dataset import make_dataset
from cam_core.layers.kernels import layer_kernels
from cam_core.layers.ladder import terms
from cam_core.layers.lit_path import lit_paths
from cam_core.layers.units import pooled_position, read_positions, read_values, unit_sum
from cam_core.pipeline import explain
from cam_core.receptive_field import ReceptiveField
from cam_core.results import Explanation
from cam_core.storage.checkpoint import Model, load
from tests.serving import REPOSITORY

TOLERANCE = 1e-5
"""Rounding of float32 sums, as a share of the largest activation of the layer."""

SAMPLES = [2, 17, 19]


def shipped(name: str) -> tuple[Model, Explanation]:
    model = load(REPOSITORY / "models" / name)
    config = model.manifest.experiment.signals
    return model, explain(model, make_dataset(config).test.x[SAMPLES])


@pytest.fixture(scope="module", params=["talk", "talk-max", "fcn", "resnet18"])
def told(request: pytest.FixtureRequest) -> tuple[Model, Explanation]:
    return shipped(request.param)


def inputs(model: Model, said: Explanation, index: int) -> list[np.ndarray]:
    """What each layer reads of a signal, and at the end the last feature maps."""
    signal = (said.x[index] - float(model.network.input_mean)) / float(model.network.input_std)
    return [signal, *(layer[index] for layer in said.layers.values())]


def test_spelled_out_sums_are_the_networks_values(told: tuple[Model, Explanation]) -> None:
    """Every position of every third channel: the taps add up to the products, and all to the activation."""
    model, said = told
    values = inputs(model, said, 0)
    for before, after, stage in zip(values, values[1:], model.network.config.spec.stages, strict=False):
        kernels = layer_kernels(model.network, stage.name)
        if kernels is None:
            continue
        atol = TOLERANCE * float(after.max())
        for channel, position in product(range(0, len(after), 3), range(after.shape[1])):
            made = unit_sum(kernels, stage.reach, before, channel, position)
            assert made.after == pytest.approx(after[channel, position], abs=atol), (stage.name, channel)
            assert made.taps.sum() == pytest.approx(made.products.sum(), abs=1e-9)
            unclipped = made.scale * (made.taps.sum() + made.bias) + made.shift
            assert made.before == pytest.approx(unclipped, abs=1e-9)
            assert made.before <= 0 or made.before == made.after


@pytest.mark.parametrize("name", ["talk", "talk-max"])
def test_the_winner_of_a_pooling_is_what_goes_on(name: str) -> None:
    """The value at the winning position is the pooling's, bit for bit, and no earlier one is as large."""
    model, said = shipped(name)
    reach = model.network.config.spec.stage("first_pooling").reach
    before, after = said.layers["second_conv"][1], said.layers["first_pooling"][1]
    for channel, position in product(range(len(after)), range(after.shape[1])):
        won = pooled_position(reach, before, channel, position)
        assert won in (2 * position, 2 * position + 1)
        assert before[channel, won] == after[channel, position]
        assert won == 2 * position or before[channel, 2 * position] < before[channel, won]


def test_padding_reads_as_zero() -> None:
    """Positions beyond either end are named, and hold nothing."""
    reach = ReceptiveField(5, 2, -2)
    assert read_positions(reach, 0).tolist() == [-2, -1, 0, 1, 2]
    assert read_positions(reach, 2).tolist() == [2, 3, 4, 5, 6]
    before = np.array([[1.0, 2, 3, 4, 5]])
    assert read_values(before, read_positions(reach, 0)).tolist() == [[0, 0, 1, 2, 3]]
    assert read_values(before, read_positions(reach, 2)).tolist() == [[3, 4, 5, 0, 0]]


def test_a_pooling_never_chooses_padding() -> None:
    """Of three places with one beyond the edge the largest value wins, though it is below zero."""
    before = np.array([[-3.0, -1, -2]])
    assert pooled_position(ReceptiveField(3, 2, -1), before, 0, 0) == 1
    assert pooled_position(ReceptiveField(3, 2, -1), before, 0, 1) == 1


def added_by_hand(
    model: Model, before: np.ndarray, place: int, channel: int, position: int
) -> dict[tuple[int, int], float]:
    """What each unit of the layer before adds to one unit, one product at a time; by (channel, position)."""
    stage = model.network.config.spec.stages[place]
    kernels = layer_kernels(model.network, stage.name)
    added: dict[tuple[int, int], float] = {}
    for tap in range(stage.reach.size):
        at = stage.reach.start + stage.reach.jump * position + tap
        for row in range(len(before)) if 0 <= at < before.shape[1] else ():
            if kernels is not None:
                weight = kernels.scale[channel] * kernels.weight[channel, row, tap]
                added[row, at] = float(weight) * float(before[row, at])
            elif stage.single is None or row == channel:
                added[row, at] = float(before[row, at])
    return added


@pytest.mark.parametrize("index", range(len(SAMPLES)))
def test_a_path_goes_where_most_is_added(told: tuple[Model, Explanation], index: int) -> None:
    """From the highest position of each map down to a sample, no other unit adds more at any layer."""
    model, said = told
    by_map = terms(said)
    values = inputs(model, said, index)
    for name, paths in lit_paths(model.network, said, by_map).items():
        path = [tuple(map(int, unit)) for unit in paths[index]]
        assert len(path) == len(values)
        channel, position = path[-1]
        cam, weight = by_map[name].cam[index], by_map[name].weight
        assert cam[position] == cam.max()
        assert weight[channel] * values[-1][channel, position] == (weight * values[-1][:, position]).max()
        for place in reversed(range(len(path) - 1)):
            added = added_by_hand(model, values[place], place, *path[place + 1])
            assert added[path[place]] == pytest.approx(max(added.values()), rel=1e-6, abs=1e-9)
