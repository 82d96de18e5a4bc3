"""What must hold for every sample, class and shape of network."""

import dataclasses

import numpy as np
import pytest
import torch
from captum.attr import LayerGradCam
from torch import nn

from cam_core.cam import logits_from_cam, margin_map
from cam_core.config import ExperimentConfig, NetworkConfig, SignalConfig
from cam_core.network import build_network
from cam_core.pipeline import explain, explain_all
from cam_core.results import Calibration
from cam_core.signals import generate_signals
from cam_core.storage.checkpoint import Model
from cam_core.storage.manifest import Manifest

TOLERANCE = 2e-6
"""Rounding of float32 sums, as a share of the largest value that was added."""

SIGNALS = SignalConfig(num_samples=300, background_std=0.1, num_cycles="random", seed=8)
SHAPES = [
    NetworkConfig(),
    NetworkConfig(widths=(4, 8, 8, 16)),
    NetworkConfig(widths=(8, 8, 16, 32), kernel_sizes=(1, 3, 9, 15)),
    NetworkConfig(widths=(8, 8, 16, 32), normalization="batch"),
    NetworkConfig(widths=(3, 5, 7, 9), kernel_sizes=(31, 31, 31, 31)),
    NetworkConfig(pooling="max"),
    NetworkConfig("fcn"),
    NetworkConfig("fcn", pooling="max"),
    NetworkConfig("resnet18"),
    NetworkConfig("resnet50", pooling="max"),
    NetworkConfig("densenet121", deep_stride=4),
]


def _model(network_config: NetworkConfig, signals: SignalConfig = SIGNALS) -> Model:
    """An untrained network of any shape, with statistics that are not the initial ones."""
    network = build_network(network_config, seed=21).eval().requires_grad_(requires_grad=False)
    generator = torch.Generator().manual_seed(5)
    network.input_mean.fill_(0.2)
    network.input_std.fill_(0.8)
    if any(isinstance(module, nn.BatchNorm2d) for module in network.modules()):
        # One pass in training mode, so that the normalisations know the size of what they see.
        network.train()(torch.randn(32, 1, 100, generator=generator))
        network.eval()
    manifest = Manifest(
        title="any",
        experiment=ExperimentConfig(signals, network_config),
        calibration=Calibration(1.0, 1.0, (0.0,), 0.0, 0.0),
        evaluation={},
        epochs_trained=0,
        seconds=0.0,
        weights_sha256="",
        versions={},
    )
    return Model(network, manifest)


def close(actual: np.ndarray, expected: np.ndarray, parts: np.ndarray | None = None) -> None:
    """Equal to float32's rounding of what was added up: `parts`, or the values themselves."""
    added = expected if parts is None else parts
    largest = max(1.0, float(np.abs(added).max()))
    np.testing.assert_allclose(actual, expected, rtol=0, atol=TOLERANCE * largest)


def _name(config: NetworkConfig) -> str:
    shape = f"{config.widths}-{config.normalization}" if config.backbone == "talk" else config.deep_stride
    return f"{config.backbone}-{config.pooling}-{shape}"


@pytest.fixture(scope="module", params=SHAPES, ids=_name)
def model(request: pytest.FixtureRequest) -> Model:
    return _model(request.param)


@pytest.fixture(scope="module")
def x() -> np.ndarray:
    return generate_signals(SIGNALS).x


def test_conservation(model: Model, x: np.ndarray) -> None:
    """Bias plus what the positions add is the logit, for every sample, class and pooling."""
    for part in explain_all(model, x):
        close(part.head_bias + part.shares.sum(axis=-1, dtype=float), part.logits, part.cam)


def test_average_pooling_adds_up_to_the_mean_of_the_map(model: Model, x: np.ndarray) -> None:
    """Bias plus mean of the map is the logit; with max pooling it is not."""
    part = explain(model, x[:50])
    sums = logits_from_cam(part.cam.astype(float), part.head_bias)
    if part.pooling == "average":
        close(sums, part.logits, part.cam)
    else:
        assert np.abs(sums - part.logits).max() > 100 * TOLERANCE * np.abs(part.logits).max()


