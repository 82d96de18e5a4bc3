"""Public weights of ResNet and DenseNet come under torchvision's names; these are ours for the same."""

import re
from collections.abc import Mapping

from torch import Tensor

_RULES: tuple[tuple[str, str], ...] = (
    (r"^conv1\.", "backbone.conv1.0."),
    (r"^bn1\.", "backbone.conv1.1."),
    (r"^layer(\d)\.", r"backbone.conv{next}_x."),
    (r"^fc\.", "head."),
    (r"^features\.conv0\.", "backbone.convolution.0."),
    (r"^features\.norm0\.", "backbone.convolution.1."),
    # Layers are counted from 1; the oldest files write `norm.1` for `norm1`.
    (r"^features\.denseblock(\d)\.denselayer(\d+)\.(norm|conv)\.?(\d)\.", r"dense"),
    (r"^features\.transition(\d)\.", r"backbone.transition_\1."),
    (r"^features\.norm5\.", "backbone.dense_block_4.norm.0."),
    (r"^classifier\.", "head."),
)


def from_torchvision(state: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """Return `state` under our names; raise `ValueError` for a name that is not a ResNet's or DenseNet's."""
    return {_renamed(name): value for name, value in state.items()}


def _renamed(name: str) -> str:
    for pattern, ours in _RULES:
        found = re.match(pattern, name)
        if found is None:
            continue
        rest = name[found.end() :]
        if ours == "dense":
            block, layer, kind, number = found.groups()
            return f"backbone.dense_block_{block}.{int(layer) - 1}.{kind}{number}.{rest}"
        if "{next}" in ours:
            return ours.format(next=int(found[1]) + 1) + rest
        return found.expand(ours) + rest
    raise ValueError(f"`{name}` is not a name of a ResNet or DenseNet as torchvision writes it.")
