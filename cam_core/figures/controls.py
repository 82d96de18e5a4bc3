"""One signal under three networks side by side: trained, untrained, trained on shuffled labels.

All three maps have one scale. In logits it is that of the trained network's strong maps, so that one sees how
little the others say; or each map is a share of its own network's strong maps, so that one sees its shape.
On a narrow screen the three stand one below the other.
"""

from typing import Any

import numpy as np
import plotly.graph_objects as go

from cam_core.controls import CONTROLS
from cam_core.figures.marks import interval_bracket
from cam_core.figures.scope import STRIP_STRENGTH, interval_ends
from cam_core.figures.style import LABEL_SIZE, Translate, axis, colorscale, figure, sample_axis
from cam_core.palette import CAM_SCALE, FOUND, INK, MUTED, TRUTH

HEIGHT, NARROW_HEIGHT = 380, 1100
HEADROOM = 1.35
"""The map's axis reaches this far beyond a strong map."""

COMMON, OWN = SCALES = ("common", "own")

PER_PANEL = 5
"""Traces of a panel: strip, signal, map, true interval, what was found."""

AXES = 3
"""Axes of a panel: signal, brackets, map."""


def control_bindings() -> list[dict[str, Any]]:
    """Return which array fills which trace of the three panels."""
    bound: list[dict[str, Any]] = []
    for panel, name in enumerate(CONTROLS):
        first = panel * PER_PANEL
        shown = {"array": f"{name}.map", "divide": f"{{maps}}.{name}"}
        bound += [
            {"trace": first, "attr": "z", **shown, "rows": True},
            {"trace": first + 1, "attr": "y", "array": "x"},
            {"trace": first + 2, "attr": "y", **shown},
            {"trace": first + 3, "attr": "x", "array": "truth"},
            {"trace": first + 4, "attr": "x", "array": f"{name}.found"},
        ]
    return bound


def control_arrays(name: str, values: np.ndarray, found: np.ndarray) -> dict[str, np.ndarray]:
    """Return the arrays of one network: its map (time,), in logits, and interval (2,), -1 where none is."""
    return {f"{name}.map": values, f"{name}.found": interval_ends(found)}


def control_figure(num_points: int, signal_limit: float, cam_scale: float, t: Translate) -> go.Figure:
    """Return the empty picture for signals between ± `signal_limit`.

    cam_scale: logits of a strong map of the trained network.
    """
    traces: list[Any] = []
    layout: dict[str, Any] = {
        "margin": {"l": 92, "r": 10, "t": 30, "b": 46},
        "hovermode": "x",
        "coloraxis": {
            "colorscale": colorscale(CAM_SCALE, STRIP_STRENGTH),
            "showscale": False,
            "cmin": -cam_scale,
            "cmax": cam_scale,
        },
        "annotations": [_title(t(f"sanity-{name}")) for name in CONTROLS],
    }
    for panel in range(len(CONTROLS)):
        traces += _panel(panel, num_points, signal_limit, t)
        layout |= _axes(panel, num_points, signal_limit, t)
    return figure(traces, HEIGHT, **layout)


def control_patches(cam_scale: float, t: Translate) -> dict[str, Any]:
    """Return the layout of each view: common or own scale, on a wide or a narrow screen."""
    layouts = {}
    for width in ("wide", "narrow"):
        for scale, limit in ((COMMON, cam_scale), (OWN, 1.0)):
            changes: dict[str, Any] = {"coloraxis.cmin": -limit, "coloraxis.cmax": limit}
            for panel in range(len(CONTROLS)):
                changes |= _places(panel, narrow=width == "narrow")
                changes |= _scaled(
                    panel, limit, t(f"sanity-axis-{scale}"), titled=panel == 0 or width == "narrow"
                )
            layouts[f"{width}.{scale}"] = changes
    return {"key": "{width}.{maps}", "layouts": layouts}


def _number(place: int) -> str:
    return "" if place == 0 else str(place + 1)


def _yaxis(panel: int, row: int) -> str:
    return _number(panel * AXES + row)


