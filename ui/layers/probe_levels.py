"""The levels of the ladder as the probe knows them: where they are drawn, what their units see and read.

All geometry is Python's; the browser only looks it up.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from cam_core.architectures.backbones import Stage
from cam_core.architectures.blocks import Conv
from cam_core.figures.layers_places import GAP_ROWS, Places
from cam_core.layers.ladder import Rung, Scales
from cam_core.maps.choices import MARGIN
from cam_core.receptive_field import ReceptiveField
from ui.layers.kernels_route import channels_per_answer, num_weights
from ui.page import View

SIGNAL, CAM = "signal", "cam"
CONV, POOL, STAGE = "conv", "pool", "stage"
"""Kinds of layers: with a kernel for each channel, a max pooling, or several blocks."""


@dataclass(frozen=True, kw_only=True)
class Level:
    """One row of the ladder. `parts`: which numbers name a unit, "channel" and "position".

    axes: x and y in Plotly's layout. array: its numbers in the payload. order: the payload's order of its
    channels. center, jump: where the positions stand, in samples. spans: for each position the first and
    last sample that it sees; size: how many places with the padding. before: the level that it reads; reach:
    a unit reads its positions from `start + jump * position` on, `size` of them. scale, peak: the largest
    values, for colours and for heights. kernels: channels in one answer, and numbers of the whole layer.
    """

    name: str
    kind: str
    parts: tuple[str, ...]
    channels: int
    axes: tuple[str, str]
    array: str
    positions: int = 1
    order: str | None = None
    center: float | None = None
    jump: int | None = None
    spans: Sequence[tuple[int, int]] | None = None
    size: int | None = None
    reach: ReceptiveField | None = None
    before: str | None = None
    scale: float | None = None
    peak: float | Mapping[str, float] | None = None
    kernels: Mapping[str, int] | None = None

    def to_json(self) -> dict[str, Any]:
        """Return what the browser receives: all that the level has."""
        return {name: value for name, value in asdict(self).items() if value is not None}

    def has_unit(self, numbers: Sequence[str]) -> bool:
        """Return whether `numbers`, as words of a link, name a unit of this level."""
        ends = [getattr(self, f"{part}s") for part in self.parts]
        return len(numbers) == len(ends) and all(map(_below, numbers, ends))

    @property
    def last_unit(self) -> str:
        """The word for the unit with the largest numbers, as links write it."""
        return ".".join([self.name, *(str(getattr(self, f"{part}s") - 1) for part in self.parts)])


def probe_levels(view: View, rungs: Sequence[Rung], scales: Scales) -> list[Level]:
    """Return the levels from the signal to the map, in the order of the rows."""
    return [
        _signal_level(view.config.signals.num_points),
        *_layer_levels(view, rungs, scales),
        *_channel_levels(rungs),
        _cam_level(view, rungs),
    ]


def stage_kind(stage: Stage) -> str:
    """Return CONV, POOL or STAGE: how the value of one of the stage's units can be told."""
    if isinstance(stage.single, Conv):
        return CONV
    return POOL if stage.single is not None and stage.single.kind == "max" else STAGE


def _signal_level(num_points: int) -> Level:
    return Level(
        name=SIGNAL,
        kind=SIGNAL,
        parts=("position",),
        channels=1,
        array="x",
        axes=("xaxis", "yaxis"),
        **_stands(ReceptiveField(), num_points, num_points),
    )


def _layer_levels(view: View, rungs: Sequence[Rung], scales: Scales) -> Iterator[Level]:
    places, before = Places(len(rungs)), SIGNAL
    for i, (rung, stage) in enumerate(zip(rungs, view.config.network.spec.stages, strict=True)):
        yield Level(
            name=rung.name,
            kind=stage_kind(stage),
            parts=("channel", "position"),
            channels=rung.num_channels,
            array=rung.name,
            axes=("xaxis", f"yaxis{places.strip_axis(i)}"),
            order="order.{sort}.{map}" if rung is rungs[-1] else f"order.{{sort}}.{rung.name}",
            **_stands(rung.field, rung.num_positions, view.config.signals.num_points),
            reach=stage.reach,
            before=before,
            scale=scales.layers[rung.name],
            peak=scales.peaks[rung.name],
            kernels=_kernels(stage.single) if isinstance(stage.single, Conv) else None,
        )
        before = rung.name


def _kernels(conv: Conv) -> dict[str, int]:
    return {"part": channels_per_answer(conv), "numbers": conv.num_out * num_weights(conv)}


def _stands(field: ReceptiveField, num_positions: int, num_points: int) -> dict[str, Any]:
    spans = [field.span(position, num_points) for position in range(num_positions)]
    return {
        "positions": num_positions,
        "center": float(field.centers(1)[0]),
        "jump": field.jump,
        "spans": [(first, end - 1) for first, end in spans],
        "size": field.size,
    }


def _channel_levels(rungs: Sequence[Rung]) -> Iterator[Level]:
    """The rows with one number for each channel: pooled features, weights, and their products."""
    places, last = Places(len(rungs)), rungs[-1]
    pooled, _, contribution = GAP_ROWS
    reads = {pooled: last.name, contribution: pooled}
    for i, name in enumerate(GAP_ROWS):
        yield Level(
            name=name,
            kind=name,
            parts=("channel",),
            channels=last.num_channels,
            array=name if name == pooled else f"{name}.{{map}}",
            axes=("xaxis2", f"yaxis{places.bar_axis(i)}"),
            order="order.{sort}.{map}",
            before=reads.get(name),
        )


def _cam_level(view: View, rungs: Sequence[Rung]) -> Level:
    last, calibration = rungs[-1], view.manifest.calibration
    classes = [str(label) for label in range(view.config.signals.num_classes)]
    return Level(
        name=CAM,
        kind=CAM,
        parts=("position",),
        channels=1,
        array="cam.{map}",
        axes=("xaxis3", f"yaxis{Places(len(rungs)).strip_below_axis}"),
        **_stands(last.field, last.num_positions, view.config.signals.num_points),
        before=last.name,
        peak={**dict.fromkeys(classes, calibration.cam_scale), MARGIN: calibration.margin_scale},
    )


def _below(text: str, end: int) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 9 and int(text) < end
