"""Other answers to where a network looked: each method against an oracle written differently."""

import copy
import dataclasses
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
import torch
from torch import nn

from cam_core.activations import BATCH_SIZE
from cam_core.comparisons.attribution import attribute, baseline, network_logits, occlusion_window
from cam_core.comparisons.methods import (
    CAM,
    GRAD_CAM,
    INTEGRATED_GRADIENTS,
    METHODS,
    OCCLUSION,
    SALIENCY,
    SECOND_DIFFERENCE,
    cam_identity,
    share_inside,
)
from cam_core.config import NetworkConfig
from cam_core.localization import localization_scores, localized_interval
from cam_core.network import Network, build_network
from cam_core.pipeline import explain
from cam_core.signals import SignalBatch, generate_signals
from cam_core.storage.checkpoint import Model

THREADS = 8
NETWORKS = {
    "talk": NetworkConfig(widths=(4, 8, 8, 16)),
    "talk-max": NetworkConfig(widths=(4, 8, 8, 16), pooling="max"),
    "resnet18": NetworkConfig("resnet18"),
    "fcn-max": NetworkConfig("fcn", pooling="max"),
}


@pytest.fixture(scope="module", params=NETWORKS)
def model(request: pytest.FixtureRequest, tiny_model: Model) -> Model:
    """A network of random weights, with statistics that are not the initial ones."""
    network = build_network(NETWORKS[request.param], seed=4)
    network.input_mean.fill_(0.3)
    network.input_std.fill_(0.7)
    if any(isinstance(module, nn.BatchNorm2d) for module in network.modules()):
        network.train()(torch.randn(32, 1, 100, generator=torch.Generator().manual_seed(5)))
    return Model(network.eval().requires_grad_(requires_grad=False), tiny_model.manifest)


@pytest.fixture(scope="module")
def signals(tiny_model: Model) -> SignalBatch:
    config = dataclasses.replace(tiny_model.manifest.experiment.signals, num_samples=20, num_cycles="random")
    return generate_signals(config)[:12]


def maps_of(model: Model, signals: SignalBatch, label: int, *names: str) -> list[np.ndarray]:
    target = np.full(len(signals), label)
    return [one.map for one in attribute(model, signals.x, target, signals.event_interval, names)]


def in_double(network: Network) -> Network:
    return copy.deepcopy(network).double()


def close(actual: np.ndarray, expected: np.ndarray, share: float) -> None:
    """Equal to `share` of the largest expected value."""
    np.testing.assert_allclose(actual, expected, rtol=0, atol=share * np.abs(expected).max())


def test_cam_is_the_one_of_every_other_page(model: Model, signals: SignalBatch) -> None:
    """The map that methods are compared with is that of `explain`, for either class."""
    whole = explain(model, signals.x)
    for label in (0, 1):
        (found,) = maps_of(model, signals, label, CAM)
        close(found, whole.interpolated_cam[:, label], 1e-6)


def test_gradient_cam_is_cam_over_the_number_of_positions(model: Model, signals: SignalBatch) -> None:
    """The identity holds to float rounding for average and max pooling, and the page's number says so."""
    num_positions = explain(model, signals.x).cam.shape[-1]
    for label in (0, 1):
        cam, grad_cam = maps_of(model, signals, label, CAM, GRAD_CAM)
        close(grad_cam, cam / num_positions, 1e-5)
        found = cam_identity(cam, grad_cam, num_positions)
        assert found.share < 1e-5
        assert found.difference == pytest.approx(np.abs(cam / num_positions - grad_cam).max())
        wrong = cam_identity(cam, grad_cam, num_positions + 1)
        assert wrong.share > 1e-3


def test_gradient_cam_by_hand(model: Model, signals: SignalBatch) -> None:
    """Oracle in double precision: gradients of one logit after the other, means, sum, straight lines."""
    network = in_double(model.network)
    (found,) = maps_of(model, signals, 1, GRAD_CAM)
    for row, x in enumerate(signals.x):
        feature_maps = network.forward_features(torch.from_numpy(x[None].astype(float))).requires_grad_()
        (gradient,) = torch.autograd.grad(network.forward_head(feature_maps)[0, 1], feature_maps)
        values = (gradient.mean(dim=-1, keepdim=True) * feature_maps)[0].sum(dim=0).detach().numpy()
        centers = network.map_field.centers(len(values))
        close(found[row], np.interp(np.arange(x.shape[-1]), centers, values), 1e-4)


