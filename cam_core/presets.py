"""Named starting points: signals from the talk's picture to harder ones, and other networks on them.

Each has a shipped model of its name.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from cam_core.config import ExperimentConfig, SignalConfig
from cam_core.event_kinds import EVENT_KINDS


@dataclass(frozen=True)
class Preset:
    """Changes to the talk's experiment under a name, which is also the shipped model's name."""

    name: str
    settings: Mapping[str, object] = field(default_factory=dict)

    @property
    def experiment(self) -> ExperimentConfig:
        """The talk's experiment with this preset's settings."""
        return ExperimentConfig().with_settings(self.settings)


# The strengths are chosen by measurement, so that the best possible detector is clearly below 1 on
# the hardest one and the network has something to be compared with.
SIGNAL_PRESETS = (
    Preset("talk"),
    Preset("background", {"signals.background_std": 0.1, "signals.noise_std": 0.3}),
    Preset(
        "random-frequency",
        {
            "signals.num_cycles": "random",
            "signals.background_std": 0.1,
            "signals.noise_std": 0.3,
        },
    ),
    Preset("barely", {"signals.background_std": 0.1, "signals.noise_std": 0.15}),
    Preset("events", {"signals.kinds": list(EVENT_KINDS), "signals.background_std": 0.1}),
)
"""Signals to start from, for the talk's network."""

NETWORK_PRESETS = (
    Preset("talk-max", {"network.pooling": "max"}),
    Preset("background-max", {**SIGNAL_PRESETS[1].settings, "network.pooling": "max"}),
    Preset("fcn", {"network.backbone": "fcn"}),
    Preset("resnet18", {"network.backbone": "resnet18"}),
)
"""Other networks on the same signals; the first two are twins of those above, from the same seeds."""

CONTROL_PRESETS = (Preset("shuffled", {"training.shuffle_labels": True}),)
"""The talk's network taught nothing, because every label may be any signal's: what its maps look like."""

PRESETS = (*SIGNAL_PRESETS, *NETWORK_PRESETS, *CONTROL_PRESETS)


def preset(name: str) -> Preset:
    """Return the preset called `name`; raise `ValueError` if there is none."""
    for candidate in PRESETS:
        if candidate.name == name:
            return candidate
    offered = ", ".join(candidate.name for candidate in PRESETS)
    raise ValueError(f"`preset` must be one of {offered}, got {name!r}.")


def preset_of(signals: SignalConfig) -> Preset | None:
    """Return the preset that makes such signals, or None; how many there are and the seed are free."""
    for candidate in SIGNAL_PRESETS:
        wanted = replace(
            candidate.experiment.signals,
            num_samples=signals.num_samples,
            test_fraction=signals.test_fraction,
            seed=signals.seed,
        )
        if wanted == signals:
            return candidate
    return None
