"""What if: one large picture, and the tool that was chosen for it."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import cast

import numpy as np
import streamlit as st

from cam_core.by_hand.sketch import sketch_step
from cam_core.by_hand.what_if import MAX_TURNS
from cam_core.event_kinds import NOISY_SINE, PLAIN_SINE
from cam_core.figures.whatif import (
    FLIP,
    GROW,
    HEIGHT,
    NARROW_HEIGHT,
    SHIFT,
    whatif_bindings,
    whatif_figure,
    whatif_patches,
)
from cam_core.figures.words import class_name
from cam_core.palette import CLASS_MARKS
from ui import store
from ui.event_tool import UNITS, event_tool, strengths
from ui.first_sample import first_sample
from ui.instrument import Binding, Instrument, Numbers, Patches, Prefetch, Readout, Strengths, Tool
from ui.language import Translate
from ui.page import View
from ui.pictures import map_choice, nice_limit, picture_texts
from ui.plot import plot
from ui.whatif.charts import num_places, num_strengths
from ui.whatif.choices import WhatIf
from ui.whatif.query import Subject, subject_address
from ui.whatif.samples import subject_payload

STYLE = Path(__file__).parent / "whatif.css"

CHARTS: Mapping[str, str | None] = {"drag": None, "clean": None, "flip": FLIP, "shift": SHIFT, "sketch": None}
"""What stands beside the picture while a tool is used."""

ROOM = 3
"""The axis of a signal made by hand has room for so many amplitudes."""

CLEAN_TEXTS = ("first", "last", "window", "true_window", "found_window", "none")
SKETCH_TEXTS = (
    *("pen", "draw", "smooth", "erase", "undo", "undo_title", "from_shown", "blank", "smooth_all"),
    *("point", "at", "hint"),
)
PREFETCH: Prefetch = {"ahead": 12, "behind": 4, "kept": 128}


def draw_whatif(view: View, chosen: WhatIf) -> None:
    """Draw the picture of the chosen signal with the chosen tool over it."""
    t, config, chart = view.t, view.config.signals, CHARTS[chosen.tool]
    st.html(f"<style>{STYLE.read_text('utf-8')}</style>")
    subject = _subject(view, chosen)
    limit = _limit(view, subject)
    names = [class_name(t, name) for name in config.class_names]
    sizes = {"strengths": num_strengths(subject), "turns": MAX_TURNS, "places": num_places(subject)}
    plot(
        whatif_figure(config.num_points, limit, chart, names, sizes, t),
        key="whatif",
        alt=t(f"whatif-alt-{chart or 'plain'}"),
        height=HEIGHT,
        grow=GROW,
        narrow=NARROW_HEIGHT if chart else 0,
        instrument=_instrument(view, chosen, subject, limit),
        failed=t("picture-failed"),
    )


def _subject(view: View, chosen: WhatIf) -> Subject:
    index = 0 if chosen.is_made else first_sample(store.test_signals(view.config.signals))
    state, known = view.state, view.manifest
    return Subject(state.model, known.fingerprint, view.config, state.language, index, chosen.shown_made)


def _limit(view: View, subject: Subject) -> float:
    if subject.made is None:
        return nice_limit(float(np.abs(store.test_signals(view.config.signals).x).max()))
    return nice_limit(max(float(np.abs(subject.signal.x).max()), ROOM * subject.made.amplitude))


def _instrument(view: View, chosen: WhatIf, subject: Subject, limit: float) -> Instrument:
    t, config, chart = view.t, view.config.signals, CHARTS[chosen.tool]
    kinds = _strengths(t, view, chosen)
    units = {UNITS[kind]: (one["label"], one["strengths"][-1]) for kind, one in kinds.items()}
    control = map_choice(view)
    calibration = view.manifest.calibration
    return Instrument(
        url=_address(view, chosen, ""),
        count=1 if chosen.is_made else len(store.test_signals(config)),
        state={"sample": subject.index, "map": control["default"], "unit": "unit"},
        text=picture_texts(t),
        tool=_tool(view, chosen, kinds, limit),
        controls=[control],
        bindings=cast("Sequence[Binding]", whatif_bindings(chart, config.num_classes)),
        patches=cast("Patches", whatif_patches(calibration, config.num_classes, chart, units, t)),
        readouts=_readouts(t, chosen.tool),
        payloads={str(subject.index): subject_payload(subject)},
        prefetch=PREFETCH,
        scrub=not chosen.is_made,
    )


def _address(view: View, chosen: WhatIf, question: str) -> str:
    return subject_address(question, view.state, view.manifest.fingerprint, chosen.shown_made)


def _strengths(t: Translate, view: View, chosen: WhatIf) -> dict[str, Strengths]:
    config = view.config.signals
    if not chosen.is_made:
        return {kind: strengths(t, config, kind) for kind in config.kinds}
    made = chosen.made
    kind = NOISY_SINE if made.kind == PLAIN_SINE else made.kind
    own = made.config(config.num_points)
    return {kind: strengths(t, own, kind, made.strength if made.kind != PLAIN_SINE else None)}


def _tool(view: View, chosen: WhatIf, kinds: Mapping[str, Strengths], limit: float) -> Tool:
    t, num_points = view.t, view.config.signals.num_points
    numbers = _numbers(view)
    if chosen.tool == "clean":
        return {
            "name": "clean",
            "url": _address(view, chosen, "clean"),
            "text": {name: t(f"whatif-clean-{name.replace('_', '-')}") for name in CLEAN_TEXTS},
            "names": {"from": t("whatif-clean-first"), "to": t("whatif-clean-last")},
            "points": num_points,
            "numbers": numbers,
        }
    if chosen.tool == "sketch":
        return {
            "name": "sketch",
            "url": _address(view, chosen, "sketch"),
            "text": {name: t(f"whatif-sketch-{name.replace('_', '-')}") for name in SKETCH_TEXTS},
            "names": {"sketch": t("whatif-sketch-drawing")},
            "points": num_points,
            "step": sketch_step(limit),
            "numbers": numbers,
        }
    return _event_tool(view, chosen, kinds, numbers)


def _event_tool(view: View, chosen: WhatIf, kinds: Mapping[str, Strengths], numbers: Numbers) -> Tool:
    made, num_points = chosen.shown_made, view.config.signals.num_points
    config = made.config(num_points) if made else view.config.signals
    tool = event_tool(view.t, _address(view, chosen, "event"), config)
    tool |= {"kinds": kinds, "numbers": numbers}
    chart = CHARTS[chosen.tool]
    if chart:
        by = "start" if chart == FLIP else "strength"
        tool["chart"] = {"url": _address(view, chosen, chart), "by": [by]}
    return tool


def _numbers(view: View) -> Numbers:
    t = view.t
    return {
        "caption": t("whatif-numbers"),
        "columns": [{"key": key, "label": t(f"whatif-column-{key}")} for key in ("probability", "logit")],
        "rows": [
            {"key": str(label), "label": class_name(t, name), "mark": CLASS_MARKS[label]}
            for label, name in enumerate(view.config.signals.class_names)
        ],
    }


def _readouts(t: Translate, tool: str) -> list[Readout]:
    headlines = {"clean": "clean", "flip": "flip", "shift": "shift"}
    said: Readout = {"slot": "says", "label": t("whatif-says"), "text": "sentence", "lines": 1}
    truth: Readout = {"slot": "truth", "label": t("scope-label-truth"), "text": "truth", "lines": 1}
    score: Readout = {"slot": "score", "label": t("scope-label-score"), "text": "score", "lines": 1}
    added: Readout = {"slot": "sum", "label": t("scope-label-sum"), "text": "sum.{map}", "lines": 1}
    twin: Readout = {"slot": "twin", "label": t("whatif-twin"), "text": "twin", "lines": 1}
    others: Mapping[str, list[Readout]] = {
        "drag": [truth, score, added],
        "clean": [twin, said, truth],
        "flip": [said, _fact(t, "flip_then"), _fact(t, "flip_grid")],
        "shift": [said, _fact(t, "shift_edges"), _fact(t, "shift_stair")],
        "sketch": [truth, added],
    }
    head: Readout = {
        "slot": "headline",
        "label": "",
        "text": headlines.get(tool, "sentence"),
        "lines": 1,
    }
    return [head, *others[tool]]


def _fact(t: Translate, name: str) -> Readout:
    return {"slot": name, "label": t(f"whatif-{name.replace('_', '-')}-label"), "text": name, "lines": 1}
