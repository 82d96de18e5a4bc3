"""Evidence: the map of a signal, and of many, as one layer after the other loses what it learned."""

from collections.abc import Sequence
from typing import cast

import numpy as np
import pandas as pd
import streamlit as st

from cam_core.comparisons.randomization_curve import RandomizationCurve
from cam_core.figures.randomization import (
    CURVE_HEIGHT,
    curve_figure,
    row_bindings,
    rows_figure,
    rows_height,
)
from ui import store
from ui.errors import plain
from ui.evidence.methods.tables import csv
from ui.evidence.sanity.measurement import NUM_SEEDS, NUM_SIGNALS, measured_randomization
from ui.evidence.sanity.samples import DRAWS, RANDOMIZED_PATH, most_randomized
from ui.evidence.sanity.texts import curve_sentences, row_names
from ui.first_sample import first_sample
from ui.instrument import Binding, Instrument, Prefetch, Readout
from ui.measuring import draw_measured, relative_work
from ui.page import View
from ui.pictures import named_choice, picture_texts
from ui.plot import plot
from ui.sample_query import address
from ui.shown_model import model_title


def draw_randomization(view: View, *, scrub: bool) -> None:
    """Draw the maps of the shown signal, and means over signals and seeds.

    scrub: whether nothing else on the page steps through the same signals.
    """
    from cam_core.comparisons.randomization import replaceable_stages

    t = view.t
    st.markdown(
        f"### {t('sanity-layers')}",
        help=t("sanity-layers-help", count=NUM_SIGNALS, seeds=NUM_SEEDS),
    )
    st.caption(t("sanity-layers-about", model=plain(model_title(t, view.state.model))))
    stages = replaceable_stages(view.model().network)
    picture, beside = st.columns(2, gap="medium")
    with picture:
        _draw_rows(view, stages, scrub=scrub)
    with beside, st.container(key="sanity_curve_place"):
        _draw_curve(view, stages)


def _draw_rows(view: View, stages: Sequence[str], *, scrub: bool) -> None:
    t, signals = view.t, store.test_signals(view.config.signals)
    names = row_names(t, stages)
    readouts: list[Readout] = [
        {"slot": "correlation", "label": t("sanity-here"), "text": "correlation.{draw}", "lines": 3}
    ]
    plot(
        rows_figure(names, view.config.signals.num_points, t),
        key="sanity_rows",
        alt=t("sanity-rows-alt"),
        height=rows_height(len(names)),
        instrument=Instrument(
            url=address(RANDOMIZED_PATH, view.state, view.manifest.fingerprint),
            count=len(signals),
            controls=[named_choice(t, "draw", DRAWS, DRAWS[0])],
            bindings=cast(Sequence[Binding], row_bindings(len(names))),
            readouts=readouts,
            state={"sample": first_sample(signals), "draw": DRAWS[0]},
            scrub=scrub,
            prefetch=_prefetch(view, len(names)),
            text=picture_texts(t),
        ),
        failed=t("picture-failed"),
    )


def _prefetch(view: View, num_rows: int) -> Prefetch:
    """Return how many samples are fetched ahead: few where the network takes long, or the rows are many."""
    most = most_randomized(num_rows, view.config.signals.num_points)
    ahead = min(most, int(np.clip(24 / relative_work(view.config), 2, 24)))
    return {"ahead": ahead, "behind": max(1, ahead // 4), "kept": 8 * ahead}


def _draw_curve(view: View, stages: Sequence[str]) -> None:
    work = measured_randomization(view.state.model, view.manifest.fingerprint, view.config)
    if not len(work.numbers):
        st.info(view.t("score-no-events"))
        return
    draw_measured(
        view, "sanity-measure", work.steps, work.guess, lambda: _draw_measured(view, stages, work.curve())
    )


def _draw_measured(view: View, stages: Sequence[str], curve: RandomizationCurve) -> None:
    t = view.t
    plot(
        curve_figure(curve, row_names(t, stages), t),
        key="sanity_curve",
        alt=t("sanity-curve-alt"),
        height=CURVE_HEIGHT,
        failed=t("picture-failed"),
    )
    for line in curve_sentences(t, curve):
        st.markdown(f"- {line}")
    st.download_button(
        t("sanity-layers-csv"),
        curve_csv(curve, {"model": view.state.model, **view.state.settings}),
        file_name=f"randomisation-{view.state.model}.csv",
        mime="text/csv",
        on_click="ignore",
        icon=":material/download:",
        key="sanity_layers_csv",
    )


def curve_csv(curve: RandomizationCurve, about: dict[str, object]) -> str:
    """Return one line for each stage and seed, and means with intervals under the seed "all"."""
    lines = [
        _line(stage, str(seed), curve.signed[seed, place], curve.absolute[seed, place])
        for place, stage in enumerate(("original", *curve.stages))
        for seed in range(len(curve.signed))
    ]
    means = zip(("original", *curve.stages), curve.signed_intervals, curve.absolute_intervals, strict=True)
    for stage, signed, size in means:
        ends = {"low": signed.low, "high": signed.high, "absolute_low": size.low, "absolute_high": size.high}
        lines.append({**_line(stage, "all", signed.mean, size.mean), **ends})
    lines.append(_line("another signal", "none", curve.other_signal, curve.other_absolute))
    table = pd.DataFrame(lines)
    table.insert(0, "signals", curve.num_signals)
    return csv(table, about)


def _line(stage: str, seed: str, signed: float, size: float) -> dict[str, object]:
    return {"random_down_to": stage, "seed": seed, "rank_correlation": signed, "absolute": size}
