"""Arrays on their way to the browser, in the form Plotly reads without parsing numbers."""

import base64
from collections.abc import Mapping
from typing import Any

import numpy as np

Payload = dict[str, Any]
"""What the picture needs of one sample: arrays, scalars, alias, texts."""


def typed_array(values: np.ndarray) -> dict[str, str]:
    """Return `values` as Plotly's base64 typed array, float32."""
    data = np.ascontiguousarray(values, dtype="<f4")
    encoded = {"dtype": "f4", "bdata": base64.b64encode(data.tobytes()).decode("ascii")}
    if data.ndim > 1:
        encoded["shape"] = ", ".join(map(str, data.shape))
    return encoded


def payload(
    arrays: Mapping[str, np.ndarray],
    scalars: Mapping[str, float],
    alias: Mapping[str, str],
    texts: Mapping[str, str],
) -> Payload:
    """Return one sample's payload."""
    return {
        "arrays": {name: typed_array(values) for name, values in arrays.items()},
        "scalars": {name: float(value) for name, value in scalars.items()},
        "alias": dict(alias),
        "texts": dict(texts),
    }
