"""What a person can choose, as frozen values that are checked when they are built.

A config is the left end of the product: everything else (signals, network, maps, pictures) follows
from it. The defaults are the talk's experiment.
"""

import dataclasses
import hashlib
import json
import numbers
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal, Self

from cam_core.architectures.backbones import BACKBONES, DEEP, DEEP_STRIDES, TALK, Backbone, signal_backbone
from cam_core.event_kinds import EVENT_KINDS, NOISY_SINE, PLAIN_SINE
from cam_core.fields import (
    SettingError,
    require_bool,
    require_choice,
    require_int,
    require_one_of,
    require_several,
    short,
)
from cam_core.memory import MAX_ACTIVATIONS, activations
from cam_core.settings import Bounds, Section

NUM_CYCLES_RANGE = (1.0, 6.0)
"""Cycles on the signal that `num_cycles="random"` draws from, uniformly."""

NOISE_DISTRIBUTIONS = ("gaussian", "uniform")
MAX_SEED = 2**31 - 1

MAX_SIGNAL_VALUES = 20_000_000
"""Values that all signals of a data set may have together: about a gigabyte while they are made."""

POOLINGS = ("average", "max")
"""Global average pooling (Zhou et al. 2016) and global max pooling (Oquab et al. 2015)."""


@dataclass(frozen=True)
class SignalConfig(Section):
    """How the signals are made. Lengths and places count samples; strengths are in signal units.

    Class 1 is a plain sine. Every further class is the same with one of the `kinds` of event: in the
    talk there is one, noise added on `noise_length` consecutive samples.
    """

    section = "signals"
    bounds: ClassVar[Mapping[str, Bounds]] = {
        "num_points": (32, 2000),
        "amplitude": (0.01, 100.0),
        "noise_length": (1, 1000),
        "noise_std": (0.0, 100.0),
        "event_height": (0.0, 100.0),
        "background_std": (0.0, 100.0),
        "num_samples": (20, 200_000),
        "test_fraction": (0.05, 0.9),
        "seed": (0, MAX_SEED),
    }

    num_points: int = 100
    amplitude: float = 1.0
    num_cycles: float | Literal["random"] = 2.0
    phase: float | Literal["random"] = "random"
    """Radians at the first sample, or "random": uniform over the circle, drawn for each signal."""
    kinds: tuple[str, ...] = (NOISY_SINE,)
    """Kinds of event, one class each; always in the order of `EVENT_KINDS`, which is that of the labels."""
    noise_length: int = 20
    """Samples of an event: of a burst, a dropout, a step; a spike is shorter, a missing cycle a cycle."""
    noise_std: float = 0.5
    """Standard deviation of the added noise: half the amplitude is clearly visible, as in the talk."""
    noise_distribution: str = "gaussian"
    event_height: float = 1.0
    """Height of a spike and of a step."""
    noise_start: int | Literal["random"] = "random"
    """First noisy sample, or "random": uniform over every place where the whole burst fits."""
    background_std: float = 0.0
    """Standard deviation of Gaussian noise on every sample of both classes."""
    num_samples: int = 32_000
    test_fraction: float = 0.3
    seed: int = 0

    def __post_init__(self) -> None:
        self._require_bounds()
        require_several("signals.kinds", self.kinds, EVENT_KINDS)
        object.__setattr__(self, "kinds", tuple(kind for kind in EVENT_KINDS if kind in self.kinds))
        self._normalise_random("num_cycles", 0.1, self.num_points / 4)
        self._normalise_random("phase", -100.0, 100.0)
        require_choice("signals.noise_distribution", self.noise_distribution, NOISE_DISTRIBUTIONS)
        require_int("signals.noise_length", self.noise_length, 1, self.num_points)
        if self.num_samples * self.num_points > MAX_SIGNAL_VALUES:
            raise SettingError(
                f"`signals.num_samples` times `signals.num_points` must be at most {MAX_SIGNAL_VALUES}, "
                f"got {self.num_samples} times {self.num_points}.",
                "error-signal-values",
                name="signals.num_samples",
                other="signals.num_points",
                high=str(MAX_SIGNAL_VALUES),
                got=f"{self.num_samples} × {self.num_points}",
            )
        start: object = self.noise_start
        if start != "random":
            if isinstance(start, str):
                raise SettingError(
                    f'`signals.noise_start` must be "random" or a sample index, got {start!r}.',
                    "error-random-or",
                    name="signals.noise_start",
                    low="0",
                    high=str(self.last_noise_start),
                    got=short(start),
                )
            require_int("signals.noise_start", start, 0, self.last_noise_start)
            object.__setattr__(self, "noise_start", int(self.noise_start))

    @property
    def last_noise_start(self) -> int:
        """Last sample index at which a whole burst still fits."""
        return self.num_points - self.noise_length

    @property
    def class_names(self) -> tuple[str, ...]:
        """Names of the classes; a signal's label is its class's place here."""
        return (PLAIN_SINE, *self.kinds)

    @property
    def num_classes(self) -> int:
        return 1 + len(self.kinds)

    @property
    def num_test(self) -> int:
        return round(self.num_samples * self.test_fraction)

    @property
    def num_train(self) -> int:
        return self.num_samples - self.num_test


