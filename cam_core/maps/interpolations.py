"""One map between its positions in every way, the common wrong one too, and what that one costs.

The geometry is that of `cam_core.cam`; here are the ways side by side, for a person to compare.
"""

from collections.abc import Mapping

import numpy as np

from cam_core.cam import interpolation_matrix
from cam_core.receptive_field import ReceptiveField

RIGHT_KINDS = ("native", "linear", "cubic")
"""Through the value of every position at its true centre; "native" is nearest-neighbour interpolation."""

CORNER = "corner"
KINDS = (*RIGHT_KINDS, CORNER)


def interpolations(cam: np.ndarray, field: ReceptiveField, num_points: int) -> dict[str, np.ndarray]:
    """Return `cam`, (..., positions), on the samples of the signal, (..., time), in logits, by kind."""
    return {kind: cam @ interpolation_matrix(field, cam.shape[-1], num_points, kind) for kind in KINDS}


def corner_error(curves: Mapping[str, np.ndarray]) -> np.ndarray:
    """Return corner-aligned less linear interpolation, (..., time), in logits: straight lines both."""
    return curves[CORNER] - curves["linear"]
