"""The ledger's sentences; the browser fills in places in braces as channels come and go."""

from collections.abc import Mapping, Sequence

import numpy as np

from cam_core.figures.words import class_name
from cam_core.maps.choices import MARGIN, map_names
from cam_core.results import Explanation
from cam_core.signals import SignalBatch
from ui.decimals import number
from ui.instrument import Number, Readout
from ui.language import Translate
from ui.sentences import prediction_sentence, truth_sentence

PANEL_TEXTS = (
    "channel",
    "count",
    "how_many",
    "list",
    "only",
    "percent",
    "restore",
    "row",
    "silence_largest",
    "silence_others",
    "silenced",
)


def ledger_texts(
    t: Translate, explanation: Explanation, signals: SignalBatch, class_names: Sequence[str], index: int
) -> dict[str, str]:
    """Return the sentences of signal `index` that no silencing changes."""
    return {
        "sentence": prediction_sentence(t, explanation, class_names, index),
        "truth": truth_sentence(t, explanation, signals, class_names, index),
    }


def drift_sentence(t: Translate, drift: np.ndarray, error: np.ndarray) -> str:
    """Say what corner-aligned costs: its drift (positions,), in samples, and its error (time,), in logits."""
    worst = int(np.abs(error).argmax())
    samples = f"{float(np.abs(drift).max()):.2f}"
    return t("between-drift", samples=samples, logits=number(abs(float(error[worst]))), sample=str(worst))


def panel_texts(t: Translate) -> dict[str, str]:
    """Return the words of the controls beside the picture."""
    own = {name: t(f"ledger-{name.replace('_', '-')}") for name in PANEL_TEXTS}
    return own | {"less_than": t("less-than", percent=0.1), "more_than": t("more-than", percent=99.9)}


def subjects(t: Translate, class_names: Sequence[str]) -> dict[str, str]:
    """Return what the terms of each map add up to: the logit of a class, or the margin."""
    words = {
        str(label): t("layers-logit", name=class_name(t, name)) for label, name in enumerate(class_names)
    }
    return {
        name: t("layers-margin") if name == MARGIN else words[name] for name in map_names(len(class_names))
    }


def ledger_readouts(t: Translate, num_classes: int) -> list[Readout]:
    """Return the sentence about the answer, then one for each running sum that is drawn."""
    lines = ("0", "1", MARGIN) if num_classes == 2 else ("shown", "other", MARGIN)
    return [
        {
            "slot": "headline",
            "label": "",
            "sentences": [t("ledger-whole"), t("ledger-stays"), t("ledger-turns")],
            "choose": {"array": "outcome", "at": 0},
            "numbers": {
                "count": {"array": "count", "at": 0, "digits": 0},
                "total": {"array": "count", "at": 1, "digits": 0},
                **_numbers("headline", before="logit", after="left"),
            },
            "words": _words(
                "sentence", "truth", "subject", "answer", "first", "probability", taken="taken.headline"
            ),
            "lines": 2,
        },
        *(_line_readout(t, line) for line in lines),
    ]


def _line_readout(t: Translate, line: str) -> Readout:
    kind = "margin" if line == MARGIN else "class"
    return {
        "slot": f"sum_{line}",
        "label": "",
        "sentences": [t(f"ledger-sum-{kind}"), t(f"ledger-sum-{kind}-silenced")],
        "choose": {"array": "any", "at": 0},
        "numbers": _numbers(line, bias="bias", end="sum", before="logit", after="left"),
        "words": {name: f"{name}.{line}" for name in ("name", "added", "taken", "rest", "probability")},
        "lines": 3,
    }


def _numbers(line: str, **arrays: str) -> dict[str, Number]:
    return {name: {"array": f"{array}.{line}", "at": 0} for name, array in arrays.items()}


def _words(*names: str, **others: str) -> Mapping[str, str]:
    return {name: name for name in names} | others
