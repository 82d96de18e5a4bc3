"""Sanity's sentences, computed from the numbers."""

from collections.abc import Sequence

import numpy as np

from cam_core.comparisons.randomization_curve import HEAD, RandomizationCurve
from cam_core.comparisons.twins import Interval
from cam_core.figures.words import stage_name
from cam_core.results import Explanation
from ui.decimals import number
from ui.language import Translate
from ui.sentences import prediction_sentence, score_sentence


def network_sentence(
    t: Translate,
    explanation: Explanation,
    class_names: Sequence[str],
    row: int,
    label: int,
    *,
    evident: bool,
) -> str:
    """Say what one network names, how high its map of class `label` rises, and how it meets the truth."""
    assert explanation.scores, "the signals come with their truth"
    return t(
        "sanity-says",
        sentence=prediction_sentence(t, explanation, class_names, row),
        peak=number(float(explanation.interpolated_cam[row, label].max()), 3),
        score=score_sentence(t, explanation.scores, row, evidence=evident),
    )


def replaced_name(t: Translate, stage: str) -> str:
    """Return what a stage that is replaced is called."""
    return t("sanity-stage-head") if stage == HEAD else stage_name(t, stage)


def row_names(t: Translate, stages: Sequence[str]) -> list[str]:
    """Return the names of the rows: the original, then what becomes random with each."""
    head, *others = (replaced_name(t, stage) for stage in stages)
    return [t("sanity-original"), head, *(t("sanity-and", stage=name) for name in others)]


def correlations_sentence(t: Translate, stages: Sequence[str], correlation: np.ndarray) -> str:
    """Say one signal's rank correlation with the original after each stage, `correlation` (stages + 1,)."""
    parts = [
        t("sanity-stage-correlation", stage=replaced_name(t, stage), value=number(float(value), 2))
        for stage, value in zip(stages, correlation[1:], strict=True)
    ]
    return ", ".join(parts)


def curve_sentences(t: Translate, curve: RandomizationCurve) -> list[str]:
    """Say what is left of the maps' order when the head, and when everything, is random."""
    sizes = curve.absolute_intervals
    head, whole = sizes[1], sizes[-1]
    kept = "kept" if head.mean > 0.5 else "lost"
    verdict = "same"
    if whole.low > curve.other_absolute:
        verdict = "more"
    elif whole.high < curve.other_absolute:
        verdict = "less"
    return [
        t(f"sanity-head-{kept}", size=_with_half(head), signed=_with_half(curve.signed_intervals[1])),
        t(f"sanity-whole-{verdict}", size=_with_half(whole), other=f"{curve.other_absolute:.2f}"),
    ]


def _with_half(value: Interval) -> str:
    return f"{number(value.mean, 2)} ± {(value.high - value.low) / 2:.2f}"
