"""Layers' arrays of one sample, by the names that the picture's bindings ask for."""

from collections.abc import Mapping

import numpy as np

from cam_core.figures.marks import interval_sides
from cam_core.layers.ladder import Terms, order
from cam_core.results import Explanation

SORTS = ("index", "weight", "contribution", "peak")
"""How the channels can be ordered; an order that a layer does not have leaves its channels as they are."""


def layers_arrays(
    explanation: Explanation, terms: Mapping[str, Terms], index: int, truth: np.ndarray
) -> dict[str, np.ndarray]:
    """Return the arrays of signal `index`; truth (2,) is its event interval, -1, -1 without one.

    Every layer is (channels, positions). `order.SORT.WHICH` lists channels from first to last.
    """
    arrays = {"x": explanation.x[index, 0], "pooled": explanation.pooled_features[index]}
    arrays["truth"] = interval_sides(truth)
    for name, values in explanation.layers.items():
        arrays[name] = values[index]
        arrays[f"order.peak.{name}"] = order(values[index].max(axis=-1))
    last_layer = list(explanation.layers)[-1]
    for name, term in terms.items():
        arrays |= _term_arrays(term, name, index)
        arrays[f"order.peak.{name}"] = arrays[f"order.peak.{last_layer}"]
    return arrays


def path_arrays(
    paths: Mapping[str, np.ndarray], found: Mapping[str, np.ndarray], index: int
) -> dict[str, np.ndarray]:
    """Return each map's path for signal `index`, and the interval that the map points to.

    paths: (N, levels, 2), channel and position; found: (N, 2). They become `path.WHICH` and `found.WHICH`.
    """
    arrays = {f"path.{name}": path[index] for name, path in paths.items()}
    return arrays | {f"found.{name}": intervals[index] for name, intervals in found.items()}


def sum_scalars(terms: Mapping[str, Terms], index: int) -> dict[str, float]:
    """Return what each map's sum begins and ends with: `bias.WHICH`, `logit.WHICH`."""
    bias = {f"bias.{name}": term.bias for name, term in terms.items()}
    return bias | {f"logit.{name}": float(term.logit[index]) for name, term in terms.items()}


def _term_arrays(term: Terms, name: str, index: int) -> dict[str, np.ndarray]:
    contribution = term.contribution[index]
    return {
        f"weight.{name}": term.weight,
        f"contribution.{name}": contribution,
        f"cam.{name}": term.cam[index],
        f"interpolated.{name}": term.interpolated_cam[index],
        f"order.weight.{name}": order(term.weight),
        f"order.contribution.{name}": order(contribution),
    }
