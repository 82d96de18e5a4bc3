"""The networks of the talk: their published counts, their tables, and what their units see."""

import re

import numpy as np
import pytest
import torch
from torch import nn

from cam_core.architectures.backbones import (
    BACKBONES,
    DEEP,
    DEEP_STRIDES,
    DENSENETS,
    RESNETS,
    Backbone,
    densenet,
    resnet,
)
from cam_core.architectures.modules import backbone_modules
from cam_core.architectures.torchvision_names import from_torchvision
from cam_core.config import ExperimentConfig, NetworkConfig
from cam_core.dataset import make_dataset
from cam_core.network import Network, build_network
from cam_core.training import fit

# Parameters as published with torchvision's weights; multiply-adds in 10^9: of the talk's table (He et
# al. 2016), and as published with torchvision's weights, whose bottlenecks stride one layer later.
PARAMETERS = {
    "resnet18": 11_689_512,
    "resnet34": 21_797_672,
    "resnet50": 25_557_032,
    "resnet101": 44_549_160,
    "resnet152": 60_192_808,
    "densenet121": 7_978_856,
    "densenet169": 14_149_480,
    "densenet201": 20_013_928,
    "densenet161": 28_681_000,
}
TALKS_TABLE = {"resnet18": 1.8, "resnet34": 3.6, "resnet50": 3.8, "resnet101": 7.6, "resnet152": 11.3}
TORCHVISIONS = {
    "resnet18": 1.814,
    "resnet34": 3.664,
    "resnet50": 4.089,
    "resnet101": 7.801,
    "resnet152": 11.514,
    "densenet121": 2.834,
    "densenet169": 3.360,
    "densenet201": 4.291,
    "densenet161": 7.728,
}
# Sides of the maps on 224 x 224, row by row, as the tables print them.
SIDES = {"resnet": [112, 56, 28, 14, 7], "densenet": [112, 56, 56, 28, 28, 14, 14, 7, 7]}


def image_backbone(name: str, place: int = 0) -> Backbone:
    if name in RESNETS:
        return resnet(name, num_in=3, stride_in_bottleneck=place)
    return densenet(name, num_in=3)


@pytest.mark.parametrize("name", DEEP)
def test_parameters_are_the_published_ones(name: str) -> None:
    """To the last one, for 1,000 classes of pictures, by arithmetic and in the modules themselves."""
    backbone = image_backbone(name)
    assert backbone.num_parameters(1000, num_axes=2) == PARAMETERS[name]
    with torch.device("meta"):
        modules = nn.ModuleList([backbone_modules(backbone, 2), nn.Linear(backbone.num_features, 1000)])
    assert sum(value.numel() for value in modules.parameters()) == PARAMETERS[name]


@pytest.mark.parametrize("name", DEEP)
def test_multiply_adds_are_the_published_ones(name: str) -> None:
    """At 224 x 224: the talk's table to its rounding, torchvision's to a thousandth."""
    if name in TALKS_TABLE:
        paper = image_backbone(name).multiply_adds(224, 1000, num_axes=2)
        assert paper / 1e9 == pytest.approx(TALKS_TABLE[name], rel=0.02)
    theirs = image_backbone(name, 1).multiply_adds(224, 1000, num_axes=2)
    assert theirs / 1e9 == pytest.approx(TORCHVISIONS[name], abs=1e-3)


@pytest.mark.parametrize("name", DEEP)
def test_output_sizes_are_those_of_the_tables(name: str) -> None:
    """Row by row, and the last maps are 7 x 7."""
    rows = image_backbone(name).rows(224, num_axes=2)
    assert [row.num_positions for row in rows] == SIDES[name[:6] if name in RESNETS else "densenet"]


@pytest.mark.parametrize("name", ["resnet18", "resnet50", "densenet121"])
def test_modules_have_the_sizes_that_arithmetic_gives(name: str) -> None:
    """Every stage of the built network, in two dimensions and in one, odd lengths included."""
    picture = image_backbone(name)
    value = torch.zeros(1, 3, 97, 97)
    with torch.inference_mode():
        for row, stage in zip(picture.rows(97, 2), backbone_modules(picture, 2).eval().values(), strict=True):
            value = stage(value)
            assert tuple(value.shape[1:]) == (row.stage.num_out, row.num_positions, row.num_positions)