def _panel(panel: int, num_points: int, limit: float, t: Translate) -> list[Any]:
    xaxis, samples = f"x{_number(panel)}", np.arange(num_points)
    signal, brackets, height = (f"y{_yaxis(panel, row)}" for row in range(AXES))
    strip = go.Heatmap(
        z=np.zeros((1, num_points), np.float32),
        x=np.arange(num_points + 1) - 0.5,
        y=[-limit, limit],
        xaxis=xaxis,
        yaxis=signal,
        coloraxis="coloraxis",
        hoverinfo="skip",
    )
    marks = [
        interval_bracket(TRUTH, 1, brackets, 5, t("scope-truth")),
        interval_bracket(FOUND, 0, brackets, 5, t("scope-found")),
    ]
    for mark in marks:
        mark.xaxis = xaxis
    return [
        strip,
        _line(samples, xaxis, signal, 2.0, t("scope-hover-signal")),
        _line(samples, xaxis, height, 2.4, t("sanity-hover-map"), fill="tozeroy"),
        *marks,
    ]


def _line(
    x: np.ndarray, xaxis: str, yaxis: str, width: float, hover: str, fill: str | None = None
) -> go.Scatter:
    return go.Scatter(
        x=x,
        y=np.zeros(len(x), np.float32),
        xaxis=xaxis,
        yaxis=yaxis,
        mode="lines",
        line={"color": INK, "width": width},
        fill=fill,
        fillcolor="rgba(27,31,36,0.10)",
        hovertemplate=hover + "<extra></extra>",
    )


def _title(words: str) -> dict[str, Any]:
    return {
        "text": f"<b>{words}</b>",
        "showarrow": False,
        "xref": "paper",
        "yref": "paper",
        "xanchor": "left",
        "yanchor": "bottom",
        "font": {"size": LABEL_SIZE + 1, "color": INK},
    }


def _axes(panel: int, num_points: int, limit: float, t: Translate) -> dict[str, Any]:
    x, (signal, brackets, height) = _number(panel), (_yaxis(panel, row) for row in range(AXES))
    return {
        f"xaxis{x}": sample_axis(t("axis-sample"), num_points, anchor=f"y{height}", nticks=6),
        f"yaxis{signal}": axis(anchor=f"x{x}", range=[-limit, limit], nticks=4),
        f"yaxis{brackets}": axis(
            anchor=f"x{x}",
            range=[-0.6, 1.6],
            tickvals=[0, 1],
            ticktext=[t("scope-found"), t("scope-truth")],
            showgrid=False,
        ),
        f"yaxis{height}": axis(anchor=f"x{x}", nticks=4, zeroline=True, zerolinecolor=MUTED),
    }


def _places(panel: int, *, narrow: bool) -> dict[str, Any]:
    """Return where a panel lies: beside the others, or below them."""
    count = len(CONTROLS)
    across = [0.0, 1.0] if narrow else [panel * 0.345, panel * 0.345 + 0.31]
    top, part = (1 - panel / count * 1.02, 0.75 / count) if narrow else (1.0, 1.0)
    low = top - part
    rows = ((0.6, 1.0), (0.44, 0.58), (0.0, 0.4))
    changes: dict[str, Any] = {
        f"xaxis{_number(panel)}.domain": across,
        f"annotations[{panel}].x": across[0],
        f"annotations[{panel}].y": top,
    }
    for row, (bottom, end) in enumerate(rows):
        changes[f"yaxis{_yaxis(panel, row)}.domain"] = [low + part * bottom, low + part * end]
    # Between the panels there is no room for words: those of the first hold for all.
    named = narrow or panel == 0
    changes[f"yaxis{_yaxis(panel, 1)}.showticklabels"] = named
    changes[f"yaxis{_yaxis(panel, 0)}.showticklabels"] = named
    changes[f"yaxis{_yaxis(panel, 2)}.showticklabels"] = named
    return changes


def _scaled(panel: int, limit: float, title: str, *, titled: bool) -> dict[str, Any]:
    number = _yaxis(panel, 2)
    return {
        f"yaxis{number}.range": [-HEADROOM * limit, HEADROOM * limit],
        f"yaxis{number}.title.text": title if titled else "",
    }