@dataclass(frozen=True)
class NetworkConfig(Section):
    """The network's shape. The talk fixes the last width (256) and the pooling after the second conv.

    What does not apply to the chosen backbone has its default, so that equal networks have equal configs.
    """

    section = "network"
    bounds: ClassVar[Mapping[str, Bounds]] = {}

    backbone: str = TALK
    pooling: str = "average"
    widths: tuple[int, int, int, int] = (32, 64, 128, 256)
    """The talk's network: channels of first, second, third and fourth conv."""
    kernel_sizes: tuple[int, int, int, int] = (3, 3, 3, 3)
    """The talk's network: samples under each kernel; odd, so that a unit sits in the middle of its window."""
    normalization: str = "none"
    """The talk's network: "none" or "batch"; all others have batch normalisation."""
    deep_stride: int = 8
    """ResNet and DenseNet: samples from one position of the map to the next; 32 as on ImageNet."""

    def __post_init__(self) -> None:
        require_choice("network.backbone", self.backbone, BACKBONES)
        require_choice("network.pooling", self.pooling, POOLINGS)
        require_choice("network.normalization", self.normalization, ("none", "batch"))
        require_one_of("network.deep_stride", self.deep_stride, DEEP_STRIDES)
        object.__setattr__(self, "widths", self._four("widths", self.widths, 1, 1024))
        object.__setattr__(self, "kernel_sizes", self._four("kernel_sizes", self.kernel_sizes, 1, 31))
        for kernel_size in self.kernel_sizes:
            if kernel_size % 2 == 0:
                sentence = f"`network.kernel_sizes` must be odd, got {self.kernel_sizes!r}."
                got = "/".join(map(str, self.kernel_sizes))
                raise SettingError(sentence, "error-odd", name="network.kernel_sizes", got=got)
        for field_ in dataclasses.fields(self):
            if not self.applies(field_.name):
                object.__setattr__(self, field_.name, field_.default)

    def applies(self, name: str) -> bool:
        """Return whether the setting `name` has a meaning for the chosen backbone."""
        if name == "deep_stride":
            return self.backbone in DEEP
        return self.backbone == TALK or name in ("backbone", "pooling")

    @property
    def spec(self) -> Backbone:
        """The backbone: stages, counts, receptive fields."""
        return signal_backbone(
            self.backbone, self.widths, self.kernel_sizes, self.normalization, self.deep_stride
        )

    @staticmethod
    def _four(name: str, values: object, low: int, high: int) -> tuple[int, ...]:
        if not isinstance(values, list | tuple) or len(values) != 4:
            sentence = f"`network.{name}` must be a list of 4 whole numbers, got {values!r}."
            raise SettingError(sentence, "error-four", name=f"network.{name}", got=short(values))
        for value in values:
            require_int(f"network.{name}", value, low, high)
        return tuple(int(value) for value in values)


