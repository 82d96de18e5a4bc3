"""How long a training will take: what it passes through the network, over what this machine does a second.

No torch here: a page says it before anything is trained.
"""

import json
from dataclasses import asdict, dataclass

from cam_core.calibration import CALIBRATION_PER_CLASS
from cam_core.config import ExperimentConfig, NetworkConfig
from cam_core.jobs.runs import RunProgress
from cam_core.storage.library import data_directory
from cam_core.storage.whole_files import write_whole
from cam_core.watched import NUM_GOLDEN, num_pinned

RATE_FILE = "training_rate.json"

USUAL_RATE = 8e9
"""The talk's network on one core of a laptop: multiply-adds of the forward passes a second of training,
backward passes included; used until this machine has trained something itself."""

RELATIVE_RATES = {
    "talk": 1.0,
    "fcn": 1.24,
    "resnet18": 1.04,
    "resnet34": 1.14,
    "resnet50": 0.98,
    "resnet101": 1.04,
    "resnet152": 1.0,
    "densenet121": 0.71,
    "densenet169": 0.71,
    "densenet201": 0.69,
    "densenet161": 0.79,
}
"""Multiply-adds a second that each backbone reaches in training, over those of the talk's network: medians of
training steps that took turns on one thread, 100 samples, 8 a position (`python -m benchmarks.backbones`)."""

STRIDE_RATES = {4: 1.0, 8: 1.0, 16: 0.87, 32: 0.68}
"""What is left of that with other strides: on few positions the same network does less at a time. Means over
ResNet-18, ResNet-50 and DenseNet-121, measured in the same way; 4 is as 8 to a few per cent."""

FORWARD_SHARE = 1 / 3
"""What a signal costs that only passes forward, over one that is trained on. Measured, with the maps that
come out of it and without: 0.27 (ResNet-18, ResNet-50), 0.38 (DenseNet-121, -161), 0.45 (the talk's)."""

START_SECONDS = 2.0
"""Before the first signal passes: a process begins, reads torch and makes the signals."""

HALF_LEARNED = 20 * USUAL_RATE
"""A training counts for the next estimates by its work: one of so many multiply-adds (20 s on a usual laptop)
as much as all that was known before, one with a tenth of them a tenth of that. Short runs and those that were
stopped soon are mostly warming up; any of them would otherwise rewrite every estimate. By work and not by
time: a laptop that slept half-way has done no more."""


@dataclass(frozen=True)
class Passes:
    """Signals that a training passes through the network, every time counted.

    trained: forward and backward. seen: forward only, for scores, film and calibration.
    """

    trained: int
    seen: int

    @property
    def steps(self) -> float:
        """The same as signals trained on."""
        return self.trained + FORWARD_SHARE * self.seen


@dataclass(frozen=True)
class Rate:
    """Multiply-adds a second that the talk's network reaches, and the work of the trainings that say so."""

    rate: float = USUAL_RATE
    work: float = 0.0

    @property
    def is_measured(self) -> bool:
        """Whether this machine's own trainings count for more than what a usual laptop does."""
        return self.work >= HALF_LEARNED


def passes_of_epochs(config: ExperimentConfig, epochs: int) -> Passes:
    """Return what `epochs` epochs of the training of `config` pass: training, test, the film's next frame."""
    signals = config.signals
    return Passes(epochs * signals.num_train, epochs * (signals.num_test + num_pinned(signals)))


def passes_of_saving(config: ExperimentConfig) -> Passes:
    """Return what passes when the epochs are over: calibration, the test set's maps, the golden signals."""
    signals = config.signals
    calibration = CALIBRATION_PER_CLASS * signals.num_classes
    return Passes(0, calibration + signals.num_test + min(NUM_GOLDEN, signals.num_test))


def passes_of_training(config: ExperimentConfig) -> Passes:
    """Return what the whole training of `config` passes, from the film's first frame to the saved model."""
    epochs, saving = passes_of_epochs(config, config.training.epochs), passes_of_saving(config)
    return Passes(epochs.trained, num_pinned(config.signals) + epochs.seen + saving.seen)


def multiply_adds(config: ExperimentConfig, passes: Passes) -> float:
    """Return the work of `passes`, in multiply-adds of training; a pass forward alone counts by its share."""
    return config.network.spec.multiply_adds(config.signals.num_points) * passes.steps


def estimated_seconds(config: ExperimentConfig) -> float:
    """Return about how long the training of `config` will take on this machine."""
    return START_SECONDS + multiply_adds(config, passes_of_training(config)) / rate_of(config.network)


def epoch_seconds(config: ExperimentConfig) -> float:
    """Return about how long one epoch of it will take."""
    return multiply_adds(config, passes_of_epochs(config, 1)) / rate_of(config.network)


def seconds_left(config: ExperimentConfig, progress: RunProgress) -> float:
    """Return how long the rest of the training of `config` takes if it goes on as it went."""
    done = _steps_done(config, progress)
    return progress.seconds * (passes_of_training(config).steps - done) / done if done else 0.0


def saving_seconds(config: ExperimentConfig, progress: RunProgress) -> float:
    """Return about how long measuring and saving take, at the pace of the training before them if any."""
    done, saving = _steps_done(config, progress), passes_of_saving(config)
    if not done:
        return multiply_adds(config, saving) / rate_of(config.network)
    return progress.seconds * saving.steps / done


def _steps_done(config: ExperimentConfig, progress: RunProgress) -> float:
    epoch_so_far = progress.batch / max(1, progress.num_batches) * config.signals.num_train
    return passes_of_epochs(config, max(0, progress.epoch - 1)).steps + epoch_so_far


def rate_of(network: NetworkConfig) -> float:
    """Return the multiply-adds a second that `network` should reach here, whatever was trained before."""
    return read_rate().rate * relative_rate(network)


def relative_rate(network: NetworkConfig) -> float:
    """Return how many times as many multiply-adds a second `network` does as the talk's network."""
    return RELATIVE_RATES[network.backbone] * STRIDE_RATES[network.deep_stride]


def read_rate() -> Rate:
    """Return what this machine's trainings have shown; a usual laptop's rate before the first one."""
    try:
        found = Rate(**json.loads((data_directory() / RATE_FILE).read_text("utf-8")))
        return found if 1e6 < found.rate < 1e14 and found.work >= 0 else Rate()
    except (OSError, ValueError, TypeError):
        return Rate()


def learn_rate(config: ExperimentConfig, epochs: int, seconds: float) -> None:
    """Let `epochs` epochs of `config`, which took `seconds`, count for the next estimates of any network.

    Raises `OSError` when the disk refuses.
    """
    work, known = multiply_adds(config, passes_of_epochs(config, epochs)), read_rate()
    reached = work / max(seconds, 1e-3) / relative_rate(config.network)
    share = work / (work + HALF_LEARNED)
    # Rates differ by factors: the mean that they should have is the geometric one.
    learned = Rate(known.rate ** (1 - share) * reached**share, known.work + work)
    write_whole(data_directory() / RATE_FILE, json.dumps(asdict(learned)).encode())
