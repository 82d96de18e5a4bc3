"""The sentences under Scope's picture."""

from collections.abc import Mapping, Sequence

import numpy as np

from cam_core.evidence import rises
from cam_core.figures.words import class_name
from cam_core.maps.choices import SignalMap
from cam_core.results import Explanation
from cam_core.signals import SignalBatch
from ui.language import Translate
from ui.sentences import (
    conservation_sentence,
    named_score_sentence,
    prediction_sentence,
    score_sentence,
    truth_sentence,
)


def scope_texts(
    t: Translate,
    explanation: Explanation,
    compared: Mapping[str, SignalMap],
    signals: SignalBatch,
    class_names: Sequence[str],
    thresholds: np.ndarray,
    index: int,
) -> dict[str, str]:
    """Return every sentence of sample `index`, by key; some are there once for each map."""
    assert explanation.scores, "Scope's signals come with their truth"
    event = max(int(signals.y[index]), 1)
    evident = rises(explanation.interpolated_cam[index, event], thresholds[event])
    texts = {
        "sentence": prediction_sentence(t, explanation, class_names, index),
        "truth": truth_sentence(t, explanation, signals, class_names, index),
        "score": score_sentence(t, explanation.scores, index, evidence=evident),
    }
    if len(class_names) > 2:
        name = class_name(t, class_names[event])
        texts["score"] = named_score_sentence(t, explanation.scores, index, name, evidence=evident)
    for name, shown in compared.items():
        if shown.is_nothing:
            texts[f"sum.{name}"] = t("scope-sum-itself", name=class_name(t, class_names[shown.for_class]))
        else:
            texts[f"sum.{name}"] = conservation_sentence(t, shown, explanation.pooling, index)
    return texts
