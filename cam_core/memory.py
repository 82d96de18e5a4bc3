"""How many signals may be in memory with all that a network makes of them: one limit for all that runs.

No torch here. A limit on the training's batch alone would let a network that trains one signal at a time take
all memory as soon as its maps are asked for.
"""

from cam_core.architectures.backbones import Backbone

MAX_ACTIVATIONS = 2**29
"""Values that all convolutions together may put out at once: two gigabytes in float32."""


def activations(spec: Backbone, num_points: int) -> int:
    """Return the values that all convolutions put out for one signal of `num_points` samples."""
    return sum(row.activations for row in spec.rows(num_points))


def stage_values(spec: Backbone, num_points: int) -> int:
    """Return the values of all stages' outputs for one signal: what stays of it where layers are kept."""
    return sum(row.stage.num_out * row.num_positions for row in spec.rows(num_points))


def fit_at_once(values: int, most: int) -> int:
    """Return how many signals of `values` each may be in memory together: `most`, fewer of a large network.

    One always may; `ExperimentConfig` takes no network for which that is too much.
    """
    return max(1, min(most, MAX_ACTIVATIONS // values))


def run_at_once(spec: Backbone, num_points: int, most: int) -> int:
    """Return how many signals may run through the network together: `most`, fewer of a large network."""
    return fit_at_once(activations(spec, num_points), most)


def keep_at_once(spec: Backbone, num_points: int, most: int) -> int:
    """Return of how many signals all layers may be kept: `most`, fewer of a large network, at least one."""
    return fit_at_once(stage_values(spec, num_points), most)
