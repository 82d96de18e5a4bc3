"""The network: the talk's layers by name, and the geometry it declares."""

import inspect

import numpy as np
import pytest
import torch
from torch import nn
from torch.nn import functional

from cam_core import activations, network, training
from cam_core.architectures.backbones import TALK_STAGES
from cam_core.config import NetworkConfig
from cam_core.network import Network, build_network

TINY = NetworkConfig(widths=(4, 8, 8, 16))


def test_layers_and_shapes_of_the_talk() -> None:
    """Names in order; 100 points become 50 at the first pooling; 256 maps of 50; 2 logits."""
    model = build_network(NetworkConfig(), seed=0).eval()
    with torch.inference_mode():
        layers = model.forward_layers(torch.zeros(3, 1, 100))
        logits = model(torch.zeros(3, 1, 100))
    assert tuple(layers) == TALK_STAGES
    lengths = [layer.shape[-1] for layer in layers.values()]
    assert lengths == [100, 100, 50, 50, 50]
    assert layers["fourth_conv"].shape == (3, 256, 50)
    assert logits.shape == (3, 2)


def test_forward_equals_one_written_from_the_weights() -> None:
    """Oracle: one-dimensional convolutions, ReLU, max of pairs, mean, matrix, in double precision."""
    config = NetworkConfig(widths=(3, 4, 5, 6), kernel_sizes=(3, 5, 1, 7))
    model = build_network(config, seed=2).eval()
    model.input_mean.fill_(0.3)
    model.input_std.fill_(1.7)
    x = torch.randn(4, 1, 60, generator=torch.Generator().manual_seed(1))
    weights = {name: value.double() for name, value in model.state_dict().items()}
    value, layers = (x.double() - 0.3) / 1.7, {}
    for name in TALK_STAGES:
        if name == "first_pooling":
            value = torch.maximum(value[..., 0::2], value[..., 1::2])
        else:
            kernel = weights[f"backbone.{name}.0.weight"].squeeze(2)
            bias = weights[f"backbone.{name}.0.bias"]
            value = functional.conv1d(value, kernel, bias, padding=kernel.shape[-1] // 2).clamp(min=0)
        layers[name] = value
    logits = value.mean(-1) @ weights["head.weight"].T + weights["head.bias"]
    with torch.inference_mode():
        for name, output in model.forward_layers(x).items():
            np.testing.assert_allclose(output.numpy(), layers[name].numpy(), atol=2e-6)
        np.testing.assert_allclose(model(x).numpy(), logits.numpy(), atol=2e-6)


def test_features_and_head_are_the_whole_network() -> None:
    """`forward_head(forward_features(x))` is `forward(x)`, and features are the last layer, bit for bit."""
    model = build_network(TINY, seed=1).eval()
    x = torch.randn(5, 1, 100, generator=torch.Generator().manual_seed(3))
    with torch.inference_mode():
        features = model.forward_features(x)
        assert torch.equal(features, model.forward_layers(x)["fourth_conv"])
        assert torch.equal(model.forward_head(features), model(x))


def test_batch_normalisation_sits_before_relu() -> None:
    """Asked for, every convolution has one; not asked for, none."""
    normal = Network(NetworkConfig(widths=(4, 8, 8, 16), normalization="batch"))
    for name in TALK_STAGES:
        kinds = [type(part).__name__ for part in normal.backbone[name].children()]
        assert kinds == ([] if name == "first_pooling" else ["Conv2d", "BatchNorm2d", "ReLU"])
    assert not any(isinstance(part, nn.BatchNorm2d) for part in Network(TINY).modules())


def test_weights_depend_on_config_and_seed_alone() -> None:
    """Bit-equal on repeat, whatever the process-wide generator has done; another seed, others."""
    torch.manual_seed(1)
    first = build_network(TINY, seed=4).state_dict()
    torch.manual_seed(2)
    again = build_network(TINY, seed=4).state_dict()
    other = build_network(TINY, seed=5).state_dict()
    for name, value in first.items():
        assert torch.equal(value, again[name])
        if name.startswith(("head", "backbone")):
            assert not torch.equal(value, other[name])


def test_weights_are_those_that_torch_itself_would_draw() -> None:
    """Drawing from an own generator changes nothing: torch, seeded, gives the same bits."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(11)
        theirs = Network(TINY).state_dict()
    for name, value in build_network(TINY, seed=11).state_dict().items():
        assert torch.equal(value, theirs[name]), name


def test_no_hooks_anywhere() -> None:
    """Nothing registers a hook: no such call in the sources, none on a network that has run."""
    for module in (network, activations, training):
        assert "_hook" not in inspect.getsource(module)
    model = build_network(TINY, seed=0).eval()
    activations.forward_pass(model, torch.zeros(1, 1, 100))
    for part in model.modules():
        assert not part._forward_hooks
        assert not part._forward_pre_hooks
        assert not part._backward_hooks


def test_explaining_a_network_in_training_mode_is_refused() -> None:
    """Batch statistics would leak between signals; the one place that runs networks says no."""
    with pytest.raises((AssertionError, RuntimeError, ValueError), match="evaluation mode"):
        activations.forward_pass(build_network(TINY, seed=0).train(), torch.zeros(1, 1, 100))
