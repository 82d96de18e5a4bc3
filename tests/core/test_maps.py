"""The maps that people can choose between."""

import numpy as np

from cam_core.config import ExperimentConfig
from cam_core.maps.choices import map_names, signal_maps
from cam_core.pipeline import explain
from cam_core.signals import generate_signals
from cam_core.storage.checkpoint import Model


def test_every_map_adds_up_to_its_logit(tiny_model: Model, tiny_config: ExperimentConfig) -> None:
    """Bias plus mean of the map is the logit, and for the margin map the difference of the logits."""
    explanation = explain(tiny_model, generate_signals(tiny_config.signals).x[:50], keep_layers=False)
    maps = {shown.name: shown for shown in signal_maps(explanation)}
    assert tuple(maps) == map_names(2)
    for shown in maps.values():
        np.testing.assert_allclose(shown.logit, shown.bias + shown.total, atol=1e-5)
    difference = explanation.logits[:, 1] - explanation.logits[:, 0]
    np.testing.assert_array_equal(maps["margin"].logit, difference)


def test_native_and_linear_are_the_same_map(tiny_model: Model, tiny_config: ExperimentConfig) -> None:
    """Steps hold each position's value on its two samples; lines keep the mean of the map."""
    explanation = explain(tiny_model, generate_signals(tiny_config.signals).x[:20], keep_layers=False)
    for label, shown in zip(range(2), signal_maps(explanation), strict=False):
        np.testing.assert_array_equal(shown.native, np.repeat(explanation.cam[:, label], 2, axis=-1))
        np.testing.assert_allclose(shown.linear, explanation.interpolated_cam[:, label], atol=1e-6)
        np.testing.assert_allclose(shown.linear.mean(axis=-1), shown.total, atol=1e-5)
