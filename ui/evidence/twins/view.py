"""Evidence: average against max pooling, on one signal side by side, and over several seeds."""

from collections.abc import Sequence
from functools import lru_cache
from typing import cast

import numpy as np
import pandas as pd
import streamlit as st

from cam_core.comparisons.twins import (
    POOLING_FILE,
    POOLINGS,
    TWINS,
    Compared,
    Interval,
    compare,
    read_pooling_table,
)
from cam_core.figures.twins import HEIGHT, twin_bindings, twin_figure
from cam_core.storage.manifest import Manifest
from cam_core.storage.measured import MeasurementError, measured_path
from cam_core.storage.model_files import CheckpointError
from ui import store
from ui.errors import sentence
from ui.evidence.twins.samples import EVENT, PATH, share_limits, twin_slugs
from ui.first_sample import first_sample
from ui.instrument import Binding, Instrument, Readout
from ui.language import Translate
from ui.page import View
from ui.pictures import picture_texts
from ui.plot import plot
from ui.sample_query import address
from ui.shown_model import model_title
from ui.state import State

TASK_KEY = "evidence_twins_task"


def draw_twins(view: View) -> None:
    """Draw both twins on one signal, then what the seeds say."""
    t = view.t
    st.markdown(f"### {t('twins')}", help=t("twins-help"))
    usual = view.state.model if view.state.model in TWINS else next(iter(TWINS))
    task = st.segmented_control(
        t("twins-task"),
        list(TWINS),
        default=usual,
        format_func=lambda slug: model_title(t, slug),
        key=TASK_KEY,
        required=True,
    )
    try:
        known = {pooling: store.checked_manifest(slug) for pooling, slug in twin_slugs(task).items()}
    except CheckpointError as error:
        st.error(sentence(t, error))
        return
    _draw_pair(view, task, known)
    _draw_seeds(t, task)


def _draw_pair(view: View, task: str, known: dict[str, Manifest]) -> None:
    experiment = known["average"].experiment
    signals = store.test_signals(experiment.signals)
    limit = 1.05 * float(np.abs(signals.x).max())
    shares = share_limits(task, tuple(one.fingerprint for one in known.values()))
    columns = st.columns(2, gap="medium")
    for column, pooling in zip(columns, POOLINGS, strict=True):
        with column:
            st.markdown(f"**{view.t(f'pooling-{pooling}')}**")
            twin, num_points = known[pooling].experiment, experiment.signals.num_points
            centers = twin.network.spec.map_centers(twin.signals.num_points)
            plot(
                twin_figure(num_points, centers, limit, shares, view.t),
                key=f"evidence_twin_{pooling}",
                alt=view.t("twins-alt", pooling=view.t(f"pooling-{pooling}")),
                height=HEIGHT,
                instrument=_instrument(view, task, known["average"], pooling),
                failed=view.t("picture-failed"),
            )


def _instrument(view: View, task: str, known: Manifest, pooling: str) -> Instrument:
    t, signals = view.t, store.test_signals(known.experiment.signals)
    event = t(f"event-{known.experiment.signals.class_names[EVENT]}")
    readouts: list[Readout] = [
        {"slot": f"says_{pooling}", "label": t("twins-says"), "text": f"{pooling}.sentence", "lines": 2},
        {"slot": f"score_{pooling}", "label": t("scope-label-score"), "text": f"{pooling}.score", "lines": 2},
        {
            "slot": f"half_{pooling}",
            "label": t("twins-label-half", event=event),
            "text": f"{pooling}.half",
            "lines": 2,
        },
        {"slot": f"sum_{pooling}", "label": t("scope-label-sum"), "text": f"{pooling}.sum", "lines": 2},
    ]
    return Instrument(
        url=address(PATH, State(task, {}, view.state.language), known.fingerprint),
        count=len(signals),
        state={"sample": first_sample(signals)},
        bindings=cast(Sequence[Binding], twin_bindings(pooling)),
        readouts=readouts,
        scrub=pooling == POOLINGS[0],
        # One picture owns the place in the address: of another model's signals that is another section's.
        link=pooling == POOLINGS[0] and State(task, {}, view.state.language) == view.state,
        text=picture_texts(t),
    )


@lru_cache(maxsize=4)
def _table(changed: int) -> pd.DataFrame:
    """Read the table once for all sessions; `changed` makes the cache see a new one."""
    return read_pooling_table(measured_path(POOLING_FILE))


def _draw_seeds(t: Translate, task: str) -> None:
    path = measured_path(POOLING_FILE)
    try:
        table = _table(path.stat().st_mtime_ns if path.exists() else 0)
    except MeasurementError as error:
        st.warning(sentence(t, error))
        return
    compared = compare(table, task)
    st.markdown(f"**{t('twins-seeds', count=compared[0].num_seeds)}**", help=t("twins-seeds-help"))
    st.table(seeds_table(t, compared))
    for line in verdicts(t, compared):
        st.markdown(f"- {line}")
    st.download_button(
        t("twins-download"),
        table.to_csv(index=False),
        file_name=POOLING_FILE,
        mime="text/csv",
        on_click="ignore",
        icon=":material/download:",
    )


def seeds_table(t: Translate, compared: Sequence[Compared]) -> pd.DataFrame:
    """Return a row for each measure: both poolings and their difference, with intervals."""
    rows = {
        t(f"twins-measure-{one.measure.replace('_', '-')}"): {
            t("pooling-average"): _words(one.average),
            t("pooling-max"): _words(one.max),
            t("twins-difference"): _words(one.difference, signed=True),
        }
        for one in compared
    }
    return pd.DataFrame.from_dict(rows, orient="index")


def _words(value: Interval, *, signed: bool = False) -> str:
    shown = round(value.mean, 3) + 0.0  # a rounded nothing has no sign
    mean = f"{shown:+.3f}" if signed else f"{shown:.3f}"
    return f"{mean} ± {(value.high - value.low) / 2:.3f}".replace("-", "−")


def verdicts(t: Translate, compared: Sequence[Compared]) -> list[str]:
    """Say of extent and of the most telling point which pooling finds it better, if either does."""
    by_name = {one.measure: one for one in compared}
    lines = []
    for claim, measure in (
        ("extent", "coverage"),
        ("overlap", "iou"),
        ("point", "pointing"),
        ("inside", "inside"),
    ):
        one = by_name[measure]
        better = "max" if one.difference.mean > 0 else "average"
        verdict = better if one.is_decided else "open"
        lines.append(
            t(f"twins-claim-{claim}-{verdict}", average=f"{one.average.mean:.3f}", max=f"{one.max.mean:.3f}")
        )
    return lines
