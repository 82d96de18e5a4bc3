"""The one call through which every picture goes.

``st.plotly_chart`` re-creates its node whenever the data changes. This component keeps one Plotly node
for its life, and a `ui.instrument.Instrument` lets people step through samples without running Python.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Literal

import plotly.graph_objects as go
import streamlit as st

from ui.assets import assets_address
from ui.instrument import Instrument

_HERE = Path(__file__).parent
_COMPONENT = st.components.v2.component(
    "cam_scope_plot", js=(_HERE / "plot.js").read_text("utf-8"), isolate_styles=False
)

Zoom = bool | Literal["box"]


def plot(
    figure: go.Figure,
    *,
    key: str,
    alt: str,
    height: int,
    grow: float = 0.0,
    narrow: int = 0,
    instrument: Instrument | None = None,
    zoom: Zoom = False,
    on_settle: Callable[[], None] | None = None,
    failed: str = "",
) -> None:
    """Draws ``figure`` in a node that lives as long as ``key`` stays on the page.

    ``height`` in pixels is reserved before anything is loaded; on a tall window the picture takes the
    share ``grow`` of it instead, so that a projector shows more than a laptop. A picture that is laid out
    anew on a narrow screen has the height ``narrow`` there. ``zoom`` allows wheel and drag, "box" drag alone
    and only where there is a mouse: a tall picture scrolls with the page. ``on_settle`` reads `settled`.
    ``failed`` is the sentence shown in place of the picture when the component's files cannot be loaded.
    """
    callbacks: dict[str, Any] = {}
    if instrument is not None and instrument.report:
        callbacks["on_settled_change"] = on_settle or _nothing
    data = {**_data(figure, alt, height, instrument, zoom, failed), "grow": grow, "narrow": narrow}
    # the component's own script comes a moment later; what follows on the page must not jump then
    st.html(_reserved(key, height, grow, narrow, data["reserve"]))
    _COMPONENT(key=key, data=data, height="content", **callbacks)


def settled(key: str) -> Mapping[str, Any] | None:
    """Sample and view at which the person stopped in the plot ``key``, in this run."""
    result = st.session_state.get(key)
    return None if result is None else result.get("settled")


def _reserved(key: str, height: int, grow: float, low: int, panel: int) -> str:
    picture = f"max({height}px, {100 * grow:g}vh)"
    on_phone = f"{low}px" if low else picture
    narrow = int(1.7 * panel)  # on a phone the controls need more rows
    until = 44 if low else 40  # with the page's margins, where instrument.js calls it narrow
    return (
        f"<style>.st-key-{key} {{ min-height: calc({picture} + {panel}px); }} @media (max-width: {until}rem)"
        f" {{ .st-key-{key} {{ min-height: calc({on_phone} + {narrow}px); }} }}</style>"
    )


def _nothing() -> None:
    return None


def _data(
    figure: go.Figure,
    alt: str,
    height: int,
    instrument: Instrument | None,
    zoom: Zoom,
    failed: str,
) -> dict[str, Any]:
    base_path = str(st.get_option("server.baseUrlPath") or "")
    assets = assets_address(base_path)
    drawn = json.loads(figure.to_json())
    return {
        "figure": {"data": drawn["data"], "layout": drawn["layout"]},
        "alt": alt,
        "height": height,
        "zoom": zoom,
        "failed": failed,
        "assets": assets,
        "reserve": 0 if instrument is None else instrument.panel_height(),
        "instrument": None if instrument is None else instrument.to_json(assets.split("/assets/")[0]),
    }
