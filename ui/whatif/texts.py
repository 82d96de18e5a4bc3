"""What the page says about one signal and about what was done to it; true also when the network is wrong."""

from collections.abc import Sequence

import numpy as np

from cam_core.by_hand.what_if import FlipCurve
from cam_core.event_kinds import strength_of
from cam_core.evidence import rises
from cam_core.figures.words import class_name
from cam_core.maps.choices import SignalMap
from cam_core.results import Explanation
from cam_core.signals import SignalBatch
from ui import store
from ui.decimals import number, with_sign
from ui.language import Translate
from ui.sentences import (
    conservation_sentence,
    prediction_sentence,
    probability_words,
    score_sentence,
    truth_sentence,
)
from ui.whatif.query import Subject

CERTAIN = 0.99995
"""Above this a probability in hundredths of a percent would be rounded to 100, below its opposite to 0."""


def signal_texts(
    subject: Subject, maps: Sequence[SignalMap], said: Explanation, signal: SignalBatch | None
) -> dict[str, str]:
    """Return the sentences about one signal, N = 1; `signal` is its truth, None where nobody knows it."""
    t = subject.t
    texts = {"sentence": prediction_sentence(t, said, subject.names, 0)}
    if signal is None:
        texts |= {"truth": t("whatif-truth-sketch"), "score": t("whatif-truth-sketch")}
    else:
        texts |= {"truth": _truth(subject, said, signal), "score": _score(subject, said)}
    for shown in maps:
        texts[f"sum.{shown.name}"] = conservation_sentence(t, shown, said.pooling, 0)
    return texts


def _truth(subject: Subject, said: Explanation, signal: SignalBatch) -> str:
    if signal.y[0] == 0 or subject.knows_kind:
        return truth_sentence(subject.t, said, signal, subject.names, 0)
    first, end = map(int, signal.event_interval[0])
    name = class_name(subject.t, subject.family.kind)
    return subject.t("whatif-truth-unknown", name=name, first=first, last=end - 1)


def _score(subject: Subject, said: Explanation) -> str:
    assert said.scores, "a signal with a truth is scored against it"
    thresholds = store.manifest(subject.model).calibration.thresholds
    evident = rises(said.interpolated_cam[0, subject.label], thresholds[subject.label])
    return score_sentence(subject.t, said.scores, 0, evidence=evident)


def number_texts(t: Translate, said: Explanation, before: Explanation | None) -> dict[str, str]:
    """Return the cells of the table: probability and logit of every class, beside those of before."""
    texts = {}
    for label in range(said.logits.shape[1]):
        probability, logit = float(said.probabilities[0, label]), float(said.logits[0, label])
        cells = (percent(probability), number(logit))
        if before is not None:
            was, had = float(before.probabilities[0, label]), float(before.logits[0, label])
            cells = (
                _change(t, percent(was), cells[0], with_sign(100 * (probability - was), 2)),
                _change(t, number(had), cells[1], with_sign(logit - had, 4)),
            )
        texts[f"cell.{label}.probability"], texts[f"cell.{label}.logit"] = cells
    return texts


def percent(probability: float) -> str:
    """Return a probability in hundredths of a percent, never as 0 or 100."""
    if probability > CERTAIN:
        return "> 99.99\N{NO-BREAK SPACE}%"
    if probability < 1 - CERTAIN:
        return "< 0.01\N{NO-BREAK SPACE}%"
    return f"{100 * probability:.2f}\N{NO-BREAK SPACE}%"


def _change(t: Translate, before: str, now: str, difference: str) -> str:
    return t("whatif-change", before=before, now=now, difference=difference)


def clean_text(subject: Subject, said: Explanation, window: tuple[int, int]) -> str:
    """Say what the answer becomes when the samples of `window` are cleaned."""
    t, before = subject.t, subject.said
    old, new = int(before.predicted_class[0]), int(said.predicted_class[0])
    return t(
        "whatif-clean-turns" if old != new else "whatif-clean-stays",
        first=window[0],
        last=window[1] - 1,
        old=class_name(t, subject.names[old]),
        new=class_name(t, subject.names[new]),
        was=probability_words(t, float(before.probabilities[0, old])),
        now=probability_words(t, float(said.probabilities[0, new])),
    )


def twin_text(subject: Subject, said: Explanation, twin: Explanation) -> str:
    """Say whether the logits are those of the clean twin, bit for bit, or how far they are from them."""
    t = subject.t
    if subject.signal.y[0] == 0:
        return t("whatif-twin-own")
    if np.array_equal(said.logits, twin.logits):
        return t("whatif-twin-equal")
    far = float(np.abs(said.logits.astype(float) - twin.logits).max())
    return t("whatif-twin-far", difference=f"{far:.4g}")


def strength_words(t: Translate, kind: str, strength: float) -> str:
    """Return a strength with its unit."""
    return t(f"whatif-strength-{strength_of(kind).replace('_', '-')}", strength=f"{strength:.4g}")


def flip_text(subject: Subject, curve: FlipCurve) -> str:
    """Say from which strength on the answer is another one, or that it never turns."""
    t, kind = subject.t, subject.family.kind
    if not curve.turns:
        name = class_name(t, subject.names[int(curve.answer[0])])
        highest = strength_words(t, kind, float(curve.strength[-1]))
        return t("whatif-flip-never", name=name, highest=highest)
    first = curve.turns[0]
    return t(
        "whatif-flip-once" if len(curve.turns) == 1 else "whatif-flip-several",
        old=class_name(t, subject.names[first.before]),
        new=class_name(t, subject.names[first.after]),
        strength=strength_words(t, kind, first.above),
        accuracy=np.format_float_positional(curve.accuracy, precision=1, fractional=False, trim="-"),
    )


def flip_then_text(subject: Subject, curve: FlipCurve) -> str:
    """Say where else the answer turns, after the first time."""
    t = subject.t
    turns = ", ".join(
        t("whatif-flip-turn", new=class_name(t, subject.names[turn.after]), strength=f"{turn.above:.4g}")
        for turn in curve.turns[1:]
    )
    if not turns:
        return t("whatif-flip-then-none")
    return t("whatif-flip-then" if curve.is_whole else "whatif-flip-then-more", turns=turns)


def flip_grid_text(subject: Subject, curve: FlipCurve) -> str:
    """Say how finely the strengths were searched."""
    step = f"{float(curve.strength[1] - curve.strength[0]):.4g}"
    highest = strength_words(subject.t, subject.family.kind, float(curve.strength[-1]))
    return subject.t("whatif-flip-grid", count=len(curve.strength), step=step, highest=highest)
