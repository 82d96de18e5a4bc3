"""The ledger: terms add up to what the network says, and to what it would say without some of them."""

import numpy as np
import pytest
import torch

from cam_core.maps.ledger import Ledger, ledger, ledger_scales, positions_up_to, silenced
from cam_core.pipeline import explain
from cam_core.receptive_field import ReceptiveField
from cam_core.results import Explanation
from cam_core.signals import calibration_signals
from cam_core.storage.checkpoint import Model, load
from tests.serving import REPOSITORY

SHIPPED = sorted(path.parent.name for path in (REPOSITORY / "models").glob("*/config.json"))
SETS = ((), (0,), (3, 7, 1), tuple(range(0, 96, 2)))
"""Channels to silence: none, one, some in any order, every second of the first hundred."""


@pytest.fixture(params=SHIPPED)
def model(request: pytest.FixtureRequest) -> Model:
    return load(REPOSITORY / "models" / request.param)


def explained(model: Model, count: int = 12) -> Explanation:
    return explain(model, calibration_signals(model.manifest.experiment.signals, count).x)


def rounding(book: Ledger) -> float:
    """What the network's float32 may miss: a few units in the last place of what it adds up."""
    return 4e-6 * float(np.abs(book.contribution).sum(axis=-1).max() + 1e-3)


def test_the_running_sum_ends_on_the_networks_logit(model: Model) -> None:
    """For every shipped model, class and margin: from the bias, over every sample, to the logit."""
    said = explained(model)
    num_points = said.x.shape[-1]
    upto = positions_up_to(said.field, said.cam.shape[-1], num_points)
    for index in range(len(said)):
        book = ledger(said, index)
        sums = book.running_sums(upto)
        assert sums.shape == (len(said.head_bias), num_points + 2)
        np.testing.assert_array_equal(sums[:, 0], said.head_bias)
        np.testing.assert_allclose(sums[:, -1], said.logits[index], rtol=0, atol=rounding(book))
        margin = sums[1] - sums[0]
        assert margin[-1] == pytest.approx(
            said.logits[index, 1] - said.logits[index, 0], abs=2 * rounding(book)
        )
        np.testing.assert_allclose(book.contribution.sum(axis=-1) + book.bias, sums[:, -1], atol=1e-11)
        np.testing.assert_allclose(book.probabilities, said.probabilities[index], atol=1e-5)


def test_a_silenced_channel_is_what_the_network_says_without_its_feature_map(model: Model) -> None:
    """Torch's own pooling and head, with those maps set to zero before pooling, give the same logits."""
    said = explained(model, 4)
    maps = torch.from_numpy(list(said.layers.values())[-1])
    for channels in SETS:
        muted = maps.clone()
        muted[:, list(channels)] = 0
        with torch.inference_mode():
            logits = model.network.head(model.network.pool(muted))
        for index in range(len(said)):
            whole = ledger(said, index)
            left = silenced(whole, channels)
            np.testing.assert_allclose(left.logits, logits[index].numpy(), rtol=0, atol=rounding(whole))
            expected = torch.softmax(logits[index], dim=0).numpy()
            np.testing.assert_allclose(left.probabilities, expected, atol=1e-5)
            assert left.predicted_class == int(logits[index].argmax()) or np.ptp(expected) < 1e-4


def test_map_and_sums_change_by_exactly_the_terms(model: Model) -> None:
    """Before less after is the silenced terms and nothing else; what is not silenced does not change."""
    whole = ledger(explained(model, 2), 1)
    for channels in SETS:
        left = silenced(whole, channels)
        others = np.setdiff1d(np.arange(whole.weight.shape[1]), channels)
        for label in range(len(whole.bias)):
            terms = whole.terms(label)[list(channels)]
            np.testing.assert_allclose(whole.cam[label] - left.cam[label], terms.sum(axis=0), atol=1e-11)
            assert left.terms(label)[others].tobytes() == whole.terms(label)[others].tobytes()
            went = whole.shares[label] - left.shares[label]
            np.testing.assert_allclose(went, shares_by_hand(whole, label, channels), atol=1e-11)
            taken = whole.logits[label] - left.logits[label]
            assert taken == pytest.approx(whole.contribution[label, list(channels)].sum(), abs=1e-11)
            assert went.sum() == pytest.approx(taken, abs=1e-10)
    assert silenced(whole, ()).logits.tobytes() == whole.logits.tobytes()