def test_max_pooling_puts_each_term_where_its_channel_is_largest(model: Model, x: np.ndarray) -> None:
    """Oracle: a loop over channels that looks for the first maximum (Oquab et al. 2015)."""
    part = explain(model, x[:4])
    if part.pooling == "average":
        close(part.shares, part.cam / part.cam.shape[-1], part.cam)
        return
    maps = list(part.layers.values())[-1]
    for n, c in np.ndindex(4, 2):
        placed = np.zeros(maps.shape[-1])
        for k, one in enumerate(maps[n]):
            place = next(t for t, value in enumerate(one) if value == max(one))
            placed[place] += float(part.head_weight[c, k]) * float(one[place])
        close(part.shares[n, c], placed, part.cam)


def test_conservation_on_the_samples_of_the_signal(x: np.ndarray) -> None:
    """The talk's positions share the samples evenly, so the drawn curve keeps the mean and adds up too."""
    part = explain(_model(NetworkConfig()), x[:50])
    close(part.interpolated_cam.astype(float).mean(axis=-1) + part.head_bias, part.logits, part.cam)


def test_margin_map_adds_up_to_the_margin(model: Model, x: np.ndarray) -> None:
    """Mean of the margin map plus difference of biases is the difference of logits, both ways round."""
    part = explain(model, x[:50])
    for one, other in ((1, 0), (0, 1)):
        margin = margin_map(part.shares.astype(float), for_class=one, against_class=other)
        total = margin.sum(axis=-1) + part.head_bias[one] - part.head_bias[other]
        expected = part.logits[:, one].astype(float) - part.logits[:, other]
        close(total, expected, part.cam)


def test_probabilities_and_pooled_features_belong_to_the_logits(model: Model, x: np.ndarray) -> None:
    """Softmax in double precision; pooled features times weights plus bias."""
    part = explain(model, x[:50])
    powers = np.exp(part.logits.astype(float) - part.logits.max(axis=1, keepdims=True))
    softmax = powers / powers.sum(axis=1, keepdims=True)
    np.testing.assert_allclose(part.probabilities, softmax, atol=1e-6)
    logits = part.pooled_features.astype(float) @ part.head_weight.T + part.head_bias
    close(logits, part.logits, part.cam)
    np.testing.assert_array_equal(part.predicted_class, part.logits.argmax(axis=1))


def test_cam_equals_a_loop_over_channels(model: Model, x: np.ndarray) -> None:
    """The map of the pipeline is the sum over channels, one at a time, in double precision."""
    part = explain(model, x[:6])
    maps = list(part.layers.values())[-1]
    for c in range(2):
        total = np.zeros_like(maps[:, 0], dtype=float)
        for k in range(maps.shape[1]):
            total = total + float(part.head_weight[c, k]) * maps[:, k].astype(float)
        close(part.cam[:, c], total)


def test_cam_equals_captums_gradient_cam(model: Model, x: np.ndarray) -> None:
    """For this head Grad-CAM is CAM over the number of positions, with either pooling.

    Captum finds it by gradients: the mean gradient of a feature map is its weight over the positions.
    """
    inputs = torch.from_numpy(x[:8]).requires_grad_()
    part = explain(model, x[:8])
    positions = part.cam.shape[-1]
    attribution = LayerGradCam(model.network, model.network.backbone[list(part.layers)[-1]])
    for label in (0, 1):
        theirs = attribution.attribute(inputs, target=label)[:, 0, 0].detach().numpy() * positions
        close(part.cam[:, label], theirs)


def test_batch_never_matters(model: Model, x: np.ndarray) -> None:
    """One signal alone, in fives, or among 300 across internal batches: the same numbers to rounding."""
    together = list(explain_all(model, x))
    cam = np.concatenate([part.cam for part in together])
    logits = np.concatenate([part.logits for part in together])
    assert len(cam) == len(x)
    for index in (0, 7, 255, 256, 299):
        alone = explain(model, x[index : index + 1])
        close(alone.cam[0], cam[index], cam)
        close(alone.logits[0], logits[index], cam)
    five = explain(model, x[10:15])
    close(five.cam, cam[10:15], cam)


