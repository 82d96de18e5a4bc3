"""Evidence: its parts, one idea each, and the choice among them. Only the chosen one is drawn."""

from collections.abc import Callable, Mapping

import streamlit as st

from cam_core.fields import require_choice
from ui.errors import sentence
from ui.evidence.ledger.view import draw_ledger
from ui.evidence.methods.view import draw_methods
from ui.evidence.sanity.view import draw_sanity
from ui.evidence.score.view import draw_score
from ui.evidence.twins.view import draw_twins
from ui.page import View

PARTS: Mapping[str, Callable[[View], None]] = {
    "ledger": draw_ledger,
    "twins": draw_twins,
    "methods": draw_methods,
    "score": draw_score,
    "sanity": draw_sanity,
}
"""By the word that the link has for each, in the order of the choice; the first is the usual one.

The text `evidence-part-NAME` names it.
"""

LINK_KEY, PART_KEY, FIELD_KEY = "part", "evidence_part", "evidence_part_field"


def draw_part(view: View) -> None:
    """Draw the choice among the parts and the one that is chosen; the link says which."""
    _open_part(view)
    st.segmented_control(
        view.t("evidence-part"),
        list(PARTS),
        format_func=lambda name: view.t(f"evidence-part-{name}"),
        default=st.session_state[PART_KEY],
        key=FIELD_KEY,
        label_visibility="collapsed",
        on_change=_take,
        required=True,
    )
    part = str(st.session_state[PART_KEY])
    _write_link(part)
    PARTS[part](view)


def _open_part(view: View) -> None:
    """Take the part from the link, once a session, and say so if there is none of that name."""
    if PART_KEY in st.session_state:
        return
    usual = next(iter(PARTS))
    wanted = st.query_params.get(LINK_KEY, usual)
    try:
        require_choice(LINK_KEY, wanted, PARTS)
    except ValueError as error:
        st.warning(view.t("problem-link", problem=sentence(view.t, error)))
        wanted = usual
    st.session_state[PART_KEY] = wanted


def _take() -> None:
    st.session_state[PART_KEY] = st.session_state[FIELD_KEY] or st.session_state[PART_KEY]


def _write_link(part: str) -> None:
    wanted = "" if part == next(iter(PARTS)) else part
    if not wanted:
        st.query_params.pop(LINK_KEY, None)
    elif st.query_params.get(LINK_KEY) != wanted:
        st.query_params[LINK_KEY] = wanted