def test_integrated_gradients_are_complete(model: Model, signals: SignalBatch) -> None:
    """They add up to the logit of the signal less that of the baseline, up to the steps' error.

    That is less than a tenth of what was added up, a hundredth in trained networks; a wrong baseline or
    class is off by all of it.
    """
    (found,) = maps_of(model, signals, 1, INTEGRATED_GRADIENTS)
    nothing = np.full_like(signals.x, baseline(model.network))
    expected = (network_logits(model, signals.x) - network_logits(model, nothing))[:, 1]
    added = np.abs(found).sum(axis=-1)
    assert (np.abs(found.sum(axis=-1) - expected) < 0.1 * added).all()


def test_integrated_gradients_by_a_sum(model: Model, signals: SignalBatch) -> None:
    """Oracle in double precision: midpoints of 200 steps from the baseline to the signal.

    A deep network has so many kinks on the way that single samples differ; their mean error is small.
    """
    network, signal = in_double(model.network), torch.from_numpy(signals.x[:1].astype(float))
    (found,) = maps_of(model, signals, 1, INTEGRATED_GRADIENTS)
    start = float(network.input_mean)
    way = start + (torch.arange(200)[:, None, None] + 0.5) / 200 * (signal - start)
    gradient = torch.autograd.grad(network(way.requires_grad_())[:, 1].sum(), way)[0].mean(dim=0)
    expected = ((signal[0] - start) * gradient)[0].detach().numpy()
    assert np.abs(found[0] - expected).mean() < 0.05 * np.abs(expected).max()


def test_saliency_is_the_size_of_a_finite_difference(model: Model, signals: SignalBatch) -> None:
    """Oracle in double precision: the logit's change when one sample moves a little, without its sign."""
    network, signal = in_double(model.network), torch.from_numpy(signals.x[3:4].astype(float))
    (found,) = maps_of(model, signals, 1, SALIENCY)
    moves = 1e-6 * torch.eye(signal.shape[-1], dtype=torch.double)[:, None]
    slopes = (network(signal + moves) - network(signal - moves))[:, 1] / 2e-6
    close(found[3], slopes.abs().numpy(), 1e-3)
    assert (found >= 0).all()
    assert (slopes < 0).any()


