"""The networks for pictures compute what papers and torchvision's names say, written down a second time.

Straight from a state dict, with functions instead of modules: public weights that load also mean the same.
"""

import pytest
import torch
from torch import Tensor
from torch.nn import functional as fn

from cam_core.architectures.backbones import DENSENETS, RESNETS
from cam_core.architectures.torchvision_names import from_torchvision
from cam_core.photos.image_network import ImageNetwork, image_backbone
from tests.core.test_backbones import densenet_keys, resnet_keys

State = dict[str, Tensor]


def random_state(shapes: dict[str, tuple[int, ...]]) -> State:
    """Weights of a size that keeps values alive through a hundred layers; statistics of a real training."""
    generator = torch.Generator().manual_seed(4)
    state = {}
    for name, shape in shapes.items():
        values = torch.randn(shape, generator=generator)
        if name.endswith("running_var") or (len(shape) == 1 and name.endswith("weight")):
            state[name] = 0.5 + values.abs()
        elif name.endswith("num_batches_tracked"):
            state[name] = torch.zeros(shape, dtype=torch.long)
        else:
            fan_in = torch.tensor(shape[1:]).prod().item() if len(shape) > 1 else 100
            state[name] = values * (2 / fan_in) ** 0.5
    return state


def normalized(state: State, name: str, x: Tensor) -> Tensor:
    mean, var = state[f"{name}.running_mean"], state[f"{name}.running_var"]
    return fn.batch_norm(x, mean, var, state[f"{name}.weight"], state[f"{name}.bias"])


def densenet_by_hand(state: State, x: Tensor, repeats_of: tuple[int, ...]) -> Tensor:
    """Huang et al. 2017: what came before stays in front, every new layer's maps are put behind it."""
    x = fn.conv2d(x, state["features.conv0.weight"], stride=2, padding=3)
    x = fn.max_pool2d(fn.relu(normalized(state, "features.norm0", x)), 3, 2, 1)
    for number, repeats in enumerate(repeats_of, start=1):
        for layer in range(1, repeats + 1):
            prefix = f"features.denseblock{number}.denselayer{layer}"
            new = fn.conv2d(fn.relu(normalized(state, f"{prefix}.norm1", x)), state[f"{prefix}.conv1.weight"])
            new = fn.relu(normalized(state, f"{prefix}.norm2", new))
            x = torch.cat([x, fn.conv2d(new, state[f"{prefix}.conv2.weight"], padding=1)], dim=1)
        if number < len(repeats_of):
            prefix = f"features.transition{number}"
            x = fn.relu(normalized(state, f"{prefix}.norm", x))
            x = fn.avg_pool2d(fn.conv2d(x, state[f"{prefix}.conv.weight"]), 2)
    x = fn.relu(normalized(state, "features.norm5", x)).mean(dim=(-2, -1))
    return fn.linear(x, state["classifier.weight"], state["classifier.bias"])


def resnet_by_hand(state: State, x: Tensor, repeats_of: tuple[int, ...]) -> Tensor:
    """He et al. 2016; where a bottleneck halves, its 3 x 3 convolution does, as in torchvision."""
    x = fn.conv2d(x, state["conv1.weight"], stride=2, padding=3)
    x = fn.max_pool2d(fn.relu(normalized(state, "bn1", x)), 3, 2, 1)
    for number, repeats in enumerate(repeats_of, start=1):
        for block in range(repeats):
            x = residual_by_hand(state, f"layer{number}.{block}", x, 2 if number > 1 and block == 0 else 1)
    return fn.linear(x.mean(dim=(-2, -1)), state["fc.weight"], state["fc.bias"])


def residual_by_hand(state: State, prefix: str, x: Tensor, stride: int) -> Tensor:
    count = sum(f"{prefix}.conv{place}.weight" in state for place in (1, 2, 3))
    value, halving = x, 1 if count == 2 else 2
    for place in range(1, count + 1):
        weight = state[f"{prefix}.conv{place}.weight"]
        step = stride if place == halving else 1
        value = fn.conv2d(value, weight, stride=step, padding=weight.shape[-1] // 2)
        value = normalized(state, f"{prefix}.bn{place}", value)
        value = fn.relu(value) if place < count else value
    if f"{prefix}.downsample.0.weight" in state:
        x = fn.conv2d(x, state[f"{prefix}.downsample.0.weight"], stride=stride)
        x = normalized(state, f"{prefix}.downsample.1", x)
    return fn.relu(value + x)


@pytest.mark.parametrize("name", ["resnet18", "resnet50", "densenet121"])
def test_a_network_computes_what_its_public_weights_mean(name: str) -> None:
    """Order of layers and of concatenated maps, kinds and places of pooling, where a block halves."""
    state = random_state(resnet_keys(name) if name in RESNETS else densenet_keys(name))
    network = ImageNetwork(image_backbone(name)).eval()
    network.load_state_dict(from_torchvision(state), strict=True)
    x = torch.rand(2, 3, 70, 64, generator=torch.Generator().manual_seed(5))
    with torch.inference_mode():
        standard = (x - network.input_mean) / network.input_std
        if name in RESNETS:
            expected = resnet_by_hand(state, standard, RESNETS[name])
        else:
            expected = densenet_by_hand(state, standard, DENSENETS[name][1])
        torch.testing.assert_close(network(x), expected, rtol=1e-4, atol=1e-4 * float(expected.abs().max()))
