"""MobileNetV2 (Sandler et al. 2018, table 2) as a specification. No torch.

A convolution costs its kernel times its channels; here one convolution slides over each channel by
itself (depthwise) and another, of kernel 1, mixes the channels, which takes a ninth of the products.
"""

from dataclasses import dataclass

from cam_core.architectures.backbones import Backbone, Stage
from cam_core.architectures.blocks import POINT, Block, Conv, Layer
from cam_core.receptive_field import same_window

MOBILENET = "mobilenet_v2"

SETTINGS = (
    (1, 16, 1, 1),
    (6, 24, 2, 2),
    (6, 32, 3, 2),
    (6, 64, 4, 2),
    (6, 96, 3, 1),
    (6, 160, 3, 2),
    (6, 320, 1, 1),
)
"""Of each bottleneck of the table: expansion, channels, blocks, stride of the first."""

FIRST_WIDTH, LAST_WIDTH = 32, 1280


@dataclass(frozen=True)
class InvertedResidual:
    """Expand the channels, slide over each by itself, project to few, and add the input where it fits.

    Each convolution is normalised; the first two end in ReLU6, the last is linear. Without an expansion
    there is no first one.
    """

    num_in: int
    num_out: int
    stride: int
    expansion: int

    @property
    def width(self) -> int:
        """Channels between the first and the last convolution."""
        return self.num_in * self.expansion

    @property
    def is_added(self) -> bool:
        """Whether the input has the output's shape and is added to it."""
        return self.stride == 1 and self.num_in == self.num_out

    @property
    def layers(self) -> tuple[Layer, ...]:
        expand = Layer(self.num_in, self.width, POINT, normalized=self.width)
        slide = Layer(
            self.width, self.width, same_window(3, self.stride), normalized=self.width, groups=self.width
        )
        project = Layer(self.width, self.num_out, POINT, normalized=self.num_out)
        return (slide, project) if self.expansion == 1 else (expand, slide, project)

    @property
    def signature(self) -> tuple[tuple[int, int], ...]:
        return tuple((layer.window.kernel_size, layer.num_out) for layer in self.layers)


def mobilenet() -> Backbone:
    """Return MobileNetV2 of width 1 for pictures of three colours, up to its last feature maps."""
    channels = FIRST_WIDTH
    stages = [Stage("first_conv", (Conv(3, channels, 3, 2, activation="relu6"),))]
    for number, (expansion, num_out, repeats, stride) in enumerate(SETTINGS, start=1):
        blocks: list[Block] = []
        for place in range(repeats):
            blocks.append(InvertedResidual(channels, num_out, stride if place == 0 else 1, expansion))
            channels = num_out
        stages.append(Stage(f"bottleneck_{number}", tuple(blocks)))
    stages.append(Stage("last_conv", (Conv(channels, LAST_WIDTH, 1, activation="relu6"),)))
    return Backbone(MOBILENET, tuple(stages), num_in=3)