@pytest.mark.parametrize("num_points", [100, 250, 33])
def test_occlusion_is_what_a_loop_over_windows_finds(model: Model, num_points: int) -> None:
    """Each sample has the mean loss of the windows that cover it; the last one may hang over the end."""
    rng = np.random.default_rng(num_points)
    x = rng.normal(size=(2, 1, num_points)).astype(np.float32)
    found = attribute(model, x, np.array([1, 0]), np.full((2, 2), -1), (OCCLUSION,))[0].map
    window, step = occlusion_window(num_points)
    for row, label in enumerate((1, 0)):
        lost, times = np.zeros(num_points), np.zeros(num_points)
        before = network_logits(model, x[row : row + 1])[0, label]
        for start in range(0, -(-(num_points - window) // step) * step + 1, step):
            covered = x[row].copy()
            covered[:, start : start + window] = baseline(model.network)
            lost[start : start + window] += before - network_logits(model, covered[None])[0, label]
            times[start : start + window] += 1
        close(found[row], lost / times, 2e-4)


def test_a_window_of_occlusion_is_a_tenth_and_moves_a_hundred_times_at_most() -> None:
    """Shorter signals by every sample, longer ones in larger steps."""
    assert occlusion_window(100) == (10, 1)
    assert occlusion_window(32) == (3, 1)
    assert occlusion_window(2000) == (200, 20)


def test_scores_are_those_of_the_maps(model: Model, signals: SignalBatch) -> None:
    """Interval, IoU, pointing hit and share inside are what the map and the truth alone give."""
    truth = signals.event_interval
    for one in attribute(model, signals.x, signals.y, truth, (*METHODS, SECOND_DIFFERENCE)):
        intervals = np.array([localized_interval(values) for values in one.map])
        np.testing.assert_array_equal(one.localized_interval, intervals)
        expected = localization_scores(one.map, intervals, truth)
        np.testing.assert_array_equal(one.scores.iou, expected.iou)
        np.testing.assert_array_equal(one.scores.pointing_hit, expected.pointing_hit)
        for values, (start, end), share in zip(one.map, truth, one.inside, strict=True):
            if start < 0:
                assert np.isnan(share)
                continue
            positive = [max(0.0, float(value)) for value in values]
            assert share == pytest.approx(sum(positive[start:end]) / (sum(positive) or 1.0), abs=1e-6)


def test_a_map_without_anything_positive_has_nothing_inside() -> None:
    """Zero, not a division by zero."""
    assert share_inside(np.full((1, 100), -1.0), np.array([[3, 9]])).tolist() == [0.0]


def test_no_method_minds_the_batch(tiny_model: Model) -> None:
    """One signal alone, or among more than run at once: the same map to rounding."""
    signals = generate_signals(tiny_model.manifest.experiment.signals)[: BATCH_SIZE + 10]
    names = CAM, GRAD_CAM, SALIENCY, INTEGRATED_GRADIENTS
    together = attribute(tiny_model, signals.x, signals.y, signals.event_interval, names)
    for place in (0, BATCH_SIZE - 1, BATCH_SIZE, BATCH_SIZE + 9):
        one = signals[place : place + 1]
        alone = attribute(tiny_model, one.x, one.y, one.event_interval, names)
        for name, single, many in zip(names, alone, together, strict=True):
            # Rounding may turn a unit on the edge of ReLU on or off on one of the many steps.
            close(many.map[place], single.map[0], 1e-2 if name == INTEGRATED_GRADIENTS else 1e-4)


@pytest.fixture
def untouched(tiny_model: Model) -> Iterator[Model]:
    """A shared model; whatever was left on it fails the test."""
    before = {name: value.clone() for name, value in tiny_model.network.state_dict().items()}
    yield tiny_model
    network = tiny_model.network
    for module in network.modules():
        assert not module.training
        kept = [
            value
            for name, value in vars(module).items()
            if "hooks" in name and name != "_is_full_backward_hook"
        ]
        assert kept
        assert not any(value for value in kept if isinstance(value, dict))
    for name, value in network.state_dict().items():
        assert torch.equal(value, before[name])
    for parameter in network.parameters():
        assert parameter.grad is None
        assert not parameter.requires_grad


@pytest.mark.parametrize(("names", "count"), [(METHODS, 40), ((GRAD_CAM,), 240)])
def test_eight_threads_on_one_model_give_no_wrong_map(
    untouched: Model, names: tuple[str, ...], count: int
) -> None:
    """Different signals at once, each map equal to the one made alone, bit for bit.

    Grad-CAM, whose hooks could meet, often enough that they would: on the network itself captum raises here.
    """
    signals = generate_signals(untouched.manifest.experiment.signals)

    def maps(place: int) -> list[bytes]:
        one = signals[place : place + 1]
        found = attribute(untouched, one.x, np.array([place % 2]), one.event_interval, names)
        return [attribution.map.tobytes() for attribution in found]

    alone = [maps(place) for place in range(count)]
    with ThreadPoolExecutor(THREADS) as pool:
        at_once = list(pool.map(maps, range(count)))
    assert at_once == alone


def test_captum_never_hooks_the_shared_network(untouched: Model, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not even while it runs: no module of the network is asked to take a hook."""
    signals = generate_signals(untouched.manifest.experiment.signals)[:3]
    shared = set(untouched.network.modules())
    plain = nn.Module.register_forward_hook
    hooked: list[nn.Module] = []

    def watched(module: nn.Module, *arguments: object, **options: object) -> object:
        hooked.append(module)
        return plain(module, *arguments, **options)

    monkeypatch.setattr(nn.Module, "register_forward_hook", watched)
    attribute(untouched, signals.x, signals.y, signals.event_interval)
    assert hooked, "Grad-CAM hooks a module of its own"
    assert not shared.intersection(hooked)


@pytest.mark.parametrize(
    ("target", "names", "sentence"),
    [
        (np.array([0]), METHODS, "`target` must hold 12 classes from 0 to 1"),
        (np.full(12, 2), METHODS, "`target` must hold 12 classes from 0 to 1"),
        (np.full(12, -1), METHODS, "`target` must hold 12 classes from 0 to 1"),
        (np.zeros(12, int), ("cam", "lime"), "`names` must be of cam, .*, got lime"),
    ],
)
def test_what_cannot_be_asked_is_said(
    tiny_model: Model, signals: SignalBatch, target: np.ndarray, names: tuple[str, ...], sentence: str
) -> None:
    """One sentence that names the argument, what was expected and what came."""
    with pytest.raises(ValueError, match=sentence):
        attribute(tiny_model, signals.x, target, signals.event_interval, names)


def test_signals_that_cannot_be_are_said(tiny_model: Model, signals: SignalBatch) -> None:
    """As `explain` says it."""
    broken = signals.x.copy()
    broken[0, 0, 0] = np.nan
    with pytest.raises(ValueError, match="`x` must hold numbers"):
        attribute(tiny_model, broken, signals.y, signals.event_interval)
