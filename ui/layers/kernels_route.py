"""Where the browser fetches the kernels of a layer; `ui.routes` mounts it.

The address carries the model's fingerprint, so an answer holds for ever and browsers may keep it.
"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from cam_core.architectures.blocks import Conv
from cam_core.figures.payload import typed_array
from ui import store
from ui.assets import FOREVER
from ui.sample_query import require_current

PATH = "/kernels"

MAX_WEIGHTS = 2**19
"""Numbers in one answer: two megabytes. Every layer of the talk's network fits into one."""


def kernels(request: Request) -> Response:
    """`/kernels?model=..&fingerprint=..&layer=third_conv&first=0`: kernels from there on."""
    try:
        body = {"kernels": kernels_payload(dict(request.query_params))}
        return JSONResponse(body, headers={"Cache-Control": FOREVER})
    except ValueError as error:
        return JSONResponse({"error": str(error)}, status_code=400)


def kernels_address(model: str, fingerprint: str) -> str:
    """Return where a model's kernels are, without a layer: whatever the language and the signals."""
    return f"{PATH}?{urlencode({'model': model, 'fingerprint': fingerprint})}"


def kernels_payload(query: Mapping[str, str]) -> dict[str, Any]:
    """Return weight (channels, input channels x taps), bias, scale and shift (channels) as typed arrays.

    Raises `ValueError` with one sentence for a model, fingerprint, layer or channel that is not there.
    """
    from cam_core.layers.kernels import layer_kernels

    slug, layer = query.get("model", ""), query.get("layer", "")
    known = store.manifest(slug)
    require_current(query.get("fingerprint"), known)
    found = layer_kernels(store.model(slug, known.fingerprint).network, layer)
    if found is None:
        raise ValueError(f"`layer` must be a convolution, got {layer!r:.80}.")
    first = _first(query.get("first", "0"), len(found.weight))
    conv = known.experiment.network.spec.stage(layer).single
    assert isinstance(conv, Conv), "what has kernels is a convolution"
    part = slice(first, first + channels_per_answer(conv))
    return {
        "weight": typed_array(found.weight[part].reshape(len(found.weight[part]), -1)),
        "bias": typed_array(found.bias[part]),
        "scale": typed_array(found.scale[part]),
        "shift": typed_array(found.shift[part]),
    }


def channels_per_answer(conv: Conv) -> int:
    """Return how many channels of a convolution one answer holds, one at least."""
    return min(conv.num_out, max(1, MAX_WEIGHTS // num_weights(conv)))


def num_weights(conv: Conv) -> int:
    """Return the numbers of one channel's kernel."""
    return conv.num_in * conv.kernel_size


def _first(text: str, count: int) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 9 and int(text) < count):
        raise ValueError(f"`first` must be a channel from 0 to {count - 1}, got {text!r:.80}.")
    return int(text)
