"""A measurement leaves the server to others: its steps are short for every network, and in sum the same."""

import numpy as np
import pytest

from cam_core.config import ExperimentConfig
from ui import measuring, store
from ui.evidence.sanity import measurement as sanity
from ui.evidence.score import measurement as score
from ui.measuring import AT_ONCE, Steps

LARGE = (("resnet18", 1000), ("resnet18", 2000), ("fcn", 2000), ("talk", 2000))


def longer(model: str, num_points: int, num_samples: int = 2000) -> tuple[str, str, ExperimentConfig]:
    known = store.manifest(model)
    changed = {"signals.num_points": num_points, "signals.num_samples": num_samples}
    return model, known.fingerprint, known.experiment.with_settings(changed)


@pytest.mark.parametrize(("model", "num_points"), LARGE)
def test_a_step_of_a_large_network_is_short(model: str, num_points: int) -> None:
    """By the work it is, and never more than one run may take."""
    asked = longer(model, num_points)
    for work in (score.Overlaps(*asked), sanity.Randomization(*asked)):
        assert work.guess / work.steps.num_steps <= AT_ONCE
        assert work.guess / work.steps.num_steps >= AT_ONCE / 4, "steps of nothing would take long in sum"


def test_a_step_of_the_talks_network_is_a_whole_batch() -> None:
    """Where a batch is quick, cutting it up would only cost."""
    asked = longer("talk", 100)
    overlaps, randomization = score.Overlaps(*asked), sanity.Randomization(*asked)
    assert overlaps.steps.num_steps == -(-len(overlaps.numbers) // score.AT_A_TIME)
    assert randomization.steps.num_steps == sanity.NUM_SEEDS * sanity.NUM_SIGNALS // sanity.AT_A_TIME


def test_small_steps_measure_what_large_ones_do(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every signal once, in order, the last step a short one."""
    asked = longer("events", 100, num_samples=80)

    def measured(most: int) -> list[np.ndarray]:
        monkeypatch.setattr(score, "AT_A_TIME", most)
        monkeypatch.setattr(sanity, "AT_A_TIME", most)
        overlaps, randomization = score.Overlaps(*asked), sanity.Randomization(*asked)
        for work in (overlaps.steps, randomization.steps):
            while not work.is_done:
                work.advance()
        curve, random = overlaps.curve(), randomization.curve()
        return [curve.mean_iou, random.signed, random.absolute]

    for small, large in zip(measured(4), measured(1000), strict=True):
        np.testing.assert_allclose(small, large, atol=1e-5)


@pytest.mark.parametrize(("seconds", "steps"), [(0.3, 1), (0.2, 2), (0.6, 1)])
def test_no_step_is_begun_that_does_not_fit(
    seconds: float, steps: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One run of the panel does as many steps as end in time, one at least."""
    clock = [0.0]

    def take(_: int) -> None:
        clock[0] += seconds

    monkeypatch.setattr(measuring, "monotonic", lambda: clock[0])
    monkeypatch.setattr(measuring, "perf_counter", lambda: clock[0])
    work = Steps("one", 100, take)
    work.advance_for(AT_ONCE)
    assert work.num_done == steps
