"""What a model says of itself in `config.json`: experiment, calibration, scores, versions, weights' hash."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from cam_core.config import ExperimentConfig, SignalConfig
from cam_core.fields import SettingError, require_int, require_number, require_text, short
from cam_core.results import Calibration
from cam_core.scores.evaluation import Evaluation
from cam_core.storage.model_files import CONFIG_FILE, CheckpointError, damaged, read_bytes

FORMAT = 2
KINDS = "signals.kinds"

MAX_STORED_TITLE = 200
MAX_VERSIONS = 20
MAX_VERSION = 100
"""Characters of the name of a library, and of its version."""

MIN_SCALE = 1e-9
"""Logits; maps are divided by the scales, in float32."""


@dataclass(frozen=True)
class Manifest:
    """What `config.json` says of a model."""

    title: str
    experiment: ExperimentConfig
    calibration: Calibration
    evaluation: Mapping[str, Any]
    epochs_trained: int
    seconds: float
    weights_sha256: str
    versions: Mapping[str, str]

    @property
    def fingerprint(self) -> str:
        """Short hash of all that `config.json` says, the weights' hash too: names the model in caches."""
        return hashlib.sha256(self.to_json().encode()).hexdigest()[:12]

    def on_signals(self, settings: Mapping[str, object]) -> ExperimentConfig:
        """Return the experiment with other signals to ask the network about: settings by dotted name.

        Raises `ValueError` for a setting of anything but the signals, and for kinds of event that are not
        those whose labels the network has learned.
        """
        for name in settings:
            if not name.startswith(f"{SignalConfig.section}."):
                sentence = f"`{name}` must be a setting of the signals here, e.g. signals.noise_std."
                raise SettingError(sentence, "error-setting-signals", name=name)
        config = self.experiment.with_settings(settings)
        known, got = self.experiment.signals.kinds, config.signals.kinds
        if got != known:
            offered, found = ", ".join(known), ", ".join(got)
            sentence = f"`{KINDS}` must be those that the network knows, {offered}, got {found}."
            raise SettingError(sentence, "error-kinds", name=KINDS, offered=offered, got=found)
        return config

    def to_json(self) -> str:
        """Return the text of `config.json`."""
        values = {**vars(self), "format": FORMAT, "experiment": self.experiment.to_dict()}
        values["calibration"] = asdict(self.calibration)
        return json.dumps(values, indent=1, allow_nan=False, ensure_ascii=False) + "\n"

    @classmethod
    def from_json(cls, text: str) -> "Manifest":
        """Read `config.json`; raise `CheckpointError` naming what is wrong with it."""
        try:
            values = json.loads(text, parse_constant=_refuse_constant)
            # Escaped halves of a character pass as JSON and fail later, wherever they are shown.
            json.dumps(values, ensure_ascii=False).encode()
        except (ValueError, RecursionError) as error:
            raise damaged(CONFIG_FILE, f"`{CONFIG_FILE}` must be JSON: {error}.") from error
        if not isinstance(values, dict) or values.pop("format", None) != FORMAT:
            sentence = f"`{CONFIG_FILE}` must be a CAM Scope model of format {FORMAT}."
            raise CheckpointError(sentence, "error-format", file=CONFIG_FILE, format=str(FORMAT))
        try:
            return cls._from_dict(values)
        except (TypeError, ValueError) as error:
            # The setting's own sentence is the cause, which a page translates too.
            message_id = "error-config-because" if isinstance(error, SettingError) else "error-config"
            sentence = f"`{CONFIG_FILE}` does not describe a model: {str(error).rstrip('.')}."
            raise CheckpointError(sentence, message_id, file=CONFIG_FILE) from error

    @classmethod
    def _from_dict(cls, values: dict[str, Any]) -> "Manifest":
        experiment = ExperimentConfig.from_dict(values.pop("experiment", None))
        calibration = _calibration(values.pop("calibration", None))
        _check_calibration(calibration, experiment.signals.num_classes - 1)
        manifest = cls(experiment=experiment, calibration=calibration, **values)
        manifest._check()
        return manifest

    def _check(self) -> None:
        require_text("title", self.title, MAX_STORED_TITLE)
        require_text("weights_sha256", self.weights_sha256, MAX_STORED_TITLE)
        require_int("epochs_trained", self.epochs_trained, 0, self.experiment.training.epochs)
        require_number("seconds", self.seconds, 0.0, 1e9)
        evaluation = Evaluation.from_dict(self.evaluation)
        num_test = self.experiment.signals.num_test
        require_int("evaluation.num_signals", evaluation.num_signals, num_test, num_test)
        if not isinstance(self.versions, dict) or len(self.versions) > MAX_VERSIONS:
            raise ValueError(f"`versions` must be a JSON object of at most {MAX_VERSIONS} entries.")
        for name, version in self.versions.items():
            require_text("versions", name, MAX_VERSION)
            require_text("versions", version, MAX_VERSION)


CALIBRATION_BOUNDS: Mapping[str, tuple[float, float]] = {
    "cam_scale": (MIN_SCALE, 1e9),
    "margin_scale": (MIN_SCALE, 1e9),
    "evidence_thresholds": (0.0, 1e9),
    "false_alarm_rate": (0.0, 1.0),
    "detection_rate": (0.0, 1.0),
}


def _calibration(values: object) -> Calibration:
    if not isinstance(values, Mapping):
        raise ValueError(f"`calibration` must be a JSON object, got {short(values)}.")
    thresholds = values.get("evidence_thresholds")
    if not isinstance(thresholds, list):
        raise ValueError("`calibration.evidence_thresholds` must be a list of numbers.")
    return Calibration(**{**values, "evidence_thresholds": tuple(thresholds)})


def _check_calibration(calibration: Calibration, num_events: int) -> None:
    for name, value in vars(calibration).items():
        for number in value if isinstance(value, tuple) else (value,):
            require_number(f"calibration.{name}", number, *CALIBRATION_BOUNDS[name])
    count = len(calibration.evidence_thresholds)
    if count != num_events:
        raise ValueError(
            f"`calibration.evidence_thresholds` must hold {num_events}, one for each event, got {count}."
        )


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is not a number in JSON")


def read_manifest(directory: Path) -> Manifest:
    """Read the manifest of the model in `directory`; raise `CheckpointError` if there is none."""
    return Manifest.from_json(read_bytes(directory, CONFIG_FILE).decode("utf-8", errors="replace"))
