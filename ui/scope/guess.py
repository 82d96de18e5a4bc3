"""Guess first: what Scope says before and after a person has guessed, and the intervals it is scored by."""

from collections.abc import Mapping

import numpy as np

from cam_core.evidence import evident_interval
from cam_core.results import Explanation
from cam_core.signals import SignalBatch
from ui.instrument import Choice, Guess
from ui.language import Translate

SAID = ("alt", "hidden")
ASKED = (
    *("all", "filters", "first", "first_mark", "last", "mark", "next", "next_key", "none", "pair", "restart"),
    *("reveal", "reveal_key", "seen", "tally", "tally_found", "tally_guess", "tally_mean", "tally_of"),
    *("tally_right", "window"),
)
VERDICTS = tuple(
    f"{who}_{said}_{truth}"
    for who in ("guess", "found")
    for said in ("interval", "none")
    for truth in ("event", "clean")
)


def guess_choice(t: Translate) -> Choice:
    """Return the switch."""
    return {
        "name": "guess",
        "label": t("guess"),
        "options": [{"value": "", "label": t("guess-off")}, {"value": "on", "label": t("guess-on")}],
        "default": "",
    }


def guess_game(t: Translate, num_points: int) -> Guess:
    """Return the game on signals of `num_points` samples, whose picture has the map on its third y axis."""
    return {
        "points": num_points,
        "text": {name: t(f"guess-{name.replace('_', '-')}") for name in (*ASKED, *VERDICTS)},
        "veil": {**_said(t), "sentence": t("guess-task")},
        "patch": {"yaxis3.title.text": t("guess-hidden-map")},
    }


def guess_follower(t: Translate) -> Guess:
    """Return what a picture of the same samples says while the game hides them."""
    return {"veil": _said(t)}


def _said(t: Translate) -> Mapping[str, str]:
    return {name: t(f"guess-{name}") for name in SAID}


def guess_arrays(
    explanation: Explanation, signals: SignalBatch, thresholds: np.ndarray, index: int
) -> dict[str, np.ndarray]:
    """Return the true interval of signal `index` and the one that the network's map localises, (2,) each.

    Read is the map of the true event, as for every score against the truth; on a clean signal the map that
    is read for evidence. A map below its threshold (`thresholds`, (classes,), logits) has no interval: as in
    `cam_core.scores.outcomes` it shows no evidence, which is right on a clean signal and, with an event, an
    IoU of 0, as for a person who says that there is none. `cam_core.scores.evaluation.evaluate` scores the
    interval of every map, with evidence or without.
    """
    label = int(signals.y[index]) or int(explanation.evidence_class[index])
    values, interval = (
        explanation.interpolated_cam[index, label],
        explanation.localized_interval[index, label],
    )
    found = evident_interval(values, interval, thresholds[label])
    return {"guess.truth": signals.event_interval[index], "guess.found": found}
