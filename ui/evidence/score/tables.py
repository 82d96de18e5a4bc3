"""The score as files of numbers."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from cam_core.localization import localization_scores, localized_intervals, no_model_baseline
from cam_core.scores.detection import DetectionCurve
from cam_core.scores.evaluation import Summary, chance_edge_error, chance_iou
from cam_core.scores.outcomes import OUTCOMES, scoreboard
from cam_core.scores.thresholds import THRESHOLDS, ThresholdCurve
from cam_core.signals import SignalBatch
from ui.evidence.methods.tables import csv


def board_csv(outcome: np.ndarray, y: np.ndarray, names: tuple[str, ...], about: Mapping[str, object]) -> str:
    """Return one line for each true class: how many signals have each outcome."""
    counts = pd.DataFrame(scoreboard(outcome, y, len(names)), columns=list(OUTCOMES))
    counts.insert(0, "true_class", list(names))
    counts["all"] = counts[list(OUTCOMES)].sum(axis=1)
    return csv(counts, dict(about))


def signals_csv(
    summary: Summary,
    signals: SignalBatch,
    outcome: np.ndarray,
    names: tuple[str, ...],
    about: Mapping[str, object],
) -> str:
    """Return one line for each test signal: truth, answer, and what map, no model and chance reach."""
    rows, y, truth = np.arange(len(signals)), signals.y, signals.event_interval
    found = summary.localized_interval[rows, y].astype(np.int64)
    bend = no_model_baseline(signals.x)
    baseline = localization_scores(bend, localized_intervals(bend), truth)
    has_event, peak = truth[:, 0] >= 0, summary.peak_position[rows, y]
    # For the map its place is known, not the map itself: one that is highest there points as it does.
    pointing = has_event & (truth[:, 0] <= peak) & (peak < truth[:, 1])
    scores = localization_scores(np.zeros((len(signals), 1)), found, truth)
    columns = {
        "sample": rows,
        "true_class": np.array(names)[y],
        "predicted_class": np.array(names)[summary.predicted_class],
        "outcome": np.array(OUTCOMES)[outcome],
        "true_first": truth[:, 0],
        "true_end": truth[:, 1],
        "map_first": np.where(has_event, found[:, 0], -1),
        "map_end": np.where(has_event, found[:, 1], -1),
        "iou": scores.iou,
        "pointing": np.where(has_event, pointing, np.nan),
        "edge_error": scores.edge_error,
        "no_model_iou": baseline.iou,
        "no_model_pointing": np.where(has_event, baseline.pointing_hit, np.nan),
        "no_model_edge_error": baseline.edge_error,
        **_chance(truth, signals.x.shape[-1]),
    }
    return csv(pd.DataFrame(columns), dict(about))


def _chance(truth: np.ndarray, num_points: int) -> dict[str, np.ndarray]:
    places, inverse = np.unique(truth, axis=0, return_inverse=True)
    has = places[:, 0] >= 0
    iou = [chance_iou(one[None], num_points) if ok else np.nan for one, ok in zip(places, has, strict=True)]
    edge = [
        chance_edge_error(one[None], num_points) if ok else np.nan
        for one, ok in zip(places, has, strict=True)
    ]
    share = np.where(has, (places[:, 1] - places[:, 0]) / num_points, np.nan)
    inverse = inverse.reshape(-1)
    return {
        "chance_iou": np.array(iou)[inverse],
        "chance_pointing": share[inverse],
        "chance_edge_error": np.array(edge)[inverse],
    }


def threshold_csv(curve: ThresholdCurve, about: Mapping[str, object]) -> str:
    """Return one line for each share of the maximum, and one for a threshold chosen for each map (oracle)."""
    table = pd.DataFrame(
        {
            "share_of_maximum": [f"{share:.3f}" for share in THRESHOLDS] + ["oracle"],
            "mean_iou": [*curve.mean_iou, curve.oracle_mean_iou],
            "iou_50_rate": [*curve.iou_50_rate, curve.oracle_iou_50_rate],
        }
    )
    return csv(table, dict(about))


def detection_csv(curve: DetectionCurve, about: Mapping[str, object]) -> str:
    """Return one line for each move of the thresholds at which a rate changes."""
    table = pd.DataFrame(
        {
            "move": curve.move,
            "false_alarm_rate": curve.false_alarm_rate,
            "detection_rate": curve.detection_rate,
            "calibrated": np.arange(len(curve.move)) == curve.calibrated,
        }
    )
    return csv(table, dict(about))
