"""Evidence: the score against the truth, for the signal shown and over the test set."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import cast

import numpy as np
import streamlit as st

from cam_core.fields import require_choice
from cam_core.figures.score import HEIGHT, score_bindings, score_figure
from cam_core.figures.words import marked_class_name
from cam_core.scores.outcomes import MEETINGS, OUTCOMES, POINTING
from cam_core.signals import SignalBatch
from ui import store
from ui.errors import sentence
from ui.evidence.methods.deletion import write_link
from ui.evidence.score.board import LABEL, VERDICT, Board, draw_board
from ui.evidence.score.curves import draw_detection, draw_thresholds
from ui.evidence.score.measurement import measured_outcomes
from ui.evidence.score.samples import PATH, score_payloads
from ui.evidence.score.tables import board_csv, signals_csv
from ui.first_sample import first_sample
from ui.instrument import Binding, Choice, Instrument, Option, Readout
from ui.language import Translate
from ui.page import View
from ui.pictures import picture_texts, signal_limit
from ui.plot import plot
from ui.sample_query import SampleQuery, address

STYLE = Path(__file__).parent / "score.css"
MEETS_KEY, LINK_KEY = "score_meets", "meets"


def draw_score(view: View) -> None:
    """Draw the part: the board beside the signal, then the two curves."""
    t = view.t
    st.html(f"<style>{STYLE.read_text('utf-8')}</style>")
    st.markdown(f"### {t('score')}", help=t("score-definitions"))
    signals = store.test_signals(view.config.signals)
    with st.spinner(t("scope-computing"), show_time=True):
        store.test_summary(view.state.model, view.manifest.fingerprint, view.config.signals)
    beside, picture = st.columns([2, 3], gap="medium")
    with beside:
        meeting = _meeting(view)
        board = Board(_outcome(view, meeting), signals.y, view.config.signals.class_names)
        draw_board(board, t, _url(view), key="score_board")
        st.markdown(board_sentence(view, board))
        st.caption(t(f"score-board-help-{meeting}"))
        _draw_files(view, board, signals, meeting)
    with picture:
        _draw_signal(view, board, signals, meeting)
    draw_thresholds(view)
    draw_detection(view)


def _meeting(view: View) -> str:
    """Draw the choice when evidence meets an event; the link has it in a word of its own."""
    t = view.t
    if MEETS_KEY not in st.session_state:
        st.session_state[MEETS_KEY] = _linked_meeting(t)
    chosen = st.segmented_control(
        t("score-meets"),
        list(MEETINGS),
        format_func=lambda name: t(f"score-meets-{name}"),
        key=MEETS_KEY,
        required=True,
        help=t("score-meets-help"),
    )
    meeting = chosen or POINTING
    write_link({LINK_KEY: "" if meeting == POINTING else meeting})
    return meeting


def _linked_meeting(t: Translate) -> str:
    wanted = st.query_params.get(LINK_KEY, POINTING)
    try:
        require_choice(LINK_KEY, wanted, MEETINGS)
    except ValueError as error:
        st.warning(t("problem-link", problem=sentence(t, error)))
        return POINTING
    return wanted


def _outcome(view: View, meeting: str) -> np.ndarray:
    return measured_outcomes(view.state.model, view.manifest.fingerprint, view.config, meeting)


def _url(view: View) -> str:
    return address(PATH, view.state, view.manifest.fingerprint)


def board_sentence(view: View, board: Board) -> str:
    """Say how many signals are right, and how many of those for the right reason."""
    counts = np.bincount(board.outcome, minlength=len(OUTCOMES)).tolist()
    right_reason, wrong_reason, wrong, missed = counts
    return view.t(
        "score-sentence",
        count=sum(counts),
        right=right_reason + wrong_reason,
        reason=right_reason,
        other=wrong_reason,
        wrong=wrong,
        missed=missed,
    )


def _draw_files(view: View, board: Board, signals: SignalBatch, meeting: str) -> None:
    t, names, about = view.t, view.config.signals.class_names, about_model(view, meets=meeting)
    summary = store.test_summary(view.state.model, view.manifest.fingerprint, view.config.signals)
    with st.container(horizontal=True):
        st.download_button(
            t("score-board-csv"),
            board_csv(board.outcome, board.y, names, about),
            file_name=f"score-{view.state.model}.csv",
            mime="text/csv",
            on_click="ignore",
            icon=":material/download:",
            key="score_board_csv",
        )
        st.download_button(
            t("score-signals-csv"),
            lambda: signals_csv(summary, signals, board.outcome, names, about),
            file_name=f"score-{view.state.model}-signals.csv",
            mime="text/csv",
            on_click="ignore",
            icon=":material/download:",
            key="score_signals_csv",
        )


def about_model(view: View, **others: object) -> Mapping[str, object]:
    """Return the columns that say in a file which model and signals it is about."""
    return {"model": view.state.model, **view.state.settings, **others}


def _draw_signal(view: View, board: Board, signals: SignalBatch, meeting: str) -> None:
    config, t = view.config.signals, view.t
    sample = first_sample(signals)
    query = SampleQuery(
        view.state.model, view.manifest.fingerprint, view.config, view.state.language, (sample,)
    )
    filters = _filters(view)
    plot(
        score_figure(
            config.num_points, signal_limit(view.config.signals), view.manifest.calibration.cam_scale, t
        ),
        key="score_signal",
        alt=t("score-alt"),
        height=HEIGHT,
        instrument=Instrument(
            url=_url(view),
            count=len(signals),
            categories=board.categories,
            filters=filters,
            bindings=cast(Sequence[Binding], score_bindings()),
            readouts=_readouts(view, meeting),
            state={"sample": sample, **{f"filter.{one['name']}": "" for one in filters}},
            payloads=score_payloads(query),
            text=picture_texts(t),
        ),
        failed=t("picture-failed"),
    )


def _filters(view: View) -> list[Choice]:
    t = view.t
    classes = [
        marked_class_name(t, name, label) for label, name in enumerate(view.config.signals.class_names)
    ]
    verdicts = [t(f"score-outcome-{name.replace('_', '-')}") for name in OUTCOMES]
    return [
        {"name": LABEL, "label": t("filter-label"), "options": _options(t, classes)},
        {"name": VERDICT, "label": t("score-outcome"), "options": _options(t, verdicts)},
    ]


def _options(t: Translate, names: Sequence[str]) -> list[Option]:
    every = Option(value="", label=t("filter-all"))
    return [every, *(Option(value=str(place), label=name) for place, name in enumerate(names))]


def _readouts(view: View, meeting: str) -> list[Readout]:
    t = view.t
    return [
        {"slot": "headline", "label": "", "text": "sentence", "lines": 2},
        {"slot": "truth", "label": t("scope-label-truth"), "text": "truth", "lines": 1},
        {"slot": "outcome", "label": t("score-outcome"), "text": f"outcome.{meeting}", "lines": 2},
        {"slot": "map", "label": t("score-map"), "text": "map", "lines": 1},
        {"slot": "no_model", "label": t("score-baseline"), "text": "no_model", "lines": 1},
        {"slot": "chance", "label": t("score-chance-label"), "text": "chance", "lines": 1},
    ]
