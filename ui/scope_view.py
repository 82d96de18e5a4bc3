"""Scope's instrument: which samples, which filters, which switches, which sentences."""

from collections.abc import Mapping, Sequence
from typing import cast

import numpy as np
import streamlit as st

from cam_core.evaluation import NOISY, Summary
from cam_core.figures.scope import BINDINGS, GROW, HEIGHT, scope_figure, scope_patches
from cam_core.maps import MAP_NAMES
from cam_core.signals import CLASS_NAMES, SignalBatch
from ui import store
from ui.locale import Translate
from ui.page import View
from ui.plot import Binding, Choice, Instrument, Option, Patches, Readout, plot
from ui.sample_query import SampleQuery, address
from ui.scope_samples import MAX_STARTS, sample_payloads

STRENGTHS = (0.0, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.7, 1.0)
"""Strengths of a dragged burst, as shares of the amplitude."""

PICTURE_TEXTS = (
    "burst_back",
    "burst_drag",
    "burst_start",
    "burst_strength",
    "fetch_failed",
    "loading",
    "next",
    "no_match",
    "pause",
    "play",
    "position",
    "previous",
    "sample",
    "slider",
)


def draw_scope(view: View) -> None:
    """Draw the instrument for what `view` shows."""
    config = view.config.signals
    signals = store.test_signals(config)
    limit = _nice_limit(float(np.abs(signals.x).max()))
    plot(
        scope_figure(config.num_points, limit, view.t),
        key="scope",
        alt=view.t("scope-alt"),
        height=HEIGHT,
        grow=GROW,
        instrument=_instrument(view, signals),
        failed=view.t("picture-failed"),
    )


def picture_texts(t: Translate) -> dict[str, str]:
    """Return the plot component's own words."""
    return {name: t(f"picture-{name.replace('_', '-')}") for name in PICTURE_TEXTS}


def _instrument(view: View, signals: SignalBatch) -> Instrument:
    t, fingerprint, config = view.t, view.manifest.fingerprint, view.config.signals
    with st.spinner(t("scope-computing"), show_time=True):
        summary = store.test_summary(view.state.model, fingerprint, config)
    sample = _sample(len(signals), first=int(np.flatnonzero(signals.y == NOISY)[0]))
    query = SampleQuery(view.state.model, fingerprint, view.config, view.state.language, (sample,))
    can_drag = config.last_noise_start < MAX_STARTS
    controls, filters = scope_controls(t), _filters(t)
    return Instrument(
        url=address("/samples", view.state, fingerprint),
        burst_url=address("/burst", view.state, fingerprint) if can_drag else None,
        burst={
            "strengths": [share * config.amplitude for share in STRENGTHS],
            "default": _nearest_strength(config.noise_std, config.amplitude),
        },
        count=len(signals),
        categories=_categories(summary, signals, view.manifest.calibration.evidence_threshold),
        filters=filters,
        controls=controls,
        bindings=cast("Sequence[Binding]", BINDINGS),
        patches=cast("Patches", scope_patches(view.manifest.calibration, t)),
        readouts=_readouts(t),
        state={
            "sample": sample,
            **{control["name"]: control["default"] for control in controls},
            **{f"filter.{one['name']}": "" for one in filters},
        },
        payloads=sample_payloads(query),
        text=picture_texts(t),
    )


def scope_controls(t: Translate) -> list[Choice]:
    """Return the switches that only change what is drawn."""
    return [
        _choice(t, "map", ["predicted", *MAP_NAMES], "predicted"),
        _choice(t, "scale", ["fixed", "ratio"], "fixed"),
        _choice(t, "interpolation", ["linear", "native"], "linear"),
    ]


def _choice(t: Translate, name: str, values: Sequence[str], default: str) -> Choice:
    options: list[Option] = [{"value": value, "label": t(f"{name}-{value}")} for value in values]
    return {"name": name, "label": t(name), "options": options, "default": default}


def _filters(t: Translate) -> list[Choice]:
    def options(name: str, values: Mapping[str, str]) -> Choice:
        listed: list[Option] = [{"value": "", "label": t("filter-all")}]
        listed += [{"value": value, "label": t(label)} for value, label in values.items()]
        return {"name": name, "label": t(f"filter-{name}"), "options": listed}

    return [
        options("label", {str(i): f"class-{name}" for i, name in enumerate(CLASS_NAMES)}),
        options("outcome", {"1": "filter-right", "0": "filter-wrong"}),
        options("evidence", {"1": "filter-evidence", "0": "filter-no-evidence"}),
    ]


def _categories(summary: Summary, signals: SignalBatch, threshold: float) -> dict[str, str]:
    return {
        "label": _letters(signals.y),
        "outcome": _letters(summary.predicted_class == signals.y),
        "evidence": _letters(summary.peak[:, NOISY] > threshold),
    }


def _letters(values: np.ndarray) -> str:
    return (values.astype(np.uint8) + ord("0")).tobytes().decode("ascii")


def _readouts(t: Translate) -> list[Readout]:
    return [
        {"slot": "headline", "label": "", "text": "sentence", "lines": 1},
        {"slot": "truth", "label": t("scope-label-truth"), "text": "truth", "lines": 1},
        {"slot": "score", "label": t("scope-label-score"), "text": "score", "lines": 1},
        {"slot": "sum", "label": t("scope-label-sum"), "text": "sum.{map}", "lines": 1},
    ]


def _sample(count: int, first: int) -> int:
    wanted = st.query_params.get("sample", "")
    if wanted.isascii() and wanted.isdigit() and len(wanted) < 9 and int(wanted) < count:
        return int(wanted)
    return first


def _nearest_strength(noise_std: float, amplitude: float) -> float:
    return min((share * amplitude for share in STRENGTHS), key=lambda value: abs(value - noise_std))


def _nice_limit(limit: float) -> float:
    return float(np.ceil(limit * 2) / 2) if limit > 1 else limit * 1.05 or 1.0
