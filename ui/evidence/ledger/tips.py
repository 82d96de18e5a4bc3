"""What is said over the ledger's picture; the browser fills in the numbers."""

from collections.abc import Mapping, Sequence
from typing import TypedDict

import numpy as np

from cam_core.config import SignalConfig
from cam_core.figures.ledger import ADDS, FIRST_RUNNING, GONE, KEPT, SIGNAL, TERMS, Lines, line_names
from ui.language import Translate


class Tip(TypedDict, total=False):
    """The sentence over a unit of a trace; ``columns`` has one mapping of words for each of its columns."""

    text: str
    columns: Sequence[Mapping[str, str]]


def ledger_tips(t: Translate, config: SignalConfig, centers: np.ndarray) -> dict[str, Tip]:
    """Return the sentence of each trace, by its number, for positions at `centers`, in samples."""
    names, lines = line_names(config.class_names, t), Lines(config.num_classes)
    upto = _places(t, config.num_points)
    tips = {
        FIRST_RUNNING + place: Tip(text=t("ledger-tip-running", name=names[line]), columns=upto)
        for place, line in enumerate(lines.names)
    }
    at = [{"position": f"{position}", "center": f"{center:g}"} for position, center in enumerate(centers)]
    tips[SIGNAL] = Tip(text=t("ledger-tip-signal"))
    # Three points of the line belong to each position.
    tips[ADDS] = Tip(text=t("ledger-tip-adds"), columns=[words for words in at for _ in range(3)])
    tips[TERMS] = Tip(text=t("ledger-tip-term"), columns=at)
    tips[KEPT] = tips[GONE] = Tip(text=t("ledger-tip-contribution"))
    return {str(trace): tip for trace, tip in tips.items()}


def _places(t: Translate, num_points: int) -> list[Mapping[str, str]]:
    """Return how each place of a running sum is called: before the samples, at each, at the end."""
    samples = [t("ledger-upto-sample", sample=str(sample)) for sample in range(num_points)]
    return [{"upto": words} for words in (t("ledger-upto-start"), *samples, t("ledger-upto-end"))]
