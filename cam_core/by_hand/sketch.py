"""A signal drawn by hand, as text that a link can carry: whole numbers of a fixed step.

The step stands before the last full stop; then come two letters for each sample, base64 without padding
(RFC 4648, section 5), the number of steps above -2048.
"""

import numpy as np

from cam_core.fields import ExplainedError

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
ZERO = 2048
MOST = ZERO - 1
"""Steps to either side of zero."""

STEP_BOUNDS = (1e-6, 1e3)


def sketch_step(limit: float) -> float:
    """Return the step, 1, 2 or 5 times a power of ten, with which values up to ± `limit` can be drawn."""
    low, high = STEP_BOUNDS
    smallest = min(max(limit / MOST, low), high)
    power = 10.0 ** np.floor(np.log10(smallest))
    fitting = [part * power for part in (1, 2, 5, 10) if part * power >= smallest * (1 - 1e-9)]
    return float(f"{fitting[0]:.1g}")


def write_sketch(values: np.ndarray, step: float) -> str:
    """Return the text of `values` (time,), each rounded to the nearest whole number of `step`."""
    wholes = np.clip(np.round(values / step), -MOST, MOST).astype(int) + ZERO
    return f"{step:g}." + "".join(LETTERS[whole >> 6] + LETTERS[whole & 63] for whole in wholes)


def read_sketch(text: str, num_points: int) -> np.ndarray:
    """Return the signal of a text, float32 (1, 1, num_points); raises `ValueError` where it is none."""
    before, _, letters = text.rpartition(".")
    step = _step(before)
    places = [LETTERS.find(letter) for letter in letters]
    if step is None or len(places) != 2 * num_points or min(places, default=0) < 0:
        raise ExplainedError(
            f"`sketch` must be a step, a full stop and two letters for each of {num_points} samples, "
            f"got {text[:24]!r}.",
            "error-sketch",
            count=str(num_points),
        )
    high, low = np.array(places).reshape(-1, 2).T
    return ((high * 64 + low - ZERO) * step).astype(np.float32)[None, None]


def _step(text: str) -> float | None:
    try:
        step = float(text)
    except ValueError:
        return None
    return step if STEP_BOUNDS[0] <= step <= STEP_BOUNDS[1] else None
