"""The deep networks as published, for pictures: their specification, and what the papers count."""

from cam_core.architectures.backbones import RESNETS, Backbone, densenet, resnet

PICTURE_SIDE = 224
PICTURE_CHANNELS = 3
PICTURE_CLASSES = 1000
"""Height and width, colours and classes of ImageNet's pictures."""

MULTIPLY_ADDS = {
    "resnet18": 1.8e9,
    "resnet34": 3.6e9,
    "resnet50": 3.8e9,
    "resnet101": 7.6e9,
    "resnet152": 11.3e9,
    "densenet121": 2.83e9,
    "densenet169": 3.36e9,
    "densenet201": 4.29e9,
    "densenet161": 7.73e9,
}
"""Of a forward pass, as printed: ResNet in table 1 of He et al. 2016, where they are called FLOPs and the
second digit is cut off or rounded; DenseNet, whose paper has a curve only, with torchvision's weights."""


def picture_backbone(name: str) -> Backbone:
    """Return the ResNet or DenseNet `name` for pictures of three colours, with the strides of its paper."""
    if name in RESNETS:
        return resnet(name, num_in=PICTURE_CHANNELS)
    return densenet(name, num_in=PICTURE_CHANNELS)
