"""How long a training will take, in words, on which machine, and whether that is too long for a lesson."""

from cam_core.config import ExperimentConfig
from cam_core.jobs.estimate import estimated_seconds, read_rate
from ui.language import Translate

SLOW_SECONDS = 600.0
"""From here on nobody waits in front of it: a class goes on to something else."""


def duration(t: Translate, seconds: float) -> str:
    """Return a length of time in the largest sensible unit."""
    if seconds < 90:
        return t("lab-seconds", count=max(1, round(seconds)))
    if seconds < 5400:
        return t("lab-minutes", count=round(seconds / 60))
    return t("lab-hours", count=round(seconds / 3600, 1))


def estimate(t: Translate, seconds: float) -> str:
    """Return an estimated time and what it holds for: a usual laptop, until this machine has trained."""
    place = "here" if read_rate().is_measured else "usual"
    return t(f"lab-estimate-{place}", left=duration(t, seconds))


def is_slow(config: ExperimentConfig) -> bool:
    """Return whether the training of `config` takes too long for a live class."""
    return estimated_seconds(config) > SLOW_SECONDS


def outlook_in_short(t: Translate, config: ExperimentConfig) -> str:
    """Return what the training of `config` will cost, in a line for the fields that decide it."""
    return t(
        "lab-cost-slow" if is_slow(config) else "lab-cost", estimate=estimate(t, estimated_seconds(config))
    )


def outlook(t: Translate, config: ExperimentConfig) -> str:
    """Return what the training of `config` will cost; of a slow one also what makes it quicker."""
    return t(
        "lab-train-slow" if is_slow(config) else "lab-train-about",
        epochs=config.training.epochs,
        signals=config.signals.num_train,
        estimate=estimate(t, estimated_seconds(config)),
    )
