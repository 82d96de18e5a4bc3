"""The sentences beside the ladder, computed from the numbers."""

from collections.abc import Mapping

import numpy as np

from cam_core.evaluation import NOISY
from cam_core.ladder import Terms, largest
from cam_core.results import Explanation
from ui.locale import Translate
from ui.scope_texts import number, prediction_sentence

NUM_TERMS = 4
"""Channels that the linear combination names one by one."""


def layers_texts(
    t: Translate, explanation: Explanation, terms: Mapping[str, Terms], index: int
) -> dict[str, str]:
    """Return every sentence of signal `index`, by key; some are there once for each map."""
    found = explanation.localized_interval[index, NOISY]
    texts = {"sentence": prediction_sentence(t, explanation, found, index)}
    for name, term in terms.items():
        texts[f"combination.{name}"] = combination_sentence(t, term, index)
        texts[f"conservation.{name}"] = conservation_sentence(t, term, index)
    return texts


def combination_sentence(t: Translate, term: Terms, index: int) -> str:
    """Say which channels add most, and that bias and all terms add up to the logit."""
    named = list(largest(term, index, NUM_TERMS))
    rest = float(term.contribution[index].sum(dtype=float)) - sum(value for _, value in named)
    return t(
        f"layers-combination-{term.name}",
        logit=number(float(term.logit[index])),
        bias=number(term.bias),
        terms=" ".join(t("layers-term", value=signed(value), channel=channel) for channel, value in named),
        rest=signed(rest),
        count=len(term.weight) - len(named),
    )


def conservation_sentence(t: Translate, term: Terms, index: int) -> str:
    """Say that the bias and the mean of the map add up to the logit, in numbers."""
    return t(
        f"layers-conservation-{term.name}",
        logit=number(float(term.logit[index])),
        bias=number(term.bias),
        mean=signed(float(term.mean[index])),
        residual=np.format_float_scientific(abs(term.residual[index]), precision=0, trim="-"),
    )


def signed(value: float) -> str:
    """Return `value` as the next term of a sum: "+ 0.1234" or "− 0.1234"."""
    return f"{'−' if value < 0 else '+'} {abs(value):.4f}"
