"""Deletion curves on models whose answer is known."""

import numpy as np
import pytest

from cam_core.comparisons.faithfulness import (
    NUM_RANDOM,
    area,
    band,
    block_steps,
    blocks,
    deletion_curves,
    num_steps,
    random_steps,
    scattered_steps,
)

LENGTHS = [32, 33, 100, 101, 2000]


class Linear:
    """Class 1 gets the weighted sum of the samples, class 0 nothing."""

    def __init__(self, weight: np.ndarray) -> None:
        self.weight = weight
        self.seen: list[np.ndarray] = []

    def __call__(self, x: np.ndarray) -> np.ndarray:
        self.seen.append(x)
        score = x[:, 0].astype(float) @ self.weight
        return np.stack([np.zeros_like(score), score], axis=1)


@pytest.fixture
def x() -> np.ndarray:
    return np.random.default_rng(0).normal(size=100).astype(np.float32)


def test_the_known_answer_of_a_linear_model(x: np.ndarray) -> None:
    """What is left after m blocks is the sum of the others' contributions, exactly; so is the area."""
    weight = np.random.default_rng(1).normal(size=100)
    contribution = weight * x
    found = deletion_curves(Linear(weight), x, np.zeros(100), block_steps(contribution)[None], target=1)
    by_block = np.sort(contribution.reshape(20, 5).sum(axis=1))[::-1]
    left = contribution.sum() - np.concatenate([[0], np.cumsum(by_block)])
    np.testing.assert_allclose(found.margin[0], left, atol=1e-9)
    np.testing.assert_allclose(found.probability[0], 1 / (1 + np.exp(-left)), atol=1e-12)
    np.testing.assert_allclose(found.share, np.arange(21) / 20)
    expected = sum((left[i] + left[i + 1]) / 2 for i in range(20)) / 20
    assert area(found.share, found.margin)[0] == pytest.approx(expected)


def test_no_order_is_better_than_that_of_the_contributions(x: np.ndarray) -> None:
    """Its curve falls all the way where all contributions are positive, and no random order is below it."""
    weight = np.abs(np.random.default_rng(2).normal(size=100)) * np.sign(x)
    steps = np.concatenate([block_steps(weight * x)[None], random_steps(100, 3, scattered=False)])
    found = deletion_curves(Linear(weight), x, np.zeros(100), steps, target=1)
    assert (np.diff(found.margin[0]) < 0).all()
    assert (found.margin[0] <= found.margin[1:] + 1e-9).all()
    areas = area(found.share, found.probability)
    assert areas[0] < areas[1:].min()
    worst = deletion_curves(Linear(weight), x, np.zeros(100), block_steps(-weight * x)[None], target=1)
    assert area(worst.share, worst.probability)[0] > areas.max()


def test_the_other_class_sees_it_the_other_way_round(x: np.ndarray) -> None:
    """Between two classes the margins are opposite and the probabilities add up to one."""
    model, steps = Linear(np.ones(100)), random_steps(100, 1, scattered=False)
    one, other = (deletion_curves(model, x, np.zeros(100), steps, target=label) for label in (1, 0))
    np.testing.assert_allclose(one.margin, -other.margin)
    np.testing.assert_allclose(one.probability + other.probability, 1)


def test_the_margin_is_to_the_best_other_class() -> None:
    """Of three classes the larger of the other two counts; the probability is the softmax of all."""

    def logits(x: np.ndarray) -> np.ndarray:
        return np.tile([1.0, 3.0, 2.0], (len(x), 1))

    found = deletion_curves(logits, np.zeros(100), np.ones(100), np.ones((1, 100), int), target=2)
    np.testing.assert_allclose(found.margin, -1)
    np.testing.assert_allclose(found.probability, np.exp(2) / np.exp([1, 2, 3]).sum())


def test_the_ends_are_the_signal_and_its_replacement(x: np.ndarray) -> None:
    """Nothing is gone at first, everything at last, and in between only what an order says."""
    model, replacement = Linear(np.ones(100)), np.linspace(5, 6, 100).astype(np.float32)
    steps = random_steps(100, 0, scattered=False)
    deletion_curves(model, x, replacement, steps, target=1)
    seen = model.seen[0].reshape(NUM_RANDOM, 21, 100)
    assert (seen[:, 0] == x).all()
    assert (seen[:, -1] == replacement).all()
    for order, signals in zip(steps, seen, strict=True):
        for number, signal in enumerate(signals):
            np.testing.assert_array_equal(signal, np.where(order <= number, replacement, x))


@pytest.mark.parametrize("num_points", LENGTHS)
def test_blocks_are_neighbours_of_nearly_one_length(num_points: int) -> None:
    """Contiguous, all of them there, lengths that differ by one at most, never single samples."""
    block = blocks(num_points)
    lengths = np.bincount(block)
    assert len(block) == num_points
    assert (np.diff(block) >= 0).all()
    assert len(lengths) == num_steps(num_points) <= 20
    assert lengths.max() - lengths.min() <= 1
    assert lengths.min() >= 2


@pytest.mark.parametrize("num_points", LENGTHS)
def test_every_order_deletes_everything_once(num_points: int) -> None:
    """As many samples at each step, up to one; a block goes whole, single samples by rank."""
    values = np.random.default_rng(num_points).normal(size=num_points)
    by_block, by_sample = block_steps(values), scattered_steps(values)
    for steps in (by_block, by_sample, *random_steps(num_points, 0, scattered=False)):
        counts = np.bincount(steps)[1:]
        assert len(counts) == num_steps(num_points)
        assert counts.max() - counts.min() <= 1
    assert all(len(set(by_block[blocks(num_points) == one])) == 1 for one in range(num_steps(num_points)))
    for number in range(1, num_steps(num_points)):
        assert values[by_sample <= number].min() > values[by_sample > number].max()


def test_the_highest_block_goes_first_and_of_equals_the_earlier() -> None:
    """By its mean: one high sample in a low block does not bring it forward."""
    values = np.zeros(100)
    values[40:45], values[70:75] = 2.0, 1.0
    values[10] = 4.0
    steps = block_steps(values)
    assert [steps[place] for place in (40, 70, 10)] == [1, 2, 3]
    assert steps[0] == 4
    assert steps[99] == 20


def test_random_orders_come_from_their_seed() -> None:
    """The same again with the same seed, others with another; no two of the twenty are the same."""
    for scattered in (False, True):
        orders = random_steps(100, 7, scattered=scattered)
        np.testing.assert_array_equal(orders, random_steps(100, 7, scattered=scattered))
        assert not np.array_equal(orders, random_steps(100, 8, scattered=scattered))
        assert len({order.tobytes() for order in orders}) == NUM_RANDOM == 20


def test_area_and_band_by_hand() -> None:
    """The area of a level curve is its height, of a straight fall half; the band holds nine tenths."""
    share = np.linspace(0, 1, 11)
    np.testing.assert_allclose(area(share, np.stack([np.full(11, 0.3), 1 - share])), [0.3, 0.5])
    mean, low, high = band(np.arange(101.0)[:, None] * np.ones(3))
    np.testing.assert_allclose([mean[0], low[1], high[2]], [50, 5, 95])
