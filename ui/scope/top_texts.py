"""The lines beside the maps of the most likely classes."""

from collections.abc import Sequence

import numpy as np

from cam_core.evidence import rises
from cam_core.figures.words import marked_class_name
from cam_core.results import Explanation
from ui.decimals import number
from ui.language import Translate
from ui.sentences import probability_words


def top_texts(
    t: Translate,
    explanation: Explanation,
    labels: np.ndarray,
    class_names: Sequence[str],
    thresholds: np.ndarray,
    index: int,
) -> dict[str, str]:
    """Return a line for each of the most likely `labels` of signal `index`: name, probability, interval."""
    texts = {}
    for rank, label in enumerate(map(int, labels)):
        first, end = (int(place) for place in explanation.localized_interval[index, label])
        is_found = rises(explanation.interpolated_cam[index, label], thresholds[label])
        where = t("top-interval", first=first, last=end - 1) if is_found else t("top-no-evidence")
        texts[f"top.{rank}"] = t(
            "top-line",
            rank=rank + 1,
            name=marked_class_name(t, class_names[label], label),
            probability=probability_words(t, float(explanation.probabilities[index, label])),
            logit=number(float(explanation.logits[index, label]), 2),
            where=where if label > 0 else t("top-plain"),
        )
    return texts