@pytest.mark.parametrize("backbone", BACKBONES)
def test_signal_networks_have_the_sizes_that_arithmetic_gives(backbone: str) -> None:
    """Channels, positions and parameters of every stage on a signal of 101 points."""
    for stride in DEEP_STRIDES if backbone in ("resnet18", "densenet121") else (8,):
        config = NetworkConfig(backbone, deep_stride=stride)
        network = build_network(config, seed=0, num_classes=3).eval()
        with torch.inference_mode():
            layers = network.forward_layers(torch.zeros(1, 1, 101))
        rows = config.spec.rows(101)
        assert tuple(layers) == config.spec.stage_names
        for row, layer in zip(rows, layers.values(), strict=True):
            assert tuple(layer.shape[1:]) == (row.stage.num_out, row.num_positions)
        counted = sum(value.numel() for value in network.parameters())
        assert counted == config.spec.num_parameters(3)


@pytest.mark.parametrize("backbone", BACKBONES)
def test_multiply_adds_are_counted_as_the_network_does_them(backbone: str) -> None:
    """Oracle: torch's own counter of floating-point operations, two for each multiply-add."""
    from torch.utils.flop_counter import FlopCounterMode

    config = NetworkConfig(backbone)
    network = build_network(config, seed=0).eval()
    with FlopCounterMode(display=False) as counter, torch.inference_mode():
        network(torch.zeros(1, 1, 100))
    assert counter.get_total_flops() == 2 * config.spec.multiply_adds(100, num_classes=2)


def open_network(config: NetworkConfig) -> Network:
    """Positive weights and signals keep every ReLU open, so no path hides from the gradient."""
    network = build_network(config, seed=1).eval()
    with torch.no_grad():
        for name, value in network.named_parameters():
            value.copy_(torch.full_like(value, 0.5 / max(1, value[0].numel())) if value.ndim > 1 else value)
            if value.ndim == 1:
                value.copy_(torch.ones_like(value) if name.endswith("weight") else torch.zeros_like(value))
    return network.double()


