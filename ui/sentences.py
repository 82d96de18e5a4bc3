"""Sentences about one signal, computed from the numbers and true also when the model is wrong."""

from collections.abc import Sequence

import numpy as np

from cam_core.event_kinds import PLAIN_SINE
from cam_core.figures.words import class_name
from cam_core.maps.choices import SignalMap
from cam_core.results import Explanation, Scores
from cam_core.signals import SignalBatch
from ui.decimals import number
from ui.language import Translate

NEARLY_CERTAIN = 0.9995
"""Above this a probability would be rounded to 100.0 %, and below its opposite to 0.0 %."""

EVERYWHERE = 0.8
"""An interval that covers this share of the signal points at nothing in particular."""


def prediction_sentence(
    t: Translate, explanation: Explanation, class_names: Sequence[str], index: int
) -> str:
    """Say the predicted class, its probability, and where the evidence of an event lies, if any.

    Of several events the sentence says whose map the evidence is on: another's may be shown below it.
    """
    label = int(explanation.predicted_class[index])
    shown = probability_words(t, float(explanation.probabilities[index, label]))
    head = t("scope-prediction", name=class_name(t, class_names[label]), probability=shown)
    read = int(explanation.evidence_class[index])
    first, end = (int(place) for place in explanation.localized_interval[index, read])
    verdict = "no-evidence"
    if explanation.evidence[index]:
        everywhere = end - first >= EVERYWHERE * explanation.x.shape[-1]
        verdict = "evidence-everywhere" if everywhere else "evidence"
    event = t(f"event-{class_names[read]}")
    if verdict == "no-evidence" and len(class_names) > 2:
        event = t("event-any")
    kind = "sine" if class_names[label] == PLAIN_SINE else "event"
    if verdict != "no-evidence" and len(class_names) > 2:
        kind += "-several"
    name = class_name(t, class_names[read])
    tail = t(f"scope-{verdict}-{kind}", event=event, name=name, first=first, last=end - 1)
    return f"{head} {tail}"


def probability_words(t: Translate, probability: float) -> str:
    """Return a probability as a percentage that says neither 100 % nor 0 %."""
    if probability > NEARLY_CERTAIN:
        return t("more-than", percent=99.9)
    if probability < 1 - NEARLY_CERTAIN:
        return t("less-than", percent=0.1)
    return t("percent", percent=round(100 * probability, 1))


def truth_sentence(
    t: Translate, explanation: Explanation, signals: SignalBatch, class_names: Sequence[str], index: int
) -> str:
    """Say what the signal really is and whether the network is right."""
    label = int(signals.y[index])
    right = "right" if explanation.predicted_class[index] == label else "wrong"
    start, end = (int(place) for place in signals.event_interval[index])
    kind, name = ("event" if start >= 0 else "sine"), class_name(t, class_names[label])
    truth = t(f"scope-truth-{kind}", name=name, first=start, last=end - 1)
    return f"{truth} {t(f'scope-{right}')}"


def score_sentence(t: Translate, scores: Scores, index: int, *, evidence: bool) -> str:
    """Say how well the localised interval meets the true one."""
    if np.isnan(scores.iou[index]):
        return t("scope-score-no-truth")
    if not evidence:
        return t("scope-score-nothing-found")
    peak = "inside" if scores.pointing_hit[index] else "outside"
    return t(
        "scope-score",
        iou=round(float(scores.iou[index]), 2),
        peak=t(f"scope-peak-{peak}"),
        error=round(float(scores.edge_error[index]), 1),
    )


def named_score_sentence(t: Translate, scores: Scores, index: int, name: str, *, evidence: bool) -> str:
    """Say on which event's map the interval was localised, and how well it meets the true one."""
    if np.isnan(scores.iou[index]):
        return t("scope-score-no-truth")
    if not evidence:
        return t("scope-score-nothing-found-of", name=name)
    return t("scope-score-of", name=name, score=score_sentence(t, scores, index, evidence=True))


def conservation_sentence(t: Translate, shown: SignalMap, pooling: str, index: int) -> str:
    """Say that the bias and what the positions add make the logit, in numbers."""
    logit, total = float(shown.logit[index]), float(shown.total[index])
    return t(
        f"scope-sum-{'margin' if shown.is_margin else 'class'}-{pooling}",
        logit=number(logit),
        bias=number(shown.bias),
        total=number(total),
        residual=np.format_float_scientific(abs(logit - shown.bias - total), precision=0, trim="-"),
    )
