"""Configs: what is refused, what is kept, what makes two experiments the same."""

import dataclasses
import json
import math

import numpy as np
import pytest

from cam_core.config import ExperimentConfig, NetworkConfig, SignalConfig, TrainingConfig
from cam_core.settings import parse_setting, parse_value

REFUSED = {
    "signals.num_points": [31, 2001, 100.0, "100", None, True, math.nan, 10**400],
    "signals.amplitude": [0, -1.0, 101, math.inf, math.nan, "1", None, 10**400],
    "signals.num_cycles": ["many", 0.05, 25.1, math.nan, None, [2]],
    "signals.phase": ["left", 101, -101, math.nan, None],
    "signals.noise_length": [0, 101, 2.5, "20"],
    "signals.noise_std": [-0.1, 100.5, math.inf, "0.5", -(10**400)],
    "signals.kinds": [[], ["noise"], ["spike", "spike"], "spike", None, [3], {"spike": 1}],
    "signals.event_height": [-0.1, 101, math.nan, "1"],
    "signals.noise_distribution": ["pink", 3, None, []],
    "signals.noise_start": [-1, 81, 2.5, "middle", None, True],
    "signals.background_std": [-1e-9, 101, math.nan],
    "signals.num_samples": [19, 200_001, 32000.0],
    "signals.test_fraction": [0.0, 1.0, math.nan],
    "signals.seed": [-1, 2**31, 0.5],
    "network.backbone": ["resnet", "ResNet18", None],
    "network.pooling": ["median", 1],
    "network.deep_stride": [0, 1, 2, 12, 64, "8", 8.5, 8.0, None, True],
    "network.widths": [[1, 2, 3], [1, 2, 3, 0], [1, 2, 3, 1025], [1, 2, 3, 4.0], "1234", 7, None],
    "network.kernel_sizes": [[3, 3, 3, 4], [3, 3, 3, 33], [3, 3, 3, -1], {"a": 1}],
    "network.normalization": ["layer", True],
    "training.epochs": [-1, 1001, 1.5, "ten"],
    "training.batch_size": [0, 8193, 64.0],
    "training.learning_rate": [0.0, 1.1, math.nan, "fast"],
    "training.weight_decay": [-0.1, 1.1],
    "training.precision": ["float16", 32],
    "training.seed": [-1, 2**31],
    "training.shuffle_labels": [1, 0, "true", "yes", None, [True]],
}
BAD_SETTINGS = [(key, value) for key, values in REFUSED.items() for value in values]


@pytest.mark.parametrize(("key", "value"), BAD_SETTINGS)
def test_a_value_out_of_bounds_is_refused_in_one_sentence(key: str, value: object) -> None:
    """Every field has bounds, and the sentence names the field in backticks and what was given."""
    with pytest.raises(ValueError, match=r"^`.*`.* got .*\.$") as caught:
        ExperimentConfig().with_settings({key: value})
    assert f"`{key}`" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_every_field_has_a_refused_value() -> None:
    """The table above forgets no field: a new field without bounds turns this red."""
    fields = {f"{s}.{name}" for s, part in ExperimentConfig().to_dict().items() for name in part}
    assert fields == set(REFUSED)


def test_bounds_themselves_are_allowed() -> None:
    """Both ends of every range are inside it."""
    for section in (SignalConfig, TrainingConfig):
        for name, ends in section.bounds.items():
            if name in ("num_points", "noise_length"):
                continue
            for end in ends:
                assert getattr(section(**{name: end}), name) == end
    assert SignalConfig(num_points=2000, noise_length=1000, num_samples=10_000).last_noise_start == 1000
    assert SignalConfig(num_points=32, noise_length=32).last_noise_start == 0
    assert SignalConfig(noise_start=80).noise_start == 80


def test_defaults_are_the_talk() -> None:
    """22,400 + 9,600 signals of 100 points, 20 noisy ones, 256 last maps, 10 epochs."""
    config = ExperimentConfig()
    signals = config.signals
    assert (signals.num_train, signals.num_test, signals.num_points) == (22_400, 9_600, 100)
    assert (signals.noise_length, signals.noise_start) == (20, "random")
    assert (config.network.widths[-1], config.network.pooling) == (256, "average")
    assert config.training.epochs == 10


def test_json_round_trip_keeps_config_and_identity() -> None:
    """Through text and back is the same config, down to its hash."""
    config = ExperimentConfig(
        SignalConfig(num_cycles="random", phase=1.5, noise_start=7, noise_distribution="uniform"),
        NetworkConfig(kernel_sizes=(3, 5, 7, 9), normalization="batch"),
        TrainingConfig(epochs=3, precision="bfloat16"),
    )
    again = ExperimentConfig.from_dict(json.loads(json.dumps(config.to_dict())))
    assert again == config
    assert again.identity == config.identity


