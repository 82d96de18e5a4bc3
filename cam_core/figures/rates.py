"""Curves of the score: overlap by threshold, and detections beside false alarms as thresholds move."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go

from cam_core.figures.marks import line
from cam_core.figures.style import LEGEND_ABOVE, Translate, axis, figure
from cam_core.palette import FOUND, INK, MUTED, PAPER, RULE, TRUTH
from cam_core.scores.detection import DetectionCurve
from cam_core.scores.thresholds import THRESHOLDS, ZHOU, ThresholdCurve

HEIGHT = 320
NARROW = 420
"""Pixels; on a phone the legend takes more lines."""

MOST_POINTS = 500
"""Points of a drawn curve: with thousands no eye sees more, and a browser waits."""

NEAR = 0.05
"""False alarms that a detector may raise to be of use; with `FAR` the corner that is marked."""

FAR = 0.95

MARGIN = {"l": 64, "r": 16, "t": 58, "b": 48}


def threshold_figure(curve: ThresholdCurve, t: Translate) -> go.Figure:
    """Return mean IoU and the rate of good overlaps by the share of the maximum that is kept."""
    share = 100 * THRESHOLDS
    mean, rate = t("score-mean-iou"), t("score-iou-50")
    traces = [
        _curve(share, curve.mean_iou, INK, "solid", mean),
        _curve(share, curve.iou_50_rate, MUTED, "dash", rate),
        _level((0, 95), curve.oracle_mean_iou, INK, t("score-oracle-of", name=mean)),
        _level((0, 95), curve.oracle_iou_50_rate, MUTED, t("score-oracle-of", name=rate)),
        _mark(share[ZHOU], curve.mean_iou[ZHOU], FOUND, "diamond", t("score-zhou")),
        _mark(share[curve.best], curve.mean_iou[curve.best], TRUTH, "star", t("score-best")),
    ]
    return figure(
        traces,
        HEIGHT,
        margin={**MARGIN, "t": 84},
        **LEGEND_ABOVE,
        xaxis=axis(t("score-axis-share"), range=[-2, 97], ticksuffix=" %", nticks=6),
        yaxis=axis(t("score-axis-iou"), range=[-0.02, 1.04], nticks=6),
    )


def detection_figure(curve: DetectionCurve, t: Translate) -> go.Figure:
    """Return detections over false alarms, with the calibrated point and the corner that is of use."""
    drawn = _drawn(curve)
    traces = [
        _curve(
            100 * curve.false_alarm_rate[drawn],
            100 * curve.detection_rate[drawn],
            INK,
            "solid",
            t("score-detection-curve"),
            unit=" %",
        ),
        _curve(np.array([0.0, 100.0]), np.array([0.0, 100.0]), MUTED, "dot", t("score-guessing"), unit=" %"),
        _mark(
            100 * curve.false_alarm_rate[curve.calibrated],
            100 * curve.detection_rate[curve.calibrated],
            FOUND,
            "diamond",
            t("score-calibrated"),
        ),
    ]
    return figure(
        traces,
        HEIGHT,
        margin=MARGIN,
        **LEGEND_ABOVE,
        shapes=[_corner()],
        xaxis=axis(t("score-axis-false-alarms"), range=[-2, 102], ticksuffix=" %", nticks=6),
        yaxis=axis(t("score-axis-detections"), range=[-2, 104], ticksuffix=" %", nticks=6),
    )


def rates_figure(curve: DetectionCurve, t: Translate) -> go.Figure:
    """Return both rates by the move of the thresholds: what a stricter or a laxer one costs."""
    drawn, limit = _drawn(curve), _limit(curve)
    # Below the last move every signal passes: the lines go on to the edge.
    move = np.append(curve.move[drawn], min(-limit, curve.move[-1]))
    rates = (
        (curve.detection_rate, INK, "solid", "detections"),
        (curve.false_alarm_rate, MUTED, "dash", "false-alarms"),
    )
    traces = [
        _curve(move, 100 * np.append(rate[drawn], 1.0), color, dash, t(f"score-{name}"), unit=" %")
        for rate, color, dash, name in rates
    ]
    here = {
        "type": "line",
        "x0": 0,
        "x1": 0,
        "yref": "paper",
        "y0": 0,
        "y1": 1,
        "line": {"color": FOUND, "width": 2, "dash": "dash"},
    }
    return figure(
        traces,
        HEIGHT,
        margin=MARGIN,
        **LEGEND_ABOVE,
        shapes=[here],
        xaxis=axis(t("score-axis-move"), range=[-limit, limit], nticks=7),
        yaxis=axis(t("score-axis-rate"), range=[-2, 104], ticksuffix=" %", nticks=6),
    )


def _limit(curve: DetectionCurve) -> float:
    """Return how far both ways the moves are drawn: as far as clean signals reach, and as much again."""
    last = int(np.searchsorted(curve.false_alarm_rate, 1.0))
    return float(max(1.0, 2 * abs(curve.move[min(last, len(curve.move) - 1)])))


def _drawn(curve: DetectionCurve) -> np.ndarray:
    """Return the places that are drawn: evenly chosen ones and the calibrated one, in order."""
    count = len(curve.move)
    even = np.linspace(0, count - 1, min(count, MOST_POINTS)).round().astype(int)
    return np.union1d(even, [curve.calibrated])


def _corner() -> dict[str, Any]:
    return {
        "type": "rect",
        "x0": 0,
        "x1": 100 * NEAR,
        "y0": 100 * FAR,
        "y1": 100,
        "line": {"color": TRUTH, "width": 2},
        "fillcolor": RULE,
        "layer": "below",
    }


def _curve(x: np.ndarray, y: np.ndarray, color: str, dash: str, name: str, unit: str = "") -> go.Scatter:
    hover = f"%{{x:.4g}}: %{{y:{'.2f' if unit else '.3f'}}}{unit}"
    return line(x.astype(np.float32), 2.4, y=y, color=color, dash=dash, hover=hover, name=name)


def _level(ends: Sequence[float], value: float, color: str, name: str) -> go.Scatter:
    return line(ends, 1.6, y=value, color=color, dash="dot", hover="%{y:.3f}", name=name)


def _mark(x: float, y: float, color: str, symbol: str, name: str) -> go.Scatter:
    return go.Scatter(
        x=[float(x)],
        y=[float(y)],
        name=name,
        mode="markers",
        marker={"symbol": symbol, "size": 15, "color": color, "line": {"color": PAPER, "width": 1.5}},
        hovertemplate=f"%{{x:.4g}}: %{{y:.4g}}<extra>{name}</extra>",
    )