def shares_by_hand(book: Ledger, label: int, channels: tuple[int, ...]) -> np.ndarray:
    """What silenced channels added at each position, one product at a time."""
    shares = np.zeros(book.feature_maps.shape[-1])
    for channel in channels:
        row = [float(value) for value in book.feature_maps[channel]]
        weight = float(book.weight[label, channel])
        if book.pooling == "average":
            for place, value in enumerate(row):
                shares[place] += weight * value / len(row)
        else:
            shares[row.index(max(row))] += weight * max(row)
    return shares


def test_all_channels_silenced_leave_the_bias(model: Model) -> None:
    """Nothing is left of the map, and the logits are the biases, to the network's own rounding."""
    whole = ledger(explained(model, 2), 0)
    left = silenced(whole, range(whole.weight.shape[1]))
    assert not left.cam.any()
    np.testing.assert_allclose(left.logits, whole.bias, rtol=0, atol=rounding(whole))


def test_what_is_silenced_in_two_steps_is_silenced_in_one(tiny_model: Model) -> None:
    """The order of clicks does not matter, and a channel silenced twice is silenced once."""
    whole = ledger(explained(tiny_model, 2), 0)
    once = silenced(whole, (1, 4, 9))
    twice = silenced(silenced(whole, (9, 1)), (4, 1, 9))
    np.testing.assert_array_equal(once.feature_maps, twice.feature_maps)
    np.testing.assert_allclose(once.logits, twice.logits, rtol=0, atol=1e-13)


def test_positions_are_counted_where_they_stand() -> None:
    """A position is in the sum from the first sample that is not left of its centre; the end has all."""
    talk = positions_up_to(ReceptiveField(14, 2, -6), 50, 100)
    assert talk[:4].tolist() == [0, 0, 1, 1]
    assert talk[1 + 46] == 23
    assert talk[-3:].tolist() == [49, 50, 50]
    beyond = positions_up_to(ReceptiveField(14, 1, -6), 100, 100)
    assert beyond[-3:].tolist() == [98, 99, 100]
    on_samples = positions_up_to(ReceptiveField(435, 8, -217), 13, 100)
    assert on_samples[[0, 1, 8, 9, -1]].tolist() == [0, 1, 1, 2, 13]
    for counts in (talk, beyond, on_samples):
        assert (np.diff(counts) >= 0).all()


def test_the_fixed_axes_hold_nearly_every_signal(model: Model) -> None:
    """Nine in ten signals lie whole within each axis, and none of them ends where no signal reaches."""
    config = model.manifest.experiment.signals
    many = explain(model, calibration_signals(config, 160).x)
    scales = ledger_scales(explain(model, calibration_signals(config, 100).x))
    upto = positions_up_to(many.field, many.cam.shape[-1], many.x.shape[-1])
    books = [ledger(many, index) for index in range(len(many))]
    of_class = scales[0]
    for ends, largest in (
        (of_class.running, [np.abs(book.running_sums(upto)).max() for book in books]),
        (of_class.share, [np.abs(book.shares).max() for book in books]),
        (of_class.contribution, [np.abs(book.contribution).max() for book in books]),
    ):
        assert np.mean(np.array(largest) <= ends * (1 + 1e-3)) >= 0.9
        assert ends <= max(largest) * (1 + 1e-3)
    sums = [book.running_sums(upto) for book in books]
    margins = [np.abs(one[1] - one[0]).max() for one in sums]
    assert np.mean(np.array(margins) <= scales[1].running * (1 + 1e-2)) >= 0.9