def test_identity_changes_with_every_field() -> None:
    """No two different experiments share an identity: each single change gives a new hash."""
    other = {
        "signals": SignalConfig(
            120, 2.0, 3.0, 0.5, ("spike",), 10, 0.3, "uniform", 0.7, 4, 0.1, 100, 0.5, 1
        ).to_dict(),
        "network": NetworkConfig(
            pooling="max", widths=(1, 2, 3, 4), kernel_sizes=(1, 3, 5, 7), normalization="batch"
        ).to_dict(),
        "training": TrainingConfig(1, 2, 0.1, 0.1, "bfloat16", 1, shuffle_labels=True).to_dict(),
    }
    reference = ExperimentConfig()
    assert set(reference.changed_settings(ExperimentConfig.from_dict(other))) == {
        f"{s}.{name}" for s, part in other.items() for name in part
    } - {"network.backbone", "network.deep_stride"}
    identities = {reference.identity}
    for section, part in other.items():
        for name, value in part.items():
            if value != reference.to_dict()[section][name]:
                identities.add(reference.with_settings({f"{section}.{name}": value}).identity)
    deep = [NetworkConfig("resnet18"), NetworkConfig("resnet34"), NetworkConfig("resnet18", deep_stride=4)]
    identities |= {dataclasses.replace(reference, network=network).identity for network in deep}
    assert len(identities) == 1 + 14 + 4 + 7 + 3


def test_what_does_not_apply_to_a_backbone_is_not_kept() -> None:
    """Two configs of one network are one config, whatever they were told of other networks."""
    assert NetworkConfig("resnet18", widths=(1, 2, 3, 4), normalization="batch") == NetworkConfig("resnet18")
    assert NetworkConfig("talk", deep_stride=32) == NetworkConfig()
    assert NetworkConfig("fcn", kernel_sizes=(5, 5, 5, 5), deep_stride=4) == NetworkConfig("fcn")
    assert NetworkConfig("densenet121", deep_stride=4).deep_stride == 4


def test_kinds_have_one_order() -> None:
    """Labels do not depend on the order in which somebody listed the kinds."""
    one = SignalConfig(kinds=("dropout", "noisy_sine"))
    assert one == SignalConfig(kinds=("noisy_sine", "dropout"))
    assert one.class_names == ("sine", "noisy_sine", "dropout")
    assert one.num_classes == 3


def test_the_same_number_written_differently_is_the_same_experiment() -> None:
    """1, 1.0 and NumPy's 1 mean one experiment, so it is trained once."""
    plain = ExperimentConfig().with_settings({"signals.noise_std": 1.0, "signals.seed": 3})
    for number in (1, np.float64(1.0), np.int64(1)):
        changed = {"signals.noise_std": number, "signals.seed": np.int64(3)}
        assert ExperimentConfig().with_settings(changed).identity == plain.identity


@pytest.mark.parametrize(
    "values",
    [
        3,
        [],
        "signals",
        None,
        {"signal": {}},
        {"signals": 3},
        {"signals": []},
        {"signals": {"noise": 1}},
        {"network": {"width": []}},
        {"training": {"SECTIONS": 1}},
    ],
)
def test_unknown_keys_and_other_shapes_are_refused(values: object) -> None:
    """A misspelt key never passes silently."""
    with pytest.raises(ValueError, match=r"`|config"):
        ExperimentConfig.from_dict(values)


@pytest.mark.parametrize("key", ["noise_std", "signals", "signals.", "signals.noise", "x.y", ""])
def test_unknown_settings_are_refused(key: str) -> None:
    """`with_settings` knows exactly the fields."""
    with pytest.raises(ValueError, match="is not a setting"):
        ExperimentConfig().with_settings({key: 1})


def test_configs_are_frozen() -> None:
    """A config that two sessions share cannot be changed by one of them."""
    with pytest.raises(dataclasses.FrozenInstanceError):
        ExperimentConfig().signals.noise_std = 1.0


def test_settings_are_read_as_typed() -> None:
    """Numbers and lists are JSON, anything else is the word itself; nothing is evaluated."""
    assert parse_setting("signals.noise_std=0.1") == ("signals.noise_std", 0.1)
    assert parse_setting(" network.widths = [1, 2, 3, 4] ") == ("network.widths", [1, 2, 3, 4])
    assert parse_setting("signals.phase=random") == ("signals.phase", "random")
    assert parse_value("__import__('os')") == "__import__('os')"
    assert parse_value("[" * 100_000) == "[" * 100_000
    for text in ("noise_std=1", "signals.noise_std", "", "="):
        with pytest.raises(ValueError, match="must look like"):
            parse_setting(text)


def test_joint_bounds_follow_the_length() -> None:
    """Burst, start and cycles are held against this signal's length, not the longest one's."""
    for settings in (
        {"num_points": 40, "noise_length": 41},
        {"num_points": 40, "noise_start": 21},
        {"num_points": 40, "num_cycles": 10.5},
    ):
        with pytest.raises(ValueError, match=r"^`signals\."):
            SignalConfig.from_dict(settings)


@pytest.mark.parametrize(
    ("settings", "name"),
    [
        ({"signals.num_samples": 200_000, "signals.num_points": 2000}, "signals.num_samples"),
        (
            {"training.batch_size": 8192, "signals.num_points": 200, "network.widths": [1, 1, 1, 1024]},
            "training.batch_size",
        ),
    ],
)
def test_bounds_hold_together_too(settings: dict[str, object], name: str) -> None:
    """Fields that are fine one by one must not ask for tens of gigabytes together."""
    with pytest.raises(ValueError, match=name):
        ExperimentConfig().with_settings(settings)
