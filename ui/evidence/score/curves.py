"""Evidence: where to cut a map, and what counts as evidence: two curves over the test set."""

from collections.abc import Callable, Mapping

import streamlit as st

from cam_core.figures.rates import (
    FAR,
    HEIGHT,
    NARROW,
    NEAR,
    detection_figure,
    rates_figure,
    threshold_figure,
)
from cam_core.scores.thresholds import THRESHOLDS, ZHOU, ThresholdCurve
from ui import store
from ui.evidence.score.measurement import measured_detection, measured_overlaps
from ui.evidence.score.tables import detection_csv, threshold_csv
from ui.language import Translate
from ui.measuring import draw_measured
from ui.page import View
from ui.plot import plot


def draw_thresholds(view: View) -> None:
    """Draw the overlap by threshold, or how far its measurement is."""
    t = view.t
    st.markdown(f"### {t('score-thresholds')}", help=t("score-thresholds-help"))
    work = measured_overlaps(view.state.model, view.manifest.fingerprint, view.config)
    if not len(work.numbers):
        st.info(t("score-no-events"))
        return
    with st.container(key="score_thresholds_place"):
        draw_measured(view, "score-overlaps", work.steps, work.guess, lambda: _draw_curve(view, work.curve()))


def _draw_curve(view: View, curve: ThresholdCurve) -> None:
    t = view.t
    plot(
        threshold_figure(curve, t),
        key="score_thresholds",
        alt=t("score-thresholds-alt"),
        height=HEIGHT,
        narrow=NARROW,
        failed=t("picture-failed"),
    )
    st.markdown(threshold_sentence(t, curve))
    _download(view, "score-thresholds-csv", threshold_csv(curve, _about(view)), "thresholds")


def threshold_sentence(t: Translate, curve: ThresholdCurve) -> str:
    """Say what the paper's share, the best common one and the oracle reach."""
    best = curve.best
    return t(
        "score-thresholds-sentence",
        count=curve.num_signals,
        zhou=f"{curve.mean_iou[ZHOU]:.3f}",
        zhou_rate=f"{100 * curve.iou_50_rate[ZHOU]:.1f}",
        share=f"{100 * THRESHOLDS[best]:.1f}",
        best=f"{curve.mean_iou[best]:.3f}",
        best_rate=f"{100 * curve.iou_50_rate[best]:.1f}",
        oracle=f"{curve.oracle_mean_iou:.3f}",
        oracle_rate=f"{100 * curve.oracle_iou_50_rate:.1f}",
    )


def draw_detection(view: View) -> None:
    """Draw detections beside false alarms, with the calibrated point."""
    t, y = view.t, store.test_signals(view.config.signals).y
    several = view.config.signals.num_classes > 2
    help_text = f"{t('score-detection-help')} {t('score-moves-several' if several else 'score-moves-one')}"
    st.markdown(f"### {t('score-detection')}", help=help_text)
    if not (y == 0).any() or not (y > 0).any():
        st.info(t("score-one-kind"))
        return
    curve = measured_detection(view.state.model, view.manifest.fingerprint, view.config)
    columns = st.columns(2, gap="medium")
    figures = {"rates": rates_figure(curve, t), "detection": detection_figure(curve, t)}
    for column, (name, figure) in zip(columns, figures.items(), strict=True):
        with column:
            plot(
                figure,
                key=f"score_{name}",
                alt=t(f"score-{name}-alt"),
                height=HEIGHT,
                failed=t("picture-failed"),
            )
    false_alarms, detections = (
        rate[curve.calibrated] for rate in (curve.false_alarm_rate, curve.detection_rate)
    )
    verdict = "good" if false_alarms <= NEAR and detections >= FAR else "poor"
    st.markdown(
        t(
            "score-detection-sentence",
            false_alarms=f"{100 * false_alarms:.2f}",
            clean=int((y == 0).sum()),
            detections=f"{100 * detections:.2f}",
            events=int((y > 0).sum()),
            verdict=t(f"score-detection-{verdict}", near=f"{100 * NEAR:.0f}", far=f"{100 * FAR:.0f}"),
            area=f"{curve.area:.4f}",
        )
    )
    # A line for each signal: made when it is asked for.
    _download(view, "score-detection-csv", lambda: detection_csv(curve, _about(view)), "detection")


def _about(view: View) -> Mapping[str, object]:
    return {"model": view.state.model, **view.state.settings}


def _download(view: View, label: str, data: str | Callable[[], str], name: str) -> None:
    st.download_button(
        view.t(label),
        data,
        file_name=f"{name}-{view.state.model}.csv",
        mime="text/csv",
        on_click="ignore",
        icon=":material/download:",
        key=f"score_{name}_csv",
    )
