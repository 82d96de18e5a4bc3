"""Scope's instrument: which samples, which filters, which switches, which sentences."""

from collections.abc import Mapping, Sequence
from typing import cast

import numpy as np
import streamlit as st

from cam_core.figures.scope import GROW, HEIGHT, scope_bindings, scope_figure, scope_patches
from cam_core.figures.top import NUM_TOP, top_bindings, top_figure, top_height, words_top
from cam_core.figures.words import class_name, marked_class_name
from cam_core.results import Calibration
from cam_core.scores.evaluation import NOISY, Summary
from cam_core.signals import SignalBatch
from ui import store
from ui.event_tool import event_tool
from ui.first_sample import first_sample
from ui.instrument import Binding, Choice, Instrument, Option, Patches, Readout
from ui.language import Translate
from ui.page import View
from ui.pictures import class_options, map_choice, named_choice, nice_limit, picture_texts
from ui.plot import plot
from ui.sample_query import SampleQuery, address
from ui.scope.guess import guess_choice, guess_follower, guess_game
from ui.scope.samples import prefetch, sample_payloads


def draw_scope(view: View) -> None:
    """Draw the instrument for what `view` shows."""
    config = view.config.signals
    signals = store.test_signals(config)
    limit = nice_limit(float(np.abs(signals.x).max()))
    plot(
        scope_figure(config.num_points, limit, view.t),
        key="scope",
        alt=view.t("scope-alt"),
        height=HEIGHT,
        grow=GROW,
        instrument=_instrument(view, signals),
        failed=view.t("picture-failed"),
    )
    if config.num_classes > 2:
        _draw_top(view, len(signals), limit)


def _draw_top(view: View, count: int, limit: float) -> None:
    """Draw the most likely classes of the signal that Scope shows, each with its own map."""
    t, config = view.t, view.config.signals
    num_rows = min(NUM_TOP, config.num_classes)
    st.markdown(f"### {t('top')}", help=t("top-help", scale=f"{view.manifest.calibration.cam_scale:.3g}"))
    plot(
        top_figure(num_rows, config.num_points, limit, view.manifest.calibration.cam_scale, t),
        key="scope_top",
        alt=t("top-alt"),
        height=top_height(num_rows),
        instrument=Instrument(
            url=address("/samples", view.state, view.manifest.fingerprint),
            count=count,
            prefetch=prefetch(config),
            state={"sample": 0},
            link=False,
            scrub=False,
            guess=guess_follower(t),
            bindings=cast("Sequence[Binding]", top_bindings(num_rows)),
            readouts=[
                {"slot": f"top{rank}", "label": "", "text": f"top.{rank}", "top": words_top(rank)}
                for rank in range(num_rows)
            ],
            panel="above",
            text=picture_texts(t),
        ),
        failed=t("picture-failed"),
    )


def _instrument(view: View, signals: SignalBatch) -> Instrument:
    t, fingerprint, config = view.t, view.manifest.fingerprint, view.config.signals
    with st.spinner(t("scope-computing"), show_time=True):
        summary = store.test_summary(view.state.model, fingerprint, config)
    sample = first_sample(signals)
    num_classes = config.num_classes
    query = SampleQuery(view.state.model, fingerprint, view.config, view.state.language, (sample,))
    controls = [*scope_controls(view), guess_choice(t)]
    filters = _filters(t, config.class_names)
    return Instrument(
        url=address("/samples", view.state, fingerprint),
        tool=event_tool(view.t, address("/event", view.state, fingerprint), config, optional=True),
        guess=guess_game(t, config.num_points),
        count=len(signals),
        categories=_categories(summary, signals, view.manifest.calibration),
        filters=filters,
        controls=controls,
        bindings=cast("Sequence[Binding]", scope_bindings(num_classes)),
        patches=cast("Patches", scope_patches(view.manifest.calibration, config.class_names, t)),
        readouts=_readouts(t, config.class_names),
        state={
            "sample": sample,
            **{control["name"]: control["default"] for control in controls},
            **{f"filter.{one['name']}": "" for one in filters},
        },
        payloads=sample_payloads(query),
        prefetch=prefetch(config),
        text=picture_texts(t),
    )


def scope_controls(view: View) -> list[Choice]:
    """Return the switches that only change what is drawn."""
    t = view.t
    against = [_against_choice(view)] if view.config.signals.num_classes > 2 else []
    return [
        map_choice(view),
        *against,
        named_choice(t, "scale", ["fixed", "ratio"], "fixed"),
        named_choice(t, "interpolation", ["linear", "native"], "linear"),
    ]


def _against_choice(view: View) -> Choice:
    t, names = view.t, view.config.signals.class_names
    options = [
        Option(value="", label=t("against-none")),
        Option(value="second", label=t("against-second")),
        *class_options(t, names),
    ]
    return {"name": "against", "label": t("against"), "options": options, "default": ""}


def _filters(t: Translate, class_names: Sequence[str]) -> list[Choice]:
    def options(name: str, values: Mapping[str, str]) -> Choice:
        listed: list[Option] = [{"value": "", "label": t("filter-all")}]
        listed += [{"value": value, "label": label} for value, label in values.items()]
        return {"name": name, "label": t(f"filter-{name}"), "options": listed}

    return [
        options("label", {str(i): marked_class_name(t, name, i) for i, name in enumerate(class_names)}),
        options("outcome", {"1": t("filter-right"), "0": t("filter-wrong")}),
        options("evidence", {"1": t("filter-found"), "0": t("filter-no-evidence")}),
    ]


def _categories(summary: Summary, signals: SignalBatch, calibration: Calibration) -> dict[str, str]:
    return {
        "label": _letters(signals.y),
        "outcome": _letters(summary.predicted_class == signals.y),
        "evidence": _letters(summary.evidence(calibration.thresholds)),
    }


def _letters(values: np.ndarray) -> str:
    return (values.astype(np.uint8) + ord("0")).tobytes().decode("ascii")


def _readouts(t: Translate, class_names: Sequence[str]) -> list[Readout]:
    """Return the lines; what is localised on one event's map alone says so, whichever map is shown."""
    score, total = t("scope-label-score"), "sum.{map}.{against}"
    if len(class_names) == 2:
        score, total = t("scope-label-score-of", name=class_name(t, class_names[NOISY])), "sum.{map}"
    return [
        {"slot": "headline", "label": "", "text": "sentence", "lines": 1},
        {"slot": "truth", "label": t("scope-label-truth"), "text": "truth", "lines": 1},
        {"slot": "score", "label": score, "text": "score", "lines": 1},
        {"slot": "sum", "label": t("scope-label-sum"), "text": total, "lines": 1},
    ]
