"""Evidence: every method over many test signals, measured a few at a time while the page stays usable."""

from datetime import timedelta

import streamlit as st

from ui.evidence.methods.samples import Measurement, measurement
from ui.evidence.methods.tables import comparison, csv, words
from ui.outlook import duration
from ui.page import View

COUNTS = (20, 50, 100, 200)
USUAL = 100
COUNT_KEY, RUNNING_KEY = "evidence_count", "evidence_running"
SOON = timedelta(seconds=0.2)
FIRST_GUESS = 0.15
"""Seconds that a signal takes with the talk's network; others take more as they multiply more."""


def draw_means(view: View) -> None:
    """Draw the means over the first test signals with an event, and the button that measures them."""
    running = _is_running(view)
    st.fragment(_panel, run_every=SOON if running else None)(view, running)


def _identity(view: View) -> tuple[str, str, str]:
    return view.state.model, view.manifest.fingerprint, str(dict(view.state.settings))


def _is_running(view: View) -> bool:
    return bool(st.session_state.get(RUNNING_KEY) == _identity(view))


def _panel(view: View, began_running: bool) -> None:
    if _is_running(view) != began_running:
        st.rerun()
    t = view.t
    known = measurement(view.state.model, view.manifest.fingerprint, view.config)
    st.markdown(f"**{t('means')}**", help=t("means-help"))
    count = _count(view, known)
    done = min(known.num_done, count)
    if began_running:
        _draw_progress(view, known, count)
    elif done < count:
        _draw_button(view, known, count)
    else:
        _draw_end(view, known)
    if done:
        _draw_table(view, known, count)
    if began_running:
        _go_on(known, count)


def _count(view: View, known: Measurement) -> int:
    """Return how many signals are asked for; a small test set has fewer than the fields offer."""
    most = len(known.numbers)
    offered = [count for count in COUNTS if count < most] + [min(most, COUNTS[-1])]
    chosen = st.segmented_control(
        view.t("means-count"),
        offered,
        default=min(USUAL, offered[-1]),
        key=COUNT_KEY,
        required=True,
    )
    return int(chosen)


def _draw_button(view: View, known: Measurement, count: int) -> None:
    t, done = view.t, known.num_done
    with st.container(horizontal=True, vertical_alignment="center", key="evidence_start"):
        st.button(
            t("means-continue" if done else "means-start"),
            key="evidence_measure",
            icon=":material/play_arrow:",
            on_click=lambda: st.session_state.update({RUNNING_KEY: _identity(view)}),
        )
        left = duration(t, (count - done) * _pace(view, known))
        st.caption(t("means-about", count=count - done, left=left))


def _draw_end(view: View, known: Measurement) -> None:
    with st.container(key="evidence_start"):
        st.caption(view.t("means-done", count=known.num_done, seconds=duration(view.t, known.seconds)))


def _pace(view: View, known: Measurement) -> float:
    """Return the seconds that a signal takes: as those before took, else by the network's work."""
    if known.num_done:
        return known.seconds / known.num_done
    spec, talk = view.config.network.spec, type(view.config.network)().spec
    num_points = view.config.signals.num_points
    return FIRST_GUESS * spec.multiply_adds(num_points) / talk.multiply_adds(100)


def _draw_progress(view: View, known: Measurement, count: int) -> None:
    t, done = view.t, min(known.num_done, count)
    with st.container(horizontal=True, vertical_alignment="center", key="evidence_start"):
        left = duration(t, (count - done) * _pace(view, known))
        st.progress(done / count, text=t("means-progress", done=done, count=count, left=left))
        st.button(
            t("means-stop"),
            key="evidence_stop",
            icon=":material/stop:",
            on_click=lambda: st.session_state.pop(RUNNING_KEY, None),
        )


def _draw_table(view: View, known: Measurement, count: int) -> None:
    t, rows = view.t, known.rows(count)
    table = comparison(rows)
    st.table(words(t, table, single=False))
    st.caption(t("means-table-help", count=len(rows)))
    st.download_button(
        t("means-download"),
        csv(table, {"model": view.state.model, "signals": len(rows)}),
        file_name=f"methods-{view.state.model}-{len(rows)}-signals.csv",
        mime="text/csv",
        on_click="ignore",
        icon=":material/download:",
        key="evidence_means_csv",
    )


def _go_on(known: Measurement, count: int) -> None:
    if known.num_done < count:
        known.advance()
        return
    st.session_state.pop(RUNNING_KEY, None)
    st.rerun()
