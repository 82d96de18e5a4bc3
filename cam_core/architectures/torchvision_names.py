"""Public weights come under torchvision's names; these are ours for the same."""

import re
from collections.abc import Mapping
from typing import TypeVar

from cam_core.architectures.mobilenet import mobilenet

Entry = TypeVar("Entry")

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
    (r"^features\.(\d{1,2})\.", "mobile"),
    # Behind the dropout, which has no parameters.
    (r"^classifier\.1\.", "head."),
    (r"^classifier\.", "head."),
)

_MOBILE = tuple(
    stage.name if len(stage.blocks) == 1 else f"{stage.name}.{place}"
    for stage in mobilenet().stages
    for place in range(len(stage.blocks))
)
"""Our names of MobileNetV2's blocks, which torchvision counts from first to last."""


def from_torchvision(state: Mapping[str, Entry]) -> dict[str, Entry]:
    """Return `state`, tensors or what is known of them, under our names.

    Raises `ValueError` for a name that is not one of a ResNet, a DenseNet or MobileNetV2.
    """
    return {_renamed(name): value for name, value in state.items()}


def _renamed(name: str) -> str:
    for pattern, ours in _RULES:
        found = re.match(pattern, name)
        if found is None or (ours == "mobile" and int(found[1]) >= len(_MOBILE)):
            continue
        rest = name[found.end() :]
        if ours == "dense":
            block, layer, kind, number = found.groups()
            return f"backbone.dense_block_{block}.{int(layer) - 1}.{kind}{number}.{rest}"
        if ours == "mobile":
            return f"backbone.{_MOBILE[int(found[1])]}.{rest}"
        if "{next}" in ours:
            return ours.format(next=int(found[1]) + 1) + rest
        return found.expand(ours) + rest
    raise ValueError(
        f"`{name}` is not a name of a ResNet or DenseNet or of MobileNetV2 as torchvision writes it."
    )
