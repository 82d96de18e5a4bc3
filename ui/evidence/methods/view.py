"""Evidence: other answers to the question where the network looked, on one signal and on many."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import streamlit as st

from cam_core.comparisons.methods import CAM, GRAD_CAM, METHODS, Attribution, cam_identity
from cam_core.figures.methods import (
    SIGNAL_HEIGHT,
    methods_figure,
    methods_height,
    signal_bindings,
    signal_figure,
)
from cam_core.figures.words import class_name
from ui import store
from ui.errors import plain
from ui.evidence.methods.deletion import draw_deletion
from ui.evidence.methods.means import draw_means
from ui.evidence.methods.samples import Question, measured, predicted_class
from ui.evidence.methods.tables import comparison, csv, method_name, words
from ui.first_sample import first_sample
from ui.instrument import Binding, Choice, Instrument, Option
from ui.page import View
from ui.pictures import picture_texts, signal_limit
from ui.plot import plot, settled
from ui.sample_query import address
from ui.scope.samples import prefetch
from ui.shown_model import model_title

STYLE = Path(__file__).parent / "methods.css"
CHOSEN_KEY, PICTURE_KEY = "evidence_methods_chosen", "evidence_signal"
PREDICTED = "predicted"
ROUNDING = 1e-5
"""Share of the largest value up to which two maps in float32 are the same."""


@dataclass(frozen=True)
class Chosen:
    """Where the person stands among the samples at `url`, and the class they ask about."""

    url: str
    sample: int
    map: str


def draw_methods(view: View) -> None:
    """Draw the section: a signal to choose, every method on it, deletion, means over many signals."""
    st.html(f"<style>{STYLE.read_text('utf-8')}</style>")
    st.markdown(f"### {view.t('methods')}", help=view.t("methods-help"))
    _draw_signal(view)
    draw_means(view)


@st.fragment
def _draw_signal(view: View) -> None:
    chosen = _chosen(view)
    _draw_choice(view, chosen)
    question = _question(view, chosen)
    with st.spinner(view.t("methods-computing"), show_time=True):
        measured(question)
    st.markdown(
        view.t(
            "methods-about",
            model=plain(model_title(view.t, question.model)),
            sample=question.sample,
            name=class_name(view.t, view.config.signals.class_names[question.label]),
        )
    )
    picture, beside = st.columns([3, 2], gap="medium")
    with picture:
        _draw_picture(view, question)
    with beside:
        _draw_table(view, question)
    draw_deletion(view, question)


def _url(view: View) -> str:
    return address("/samples", view.state, view.manifest.fingerprint)


def _chosen(view: View) -> Chosen:
    """Return where the person stood last, or what the link says when the page has just been opened."""
    url, kept = _url(view), st.session_state.get(CHOSEN_KEY)
    if PICTURE_KEY in st.session_state and isinstance(kept, Chosen) and _same(kept.url, url):
        return kept
    signals = store.test_signals(view.config.signals)
    wanted = st.query_params.get("map", PREDICTED)
    labels = map(str, range(view.config.signals.num_classes))
    return Chosen(url, first_sample(signals), wanted if wanted in labels else PREDICTED)


def _same(one: str, other: str) -> bool:
    """Return whether two addresses are about the same signals, in whatever language."""
    return _without_language(one) == _without_language(other)


def _without_language(url: str) -> list[str]:
    return [part for part in url.replace("?", "&").split("&") if not part.startswith("lang=")]


def _question(view: View, chosen: Chosen) -> Question:
    key = view.state.model, view.manifest.fingerprint, view.config, chosen.sample
    label = predicted_class(*key) if chosen.map == PREDICTED else int(chosen.map)
    return Question(*key, label)


def _draw_choice(view: View, chosen: Chosen) -> None:
    t, signals, config = view.t, store.test_signals(view.config.signals), view.config.signals
    scale = view.manifest.calibration.cam_scale
    plot(
        signal_figure(config.num_points, signal_limit(view.config.signals), scale, t),
        key=PICTURE_KEY,
        alt=t("methods-signal-alt"),
        height=SIGNAL_HEIGHT,
        instrument=Instrument(
            url=chosen.url,
            count=len(signals),
            prefetch=prefetch(config),
            controls=[_class_choice(view)],
            bindings=cast("Sequence[Binding]", signal_bindings(config.num_classes)),
            readouts=[
                {"slot": "headline", "label": "", "text": "sentence", "lines": 2},
                {"slot": "truth", "label": t("scope-label-truth"), "text": "truth", "lines": 1},
            ],
            state={"sample": chosen.sample, "map": chosen.map},
            report=True,
            text=picture_texts(t),
        ),
        on_settle=lambda: _take(chosen.url),
        failed=t("picture-failed"),
    )


def _take(url: str) -> None:
    where: Mapping[str, object] | None = settled(PICTURE_KEY)
    if where is not None:
        st.session_state[CHOSEN_KEY] = Chosen(url, int(str(where["sample"])), str(where["map"]))


def _class_choice(view: View) -> Choice:
    t, names = view.t, view.config.signals.class_names
    options = [Option(value=PREDICTED, label=t("map-predicted"))]
    options += [Option(value=str(label), label=class_name(t, name)) for label, name in enumerate(names)]
    return {"name": "map", "label": t("methods-class"), "options": options, "default": PREDICTED}


def _draw_picture(view: View, question: Question) -> None:
    t, signals = view.t, question.signals
    shown = [one for one in measured(question).attributions if one.name in METHODS]
    titles = [_title(view, one) for one in shown]
    plot(
        methods_figure(
            shown, signals.x[0, 0], signals.event_interval[0], signal_limit(view.config.signals), titles, t
        ),
        key="evidence_methods",
        alt=t("methods-alt"),
        height=methods_height(len(shown)),
        failed=t("picture-failed"),
    )
    st.caption(t("methods-caption"))


def _title(view: View, one: Attribution) -> str:
    peak = f"{abs(one.map).max():.3g}"
    unit = view.t(f"methods-unit-{one.name.replace('_', '-')}")
    return view.t("methods-row", method=method_name(view.t, one.name), peak=peak, unit=unit)


def _draw_table(view: View, question: Question) -> None:
    t, table = view.t, comparison(measured(question).rows)
    st.table(words(t, table, single=True))
    st.caption(t("methods-table-help"))
    about = {
        "model": question.model,
        "sample": question.sample,
        "class": view.config.signals.class_names[question.label],
    }
    st.download_button(
        t("methods-download"),
        csv(table, about),
        file_name=f"methods-{question.model}-{question.sample}.csv",
        mime="text/csv",
        on_click="ignore",
        icon=":material/download:",
        key="evidence_methods_csv",
    )
    st.markdown(identity_sentence(view, question))


def identity_sentence(view: View, question: Question) -> str:
    """Say in numbers how far Grad-CAM is from CAM over the number of positions."""
    by_name = {one.name: one.map for one in measured(question).attributions}
    num_points = view.config.signals.num_points
    num_positions = view.config.network.spec.num_positions(num_points)
    found = cam_identity(by_name[CAM], by_name[GRAD_CAM], num_positions)
    verdict = "same" if found.share <= ROUNDING else "different"
    return " ".join(
        [
            view.t(f"methods-identity-{view.config.network.pooling}", positions=num_positions),
            view.t(
                f"methods-identity-{verdict}",
                positions=num_positions,
                difference=f"{found.difference:.1e}".replace("-", "−"),
                share=f"{found.share:.1e}".replace("-", "−"),
            ),
        ]
    )
