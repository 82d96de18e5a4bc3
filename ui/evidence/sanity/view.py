"""Evidence: would the map look the same if nothing had been learned? Two checks by Adebayo et al. 2018."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import cast

import pandas as pd
import streamlit as st

from cam_core.comparisons.controls import CONTROLS, TRAINED
from cam_core.figures.controls import (
    COMMON,
    HEIGHT,
    NARROW_HEIGHT,
    SCALES,
    control_bindings,
    control_figure,
    control_patches,
)
from cam_core.scores.evaluation import Evaluation, Localization
from cam_core.storage.model_files import CheckpointError
from ui import store
from ui.errors import plain, sentence
from ui.evidence.methods.tables import csv
from ui.evidence.sanity.randomization import draw_randomization
from ui.evidence.sanity.samples import CONTROLS_PATH, trio
from ui.first_sample import first_sample
from ui.instrument import Binding, Instrument, Patches, Prefetch, Readout
from ui.language import Translate
from ui.page import View
from ui.pictures import named_choice, picture_texts, signal_limit
from ui.plot import plot
from ui.sample_query import address
from ui.shown_model import model_title
from ui.state import DEFAULT_MODEL, State

STYLE = Path(__file__).parent / "sanity.css"


def draw_sanity(view: View) -> None:
    """Draw the part: the same signal under three networks, then under one that forgets layer by layer."""
    st.html(f"<style>{STYLE.read_text('utf-8')}</style>")
    shown = _draw_twins(view)
    draw_randomization(view, scrub=shown != view.state)


def _draw_twins(view: View) -> State | None:
    """Draw the three networks; return whose signals they are shown on."""
    t = view.t
    st.markdown(f"### {t('sanity')}", help=t("sanity-help"))
    state, slugs = view.state, trio(view.state.model)
    if slugs is None:
        # No such twins of this model: those of the default are shown, and how to make them is said.
        st.info(t("sanity-no-twins", model=plain(model_title(t, state.model))))
        state = State(DEFAULT_MODEL, {}, state.language)
        try:
            slugs = trio(DEFAULT_MODEL)
        except CheckpointError as error:
            st.error(sentence(t, error))
            return None
        if slugs is None:
            return None
    _draw_picture(view, state, slugs)
    _draw_table(view, state, slugs)
    return state


def _draw_picture(view: View, state: State, slugs: Mapping[str, str]) -> None:
    t, known = view.t, store.manifest(slugs[TRAINED])
    config = known.on_signals(dict(state.settings))
    signals = store.test_signals(config.signals)
    scale = known.calibration.cam_scale
    controls = [named_choice(t, "maps", SCALES, COMMON)]
    readouts: list[Readout] = [
        {"slot": name, "label": t(f"sanity-{name}"), "text": f"{name}.says", "lines": 4} for name in CONTROLS
    ]
    plot(
        control_figure(config.signals.num_points, signal_limit(config.signals), scale, t),
        key="sanity_twins",
        alt=t("sanity-alt"),
        height=HEIGHT,
        narrow=NARROW_HEIGHT,
        instrument=Instrument(
            url=address(CONTROLS_PATH, state, known.fingerprint),
            count=len(signals),
            controls=controls,
            bindings=cast(Sequence[Binding], control_bindings()),
            patches=cast(Patches, control_patches(scale, t)),
            readouts=readouts,
            state={"sample": first_sample(signals), "maps": COMMON},
            prefetch=Prefetch(ahead=32, behind=8, kept=256),
            # Of another model's signals the address does not speak.
            link=state == view.state,
            text=picture_texts(t),
        ),
        failed=t("picture-failed"),
    )


def _draw_table(view: View, state: State, slugs: Mapping[str, str]) -> None:
    t, known = view.t, store.manifest(slugs[TRAINED])
    config = known.on_signals(dict(state.settings)).signals
    with st.spinner(t("scope-computing"), show_time=True):
        found = {
            name: store.test_evaluation(slug, store.manifest(slug).fingerprint, config)
            for name, slug in slugs.items()
        }
    scales = {name: store.manifest(slug).calibration.cam_scale for name, slug in slugs.items()}
    table = sanity_table(found, scales, store.test_chance(config))
    st.table(words(t, table))
    st.caption(t("sanity-table-help", count=found[TRAINED].num_signals, classes=config.num_classes))
    st.download_button(
        t("sanity-csv"),
        csv(table, {"model": slugs[TRAINED], **state.settings}),
        file_name=f"sanity-{slugs[TRAINED]}.csv",
        mime="text/csv",
        on_click="ignore",
        icon=":material/download:",
        key="sanity_csv",
    )


def sanity_table(
    found: Mapping[str, Evaluation], scales: Mapping[str, float], chance: Localization | None
) -> pd.DataFrame:
    """Return a line for each network and one for chance; `strong_map` is in logits."""
    lines = [
        {"network": name, "accuracy": one.accuracy, **_meets(one.localization), "strong_map": scales[name]}
        for name, one in found.items()
    ]
    return pd.DataFrame([*lines, {"network": "chance", **_meets(chance)}]).astype(
        dict.fromkeys(("accuracy", "mean_iou", "pointing_rate", "mean_edge_error", "strong_map"), float)
    )


def _meets(found: Localization | None) -> dict[str, float | None]:
    names = ("mean_iou", "pointing_rate", "mean_edge_error")
    return {name: getattr(found, name, None) for name in names}


def words(t: Translate, table: pd.DataFrame) -> pd.DataFrame:
    """Return the table as people read it."""

    def shown(name: str, form: str, factor: float = 1) -> list[str]:
        return ["–" if pd.isna(value) else form.format(factor * value) for value in table[name]]

    return pd.DataFrame(
        {
            t("sanity-accuracy"): shown("accuracy", "{:.1f} %", 100),
            t("score-iou"): shown("mean_iou", "{:.2f}"),
            t("score-pointing"): shown("pointing_rate", "{:.1f} %", 100),
            t("score-edge"): shown("mean_edge_error", "{:.1f}"),
            t("sanity-strong"): shown("strong_map", "{:.3g}"),
        },
        index=[t("score-chance" if name == "chance" else f"sanity-{name}") for name in table["network"]],
    )
