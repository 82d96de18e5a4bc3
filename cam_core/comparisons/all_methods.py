"""Every way of asking on the same signals: maps, scores, times, and what deleting by each map does."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from cam_core.comparisons.attribution import attribute, network_logits
from cam_core.comparisons.faithfulness import (
    DeletionCurves,
    area,
    block_steps,
    deletion_curves,
    random_steps,
    scattered_steps,
)
from cam_core.comparisons.methods import METHODS, SECOND_DIFFERENCE, Attribution, Rows
from cam_core.scores.evaluation import chance_iou
from cam_core.signals import SignalBatch
from cam_core.storage.checkpoint import Model

COMPARED = (*METHODS, SECOND_DIFFERENCE)


@dataclass(frozen=True)
class Deletion:
    """One signal deleted in the order of each map, by `names`, and in random orders.

    twin: the signal's clean twin deleted in the first map's order: what the class gains there was made by
    the deletion itself.
    """

    names: tuple[str, ...]
    by_map: DeletionCurves
    random: DeletionCurves
    twin: DeletionCurves


@dataclass(frozen=True)
class Measured:
    """Every method on N signals; `deletions` has one by blocks to the clean twin for each of them."""

    attributions: tuple[Attribution, ...]
    deletions: tuple[Deletion, ...]
    rows: Rows


def measure(model: Model, signals: SignalBatch, target: np.ndarray, numbers: Sequence[int]) -> Measured:
    """Ask `model` in every way for the classes `target` (N,) of `signals`, at most a few dozen.

    numbers: their places in the test set, which seed the random orders.
    Raises `ValueError` for signals or classes that cannot be.
    """
    found = attribute(model, signals.x, target, signals.event_interval, COMPARED)
    deletions = [
        delete(
            model,
            signals.x[place, 0],
            signals.x_clean[place, 0],
            {one.name: one.map[place] for one in found},
            int(target[place]),
            numbers[place],
            twin=signals.x_clean[place, 0],
        )
        for place in range(len(signals))
    ]
    return Measured(found, tuple(deletions), _rows(found, deletions, signals))


def delete(
    model: Model,
    x: np.ndarray,
    replacement: np.ndarray,
    maps: dict[str, np.ndarray],
    target: int,
    seed: int,
    *,
    twin: np.ndarray,
    scattered: bool = False,
) -> Deletion:
    """Put `replacement` in the place of signal `x` step by step, all (time,), in the order of each map.

    target: the class that is watched. scattered: single samples by rank instead of blocks.
    """
    steps_of = scattered_steps if scattered else block_steps
    by_map = np.stack([steps_of(values) for values in maps.values()])
    steps = np.concatenate([by_map, random_steps(len(x), seed, scattered=scattered)])
    logits = partial(network_logits, model)
    curves = deletion_curves(logits, x, replacement, steps, target)
    control = deletion_curves(logits, twin, replacement, by_map[:1], target)
    return Deletion(tuple(maps), curves[: len(maps)], curves[len(maps) :], control)


def _rows(found: tuple[Attribution, ...], deletions: list[Deletion], signals: SignalBatch) -> Rows:
    truth, num_points = signals.event_interval, signals.x.shape[-1]
    by_map, random = ([getattr(one, name) for one in deletions] for name in ("by_map", "random"))
    return Rows(
        names=tuple(one.name for one in found),
        iou=np.stack([one.scores.iou for one in found]),
        pointing_hit=np.stack([one.scores.pointing_hit for one in found]),
        inside=np.stack([one.inside for one in found]),
        deletion_area=np.stack([area(one.share, one.probability) for one in by_map], axis=-1),
        margin_area=np.stack([area(one.share, one.margin) for one in by_map], axis=-1),
        seconds=np.array([one.seconds for one in found]),
        random_area=np.array([area(one.share, one.probability).mean() for one in random]),
        random_margin_area=np.array([area(one.share, one.margin).mean() for one in random]),
        chance_iou=np.array([chance_iou(one[None], num_points) if one[0] >= 0 else np.nan for one in truth]),
        chance_share=np.where(truth[:, 0] >= 0, (truth[:, 1] - truth[:, 0]) / num_points, np.nan),
    )
