"""The only place that chains the stages; tensors become NumPy here.

signals -> network -> activations -> cam -> interpolated_cam -> localized_interval -> Explanation
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch

from cam_core.activations import Activations, forward_pass, forward_passes
from cam_core.architectures.modules import read_only
from cam_core.calibration import CALIBRATION_PER_CLASS, calibrate
from cam_core.cam import class_activation_map, interpolated_cam, logit_shares
from cam_core.config import ExperimentConfig, SignalConfig
from cam_core.dataset import Dataset, make_dataset, with_shuffled_labels
from cam_core.evidence import evidence_class, shows_evidence
from cam_core.localization import localization_scores, localized_intervals
from cam_core.network import Network, build_network
from cam_core.results import Calibration, EpochRecord, Explanation, Film
from cam_core.scores.evaluation import Evaluation, Summary, evaluate
from cam_core.signals import SignalBatch, calibration_signals
from cam_core.storage.array_files import is_real
from cam_core.storage.checkpoint import Model, Records, installed_versions, save
from cam_core.storage.manifest import Manifest
from cam_core.training import ProgressCallback, fit
from cam_core.watched import NUM_GOLDEN, pinned_signals

MAX_VALUE = 1e12
"""Largest value of a signal: what a network computes from it stays far from float32's end."""


@dataclass(frozen=True)
class Frame:
    """The pinned signals after one epoch: what a page shows while a training runs.

    cam: (pinned, classes, positions), logits: (pinned, classes); `record` is None before epoch 1.
    """

    record: EpochRecord | None
    cam: np.ndarray
    logits: np.ndarray


FrameCallback = Callable[[Frame], bool]
"""Told before training and after every epoch; returning False stops the training."""


def explain(
    model: Model,
    x: np.ndarray,
    *,
    truth: SignalBatch | None = None,
    keep_layers: bool = True,
) -> Explanation:
    """Return everything that `model` says about signals `x` (N, 1, time), N at most a few hundred.

    With the signals' `truth` the result carries the scores of the maps of their true classes.
    Raises `ValueError` when `x` has another shape or holds NaN or infinity.
    """
    check_signals(x)
    with torch.inference_mode():
        signals = torch.from_numpy(x.astype(np.float32))
        activations = forward_pass(model.network, signals, keep_layers=keep_layers)
    thresholds = model.manifest.calibration.thresholds
    explanation = _explanation(model.network, x, activations, thresholds, keep_layers=keep_layers)
    if truth is None:
        return explanation
    # A plain sine has no interval to be scored against, whichever map is taken.
    rows, labels = np.arange(len(x)), np.maximum(truth.y, 1)
    shown, found = explanation.interpolated_cam[rows, labels], explanation.localized_interval[rows, labels]
    return replace(explanation, scores=localization_scores(shown, found, truth.event_interval))


def explain_all(model: Model, x: np.ndarray) -> Iterator[Explanation]:
    """Explain any number of signals `x` (N, 1, time) in batches, in order, without the layers."""
    check_signals(x)
    yield from _explanations(model.network, x, model.manifest.calibration.thresholds)


def summarize(model: Model, x: np.ndarray) -> Summary:
    """Return what is needed to score and to filter signals `x` (N, 1, time)."""
    return _summary(explain_all(model, x))


def evaluate_model(model: Model, signals: SignalBatch, config: ExperimentConfig) -> Evaluation:
    """Score `model` on `signals`, which were made by `config.signals`."""
    return evaluate(summarize(model, signals.x), signals, config.signals)


def train(
    config: ExperimentConfig,
    directory: Path,
    title: str = "",
    on_progress: ProgressCallback = lambda progress: True,
    on_frame: FrameCallback = lambda frame: True,
) -> Manifest:
    """Train the experiment, write the model to `directory` and return what was measured.

    A callback that returns False ends the training early; what was learned by then is kept.
    Raises `CheckpointError` when `directory` exists and `OSError` when the disk refuses.
    """
    dataset = make_dataset(config.signals)
    if config.training.shuffle_labels:
        dataset = with_shuffled_labels(dataset, config.training.seed)
    network = build_network(config.network, config.training.seed, config.signals.num_classes).eval()
    network.input_mean.fill_(dataset.mean)
    network.input_std.fill_(dataset.std)
    camera = _Camera(network, dataset, on_frame)
    history: list[EpochRecord] = []
    if camera.take(None):
        history = fit(network, dataset, config.training, on_progress, camera.take)
    return _finish(config, directory, title, network, dataset, history, camera.film())


