"""A path through the network, from a map's highest position back to a sample of the signal.

At each layer it goes on to the unit that adds most to the one it comes from. A path is an example, not
an attribution: all other units add their part too.
"""

from collections.abc import Mapping, Sequence

import numpy as np

from cam_core.architectures.backbones import Stage
from cam_core.layers.kernels import LayerKernels, layer_kernels
from cam_core.layers.ladder import Terms
from cam_core.layers.units import pooled_position, read_positions, unit_sum
from cam_core.network import Network
from cam_core.results import Explanation


def lit_paths(
    network: Network, explanation: Explanation, terms: Mapping[str, Terms]
) -> dict[str, np.ndarray]:
    """Return each map's path for each of N signals, by the map's name: int (N, 1 + layers, 2).

    A row is (channel, position); the first is the sample of the signal, the last a unit of the last layer.
    The explanation must carry its layers.
    """
    stages = network.config.spec.stages
    kernels = [layer_kernels(network, stage.name) for stage in stages]
    signals = (explanation.x - float(network.input_mean)) / float(network.input_std)
    layers = [signals, *explanation.layers.values()]
    return {
        name: np.stack(
            [
                _path(
                    stages,
                    kernels,
                    [layer[index] for layer in layers],
                    _summit(term, layers[-1][index], index),
                )
                for index in range(len(explanation))
            ]
        )
        for name, term in terms.items()
    }


def _summit(term: Terms, feature_maps: np.ndarray, index: int) -> tuple[int, int]:
    """Return the channel that adds most where the map is highest, and that position."""
    position = int(term.cam[index].argmax())
    return int((term.weight * feature_maps[:, position]).argmax()), position


def _path(
    stages: Sequence[Stage],
    kernels: Sequence[LayerKernels | None],
    values: Sequence[np.ndarray],
    unit: tuple[int, int],
) -> np.ndarray:
    units = [unit]
    for stage, kernel, before in zip(stages[::-1], kernels[::-1], values[-2::-1], strict=True):
        units.append(_strongest(stage, kernel, before, units[-1]))
    return np.array(units[::-1])


def _strongest(
    stage: Stage, kernels: LayerKernels | None, before: np.ndarray, unit: tuple[int, int]
) -> tuple[int, int]:
    """Return the unit of the layer `before` that adds most to `unit` of `stage`.

    Without one kernel for each channel nothing says what a unit adds: then it is the largest that is seen.
    """
    channel, position = unit
    positions = read_positions(stage.reach, position)
    inside = (positions >= 0) & (positions < before.shape[1])
    if kernels is not None:
        made = unit_sum(kernels, stage.reach, before, channel, position)
        added = made.scale * made.products[:, inside]
    elif stage.single is not None:
        return channel, pooled_position(stage.reach, before, channel, position)
    else:
        added = before[:, positions[inside]]
    row, tap = np.unravel_index(int(added.argmax()), added.shape)
    return int(row), int(positions[inside][tap])
