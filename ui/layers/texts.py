"""The sentences beside the ladder, computed from the numbers."""

from collections.abc import Mapping, Sequence

import numpy as np

from cam_core.figures.words import class_name
from cam_core.layers.ladder import Terms, largest
from cam_core.maps.choices import MARGIN
from cam_core.results import Explanation
from ui.decimals import number
from ui.language import Translate
from ui.sentences import prediction_sentence

NUM_TERMS = 4
"""Channels that the linear combination names one by one."""


def layers_texts(
    t: Translate,
    explanation: Explanation,
    terms: Mapping[str, Terms],
    class_names: Sequence[str],
    index: int,
) -> dict[str, str]:
    """Return every sentence of signal `index`, by key; some are there once for each map."""
    texts = {"sentence": prediction_sentence(t, explanation, class_names, index)}
    for name, term in terms.items():
        named = subject(t, name, class_names)
        texts[f"combination.{name}"] = combination_sentence(t, term, named, index)
        texts[f"conservation.{name}"] = conservation_sentence(t, term, named, explanation.pooling, index)
    return texts


def subject(t: Translate, name: str, class_names: Sequence[str]) -> str:
    """Return what a map's terms add up to: the logit of a class, or the margin."""
    if name == MARGIN:
        return t("layers-margin")
    return t("layers-logit", name=class_name(t, class_names[int(name)]))


def combination_sentence(t: Translate, term: Terms, subject: str, index: int) -> str:
    """Say which channels add most, and that bias and all terms add up to the logit."""
    named = list(largest(term, index, NUM_TERMS))
    rest = float(term.contribution[index].sum(dtype=float)) - sum(value for _, value in named)
    return t(
        "layers-combination",
        subject=subject,
        logit=number(float(term.logit[index])),
        bias=number(term.bias),
        terms=" ".join(t("layers-term", value=signed(value), channel=channel) for channel, value in named),
        rest=signed(rest),
        count=len(term.weight) - len(named),
    )


def conservation_sentence(t: Translate, term: Terms, subject: str, pooling: str, index: int) -> str:
    """Say that the bias and what the positions add make the logit, in numbers."""
    return t(
        f"layers-conservation-{pooling}",
        subject=subject,
        logit=number(float(term.logit[index])),
        bias=number(term.bias),
        total=signed(float(term.total[index])),
        residual=np.format_float_scientific(abs(term.residual[index]), precision=0, trim="-"),
    )


def signed(value: float) -> str:
    """Return `value` as the next term of a sum: "+ 0.1234" or "− 0.1234"."""
    return f"{'−' if value < 0 else '+'} {abs(value):.4f}"
