"""Class activation maps: Zhou et al., "Learning deep features for discriminative localization", 2016.

And what becomes of them with global max pooling: Oquab et al., "Is object localization for free?", 2015.

Pure algebra on arrays of NumPy. A map is signed; nothing is clipped, shifted or stretched.
"""

from functools import lru_cache

import numpy as np

from cam_core.receptive_field import ReceptiveField


def class_activation_map(feature_maps: np.ndarray, head_weight: np.ndarray) -> np.ndarray:
    """Return `cam[n, c, t] = sum_k head_weight[c, k] * feature_maps[n, k, t]` (Zhou et al., eq. 2).

    feature_maps (N, channels, positions) and head_weight (classes, channels) give
    (N, classes, positions), in logits. Without the bias, which belongs to no position.
    """
    return np.matmul(head_weight, feature_maps)


def logits_from_cam(cam: np.ndarray, head_bias: np.ndarray) -> np.ndarray:
    """Return `logits[n, c] = head_bias[c] + mean_t cam[n, c, t]`, (N, classes): conservation.

    It holds for global average pooling, because mean and weighted sum may change places.
    """
    return head_bias + cam.mean(axis=-1)


def logit_shares(feature_maps: np.ndarray, head_weight: np.ndarray, pooling: str) -> np.ndarray:
    """Return what each position adds to each logit, (N, classes, positions).

    For both poolings `logits[n, c] = head_bias[c] + sum_t shares[n, c, t]`. With "average" a share is the
    map over the number of positions. With "max" each channel's term `head_weight[c, k] * max_t
    feature_maps[n, k, t]` belongs to the position of its maximum, the first where several are as large.
    """
    if pooling == "average":
        return class_activation_map(feature_maps, head_weight) / feature_maps.shape[-1]
    places = np.arange(feature_maps.shape[-1])
    is_maximum = places == feature_maps.argmax(axis=-1)[..., None]
    return class_activation_map(np.where(is_maximum, feature_maps, 0), head_weight)


def margin_map(cam: np.ndarray, for_class: int, against_class: int) -> np.ndarray:
    """Return the map of `for_class` minus that of `against_class`, (N, positions), in logits.

    Its mean plus the difference of the biases is the difference of the two logits.
    """
    return cam[:, for_class] - cam[:, against_class]


def interpolation_matrix(
    field: ReceptiveField, num_positions: int, num_points: int, kind: str = "linear"
) -> np.ndarray:
    """Return the matrix, (positions, time), that carries a map onto the samples of the signal.

    Every position stands at the centre of its receptive field, at `start + (size - 1) / 2 + j * jump`.
    Where the first centre is at `(jump - 1) / 2` and the positions times the jump are the samples, as in the
    talk's network, "linear" is half-pixel (`align_corners=False`) interpolation, which keeps the mean.
    "corner" is the common wrong way (`align_corners=True`): linear too, but between the places of
    `corner_centers`, where the positions do not stand. The other kinds are those of `interpolation_at`.
    The matrix is shared and cannot be written.
    """
    return _interpolation_matrix(field, num_positions, num_points, kind)


@lru_cache(maxsize=8)
def _interpolation_matrix(
    field: ReceptiveField, num_positions: int, num_points: int, kind: str
) -> np.ndarray:
    # Asked for with every map of every signal, and the same for all of a model's.
    samples = np.arange(num_points)
    if kind == "corner":
        matrix = interpolation_at(corner_centers(num_positions, num_points), samples, "linear")
    else:
        matrix = interpolation_at(field.centers(num_positions), samples, kind)
    matrix.flags.writeable = False
    return matrix


def interpolation_at(centers: np.ndarray, places: np.ndarray, kind: str = "linear") -> np.ndarray:
    """Return the matrix, (positions, places), that carries a map with positions at `centers` to `places`.

    "linear" joins neighbours by straight lines, "cubic" by SciPy's natural cubic spline; both are level
    beyond the outermost centres. "native" gives each place the value of the nearest centre, the left one
    when two are as near: nearest-neighbour interpolation. At a centre all three give that position's value.
    """
    units = np.eye(len(centers))
    if kind == "native":
        return units[np.abs(places[:, None] - centers).argmin(axis=1)].T
    if kind == "cubic" and len(centers) > 1:
        # Imported here: it takes half a second, which pages without a cubic curve need not wait for.
        from scipy.interpolate import CubicSpline

        spline = CubicSpline(centers, units, bc_type="natural")
        return np.asarray(spline(np.clip(places, centers[0], centers[-1]))).T
    return np.stack([np.interp(places, centers, unit) for unit in units])


def corner_centers(num_positions: int, num_points: int) -> np.ndarray:
    """Return where the common wrong way puts the positions, (positions,), in samples.

    Like an image that is zoomed with `align_corners=True`: the first on the first sample, the last on the
    last, the others evenly between.
    """
    return np.linspace(0, num_points - 1, num_positions)


def corner_drift(field: ReceptiveField, num_positions: int, num_points: int) -> np.ndarray:
    """Return how far to the right `corner_centers` moves each position, (positions,), in samples."""
    return corner_centers(num_positions, num_points) - field.centers(num_positions)


def interpolated_cam(cam: np.ndarray, field: ReceptiveField, num_points: int) -> np.ndarray:
    """Return `cam`, (..., positions), on the samples of the signal, (..., time), in logits."""
    matrix = interpolation_matrix(field, cam.shape[-1], num_points)
    return cam @ matrix.astype(cam.dtype)


def interpolated_along(cam: np.ndarray, field: ReceptiveField, num_points: int) -> np.ndarray:
    """Return the map of a long signal, (classes, positions), on its samples, (classes, time), in logits.

    The same as `interpolated_cam`, without the matrix, which grows with the square of the length. A map
    without positions gives no number anywhere: NaN.
    """
    if cam.shape[-1] == 0:
        return np.full((len(cam), num_points), np.nan)
    centers, samples = field.centers(cam.shape[-1]), np.arange(num_points)
    return np.stack([np.interp(samples, centers, row) for row in cam])


def interpolated_picture_cam(cam: np.ndarray, field: ReceptiveField, height: int, width: int) -> np.ndarray:
    """Return `cam`, (..., rows, columns), on the pixels of a picture, (..., height, width), in logits.

    `field` holds along each axis. Unit (i, j) keeps its value at the centre of its receptive field; between
    centres the map is bilinear, beyond the outermost level. Resizing the map like an image would instead
    spread it over the whole picture, which for the usual padding moves it by half a jump.
    """
    down = interpolation_matrix(field, cam.shape[-2], height).astype(cam.dtype)
    across = interpolation_matrix(field, cam.shape[-1], width).astype(cam.dtype)
    return np.matmul(down.T, np.matmul(cam, across))


def normalized_cam(interpolated: np.ndarray) -> np.ndarray:
    """Return each map over its own largest absolute value, (..., time): the talk's ratio, for display.

    A map of zeros stays zero. The ratio says nothing about strength: noise fills it as well.
    """
    peak = np.abs(interpolated).max(axis=-1, keepdims=True)
    return interpolated / np.where(peak > 0, peak, 1)
