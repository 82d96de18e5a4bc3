"""One signal under three networks side by side: trained, untrained, trained on shuffled labels.

All three maps have one scale. In logits it is that of the trained network's strong maps, so that one sees how
little the others say; or each map is a share of its own network's strong maps, so that one sees its shape.
On a narrow screen the three stand one below the other.
"""

from typing import Any

import numpy as np
import plotly.graph_objects as go

from cam_core.comparisons.controls import CONTROLS
from cam_core.figures.marks import (
    HEADROOM,
    bracket_axis,
    color_axis,
    interval_bracket,
    interval_ends,
    line,
    sample_borders,
    strip,
)
from cam_core.figures.style import LABEL_SIZE, Translate, axis, caption, figure, sample_axis
from cam_core.palette import FOUND, INK, MUTED, TRUTH

HEIGHT, NARROW_HEIGHT = 380, 1100
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
        "coloraxis": color_axis(cam_scale),
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
    marks = [
        interval_bracket(TRUTH, 1, brackets, 5, t("scope-truth")),
        interval_bracket(FOUND, 0, brackets, 5, t("scope-found")),
    ]
    for mark in marks:
        mark.xaxis = xaxis
    return [
        strip(sample_borders(num_points), limit, xaxis=xaxis, yaxis=signal),
        line(samples, 2.0, hover=t("scope-hover-signal"), xaxis=xaxis, yaxis=signal),
        line(samples, 2.4, hover=t("sanity-hover-map"), fill="tozeroy", xaxis=xaxis, yaxis=height),
        *marks,
    ]


def _title(words: str) -> dict[str, Any]:
    """Return the words above a panel; `_places` puts them there."""
    return caption(f"<b>{words}</b>", 0, 1, font={"size": LABEL_SIZE + 1, "color": INK})


def _axes(panel: int, num_points: int, limit: float, t: Translate) -> dict[str, Any]:
    x, (signal, brackets, height) = _number(panel), (_yaxis(panel, row) for row in range(AXES))
    return {
        f"xaxis{x}": sample_axis(t("axis-sample"), num_points, anchor=f"y{height}", nticks=6),
        f"yaxis{signal}": axis(anchor=f"x{x}", range=[-limit, limit], nticks=4),
        f"yaxis{brackets}": bracket_axis([t("scope-found"), t("scope-truth")], anchor=f"x{x}"),
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