def test_shifting_the_signal_shifts_the_map(model: Model) -> None:
    """One jump later is one position later, wherever no border is in sight; logits may differ."""
    field = model.network.map_field
    length = 300 + 2 * field.size
    config = dataclasses.replace(SIGNALS, num_points=length + 40, num_samples=20, num_cycles=8.0)
    long = generate_signals(config).x[:6]
    first = explain(model, long[..., :length])
    second = explain(model, long[..., field.jump : field.jump + length])
    inside = [
        j
        for j in range(first.cam.shape[-1] - 1)
        if field.start + j * field.jump >= 0 and field.start + (j + 1) * field.jump + field.size <= length
    ]
    assert len(inside) > 20
    ahead = np.array(inside) + 1
    close(second.cam[..., inside], first.cam[..., ahead])
    if field.jump > 1:
        between = explain(model, long[..., 1 : 1 + length])
        assert np.abs(between.cam[..., inside] - first.cam[..., ahead]).max() > 1e-4


def test_restoring_the_true_window_gives_the_twin_bit_for_bit(model: Model) -> None:
    """The counterfactual is exact: the restored signal is the twin, and so are all its numbers."""
    signals = generate_signals(SIGNALS)
    noisy = signals[np.flatnonzero(signals.y == 1)[:64]]
    restored = noisy.x.copy()
    for row, twin, (start, end) in zip(restored, noisy.x_clean, noisy.event_interval, strict=True):
        row[:, start:end] = twin[:, start:end]
    assert restored.tobytes() == noisy.x_clean.tobytes()
    ours, twins = explain(model, restored), explain(model, noisy.x_clean)
    assert ours.logits.tobytes() == twins.logits.tobytes()
    assert ours.cam.tobytes() == twins.cam.tobytes()
    assert not np.array_equal(explain(model, noisy.x).logits, twins.logits)


def test_a_change_reaches_only_units_that_see_it(model: Model, x: np.ndarray) -> None:
    """Units whose receptive field misses the changed samples keep their value exactly."""
    changed = x[:16].copy()
    changed[:, :, 40:44] += 1.0
    before, after = explain(model, x[:16]), explain(model, changed)
    fields = model.network.geometry
    for name, field in fields.items():
        one, two = before.layers[name], after.layers[name]
        for unit in range(one.shape[-1]):
            start, end = field.span(unit, 100)
            if end <= 40 or start >= 44:
                close(one[..., unit], two[..., unit], one)


def test_odd_lengths_keep_conservation_and_places() -> None:
    """With 101 points the last sample has no pair: the map still adds up to the logit natively."""
    config = dataclasses.replace(SIGNALS, num_points=101, num_samples=40)
    part = explain(_model(SHAPES[1], config), generate_signals(config).x)
    assert part.cam.shape[-1] == 50
    assert part.interpolated_cam.shape[-1] == 101
    sums = logits_from_cam(part.cam.astype(float), part.head_bias)
    np.testing.assert_allclose(sums, part.logits, rtol=0, atol=2e-6)


@pytest.mark.parametrize("num_points", [32, 33, 101, 250])
def test_signals_of_another_length_keep_every_identity(tiny_model: Model, num_points: int) -> None:
    """The network slides over any length: logit = bias + mean of the map, odd lengths included."""
    x = np.random.default_rng(num_points).normal(size=(5, 1, num_points)).astype(np.float32)
    explanation = explain(tiny_model, x)
    total = explanation.head_bias + explanation.cam.mean(axis=-1, dtype=float)
    np.testing.assert_allclose(explanation.logits, total, atol=1e-4)
    assert explanation.cam.shape == (5, 2, num_points // 2)
    assert explanation.interpolated_cam.shape == (5, 2, num_points)
