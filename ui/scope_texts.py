"""The sentences under Scope's picture, computed from the numbers and true also when the model is wrong."""

from collections.abc import Mapping

import numpy as np

from cam_core.evaluation import NOISY
from cam_core.maps import SignalMap
from cam_core.results import Explanation, Scores
from cam_core.signals import CLASS_NAMES, SignalBatch
from ui.locale import Translate

NEARLY_CERTAIN = 0.9995
"""Above this a probability would be rounded to 100.0 %, which no network ever says."""


EVERYWHERE = 0.8
"""An interval that covers this share of the signal points at nothing in particular."""


def scope_texts(
    t: Translate,
    explanation: Explanation,
    maps: Mapping[str, SignalMap],
    signals: SignalBatch,
    index: int,
) -> dict[str, str]:
    """Return every sentence of sample `index`, by key; some are there once for each map."""
    noise_map = maps[str(NOISY)]
    found = noise_map.localized_interval[index]
    assert explanation.scores, "Scope's signals come with their truth"
    texts = {
        "sentence": prediction_sentence(t, explanation, found, index),
        "truth": truth_sentence(t, explanation, noise_map, signals, index),
        "score": score_sentence(t, explanation.scores, index, evidence=bool(explanation.evidence[index])),
    }
    for name, shown in maps.items():
        texts[f"sum.{name}"] = conservation_sentence(t, name, shown, index)
    return texts


def prediction_sentence(t: Translate, explanation: Explanation, found: np.ndarray, index: int) -> str:
    """Say the predicted class, its probability, and where the evidence of noise lies, if any."""
    label = int(explanation.predicted_class[index])
    probability = float(explanation.probabilities[index, label])
    shown = t("more-than", percent=99.9) if probability > NEARLY_CERTAIN else _percent(t, probability)
    head = t("scope-prediction", name=t(f"class-{CLASS_NAMES[label]}"), probability=shown)
    verdict = "no-evidence"
    if explanation.evidence[index]:
        everywhere = found[1] - found[0] >= EVERYWHERE * explanation.x.shape[-1]
        verdict = "evidence-everywhere" if everywhere else "evidence"
    tail = t(f"scope-{verdict}-{CLASS_NAMES[label]}", first=int(found[0]), last=int(found[1]) - 1)
    return f"{head} {tail}"


def truth_sentence(
    t: Translate, explanation: Explanation, noise_map: SignalMap, signals: SignalBatch, index: int
) -> str:
    """Say what the signal really is and whether the network is right."""
    label = int(signals.y[index])
    right = "right" if explanation.predicted_class[index] == label else "wrong"
    start, end = signals.event_interval[index]
    truth = t(f"scope-truth-{CLASS_NAMES[label]}", first=int(start), last=int(end) - 1)
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


def conservation_sentence(t: Translate, name: str, shown: SignalMap, index: int) -> str:
    """Say that the bias and the mean of the map add up to the logit, in numbers."""
    logit, mean = float(shown.logit[index]), float(shown.mean[index])
    return t(
        f"scope-sum-{name}",
        logit=number(logit),
        bias=number(shown.bias),
        mean=number(mean),
        residual=np.format_float_scientific(abs(logit - shown.bias - mean), precision=0, trim="-"),
    )


def number(value: float) -> str:
    """Return `value` with four decimals and a true minus sign."""
    return f"{value:.4f}".replace("-", "−")


def _percent(t: Translate, share: float) -> str:
    return t("percent", percent=round(100 * share, 1))
