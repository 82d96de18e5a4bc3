"""Fixed scales of a large network come from fewer signals: their layers are all kept at once."""

import inspect
from collections.abc import Callable

import numpy as np
import pytest

from cam_core import memory, pipeline
from cam_core.memory import stage_values
from cam_core.results import Explanation
from ui import store
from ui.evidence.ledger.samples import model_ledger_scales
from ui.layers.samples import model_scales


@pytest.mark.parametrize(("scales", "most"), [(model_scales, 200), (model_ledger_scales, 100)])
def test_a_large_network_keeps_the_layers_of_as_many_signals_as_fit(
    monkeypatch: pytest.MonkeyPatch, scales: Callable[[str, str], object], most: int
) -> None:
    """With the usual limit all of them; with room for seven signals' layers, seven."""
    counts: list[int] = []
    explain = pipeline.explain

    def counted(model: object, x: np.ndarray) -> Explanation:
        counts.append(len(x))
        return explain(model, x)

    known = store.manifest("untrained")
    spec, num_points = known.experiment.network.spec, known.experiment.signals.num_points
    monkeypatch.setattr(pipeline, "explain", counted)
    inspect.unwrap(scales)("untrained", known.fingerprint)
    monkeypatch.setattr(memory, "MAX_ACTIVATIONS", 7 * stage_values(spec, num_points) + 1)
    inspect.unwrap(scales)("untrained", known.fingerprint)
    assert counts == [most, 7]
