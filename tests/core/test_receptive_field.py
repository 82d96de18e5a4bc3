"""Receptive fields by arithmetic against the spans that gradients find."""

import numpy as np
import pytest
import torch

from cam_core.architectures.backbones import TALK_STAGES
from cam_core.config import NetworkConfig
from cam_core.network import Network, build_network
from cam_core.receptive_field import ReceptiveField, Window, receptive_field

NUM_POINTS = 44
KERNELS = [(3, 3, 3, 3), (1, 1, 1, 1), (1, 5, 7, 3), (9, 3, 1, 5), (15, 15, 15, 15)]


def _open_network(kernel_sizes: tuple[int, int, int, int]) -> Network:
    # Positive weights and positive signals keep every ReLU open, so no path hides from the gradient.
    network = build_network(NetworkConfig(widths=(2, 2, 2, 2), kernel_sizes=kernel_sizes), seed=1)
    with torch.no_grad():
        for name, value in network.named_parameters():
            value.copy_(value.abs() + 0.1 if name.endswith("weight") else torch.zeros_like(value))
    return network.eval()


@pytest.mark.parametrize("kernel_sizes", KERNELS)
@pytest.mark.parametrize("layer", TALK_STAGES)
def test_arithmetic_equals_the_span_found_by_autograd(
    kernel_sizes: tuple[int, int, int, int], layer: str
) -> None:
    """Every unit of every layer, borders included: first and last sample with a gradient, no holes."""
    network = _open_network(kernel_sizes)
    # Max pooling passes the gradient to one of two: over many signals both get their turn.
    generator = torch.Generator().manual_seed(2)
    x = (torch.rand(96, 1, NUM_POINTS, generator=generator) + 0.1).requires_grad_()
    outputs = network.forward_layers(x)[layer]
    for unit in range(outputs.shape[-1]):
        (gradient,) = torch.autograd.grad(outputs[..., unit].sum(), x, retain_graph=True)
        seen = np.flatnonzero((gradient[:, 0] != 0).any(dim=0).numpy())
        start, end = network.geometry[layer].span(unit, NUM_POINTS)
        assert seen.tolist() == list(range(start, end)), (layer, unit)


def test_hand_computed_fields_of_the_talk() -> None:
    """Sizes 3, 5, 6, 10, 14 and jumps 1, 1, 2, 2, 2; unit j of the map sits at 2 j + 0.5."""
    geometry = Network(NetworkConfig()).geometry
    assert [geometry[name].size for name in TALK_STAGES] == [3, 5, 6, 10, 14]
    assert [geometry[name].jump for name in TALK_STAGES] == [1, 1, 2, 2, 2]
    np.testing.assert_array_equal(geometry["fourth_conv"].centers(50), 2 * np.arange(50) + 0.5)


def test_centre_is_the_middle_of_the_uncut_span() -> None:
    """`centers` and `span` tell one story wherever no border cuts."""
    field = receptive_field([Window(5, 1, 2), Window(2, 2), Window(7, 3, 1)])
    centers = field.centers(20)
    for unit in range(2, 20):
        start, end = field.span(unit, 10_000)
        assert (start + end - 1) / 2 == centers[unit]
        assert end - start == field.size


def test_no_layer_sees_itself() -> None:
    """Without layers a unit is a sample."""
    assert receptive_field([]) == ReceptiveField(1, 1, 0)
    assert ReceptiveField().span(3, 10) == (3, 4)
