"""The training loop: repeatable, stoppable, quiet, and it learns."""

import dataclasses
import math

import numpy as np
import pytest
import torch

from cam_core.config import NetworkConfig, SignalConfig, TrainingConfig
from cam_core.dataset import Dataset, make_dataset
from cam_core.network import Network, build_network
from cam_core.results import EpochRecord
from cam_core.training import Progress, fit

WIDTHS = NetworkConfig(widths=(4, 8, 8, 16))
TWO = TrainingConfig(epochs=2, batch_size=64)


@pytest.fixture(scope="module")
def dataset() -> Dataset:
    return make_dataset(SignalConfig(num_samples=600, background_std=0.1))


def _weights(network: Network) -> bytes:
    return b"".join(value.numpy().tobytes() for value in network.state_dict().values())


@pytest.mark.parametrize("normalization", ["none", "batch"])
@pytest.mark.parametrize("precision", ["float32", "bfloat16"])
def test_same_seed_same_bits(dataset: Dataset, normalization: str, precision: str) -> None:
    """Twice the same training is the same network bit for bit, whatever torch drew in between."""
    config = dataclasses.replace(TWO, precision=precision)
    shape = dataclasses.replace(WIDTHS, normalization=normalization)
    results = []
    for noise in (1, 2):
        torch.manual_seed(noise)
        network = build_network(shape, seed=0)
        records = fit(network, dataset, config)
        results.append((_weights(network), [dataclasses.replace(r, seconds=0) for r in records]))
    assert results[0] == results[1]


def test_seed_orders_the_batches(dataset: Dataset) -> None:
    """Another training seed, from the same weights, ends elsewhere."""
    ends = set()
    for seed in (0, 1):
        network = build_network(WIDTHS, seed=0)
        fit(network, dataset, dataclasses.replace(TWO, seed=seed))
        ends.add(_weights(network))
    assert len(ends) == 2


def test_process_wide_generator_is_left_alone(dataset: Dataset) -> None:
    """Building and training draw from generators of their own: torch's state stays bit for bit."""
    torch.manual_seed(3)
    before = torch.get_rng_state()
    fit(build_network(WIDTHS, seed=0), dataset, TWO)
    assert torch.equal(torch.get_rng_state(), before)


def test_one_step_equals_plain_torch(dataset: Dataset) -> None:
    """Oracle: Adam's first step, by hand, on the mean cross-entropy of the whole train set."""
    config = TrainingConfig(epochs=1, batch_size=8192, learning_rate=0.01)
    network = build_network(WIDTHS, seed=0)
    plain = build_network(WIDTHS, seed=0)
    plain.input_mean.fill_(dataset.mean)
    plain.input_std.fill_(dataset.std)
    logits = plain(torch.from_numpy(dataset.train.x))
    rows = torch.arange(len(logits))
    loss = (logits.logsumexp(1) - logits[rows, torch.from_numpy(dataset.train.y)]).mean()
    gradients = torch.autograd.grad(loss, list(plain.parameters()))
    (record,) = fit(network, dataset, config)
    assert record.train_loss == pytest.approx(loss.item(), abs=1e-5)
    pairs = zip(network.parameters(), plain.parameters(), gradients, strict=True)
    for ours, start, gradient in pairs:
        large = gradient.abs() > 1e-5
        # Adam's first step is the sign of the gradient times the learning rate.
        expected = start - 0.01 * gradient.sign()
        np.testing.assert_allclose(ours[large].detach().numpy(), expected[large].detach().numpy(), atol=3e-5)


def test_records_are_what_the_network_scores(dataset: Dataset) -> None:
    """The last record's test loss and accuracy are those of the finished network, by NumPy."""
    network = build_network(WIDTHS, seed=0)
    records = fit(network, dataset, TWO)
    assert [record.epoch for record in records] == [1, 2]
    assert 0 < records[0].seconds < records[1].seconds
    with torch.inference_mode():
        logits = network(torch.from_numpy(dataset.test.x)).double().numpy()
    losses = np.log(np.exp(logits).sum(axis=1)) - logits[np.arange(len(logits)), dataset.test.y]
    assert records[-1].test_loss == pytest.approx(losses.mean(), abs=1e-5)
    right = (logits.argmax(axis=1) == dataset.test.y).mean()
    assert records[-1].test_accuracy == pytest.approx(right, abs=1e-6)


def test_epoch_callback_stops_and_sees_evaluation_mode(dataset: Dataset) -> None:
    """Returning False after epoch 3 of 50 ends it; at every call the network is ready to explain."""
    network = build_network(dataclasses.replace(WIDTHS, normalization="batch"), seed=0)
    modes: list[bool] = []

    def on_epoch(record: EpochRecord) -> bool:
        modes.extend(part.training for part in network.modules())
        return record.epoch < 3

    config = dataclasses.replace(TWO, epochs=50)
    records = fit(network, dataset, config, on_epoch=on_epoch)
    assert [record.epoch for record in records] == [1, 2, 3]
    assert not any(modes)
    assert not network.training


def test_progress_callback_stops_before_the_next_batch(
    dataset: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Told at every batch here, it stops within the second epoch; that epoch leaves no record."""
    monkeypatch.setattr("cam_core.training.REPORT_SECONDS", 0.0)
    network = build_network(WIDTHS, seed=0)
    seen: list[Progress] = []

    def on_progress(progress: Progress) -> bool:
        seen.append(progress)
        return (progress.epoch, progress.batch) != (2, 3)

    records = fit(network, dataset, TWO, on_progress=on_progress)
    num_batches = math.ceil(420 / 64)
    assert [record.epoch for record in records] == [1]
    assert [(one.epoch, one.batch) for one in seen] == [
        *((1, batch) for batch in range(1, num_batches + 1)),
        *((2, batch) for batch in range(1, 4)),
    ]
    assert {(one.num_epochs, one.num_batches) for one in seen} == {(2, num_batches)}
    assert all(math.isfinite(one.train_loss) for one in seen)
    assert not network.training


def test_no_epochs_leave_the_network_untrained(dataset: Dataset) -> None:
    """Weights stay bit for bit; only the input's mean and deviation are set."""
    network = build_network(WIDTHS, seed=0)
    assert fit(network, dataset, TrainingConfig(epochs=0)) == []
    fresh = build_network(WIDTHS, seed=0).state_dict()
    for name, value in network.state_dict().items():
        if not name.startswith("input_"):
            assert torch.equal(value, fresh[name])
    assert (float(network.input_mean), float(network.input_std)) == pytest.approx((dataset.mean, dataset.std))


def test_it_prints_nothing(dataset: Dataset, capfd: pytest.CaptureFixture[str]) -> None:
    """Progress goes to callbacks only."""
    fit(build_network(WIDTHS, seed=0), dataset, TWO)
    assert capfd.readouterr() == ("", "")


def test_it_learns() -> None:
    """800 signals with a strong burst are enough to leave chance far behind on unseen signals."""
    dataset = make_dataset(SignalConfig(num_samples=800, noise_std=1.0))
    network = build_network(NetworkConfig(widths=(8, 16, 16, 32)), seed=0)
    config = TrainingConfig(epochs=12, batch_size=32, learning_rate=0.005)
    records = fit(network, dataset, config)
    assert records[-1].test_accuracy > 0.95
    assert records[-1].train_loss < records[0].train_loss
