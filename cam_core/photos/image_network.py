"""A network for pictures that carries its own localisation: backbone, global average pooling, linear head.

Shapes are (batch, 3, height, width), any height and width; colours run from 0 to 1. No hooks.
"""

from functools import lru_cache

import torch
from torch import Tensor, nn

from cam_core.architectures.backbones import DEEP, RESNETS, Backbone, densenet, resnet
from cam_core.architectures.mobilenet import MOBILENET, mobilenet
from cam_core.architectures.modules import backbone_modules
from cam_core.receptive_field import ReceptiveField

IMAGE_BACKBONES = (MOBILENET, *DEEP)
NUM_CLASSES = 1000
"""Of ImageNet, on which the public weights were trained."""

IMAGENET_MEAN = (0.485, 0.456, 0.406)
IMAGENET_STD = (0.229, 0.224, 0.225)
"""Of red, green and blue over ImageNet's training pictures: what the public weights expect."""


@lru_cache(maxsize=len(IMAGE_BACKBONES))
def image_backbone(name: str) -> Backbone:
    """Return the backbone called `name` as the public weights need it, for pictures of three colours."""
    if name == MOBILENET:
        return mobilenet()
    return resnet(name, num_in=3, stride_in_bottleneck=1) if name in RESNETS else densenet(name, num_in=3)


class ImageNetwork(nn.Module):
    """Backbone, global average pooling, linear head. Geometry is data: `map_field`."""

    input_mean: Tensor
    input_std: Tensor

    def __init__(self, spec: Backbone, num_classes: int = NUM_CLASSES) -> None:
        super().__init__()
        self.spec = spec
        # No part of the weights: public ones come without. On a device of their own, because a network
        # that waits for its weights is built on none.
        for name, values in (("input_mean", IMAGENET_MEAN), ("input_std", IMAGENET_STD)):
            self.register_buffer(name, torch.tensor(values, device="cpu").view(3, 1, 1), persistent=False)
        self.backbone = backbone_modules(spec, num_axes=2)
        self.head = nn.Linear(spec.num_features, num_classes)

    @property
    def map_field(self) -> ReceptiveField:
        """Receptive field of the last feature maps, in pixels; the same along height and width."""
        return self.spec.map_field

    def standardize(self, x: Tensor) -> Tensor:
        """Return `x` (batch, 3, height, width) on the scale of ImageNet's pictures."""
        return (x - self.input_mean) / self.input_std

    def forward_features(self, x: Tensor) -> Tensor:
        """Return the last feature maps, (batch, channels, rows, columns), of pictures `x`."""
        value = self.standardize(x)
        for stage in self.backbone.values():
            value = stage(value)
        return value

    def pool(self, feature_maps: Tensor) -> Tensor:
        """Return the mean of each feature map, (batch, channels): global average pooling."""
        return feature_maps.mean(dim=(-2, -1))

    def forward_head(self, feature_maps: Tensor) -> Tensor:
        """Return logits, (batch, classes), of `feature_maps` (batch, channels, rows, columns)."""
        logits: Tensor = self.head(self.pool(feature_maps))
        return logits

    def forward(self, x: Tensor) -> Tensor:
        """Return logits, (batch, classes), of pictures `x` (batch, 3, height, width)."""
        return self.forward_head(self.forward_features(x))
