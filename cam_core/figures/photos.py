"""A photograph with a class activation map over it, and its most likely classes as small multiples.

As figure 4 of Zhou et al. 2016. All maps share one colour scale, and lie on the photograph in grey, so that
every colour is the map's; the photograph itself stands last. A map comes as the values of its units
with a frame around them (`PhotoExplanation.framed_cam`): Plotly joins units bilinearly, which is exactly
`interpolated_cam`.
"""

from collections.abc import Sequence
from textwrap import wrap
from typing import Any

import numpy as np
import plotly.graph_objects as go
from plotly.colors import hex_to_rgb

from cam_core.figures.marks import line
from cam_core.figures.photos_layout import HEIGHT, MARGIN, Corners, narrow_corners, wide_corners
from cam_core.figures.style import FONT, LABEL_SIZE, TICK_SIZE, Translate, axis, caption, figure
from cam_core.palette import CAM_SCALE, FOUND, INK, MUTED, PAPER
from cam_core.photos.boxes import NO_BOX, Box, is_everywhere
from cam_core.photos.results import PhotoExplanation

NAME_WIDTH = 22
"""Letters of a name on one line: none of ImageNet's needs more than two."""

STRENGTH = 0.9
"""How much of the photograph the end of the colour scale covers; the middle covers nothing."""

LARGE, PER_PANEL = 0, 5
"""The large picture comes first. Traces of a panel with a map: map, the box's pale edge, the box; and edge
and box once more for one that takes nearly all of the picture: no finding, so it does not look like one."""

BOXES = {"box": (1, 2), "wide": (3, 4)}
"""Traces of a panel by the kind of box that they show."""


def photo_bindings(labels: Sequence[int]) -> list[dict[str, Any]]:
    """Return which array fills which trace: the chosen class large, then each of `labels`."""
    bound = _panel_bindings(LARGE, "{map}")
    for rank, label in enumerate(labels, start=1):
        bound += _panel_bindings(rank, str(label))
    return bound


def _panel_bindings(panel: int, label: str) -> list[dict[str, Any]]:
    first = panel * PER_PANEL
    bound: list[dict[str, Any]] = [
        {"trace": first, "attr": "z", "array": f"map.{label}", "divide": f"{{scale}}.{label}"}
    ]
    return bound + [
        {"trace": first + trace, "attr": attr, "array": f"{kind}.{attr}.{{threshold}}.{label}"}
        for kind, traces in BOXES.items()
        for trace in traces
        for attr in ("x", "y")
    ]


def photo_clicks(labels: Sequence[int]) -> dict[str, dict[str, str]]:
    """Return what a click on a small map does, by trace: its class becomes the large one."""
    return {str(rank * PER_PANEL): {"map": str(label)} for rank, label in enumerate(labels, start=1)}


def photo_arrays(
    explanation: PhotoExplanation, boxes: dict[str, Sequence[Box]]
) -> tuple[dict[str, np.ndarray], dict[str, float]]:
    """Return arrays and scalars of the explained classes; `boxes` has one for each, by threshold."""
    arrays, scalars = {}, {}
    for rank, label in enumerate(explanation.labels.tolist()):
        arrays[f"map.{label}"] = explanation.framed_cam[rank]
        scalars[f"ratio.{label}"] = float(np.abs(explanation.interpolated_cam[rank]).max()) or 1.0
        for threshold, found in boxes.items():
            everywhere = is_everywhere(found[rank], *explanation.picture.shape[:2])
            for kind in BOXES:
                x, y = box_outline(found[rank] if (kind == "wide") == everywhere else NO_BOX)
                arrays[f"{kind}.x.{threshold}.{label}"] = x
                arrays[f"{kind}.y.{threshold}.{label}"] = y
    return arrays, scalars


def box_outline(box: Box) -> tuple[np.ndarray, np.ndarray]:
    """Return the corners of `box`, which spans its pixels whole; NaN for none."""
    left, top, right, bottom = np.asarray(box, float) - 0.5 if box[0] >= 0 else np.full(4, np.nan)
    return np.array([left, right, right, left, left]), np.array([top, top, bottom, bottom, top])


def photo_figure(
    explanation: PhotoExplanation, sources: Sequence[str], titles: Sequence[str], t: Translate
) -> go.Figure:
    """Return the picture, empty of maps.

    sources: addresses of the photograph: large in grey, small in grey, small as it is. titles: of the small
    panels, the photograph's last.
    """
    side, last = explanation.picture.shape[0], len(titles)
    large, grey, coloured = sources
    shown = [large, *[grey] * (last - 1), coloured]
    layout: dict[str, Any] = {
        "margin": dict.fromkeys("lrtb", MARGIN),
        "images": [_image(panel, source, side) for panel, source in enumerate(shown)],
        "annotations": [_title(panel, title) for panel, title in enumerate(titles, start=1)],
        "coloraxis": {"colorscale": _overlay_scale(), "showscale": True, "colorbar": _color_bar()},
        "hovermode": "closest",
    }
    for panel, corners in zip(range(last + 1), wide_corners(), strict=False):
        layout |= _axes(panel, corners, side)
    traces = [trace for panel in range(last) for trace in _panel(panel, explanation, t)]
    # Plotly draws no axes without a trace.
    empty = go.Scatter(x=[None], y=[None], xaxis=f"x{_number(last)}", yaxis=f"y{_number(last)}")
    return figure([*traces, empty], HEIGHT, **layout)