def check_signals(x: np.ndarray) -> None:
    """Raise `ValueError` unless `x` is (N, 1, time), real, within `MAX_VALUE`.

    A network without a dense layer over time takes signals of any length; those here have the lengths
    that `SignalConfig` allows.
    """
    low, high = SignalConfig.bounds["num_points"]
    if x.ndim != 3 or len(x) == 0 or x.shape[1] != 1 or not low <= x.shape[2] <= high:
        raise ValueError(f"`x` must have the shape (N, 1, {low} to {high}), got {x.shape}.")
    if not is_real(x) or not (np.abs(x.astype(float)) <= MAX_VALUE).all():
        raise ValueError(
            f"`x` must hold numbers from {-MAX_VALUE:g} to {MAX_VALUE:g}, "
            "got NaN, infinity or something else."
        )


class _Camera:
    """Takes the pinned signals' maps after every epoch."""

    def __init__(self, network: Network, dataset: Dataset, on_frame: FrameCallback) -> None:
        self.network, self.on_frame = network, on_frame
        self.index = pinned_signals(dataset.test)
        self.x = torch.from_numpy(dataset.test.x[self.index])
        self.frames: list[Frame] = []

    def take(self, record: EpochRecord | None) -> bool:
        activations = forward_pass(self.network, self.x, keep_layers=False)
        cam = class_activation_map(activations.feature_maps.numpy(), _head_weight(self.network))
        self.frames.append(Frame(record, cam, activations.logits.numpy()))
        return self.on_frame(self.frames[-1])

    def film(self) -> Film:
        cam, logits = zip(*((frame.cam, frame.logits) for frame in self.frames), strict=True)
        return Film(self.index, np.stack(cam), np.stack(logits))


def _finish(
    config: ExperimentConfig,
    directory: Path,
    title: str,
    network: Network,
    dataset: Dataset,
    history: list[EpochRecord],
    film: Film,
) -> Manifest:
    calibration = _calibration(config, network)
    summary = _summary(_explanations(network, dataset.test.x, calibration.thresholds))
    records = Records(history, summary, film, dataset.test.x[:NUM_GOLDEN])
    evaluation = evaluate(summary, dataset.test, config.signals).to_dict()
    seconds = history[-1].seconds if history else 0.0
    return save(
        directory,
        network,
        records,
        lambda weights_sha256: Manifest(
            title=title or directory.name,
            experiment=config,
            calibration=calibration,
            evaluation=evaluation,
            epochs_trained=len(history),
            seconds=seconds,
            weights_sha256=weights_sha256,
            versions=installed_versions(),
        ),
    )


def _calibration(config: ExperimentConfig, network: Network) -> Calibration:
    signals = calibration_signals(config.signals, CALIBRATION_PER_CLASS * config.signals.num_classes)
    explanations = _explanations(network, signals.x, thresholds=np.zeros(config.signals.num_classes))
    return calibrate((explanation.interpolated_cam for explanation in explanations), signals.y)


def _explanations(network: Network, x: np.ndarray, thresholds: np.ndarray) -> Iterator[Explanation]:
    start = 0
    for activations in forward_passes(network, torch.from_numpy(x.astype(np.float32))):
        end = start + len(activations.logits)
        yield _explanation(network, x[start:end], activations, thresholds, keep_layers=False)
        start = end


def _explanation(
    network: Network,
    x: np.ndarray,
    activations: Activations,
    thresholds: np.ndarray,
    *,
    keep_layers: bool,
) -> Explanation:
    head_weight, field, pooling = _head_weight(network), network.map_field, network.config.pooling
    feature_maps, logits = activations.feature_maps.numpy(), activations.logits.numpy()
    cam = class_activation_map(feature_maps, head_weight)
    interpolated = interpolated_cam(cam, field, x.shape[-1])
    peak = interpolated.max(axis=-1)
    read = evidence_class(logits.argmax(axis=1), peak, thresholds)
    layers = {name: layer.numpy() for name, layer in activations.layers.items()}
    return Explanation(
        x=x,
        layers=layers if keep_layers else {},
        pooled_features=activations.pooled_features.numpy(),
        head_weight=head_weight,
        head_bias=read_only(network.head.bias),
        logits=logits,
        probabilities=activations.logits.softmax(dim=1).numpy(),
        cam=cam,
        shares=logit_shares(feature_maps, head_weight, pooling),
        interpolated_cam=interpolated,
        localized_interval=localized_intervals(interpolated),
        evidence_class=read,
        evidence=shows_evidence(read, peak, thresholds),
        pooling=pooling,
        field=field,
    )


def _head_weight(network: Network) -> np.ndarray:
    return read_only(network.head.weight)


def _summary(explanations: Iterator[Explanation]) -> Summary:
    parts = [
        (
            explanation.logits,
            explanation.interpolated_cam.max(axis=-1),
            explanation.interpolated_cam.argmax(axis=-1).astype(np.int16),
            explanation.localized_interval.astype(np.int16),
        )
        for explanation in explanations
    ]
    return Summary(*(np.concatenate(arrays) for arrays in zip(*parts, strict=True)))
