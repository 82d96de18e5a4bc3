"""Every setting of an experiment as a field of the Lab: its kind, its bounds, its step.

Bounds come from the config classes. The few that the classes compute from other settings are
repeated here, and a test holds both together.
"""

from dataclasses import dataclass

from cam_core.architectures.backbones import BACKBONES, DEEP_STRIDES
from cam_core.config import NOISE_DISTRIBUTIONS, POOLINGS, ExperimentConfig
from cam_core.event_kinds import EVENT_KINDS, WITH_HEIGHT

NUMBER, WHOLE, CHOICE, SEVERAL, FOUR, SWITCH = "number", "whole", "choice", "several", "four", "switch"
RANDOM = "random"


@dataclass(frozen=True)
class Field:
    """One setting. `usual`: the part of its range a slider offers. `fixed`: value beside "random"."""

    setting: str
    kind: str
    step: float = 1
    usual: tuple[float, float] | None = None
    choices: tuple[str | int, ...] = ()
    fixed: float | None = None

    @property
    def message(self) -> str:
        """Start of the field's message ids."""
        return "lab-" + self.setting.replace(".", "-").replace("_", "-")

    @property
    def parts(self) -> tuple[str, str]:
        """Section and name: `signals`, `noise_std`."""
        section, _, name = self.setting.partition(".")
        return section, name

    @property
    def is_whole(self) -> bool:
        return self.kind == WHOLE

    def applies(self, config: ExperimentConfig) -> bool:
        """Return whether this setting means anything beside the others in `config`."""
        section, name = self.parts
        if section == "network":
            return config.network.applies(name)
        return name != "event_height" or bool(set(config.signals.kinds) & set(WITH_HEIGHT))

    def value(self, config: ExperimentConfig) -> object:
        """Return this setting's value in `config`."""
        section, name = self.parts
        return getattr(getattr(config, section), name)


MAIN = (
    Field("signals.kinds", SEVERAL, choices=EVENT_KINDS),
    Field("signals.noise_std", NUMBER, 0.05, usual=(0.0, 1.0)),
    Field("signals.event_height", NUMBER, 0.05, usual=(0.0, 2.0)),
    Field("signals.noise_length", WHOLE, 1, usual=(1, 50)),
    Field("signals.noise_start", WHOLE, 1, usual=(0, 80), fixed=40),
    Field("signals.background_std", NUMBER, 0.01, usual=(0.0, 0.5)),
    Field("signals.num_cycles", NUMBER, 0.5, usual=(0.5, 8.0), fixed=2.0),
    Field("signals.phase", NUMBER, 0.1, usual=(-3.2, 3.2), fixed=0.0),
    Field("signals.noise_distribution", CHOICE, choices=NOISE_DISTRIBUTIONS),
)
"""What people play with, first things first."""

MORE_SIGNALS = (
    Field("signals.amplitude", NUMBER, 0.1),
    Field("signals.num_points", WHOLE, 10),
    Field("signals.num_samples", WHOLE, 1000),
    Field("signals.test_fraction", NUMBER, 0.05),
    Field("signals.seed", WHOLE, 1),
)

NETWORK = (
    Field("network.backbone", CHOICE, choices=BACKBONES),
    Field("network.pooling", CHOICE, choices=POOLINGS),
    Field("network.deep_stride", CHOICE, choices=DEEP_STRIDES),
    Field("network.widths", FOUR, 16),
    Field("network.kernel_sizes", FOUR, 2),
    Field("network.normalization", CHOICE, choices=("none", "batch")),
)

TRAINING = (
    Field("training.epochs", WHOLE, 1),
    Field("training.batch_size", WHOLE, 32),
    Field("training.learning_rate", NUMBER, 0.0005),
    Field("training.weight_decay", NUMBER, 0.0001),
    Field("training.precision", CHOICE, choices=("float32", "bfloat16")),
    Field("training.seed", WHOLE, 1),
    Field("training.shuffle_labels", SWITCH, choices=(False, True)),
)

FIELDS = (*MAIN, *MORE_SIGNALS, *NETWORK, *TRAINING)


def bounds(field: Field, config: ExperimentConfig) -> tuple[float, float]:
    """Return the smallest and largest value that `field` may have beside the rest of `config`."""
    section, name = field.parts
    computed: dict[str, tuple[float, float]] = {
        "signals.num_cycles": (0.1, config.signals.num_points / 4),
        "signals.phase": (-100.0, 100.0),
        "signals.noise_start": (0, config.signals.last_noise_start),
        "signals.noise_length": (1, config.signals.num_points),
        "network.widths": (1, 1024),
        "network.kernel_sizes": (1, 31),
    }
    if field.setting in computed:
        return computed[field.setting]
    return config.SECTIONS[section].bounds[name]


def slider_range(field: Field, config: ExperimentConfig) -> tuple[float, float]:
    """Return what the slider offers: the usual part of the range, wide enough for the value now."""
    assert field.usual is not None
    low, high = bounds(field, config)
    value = field.value(config)
    top = max(field.usual[1], float(value)) if isinstance(value, int | float) else field.usual[1]
    bottom = min(field.usual[0], float(value)) if isinstance(value, int | float) else field.usual[0]
    cast = int if field.is_whole else float
    return cast(max(low, bottom)), cast(min(high, top))
