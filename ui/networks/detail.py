"""One network in detail: what every stage costs and sees, where the map's positions lie, how to train it."""

from collections.abc import Iterator

import streamlit as st

from cam_core.architectures.backbones import DEEP, Backbone
from cam_core.figures.networks import SIGHT_HEIGHT, sight_figure
from cam_core.figures.words import stage_name
from cam_core.maps.sight import Sight, sight
from ui.errors import sentence
from ui.html_table import Row, draw_table, row, text
from ui.lab.settings import take_settings
from ui.language import Translate
from ui.networks.choice import Choice, chosen, draw_member
from ui.networks.tables import NOTHING, gap_heading, in_millions, input_in_words, size
from ui.outlook import is_slow, outlook
from ui.page import View
from ui.plot import plot

LAB = "../pages/lab.py"
"""From the folder of the script that runs for every visitor."""


NONE_OF_FOUR = (NOTHING,) * 4


def draw_detail(view: View) -> None:
    """Draw the chosen network: stages, the map over the signal, the way into the Lab."""
    t = view.t
    st.markdown(f"### {t('networks-detail')}")
    draw_member(view)
    choice = chosen()
    spec = choice.spec(choice.backbone)
    caption = t("networks-detail-caption", name=_name(t, choice), of=input_in_words(t, choice))
    columns = [
        t("networks-layer"),
        *(t(f"networks-column-{name}") for name in ("positions", "channels", "parameters", "multiply-adds")),
        *(t(f"networks-column-{name}-{choice.shown_input}") for name in ("sees", "jump")),
    ]
    table, picture = st.columns([3, 2], gap="medium")
    with table:
        draw_table(t, caption, columns, detail_rows(view, choice, spec), key="networks_detail_table")
    with picture:
        _draw_sight(view, choice, spec)
        _draw_training(view, choice)


def _name(t: Translate, choice: Choice) -> str:
    return t(f"backbone-{choice.backbone}")


def detail_rows(view: View, choice: Choice, spec: Backbone) -> list[Row]:
    """Return a row for every stage, then GAP, the linear combination and the sums."""
    t, axes, num_classes = view.t, choice.num_axes, choice.num_classes(view)
    head = (spec.num_features + 1) * num_classes
    products = spec.num_features * num_classes
    sums = (
        f"{spec.num_parameters(num_classes, axes):,}",
        in_millions(spec.multiply_adds(choice.num_points, num_classes, axes)),
    )
    return [
        *_stage_rows(t, choice, spec),
        Row(
            gap_heading(t), tuple(map(text, (size(1, axes), f"{spec.num_features:,}", *NONE_OF_FOUR))), "gap"
        ),
        row(
            t("networks-linear"),
            (size(1, axes), f"{num_classes:,}", f"{head:,}", in_millions(products), NOTHING, NOTHING),
        ),
        row(t("networks-sum"), [NOTHING, NOTHING, *sums, NOTHING, NOTHING], "sum"),
    ]


def _stage_rows(t: Translate, choice: Choice, spec: Backbone) -> Iterator[Row]:
    for one in spec.rows(choice.num_points, choice.num_axes):
        cells = (
            size(one.num_positions, choice.num_axes),
            f"{one.stage.num_out:,}",
            f"{one.num_parameters:,}",
            in_millions(one.multiply_adds),
            f"{one.field.size:,}",
            str(one.field.jump),
        )
        yield row(stage_name(t, one.stage.name), cells)


def _draw_sight(view: View, choice: Choice, spec: Backbone) -> None:
    t = view.t
    last = spec.rows(choice.num_points, choice.num_axes)[-1]
    seen = sight(last.field, last.num_positions, choice.num_points)
    length = 0 if choice.is_picture else min(view.config.signals.noise_length, choice.num_points)
    words = sight_sentences(t, seen, length, choice.shown_input)
    st.markdown(words)
    plot(
        sight_figure(seen, length, choice.shown_input, t),
        key="networks_sight",
        alt=f"{t('networks-sight-alt')} {words}",
        height=SIGHT_HEIGHT,
        failed=t("picture-failed"),
    )


def sight_sentences(t: Translate, seen: Sight, event_length: int, unit: str) -> str:
    """Return how many positions the map has, what the middle one sees, how many an event holds."""
    start, end = seen.span
    parts = [
        t(f"networks-sight-positions-{unit}", count=seen.num_positions, jump=seen.jump),
        t(f"networks-sight-all-{unit}", size=seen.size)
        if seen.sees_all
        else t(f"networks-sight-part-{unit}", size=seen.size, first=start, last=end - 1),
    ]
    if event_length:
        least, most = seen.held(event_length)
        kind = "same" if least == most else "between"
        parts.append(t(f"networks-sight-event-{kind}", length=event_length, least=least, most=most))
    return " ".join(parts)


def _draw_training(view: View, choice: Choice) -> None:
    """Say what training this network on the Lab's signals takes, and offer it."""
    t = view.t
    changes: dict[str, object] = {"network.backbone": choice.backbone}
    if choice.backbone in DEEP:
        changes["network.deep_stride"] = choice.stride
    st.markdown(f"**{t('networks-train-heading', count=view.config.signals.num_points)}**")
    try:
        config = view.config.with_settings(changes)
    except ValueError as error:
        st.warning(sentence(t, error))
        return
    (st.warning if is_slow(config) else st.markdown)(outlook(t, config))
    label = t("networks-train", name=_name(t, choice))
    if st.button(label, key="networks_train", type="primary", icon=":material/model_training:"):
        take_settings(view.manifest.experiment, changes)
        st.switch_page(LAB)
