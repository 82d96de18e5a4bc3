"""The ladder's axes and the words above its rows, and how both change with the map and the screen."""

from collections.abc import Sequence
from typing import Any

from cam_core.figures.layers_layout import (
    MARGIN_BOTTOM,
    MARGIN_LEFT,
    MARGIN_RIGHT,
    MARGIN_TOP,
    PROBE_ROOM,
    Row,
    layers_rows,
)
from cam_core.figures.layers_places import GAP_ROWS, Places
from cam_core.figures.style import Translate, axis, caption, colorscale, sample_axis
from cam_core.figures.words import stage_name
from cam_core.layers.ladder import Rung, Scales
from cam_core.maps.choices import MARGIN
from cam_core.palette import CAM_SCALE, MUTED
from cam_core.results import Calibration

HEADROOM = 1.15
"""Height axes reach this far beyond the end of the colour scale."""


def patches(
    calibration: Calibration, scales: Scales, rungs: Sequence[Rung], pooling: str, t: Translate
) -> dict[str, Any]:
    """Return the layout changes of each map (fixed scales, in logits) and of narrow screens."""
    labels = _labels(rungs, pooling, t, short=True)
    narrow = {f"annotations[{i}].text": text for i, text in enumerate(labels)} | _narrow_rows(rungs)
    places = Places(len(rungs))
    layouts: dict[str, dict[str, Any]] = {}
    for name in scales.weight:
        scale = calibration.margin_scale if name == MARGIN else calibration.cam_scale
        changes = {
            f"yaxis{places.bar_axis(1)}.range": _around_zero(scales.weight[name]),
            f"yaxis{places.bar_axis(2)}.range": _around_zero(scales.contribution[name]),
            f"yaxis{places.height_axis}.range": _around_zero(scale),
            "coloraxis.cmin": -scale,
            "coloraxis.cmax": scale,
        }
        layouts[f"{name}.wide"] = changes
        layouts[f"{name}.narrow"] = {**changes, **narrow}
    return {"key": "{map}.{width}", "layouts": layouts}


def _narrow_rows(rungs: Sequence[Rung]) -> dict[str, Any]:
    """Return where axes and labels lie when the signal has room below it."""
    rows, places = layers_rows(rungs, PROBE_ROOM)[0], Places(len(rungs))
    strips = (places.strip_axis(i) for i in range(len(rungs)))
    bars = (places.bar_axis(i) for i in range(len(GAP_ROWS)))
    axes = ("", *strips, *bars, places.strip_below_axis)
    changes: dict[str, Any] = {}
    for i, (number, row) in enumerate(zip(axes, rows.values(), strict=True)):
        changes |= {f"yaxis{number}.domain": list(row.domain), f"annotations[{i}].y": row.domain[1]}
    return changes


def _around_zero(end: float) -> list[float]:
    return [-HEADROOM * end, HEADROOM * end]


def layers_layout(
    rungs: Sequence[Rung], scales: Scales, num_points: int, limit: float, pooling: str, t: Translate
) -> dict[str, Any]:
    """Return the layout of the empty ladder, but for what `patches` say of each map."""
    rows, _ = layers_rows(rungs)
    places = Places(len(rungs))
    free: dict[str, Any] = {"fixedrange": False}
    bars, below = f"y{places.bar_axis(len(GAP_ROWS) - 1)}", f"y{places.strip_below_axis}"
    layout: dict[str, Any] = {
        "margin": {"l": MARGIN_LEFT, "r": MARGIN_RIGHT, "t": MARGIN_TOP, "b": MARGIN_BOTTOM},
        "hovermode": False,
        "xaxis": sample_axis("", num_points, anchor="y", **free),
        "xaxis2": axis(range=[-0.5, rungs[-1].num_channels - 0.5], anchor=bars, nticks=9, **free),
        "xaxis3": sample_axis(t("axis-sample"), num_points, anchor=below, matches="x", **free),
        "yaxis": axis(domain=rows["signal"].domain, range=[-limit, limit], nticks=5),
        "coloraxis": {"colorscale": colorscale(CAM_SCALE), "showscale": False},
        "annotations": _annotations(rows, _labels(rungs, pooling, t, short=False)),
    }
    for i, rung in enumerate(rungs):
        layout[f"yaxis{places.strip_axis(i)}"] = _channel_axis(rows[f"strip{i}"], rung)
    for i, name in enumerate(GAP_ROWS):
        layout[f"yaxis{places.bar_axis(i)}"] = _bar_axis(rows[name], HEADROOM * scales.pooled)
    return {**layout, **_overlays(rows, places, limit)}


def _overlays(rows: dict[str, Row], places: Places, limit: float) -> dict[str, Any]:
    """Return the axes of the last row: the map's colour below, its height and the signal over it."""
    hidden = {"visible": False, "fixedrange": True, "anchor": "x3"}
    over: dict[str, Any] = {"overlaying": f"y{places.strip_below_axis}", "anchor": "x3"}
    height = axis(tickmode="auto", nticks=5, zeroline=True, zerolinecolor=MUTED, **over)
    return {
        f"yaxis{places.strip_below_axis}": {**hidden, "domain": rows["cam"].domain, "range": [0, 1]},
        f"yaxis{places.height_axis}": height,
        f"yaxis{places.over_axis}": {**hidden, **over, "range": [-limit, limit]},
    }


def _channel_axis(row: Row, rung: Rung) -> dict[str, Any]:
    # The first channel of the order lies on top.
    limits = [rung.num_channels - 0.5, -0.5]
    return axis(domain=row.domain, range=limits, nticks=3, anchor="x", fixedrange=False)


def _bar_axis(row: Row, end: float) -> dict[str, Any]:
    zero: dict[str, Any] = {"zeroline": True, "zerolinecolor": MUTED}
    return axis(domain=row.domain, range=[0, end], nticks=3, anchor="x2", **zero)


def _labels(rungs: Sequence[Rung], pooling: str, t: Translate, *, short: bool) -> list[str]:
    """Return the text above each row, from the signal to the map."""
    form = "layers-strip-short" if short else "layers-strip"
    strips = [
        t(
            form,
            name=stage_name(t, rung.name),
            channels=rung.num_channels,
            positions=rung.num_positions,
            size=rung.field.size,
        )
        for rung in rungs
    ]
    suffix = "-short" if short else ""
    count = rungs[-1].num_channels
    bars = [t(f"layers-row-{name}{suffix}", count=count) for name in GAP_ROWS[1:]]
    bars = [t(f"layers-row-{pooling}{suffix}", count=count), *bars]
    return [t(f"layers-row-signal{suffix}"), *strips, *bars, t(f"layers-row-cam{suffix}")]


def _annotations(rows: dict[str, Row], labels: Sequence[str]) -> list[dict[str, Any]]:
    return [caption(text, 0, row.domain[1]) for row, text in zip(rows.values(), labels, strict=True)]
