"""The probe's words: what its levels are called, how a value is made, the panel's labels.

The browser fills in numbers where a text has {names} in braces.
"""

from collections.abc import Sequence
from typing import Any

from cam_core.architectures.backbones import Stage
from cam_core.event_kinds import PLAIN_SINE
from cam_core.figures.layers_places import GAP_ROWS
from cam_core.figures.words import class_name, stage_name
from cam_core.layers.ladder import Rung
from cam_core.maps.choices import map_names
from ui.language import Translate
from ui.layers.probe_levels import CAM, CONV, POOL, SIGNAL, STAGE, stage_kind
from ui.layers.texts import subject
from ui.network_words import stage_in_words
from ui.page import View

PANEL_TEXTS = (
    "channel",
    "failed",
    "level",
    "loading",
    "other-taps",
    "padding",
    "pin",
    "pin-title",
    "position",
    "products",
    "sees",
    "sees-none",
    "sees-one",
    "sees-padding",
    "sees-whole",
    "title",
    "won",
)
WALK_TEXTS = ("back", "end", "on", "place", "title")
TERMS = (
    "after",
    "before",
    "bias",
    "cam",
    "contribution",
    "count",
    "logit",
    "mean",
    "others",
    "pooled",
    "products",
    "rounding",
    "sample",
    "scale",
    "scaled",
    "shift",
    "standardized",
    "std",
    "sum",
    "total",
    "weight",
)


def panel_texts(view: View) -> dict[str, Any]:
    """Return the panel's labels, and the names of what is shown: maps' sums, events."""
    t, names = view.t, view.config.signals.class_names
    terms = {name: t(f"probe-term-{name}") for name in TERMS}
    # The margin's weight is that of the second class less that of the first.
    terms["first"], terms["second"] = (
        t("probe-term-weight-of", name=class_name(t, name)) for name in names[:2]
    )
    return {
        **{name.replace("-", "_"): t(f"probe-{name}") for name in PANEL_TEXTS},
        **{f"walk_{name}": t(f"walk-{name}") for name in WALK_TEXTS},
        "probe": t("probe"),
        "walk": t("walk"),
        "terms": terms,
        "subjects": {name: subject(t, name, names) for name in map_names(len(names))},
        "events": ["" if name == PLAIN_SINE else t(f"event-{name}") for name in names],
    }


def level_texts(view: View, rungs: Sequence[Rung]) -> dict[str, dict[str, str]]:
    """Return each level's `title` (in lists), its units' `name`, `how` a value is made, and its terms."""
    t, pooling = view.t, view.config.network.pooling
    last = stage_name(t, rungs[-1].name)
    texts = {SIGNAL: _texts(t("probe-level-signal"), t("probe-name-signal"), t("probe-how-signal"))}
    for i, (rung, stage) in enumerate(zip(rungs, view.config.network.spec.stages, strict=True)):
        texts[rung.name] = _layer_texts(t, rung, stage, rungs[i - 1] if i else None)
    titles = (pooling, *GAP_ROWS[1:])
    for name, title in zip(GAP_ROWS, (t(f"probe-level-{title}") for title in titles), strict=True):
        how = t(f"probe-how-{pooling if name == GAP_ROWS[0] else name}", **_how_pooled(rungs[-1], last, name))
        texts[name] = _texts(title, t("probe-name-channel", title=title), how)
    cam = _texts(t("probe-level-cam"), t("probe-name-cam"), t("probe-how-cam", before=last))
    texts[CAM] = {**cam, "product": t("probe-product-channel"), "rest": t("probe-rest-channels")}
    return texts


def _how_pooled(last: Rung, before: str, name: str) -> dict[str, object]:
    return {"count": last.num_positions, "before": before} if name == GAP_ROWS[0] else {}


def _texts(title: str, name: str, how: str) -> dict[str, str]:
    return {"title": title, "name": name, "how": how}


def _layer_texts(t: Translate, rung: Rung, stage: Stage, before: Rung | None) -> dict[str, str]:
    layer = stage_name(t, rung.name)
    texts = _texts(layer, t("probe-name-layer", layer=layer), _how_layer(t, layer, stage, before))
    return {**texts, "product": t("probe-product"), "rest": t("probe-rest")}


def _how_layer(t: Translate, layer: str, stage: Stage, before: Rung | None) -> str:
    kind, size = stage_kind(stage), stage.reach.size
    if kind == STAGE:
        return t("layers-stage", layer=layer, blocks=stage_in_words(t, stage))
    if before is None:
        return t("probe-how-first", size=size)
    name = stage_name(t, before.name)
    if kind == POOL:
        return t("probe-how-pool", before=name)
    assert kind == CONV
    form = "conv" if size > 1 else "point"
    return t(f"probe-how-{form}", size=size, count=before.num_channels, before=name)
