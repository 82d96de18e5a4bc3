"""The trade-off that was measured: a finer map against what it takes."""

from functools import lru_cache

import streamlit as st

from cam_core.architectures.backbones import IMAGENET_STRIDE
from cam_core.comparisons.strides import (
    STRIDES_FILE,
    StrideMeasurement,
    StrideResult,
    read_stride_measurement,
)
from cam_core.config import ExperimentConfig, NetworkConfig
from cam_core.figures.networks import TRADEOFF_HEIGHT, tradeoff_figure
from cam_core.jobs.estimate import epoch_seconds
from cam_core.storage.measured import MeasurementError, measured_path
from ui.errors import plain, sentence
from ui.html_table import Row, draw_table, row
from ui.language import Translate
from ui.outlook import estimate
from ui.page import View
from ui.plot import plot

COLUMNS = ("stride", "positions", "sees", "iou", "best-iou", "pointing", "accuracy", "seconds")


def draw_tradeoff(view: View) -> None:
    """Draw the table and the picture of the measurement, or the sentence why there is none."""
    t = view.t
    st.markdown(f"### {t('networks-tradeoff')}")
    try:
        measured = _measured(_version())
    except MeasurementError as error:
        st.warning(sentence(t, error))
        return
    st.markdown(verdict(t, measured))
    table, picture = st.columns([3, 2], gap="medium")
    with table:
        columns = [t(f"networks-tradeoff-{name}") for name in COLUMNS]
        draw_table(t, caption(t, measured), columns, tradeoff_rows(measured), key="networks_tradeoff_table")
        st.caption(f"{seconds_here(t, measured)} {t('networks-tradeoff-help')}")
    with picture:
        plot(
            tradeoff_figure(measured, t),
            key="networks_tradeoff",
            alt=f"{t('networks-tradeoff-alt')} {verdict(t, measured)}",
            height=TRADEOFF_HEIGHT,
            failed=t("picture-failed"),
        )


@lru_cache(maxsize=4)
def _measured(version: tuple[str, int]) -> StrideMeasurement:
    """Read the file once for all sessions; another `version` of it is read anew."""
    return read_stride_measurement(measured_path(STRIDES_FILE))


def _version() -> tuple[str, int]:
    path = measured_path(STRIDES_FILE)
    try:
        return str(path), path.stat().st_mtime_ns
    except OSError:
        return str(path), 0


def caption(t: Translate, measured: StrideMeasurement) -> str:
    """Return what was measured, on how much, and where."""
    return t(
        "networks-tradeoff-caption",
        name=t(f"backbone-{measured.results[0].network.backbone}"),
        signals=measured.num_samples,
        points=measured.num_points,
        epochs=measured.epochs,
        seeds=measured.num_seeds,
        processor=plain(measured.processor),
    )


def tradeoff_rows(measured: StrideMeasurement) -> list[Row]:
    """Return a row for every stride, the finest map first."""
    return [_row(result, measured.num_points) for result in measured.results]


def _row(result: StrideResult, num_points: int) -> Row:
    last = result.network.spec.rows(num_points)[-1]
    cells = (
        str(last.num_positions),
        str(last.field.size),
        f"{result.mean_iou:.2f}",
        f"{result.best_mean_iou:.2f} ({result.best_threshold:.0%})",
        _percent(result.pointing_rate),
        _percent(result.accuracy),
        f"{result.epoch_seconds:.1f}",
    )
    return row(str(result.network.deep_stride), cells)


def verdict(t: Translate, measured: StrideMeasurement) -> str:
    """Hold the strides of pictures against the usual ones of signals, in numbers."""
    by_stride = {result.network.deep_stride: result for result in measured.results}
    coarse, usual = by_stride[IMAGENET_STRIDE], by_stride[NetworkConfig().deep_stride]
    positions = [one.network.spec.num_positions(measured.num_points) for one in (coarse, usual)]
    return t(
        "networks-verdict",
        coarse_positions=positions[0],
        usual_positions=positions[1],
        coarse_pointing=_percent(coarse.pointing_rate),
        usual_pointing=_percent(usual.pointing_rate),
        coarse_iou=f"{coarse.mean_iou:.2f}",
        usual_iou=f"{usual.mean_iou:.2f}",
        coarse_best=f"{coarse.best_mean_iou:.2f}",
        usual_best=f"{usual.best_mean_iou:.2f}",
        factor=f"{usual.epoch_seconds / coarse.epoch_seconds:.1f}" if coarse.epoch_seconds else "–",
    )


def seconds_here(t: Translate, measured: StrideMeasurement) -> str:
    """Return what an epoch of the measurement took, and what it would take by the estimates of the pages."""
    usual = next(one for one in measured.results if one.network.deep_stride == NetworkConfig().deep_stride)
    settings = {"signals.num_points": measured.num_points, "signals.num_samples": measured.num_samples}
    config = ExperimentConfig(network=usual.network).with_settings(settings)
    return t(
        "networks-tradeoff-here",
        stride=usual.network.deep_stride,
        measured=f"{usual.epoch_seconds:.1f}",
        estimate=estimate(t, epoch_seconds(config)),
    )


def _percent(share: float) -> str:
    return f"{100 * share:.0f}\N{NO-BREAK SPACE}%"