@pytest.mark.parametrize("stride", DEEP_STRIDES)
@pytest.mark.parametrize("backbone", BACKBONES)
def test_receptive_fields_are_the_spans_that_gradients_find(backbone: str, stride: int) -> None:
    """First and last sample with a gradient, for units at both borders and in the middle, every stage.

    Signals that rise steeply to the right or to the left let every max pooling pass the gradient to one
    end or the other of its window, zeros beyond the border or not.
    """
    if backbone not in DEEP and stride != DEEP_STRIDES[0]:
        return
    config = NetworkConfig(backbone, deep_stride=stride)
    network, num_points = open_network(config), 420
    rising = 1.3 ** torch.arange(num_points, dtype=torch.double)
    x = torch.stack([rising, rising.flip(0)])[:, None].requires_grad_()
    for name, layer in network.forward_layers(x).items():
        for unit in {0, layer.shape[-1] // 2, layer.shape[-1] - 1}:
            (gradient,) = torch.autograd.grad(layer[..., unit].sum(), x, retain_graph=True)
            seen = np.flatnonzero((gradient[:, 0] != 0).any(dim=0).numpy())
            start, end = network.geometry[name].span(unit, num_points)
            assert (seen.min(), seen.max() + 1) == (start, end), (name, unit)


@pytest.mark.parametrize("backbone", DEEP)
def test_the_stride_setting_is_the_distance_of_positions(backbone: str) -> None:
    """`deep_stride` samples from one position to the next; centres stay inside the signal."""
    for stride in DEEP_STRIDES:
        spec = NetworkConfig(backbone, deep_stride=stride).spec
        assert spec.map_field.jump == stride
        centers = spec.map_centers(100)
        assert centers[0] >= 0
        assert centers[-1] <= 99


@pytest.mark.parametrize("backbone", BACKBONES)
def test_the_maps_field_and_centres_are_those_of_the_last_stage(backbone: str) -> None:
    """The table's last row, found without it, and the centres of what each position sees."""
    spec = NetworkConfig(backbone).spec
    last = spec.rows(420)[-1]
    assert spec.map_field == last.field
    centers = spec.map_centers(420)
    assert len(centers) == last.num_positions
    for unit, center in enumerate(centers):
        first = last.field.start + unit * last.field.jump
        assert center == np.mean([first, first + last.field.size - 1])


Shapes = dict[str, tuple[int, ...]]


def norm(prefix: str, channels: int) -> Shapes:
    """The five entries of a batch normalisation."""
    parts = ("weight", "bias", "running_mean", "running_var")
    return {f"{prefix}.{part}": (channels,) for part in parts} | {f"{prefix}.num_batches_tracked": ()}


def residual_keys(prefix: str, before: int, width: int, *, basic: bool, projected: bool) -> Shapes:
    """A residual block: its convolutions, and the shortcut's where the shape changes."""
    after = width if basic else 4 * width
    bottleneck = [(width, before, 1), (width, width, 3), (after, width, 1)]
    shapes = [(width, before, 3), (width, width, 3)] if basic else bottleneck
    keys: Shapes = {}
    for number, (out, into, size) in enumerate(shapes, start=1):
        keys[f"{prefix}.conv{number}.weight"] = (out, into, size, size)
        keys |= norm(f"{prefix}.bn{number}", out)
    if projected:
        keys[f"{prefix}.downsample.0.weight"] = (after, before, 1, 1)
        keys |= norm(f"{prefix}.downsample.1", after)
    return keys


def resnet_keys(name: str) -> Shapes:
    """Names and shapes of torchvision's ResNet, written down from its naming scheme alone."""
    keys: Shapes = {"conv1.weight": (64, 3, 7, 7)} | norm("bn1", 64)
    before, basic = 64, name in ("resnet18", "resnet34")
    for layer, repeats in enumerate(RESNETS[name]):
        width = 64 * 2**layer
        after = width if basic else 4 * width
        for block in range(repeats):
            projected = block == 0 and (layer > 0 or before != after)
            prefix = f"layer{layer + 1}.{block}"
            keys |= residual_keys(prefix, before, width, basic=basic, projected=projected)
            before = after
    return keys | {"fc.weight": (1000, before), "fc.bias": (1000,)}


def densenet_keys(name: str) -> Shapes:
    """Names and shapes of torchvision's DenseNet."""
    growth, repeats_of = DENSENETS[name]
    channels = 2 * growth
    keys: Shapes = {"features.conv0.weight": (channels, 3, 7, 7)} | norm("features.norm0", channels)
    for number, repeats in enumerate(repeats_of, start=1):
        for layer in range(1, repeats + 1):
            prefix = f"features.denseblock{number}.denselayer{layer}"
            keys |= norm(f"{prefix}.norm1", channels) | norm(f"{prefix}.norm2", 4 * growth)
            keys[f"{prefix}.conv1.weight"] = (4 * growth, channels, 1, 1)
            keys[f"{prefix}.conv2.weight"] = (growth, 4 * growth, 3, 3)
            channels += growth
        if number < len(repeats_of):
            keys |= norm(f"features.transition{number}.norm", channels)
            keys[f"features.transition{number}.conv.weight"] = (channels // 2, channels, 1, 1)
            channels //= 2
    keys |= norm("features.norm5", channels)
    return keys | {"classifier.weight": (1000, channels), "classifier.bias": (1000,)}


@pytest.mark.parametrize("name", DEEP)
def test_public_weights_fit_with_strict_matching(name: str) -> None:
    """A state dict with torchvision's names and shapes loads whole: nothing missing, nothing left."""
    with torch.device("meta"):
        network = nn.ModuleDict(
            {
                "backbone": backbone_modules(image_backbone(name, 1), 2),
                "head": nn.Linear(image_backbone(name).num_features, 1000),
            }
        )
        keys = resnet_keys(name) if name in RESNETS else densenet_keys(name)
        theirs = {key: torch.zeros(shape) for key, shape in keys.items()}
    network.load_state_dict(from_torchvision(theirs), strict=True, assign=True)


def test_names_of_old_dense_weights_are_read_too() -> None:
    """The published DenseNet files write `norm.1` where the modules have `norm1`."""
    old = {"features.denseblock2.denselayer11.norm.1.running_var": torch.ones(2)}
    assert list(from_torchvision(old)) == ["backbone.dense_block_2.10.norm1.running_var"]


def test_a_foreign_name_is_refused() -> None:
    """A file of something else gives a sentence that names the first entry that does not belong."""
    with pytest.raises(ValueError, match=re.escape("`encoder.weight` is not a name of a ResNet or DenseNet")):
        from_torchvision({"encoder.weight": torch.ones(1)})


MAX_POOLED = ("talk", "fcn", "resnet18", "densenet121")


@pytest.mark.parametrize(
    ("backbone", "pooling"),
    [*((name, "average") for name in BACKBONES), *((name, "max") for name in MAX_POOLED)],
)
def test_every_network_trains(backbone: str, pooling: str) -> None:
    """A few steps on a few signals: every parameter moves, and the loss on those signals falls."""
    settings = {
        "signals.num_points": 40,
        "signals.num_samples": 40,
        "signals.test_fraction": 0.2,
        "signals.noise_length": 12,
        "signals.noise_std": 1.0,
        "network.backbone": backbone,
        "network.pooling": pooling,
        "training.epochs": 3,
        "training.batch_size": 16,
    }
    config = ExperimentConfig().with_settings(settings)
    dataset = make_dataset(config.signals)
    network = build_network(config.network, seed=0)
    before = {name: value.detach().clone() for name, value in network.named_parameters()}
    records = fit(network, dataset, config.training)
    assert records[-1].train_loss < records[0].train_loss
    still = [name for name, value in network.named_parameters() if torch.equal(value, before[name])]
    assert still == []