def photo_patches(num_panels: int, cam_scale: float, t: Translate) -> dict[str, Any]:
    """Return the layout of each view: fixed scale in logits or ratio, on a wide or a narrow screen."""
    places = {"wide": wide_corners(), "narrow": narrow_corners()}
    layouts = {}
    for width, corners in places.items():
        shared = _color_bar_place(corners[-1])
        for panel in range(num_panels):
            left, right, bottom, top = corners[panel]
            shared[f"xaxis{_number(panel)}.domain"] = [left, right]
            shared[f"yaxis{_number(panel)}.domain"] = [bottom, top]
        for name, limit in (("fixed", cam_scale), ("ratio", 1.0)):
            layouts[f"{name}.{width}"] = shared | _scaled(limit, t(f"photos-bar-{name}"))
    return {"key": "{scale}.{width}", "layouts": layouts}


def title_lines(rank: int, name: str, probability: str) -> str:
    """Return the title of a small multiple."""
    lines = wrap(f"{rank}. {name}", NAME_WIDTH)
    return "<br>".join([*(f"<b>{line}</b>" for line in lines), probability])


def _number(panel: int) -> str:
    return "" if panel == LARGE else str(panel + 1)


def _axes(panel: int, corners: Corners, side: int) -> dict[str, Any]:
    number, (left, right, bottom, top) = _number(panel), corners
    shared: dict[str, Any] = {"visible": False, "constrain": "domain"}
    ends = [-0.5, side - 0.5]
    return {
        f"xaxis{number}": axis(
            domain=[left, right], range=ends, anchor=f"y{number}", constraintoward="left", **shared
        ),
        f"yaxis{number}": axis(
            domain=[bottom, top],
            range=ends[::-1],
            anchor=f"x{number}",
            scaleanchor=f"x{number}",
            constraintoward="top",
            **shared,
        ),
    }


def _image(panel: int, source: str, side: int) -> dict[str, Any]:
    number = _number(panel)
    return {
        "source": source,
        "xref": f"x{number}",
        "yref": f"y{number}",
        "x": -0.5,
        "y": -0.5,
        "sizex": side,
        "sizey": side,
        "sizing": "stretch",
        "layer": "below",
    }


def _title(panel: int, text: str) -> dict[str, Any]:
    number = _number(panel)
    font = {"family": FONT, "size": TICK_SIZE, "color": INK}
    return caption(text, -0.5, -0.5, xref=f"x{number}", yref=f"y{number}", borderpad=0, font=font)


def _panel(panel: int, explanation: PhotoExplanation, t: Translate) -> list[Any]:
    number = _number(panel)
    rows, columns = explanation.framed_places
    place = {"xaxis": f"x{number}", "yaxis": f"y{number}"}
    heat = go.Heatmap(
        z=np.zeros((len(rows), len(columns)), np.float32),
        x=columns,
        y=rows,
        zsmooth="best",
        coloraxis="coloraxis",
        hovertemplate=t("photos-hover") + "<extra></extra>",
        **place,
    )
    # Purple alone would drown in a dark photograph.
    edges = [
        line(np.full(5, np.nan), width, y=np.nan, color=color, dash=dash, **place)
        for color, width, dash in (
            (PAPER, 6, "solid"),
            (FOUND, 3, "solid"),
            (PAPER, 3, "solid"),
            (MUTED, 2, "dot"),
        )
    ]
    return [heat, *edges]


def _overlay_scale() -> list[list[Any]]:
    """Return the house's scale for maps, clear in the middle: no evidence is the bare photograph."""
    scale = []
    for place, color in CAM_SCALE:
        strength = STRENGTH * abs(2 * place - 1)
        red, green, blue = hex_to_rgb(color)
        scale.append([place, f"rgba({red},{green},{blue},{strength:g})"])
    return scale


def _color_bar() -> dict[str, Any]:
    return {
        "orientation": "h",
        "xanchor": "left",
        "yanchor": "top",
        "thickness": 16,
        "outlinecolor": MUTED,
        "outlinewidth": 1,
        "tickfont": {"size": TICK_SIZE, "color": INK},
        "title": {"side": "top", "font": {"size": LABEL_SIZE, "color": INK}},
    }


def _color_bar_place(corners: Corners) -> dict[str, Any]:
    left, right, _, top = corners
    return {
        "coloraxis.colorbar.x": left,
        "coloraxis.colorbar.y": top,
        "coloraxis.colorbar.len": right - left,
    }


def _scaled(limit: float, title: str) -> dict[str, Any]:
    return {
        "coloraxis.cmin": -limit,
        "coloraxis.cmax": limit,
        "coloraxis.colorbar.tickvals": [-limit, 0, limit],
        "coloraxis.colorbar.ticktext": [f"−{limit:.3g}", "0", f"{limit:.3g}"],
        "coloraxis.colorbar.title.text": title,
    }
