"""Sentences under Score's picture: what the answer is worth, what map, no model and chance reach."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from cam_core.results import Explanation, Scores
from cam_core.scores.evaluation import Summary, chance_edge_error, chance_iou
from cam_core.scores.outcomes import MEETINGS, OUTCOMES, outcomes
from cam_core.signals import SignalBatch
from ui.language import Translate
from ui.sentences import prediction_sentence, truth_sentence


@dataclass(frozen=True)
class Scored:
    """One signal, `row` of a few: its intervals, (2,), its scores, the sample of its map's maximum."""

    truth: np.ndarray
    found: np.ndarray
    no_model: np.ndarray
    map_scores: Scores
    no_model_scores: Scores
    row: int
    peak: int
    num_points: int


def score_texts(
    t: Translate,
    scored: Scored,
    explanation: Explanation,
    signals: SignalBatch,
    class_names: Sequence[str],
    thresholds: np.ndarray,
) -> dict[str, str]:
    """Return every sentence of one signal, by key; the outcome once for each way of meeting an event."""
    row = scored.row
    texts = {
        "sentence": prediction_sentence(t, explanation, class_names, row),
        "truth": truth_sentence(t, explanation, signals, class_names, row),
        "map": _line(t, scored.map_scores, scored.found, row),
        "no_model": _line(t, scored.no_model_scores, scored.no_model, row),
        "chance": _chance(t, scored.truth, scored.num_points),
    }
    for meeting in MEETINGS:
        texts[f"outcome.{meeting}"] = _outcome(t, explanation, signals, thresholds, meeting, row)
    return texts


def _line(t: Translate, scores: Scores, found: np.ndarray, row: int) -> str:
    if np.isnan(scores.iou[row]):
        return t("score-nothing-to-find")
    if found[0] < 0:
        return t("score-no-interval")
    return t(
        "score-line",
        iou=f"{scores.iou[row]:.2f}",
        peak=t("scope-peak-inside" if scores.pointing_hit[row] else "scope-peak-outside"),
        error=f"{scores.edge_error[row]:.1f}",
        first=int(found[0]),
        last=int(found[1]) - 1,
    )


def _chance(t: Translate, truth: np.ndarray, num_points: int) -> str:
    if truth[0] < 0:
        return t("score-nothing-to-find")
    return t(
        "score-chance-line",
        iou=f"{chance_iou(truth[None], num_points):.2f}",
        percent=f"{100 * float(truth[1] - truth[0]) / num_points:.1f}",
        error=f"{chance_edge_error(truth[None], num_points):.1f}",
    )


def _outcome(
    t: Translate,
    explanation: Explanation,
    signals: SignalBatch,
    thresholds: np.ndarray,
    meeting: str,
    row: int,
) -> str:
    """Say the outcome, and why it is that one."""
    one = slice(row, row + 1)
    maps = explanation.interpolated_cam[one]
    summary = Summary(
        explanation.logits[one],
        maps.max(axis=-1),
        maps.argmax(axis=-1),
        explanation.localized_interval[one],
    )
    found = outcomes(summary, signals.y[one], signals.event_interval[one], thresholds, meeting)
    name = OUTCOMES[int(found[0])]
    kind = "sine" if signals.y[row] == 0 else "event"
    if name == "wrong_reason" and kind == "event":
        # Two ways to miss: the map shows nothing, or it shows it elsewhere.
        kind = f"event-{meeting}" if explanation.evidence[row] else "event-nothing"
    elif name == "right_reason" and kind == "event":
        kind = f"event-{meeting}"
    return t(f"score-why-{name.replace('_', '-')}-{kind}")