@dataclass(frozen=True)
class TrainingConfig(Section):
    """How the network is trained: Adam with a cosine schedule on cross-entropy."""

    section = "training"
    bounds: ClassVar[Mapping[str, Bounds]] = {
        "epochs": (0, 1000),
        "batch_size": (1, 8192),
        "learning_rate": (1e-7, 1.0),
        "weight_decay": (0.0, 1.0),
        "seed": (0, MAX_SEED),
    }

    epochs: int = 10
    batch_size: int = 128
    learning_rate: float = 0.001
    weight_decay: float = 0.0
    precision: str = "float32"
    seed: int = 0
    shuffle_labels: bool = False
    """Whether the training signals get each other's labels, drawn once from `seed`: a control that can learn
    nothing about the event (Adebayo et al. 2018, data randomisation test). Test labels stay true."""

    def __post_init__(self) -> None:
        self._require_bounds()
        require_choice("training.precision", self.precision, ("float32", "bfloat16"))
        require_bool("training.shuffle_labels", self.shuffle_labels)
        if self.shuffle_labels and self.epochs == 0:
            raise SettingError(
                "`training.shuffle_labels` must be false where `training.epochs` is 0, got true: nothing is "
                "trained.",
                "error-shuffle-untrained",
                name="training.shuffle_labels",
                other="training.epochs",
            )


@dataclass(frozen=True)
class ExperimentConfig:
    """Signals, network and training together: all that decides what a trained model is."""

    signals: SignalConfig = field(default_factory=SignalConfig)
    network: NetworkConfig = field(default_factory=NetworkConfig)
    training: TrainingConfig = field(default_factory=TrainingConfig)

    def __post_init__(self) -> None:
        values = self.training.batch_size * activations(self.network.spec, self.signals.num_points)
        if values > MAX_ACTIVATIONS:
            raise SettingError(
                "`training.batch_size` times the values that the network computes for a signal of "
                f"`signals.num_points` must be at most {MAX_ACTIVATIONS}, got {values}.",
                "error-activations",
                name="training.batch_size",
                other="signals.num_points",
                high=str(MAX_ACTIVATIONS),
                got=str(values),
            )

    SECTIONS: ClassVar[Mapping[str, type[Section]]] = {
        "signals": SignalConfig,
        "network": NetworkConfig,
        "training": TrainingConfig,
    }

    @classmethod
    def from_dict(cls, values: object) -> Self:
        """Build from `{"signals": {...}, "network": {...}, "training": {...}}`, each optional."""
        if not isinstance(values, Mapping):
            sentence = f"a config must be a JSON object, got {short(values)}."
            raise SettingError(sentence, "error-not-an-object", name="experiment")
        for key in values:
            if key not in cls.SECTIONS:
                expected = ", ".join(cls.SECTIONS)
                sentence = f"`{key}` is not a config section; expected one of {expected}."
                raise SettingError(sentence, "error-setting-unknown", name=str(key))
        sections: dict[str, Any] = {key: cls.SECTIONS[key].from_dict(part) for key, part in values.items()}
        return cls(**sections)

    def to_dict(self) -> dict[str, Any]:
        """Return plain JSON values, every field of every section included."""
        return {name: getattr(self, name).to_dict() for name in self.SECTIONS}

    def with_settings(self, settings: Mapping[str, object]) -> Self:
        """Return a copy with `{"signals.noise_std": 0.1, ...}` replaced, all checked together."""
        values = self.to_dict()
        for key, value in settings.items():
            section, _, name = key.partition(".")
            if section not in values or name not in values[section]:
                sentence = f"`{key}` is not a setting; expected e.g. `signals.noise_std`."
                raise SettingError(sentence, "error-setting-unknown", name=key)
            values[section][name] = value
        return type(self).from_dict(values)

    def changed_settings(self, reference: "ExperimentConfig") -> dict[str, object]:
        """Return the settings, by dotted name, in which this config differs from `reference`."""
        mine, theirs = self.to_dict(), reference.to_dict()
        return {
            f"{section}.{name}": value
            for section, part in mine.items()
            for name, value in part.items()
            if value != theirs[section][name]
        }

    @property
    def identity(self) -> str:
        """Hash of the whole experiment: the same experiment always has the same 12 hex digits."""
        text = json.dumps(self.to_dict(), sort_keys=True, default=_plain)
        return hashlib.sha256(text.encode()).hexdigest()[:12]


def _plain(value: object) -> object:
    if isinstance(value, numbers.Integral):
        return int(value)
    raise TypeError(f"{value!r} has no JSON form")
