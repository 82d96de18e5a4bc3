"""Evidence: does the network lose its answer when what a map points to is taken away?"""

from collections.abc import Mapping, Sequence
from html import escape
from typing import TYPE_CHECKING

import numpy as np
import streamlit as st

from cam_core.comparisons.faithfulness import NUM_RANDOM, area, num_steps
from cam_core.comparisons.methods import CAM
from cam_core.figures.deletion import (
    HEIGHT,
    METHOD_LOOKS,
    PROBABILITY,
    QUANTITIES,
    RANDOM_LOOK,
    TWIN_LOOK,
    Look,
    deletion_figure,
)
from cam_core.figures.words import class_name
from ui.evidence.methods.samples import MEAN, REPLACEMENTS, TWIN, Question, deleted
from ui.evidence.methods.tables import method_name
from ui.language import Translate
from ui.page import View
from ui.plot import plot

if TYPE_CHECKING:
    from cam_core.comparisons.all_methods import Deletion

REPLACED_KEY, SCATTERED_KEY = "evidence_replaced", "evidence_scattered"
NOTICED = 0.1
"""What the clean twin has to gain before the page says that the deletion made it."""


def draw_deletion(view: View, question: Question) -> None:
    """Draw the curves of probability and margin, and say what they can and cannot show."""
    t = view.t
    count = num_steps(view.config.signals.num_points)
    st.markdown(f"**{t('deletion')}**", help=t("deletion-help", count=count, orders=NUM_RANDOM))
    replaced, scattered = _choices(view)
    _draw_curves(view, question, replaced, scattered=scattered)
    for line in notes(view, question, replaced, scattered=scattered):
        st.markdown(f"- {line}")


def _choices(view: View) -> tuple[str, bool]:
    """Draw the two choices; the link has them in words that do not depend on the language."""
    t = view.t
    if REPLACED_KEY not in st.session_state:
        st.session_state[REPLACED_KEY] = MEAN if st.query_params.get("replaced") == MEAN else TWIN
        st.session_state[SCATTERED_KEY] = st.query_params.get("scattered") == "1"
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.segmented_control(
            t("deletion-replaced"),
            list(REPLACEMENTS),
            format_func=lambda name: t(f"deletion-replaced-{name}"),
            key=REPLACED_KEY,
            required=True,
        )
        scattered = st.toggle(t("deletion-scattered"), key=SCATTERED_KEY)
    replaced = chosen or TWIN
    write_link({"replaced": "" if replaced == TWIN else replaced, "scattered": "1" if scattered else ""})
    return replaced, scattered


def write_link(wanted: Mapping[str, str]) -> None:
    """Bring these keys of the link up to date; an empty word is left out."""
    for key, value in wanted.items():
        if not value:
            st.query_params.pop(key, None)
        elif st.query_params.get(key) != value:
            st.query_params[key] = value


def _draw_curves(view: View, question: Question, replaced: str, *, scattered: bool) -> None:
    t = view.t
    with st.spinner(t("methods-computing"), show_time=True):
        found = deleted(question, replaced, scattered=scattered)
    names = [method_name(t, name) for name in found.names]
    _draw_legend(view, names, with_twin=replaced == MEAN)
    twin = found.twin if replaced == MEAN else None
    for column, quantity in zip(st.columns(2, gap="medium"), QUANTITIES, strict=True):
        limits = (0.0, 1.0) if quantity == PROBABILITY else margin_limits(found)
        with column:
            plot(
                deletion_figure(
                    quantity,
                    found.by_map,
                    found.random,
                    twin,
                    names,
                    limits,
                    t,
                ),
                key=f"evidence_deletion_{quantity}",
                alt=t(f"deletion-alt-{quantity}"),
                height=HEIGHT,
                failed=t("picture-failed"),
            )


def margin_limits(found: "Deletion") -> tuple[float, float]:
    """Return the ends of the margin's axis, in logits: zero and every curve are within.

    One axis for all signals would flatten most of them: margins differ by a factor of a hundred.
    """
    margins = np.concatenate([found.by_map.margin, found.random.margin, found.twin.margin])
    return min(0.0, float(margins.min())), max(0.0, float(margins.max()))


def _draw_legend(view: View, names: Sequence[str], *, with_twin: bool) -> None:
    """Say once, for both pictures, which curve is whose; it wraps as the window allows."""
    entries = [*zip(names, METHOD_LOOKS, strict=True), (view.t("deletion-random"), RANDOM_LOOK)]
    if with_twin:
        entries.append((view.t("deletion-twin"), TWIN_LOOK))
    items = "".join(f"<li>{_swatch(look)} {escape(name)}</li>" for name, look in entries)
    st.html(f"<ul class='curve-legend'>{items}</ul>")


def _swatch(look: Look) -> str:
    style = "solid" if look.dash == "solid" else "dashed" if look.dash.startswith("dash") else "dotted"
    line = f"border-top: {look.width}px {style} {look.color}; color: {look.color}"
    return f"<i aria-hidden='true' style='{line}'>{look.mark}</i>"


def notes(view: View, question: Question, replaced: str, *, scattered: bool) -> list[str]:
    """Say the areas of CAM and of random orders, and what makes the curves misleading, if anything does."""
    t, found = view.t, deleted(question, replaced, scattered=scattered)
    name = class_name(t, view.config.signals.class_names[question.label])
    lines = [areas_sentence(t, found), _direction(t, question, found, replaced, name)]
    peak = float(found.twin.probability[0].max())
    if replaced == MEAN and peak > found.twin.probability[0, 0] + NOTICED:
        lines.append(t("deletion-made", name=name, percent=round(100 * peak)))
    if scattered:
        lines.append(t("deletion-scattered-note"))
    return lines


def areas_sentence(t: Translate, found: "Deletion") -> str:
    """Say the area under the curve of CAM, and what random orders reach."""
    areas = area(found.by_map.share, found.by_map.probability)
    random = area(found.random.share, found.random.probability)
    return t(
        "deletion-areas",
        area=f"{areas[found.names.index(CAM)]:.3f}",
        random=f"{random.mean():.3f}",
        low=f"{random.min():.3f}",
        high=f"{random.max():.3f}",
        orders=len(random),
    )


def _direction(t: Translate, question: Question, found: "Deletion", replaced: str, name: str) -> str:
    """Say what a small area means here, if anything."""
    signals, (start, end) = question.signals, found.by_map.probability[0, [0, -1]]
    if replaced == TWIN and np.array_equal(signals.x, signals.x_clean):
        return t("deletion-own-twin")
    return t("deletion-rises", name=name) if end > start + NOTICED else t("deletion-falls")
