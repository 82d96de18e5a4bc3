"""The ladder step by step: which rows are lit at each step, whose unit is shown, what is said.

The browser fills in the numbers of the signal shown, and chooses between sentences by what is true of it.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import TypedDict

from cam_core.architectures.backbones import Stage
from cam_core.figures.words import stage_name
from cam_core.layers.ladder import Rung
from ui.language import Translate
from ui.layers.probe_levels import CAM, POOL, SIGNAL, STAGE, stage_kind
from ui.network_words import stage_in_words
from ui.page import View


class Step(TypedDict):
    """One step. level: whose unit is shown; lit: rows that stay bright, beside the signal.

    sentences: by "all", or by "event" and "plain" (what the signal is), or by "event.found", "event.none",
    "plain.found", "plain.none" (and whether the map points to anything).
    """

    level: str
    lit: Sequence[str]
    sentences: Mapping[str, str]


def walk_steps(view: View, rungs: Sequence[Rung]) -> list[Step]:
    """Return the steps from the signal to the map over it."""
    return [
        _signal_step(view.t, view.config.signals.num_points),
        *_layer_steps(view, rungs),
        *_head_steps(view.t, rungs[-1], view.config.network.pooling),
    ]


def _signal_step(t: Translate, num_points: int) -> Step:
    sentences = {kind: t(f"walk-signal-{kind}", count=num_points) for kind in ("event", "plain")}
    return {"level": SIGNAL, "lit": [SIGNAL], "sentences": sentences}


def _layer_steps(view: View, rungs: Sequence[Rung]) -> Iterator[Step]:
    t, before = view.t, None
    for rung, stage in zip(rungs, view.config.network.spec.stages, strict=True):
        lit = [SIGNAL if before is None else before.name, rung.name]
        yield {"level": rung.name, "lit": lit, "sentences": {"all": _layer_sentence(t, rung, stage, before)}}
        before = rung


def _layer_sentence(t: Translate, rung: Rung, stage: Stage, before: Rung | None) -> str:
    kind, size = stage_kind(stage), stage.reach.size
    if kind == STAGE:
        return t("walk-stage", layer=stage_name(t, rung.name), blocks=stage_in_words(t, stage))
    if before is None:
        return t("walk-first", channels=rung.num_channels, size=size)
    if kind == POOL:
        return t("walk-pool", size=size, positions=rung.num_positions, **{"from": before.num_positions})
    name = stage_name(t, before.name)
    return t("walk-conv", channels=rung.num_channels, count=before.num_channels, before=name)


def _head_steps(t: Translate, last: Rung, pooling: str) -> list[Step]:
    pooled = t(f"walk-{pooling}", positions=last.num_positions, channels=last.num_channels)
    over = {
        f"{kind}.{found}": t(f"walk-over-{found}-{kind}")
        for kind in ("event", "plain")
        for found in ("found", "none")
    }
    return [
        {"level": "pooled", "lit": [last.name, "pooled"], "sentences": {"all": pooled}},
        {
            "level": "contribution",
            "lit": ["pooled", "weight", "contribution"],
            "sentences": {"all": t("walk-head")},
        },
        {"level": CAM, "lit": [last.name, CAM], "sentences": {"all": t(f"walk-cam-{pooling}")}},
        {"level": CAM, "lit": [CAM], "sentences": over},
    ]
