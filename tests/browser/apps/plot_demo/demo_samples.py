"""Samples that can be recognised in the picture, and the figure they step through."""

from __future__ import annotations

import base64
from typing import Any

import numpy as np
import plotly.graph_objects as go
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from ui.assets import base_address
from ui.instrument import Instrument

COUNT = 300
TEXT = {
    "previous": "Previous sample",
    "next": "Next sample",
    "play": "Play",
    "pause": "Pause",
    "sample": "Sample",
    "slider": "Position in the samples shown",
    "position": "{position} of {count}",
    "loading": "Loading …",
    "fetch_failed": "This sample could not be fetched. The picture shows the one before.",
    "no_match": "No sample matches these filters.",
}
TOOL_TEXT = {
    "drag": "Drag the event",
    "back": "Back to the test sample",
    "grip": "The event",
    "place": "Event starts at point {start}, strength {strength}",
    "fixed": "It fits in one place only.",
}
MAPS = ("0", "1", "margin")


def _packed(values: np.ndarray) -> dict[str, str]:
    data = np.ascontiguousarray(values, dtype="<f4").tobytes()
    return {"dtype": "f4", "bdata": base64.b64encode(data).decode()}


def payload(sample: int, start: int | None = None, strength: float = 0.3) -> dict[str, Any]:
    """Arrays and words of one sample; `start` moves its burst."""
    points = np.arange(100)
    begin = (sample * 7) % 80 if start is None else start
    inside = (points >= begin) & (points < begin + 20)
    signal = np.sin(points / 8 + sample) + inside * strength * np.sin(points * 2.7 + sample)
    cam = inside * (0.5 + 0.4 * np.sin(points + sample)) - 0.1
    arrays: dict[str, Any] = {"x": _packed(signal)}
    for index, name in enumerate(MAPS):
        arrays[f"interpolated.{name}"] = _packed(cam * (index + 1) / 3)
        arrays[f"native.{name}"] = _packed(np.repeat(cam[::2], 2) * (index + 1) / 3)
    arrays["truth"] = _packed(np.array([begin, begin + 19]))
    arrays["event"] = _packed(np.array([begin - 0.5, begin + 19.5]))
    arrays["places"] = _packed(np.arange(81))
    words = f"Sample {sample}: the burst starts at {begin}, strength {strength}."
    return {
        "arrays": arrays,
        "scalars": {"ratio.0": 0.5, "ratio.1": 0.7, "ratio.margin": 1.0, "noise_start": begin},
        "alias": {"predicted": str(sample % 2), "kind": "noise"},
        "texts": {"sentence": words, "class": f"Class {sample % 2}", "alt": words},
    }


def figure() -> go.Figure:
    """Seven traces on three axes, one of them a 1 × 100 strip."""
    x = np.arange(100)
    ramp = [[0, "#08306b"], [0.5, "#ffffff"], [1, "#8c2d04"]]
    drawn = go.Figure(
        [
            go.Heatmap(
                z=np.zeros((1, 100)),
                x=x,
                yaxis="y2",
                zmin=-1,
                zmax=1,
                colorscale=ramp,
                showscale=False,
            ),
            go.Scatter(x=x, y=0 * x, fill="tozeroy", yaxis="y3", line={"color": "#d55e00"}),
            go.Scatter(x=x, y=0 * x, yaxis="y3", line={"color": "#57606a"}),
            go.Scatter(x=x, y=0 * x, line={"color": "#57606a", "dash": "dot"}),
            go.Scatter(x=x, y=0 * x, line={"color": "#1b1f24"}),
            go.Scatter(x=x, y=0 * x, yaxis="y3", line={"color": "#0072b2", "shape": "hvh"}),
            go.Scatter(x=[0, 19], y=[1.3, 1.3], line={"color": "#009e73", "width": 5}),
        ]
    )
    axis = {"tickfont": {"size": 14}, "ticklabeloverflow": "allow"}
    drawn.update_layout(
        template="none",
        showlegend=False,
        margin={"l": 50, "r": 10, "t": 10, "b": 40},
        xaxis={**axis, "range": [-0.5, 99.5], "anchor": "y3"},
        yaxis={**axis, "domain": [0.5, 1], "range": [-1.5, 1.5]},
        yaxis2={"domain": [0.4, 0.48], "range": [-0.5, 0.5], "showticklabels": False},
        yaxis3={**axis, "domain": [0, 0.38], "range": [-1, 1]},
    )
    return drawn


def _binding(trace: int, array: str, attr: str = "y", **more: Any) -> Any:
    return {"trace": trace, "attr": attr, "array": array, **more}


def instrument(
    state: dict[str, Any], model: str = "a", preload: int = 8, *, report: bool = False
) -> Instrument:
    """The demo's instrument; every option of the contract is used."""
    cam = "{interpolation}.{map}"
    divide = "{scale}.{map}"
    first = range(state["sample"], min(state["sample"] + preload, COUNT))
    return Instrument(
        url=f"/samples?model={model}",
        count=COUNT,
        text=TEXT,
        tool={
            "name": "event",
            "url": f"/event?model={model}",
            "text": TOOL_TEXT,
            "optional": True,
            "family": True,
            "kinds": {"noise": {"strengths": [0.1, 0.3, 0.6], "default": 0.3, "label": "Strength"}},
        },
        state=state,
        categories={"label": "01" * (COUNT // 2)},
        filters=[
            {
                "name": "label",
                "label": "Class",
                "options": [
                    {"value": "", "label": "All"},
                    {"value": "0", "label": "Sine"},
                    {"value": "1", "label": "Noise"},
                ],
            }
        ],
        controls=[
            {
                "name": "map",
                "label": "Map",
                "default": "predicted",
                "options": [{"value": name, "label": name} for name in ("predicted", *MAPS)],
            },
            {
                "name": "scale",
                "label": "Scale",
                "default": "fixed",
                "options": [
                    {"value": "fixed", "label": "Fixed"},
                    {"value": "ratio", "label": "Ratio of this sample"},
                ],
            },
            {
                "name": "interpolation",
                "label": "Drawn",
                "default": "interpolated",
                "options": [
                    {"value": "interpolated", "label": "Interpolated"},
                    {"value": "native", "label": "Native"},
                ],
            },
        ],
        bindings=[
            _binding(0, cam, "z", divide=divide, rows=True),
            _binding(1, cam, divide=divide),
            _binding(2, "interpolated.margin"),
            _binding(3, "x"),
            _binding(4, "x"),
            _binding(5, "native.1"),
            _binding(6, "truth", "x"),
        ],
        patches={"key": "{scale}", "layouts": {"fixed": {}, "ratio": {"yaxis3.range": [-2, 2]}}},
        readouts=[
            {"slot": "headline", "text": "sentence"},
            {"slot": "fact", "label": "Class", "text": "class"},
        ],
        payloads={str(sample): payload(sample) for sample in first},
        report=report,
    )


def _samples(request: Request) -> Response:
    wanted = [int(number) for number in request.query_params["i"].split(",")]
    return JSONResponse({"samples": {str(number): payload(number) for number in wanted}})


def _event(request: Request) -> Response:
    sample = int(request.query_params["i"])
    strength = float(request.query_params["strength"])
    start = request.query_params.get("start")
    starts = range(81) if start is None else [int(start)]
    return JSONResponse({"samples": {str(start): payload(sample, start, strength) for start in starts}})


def routes(base: str) -> list[Route]:
    """Where the browser fetches samples and moved events."""
    prefix = base_address(base)
    return [Route(f"{prefix}/samples", _samples), Route(f"{prefix}/event", _event)]
