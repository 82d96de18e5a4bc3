"""What if: which tool, on which signal. Both, and every number of a signal made by hand, stay in the link."""

from dataclasses import dataclass, replace

import streamlit as st

from cam_core.by_hand.hand_made import MADE_KINDS, HandMade, bounds, usual_made
from cam_core.event_kinds import EVENT_KINDS, PLAIN_SINE, SHARE, strength_of
from ui.event_tool import UNITS
from ui.language import Translate
from ui.page import View
from ui.whatif.link import describes_made, kind_title, linked_choice, linked_made, titles
from ui.whatif.query import MADE, made_link

TOOLS = ("drag", "clean", "flip", "shift", "sketch")
SIGNALS = ("test", "made")
CHOSEN_KEY, TOOL_KEY, SIGNAL_KEY = "whatif_chosen", "whatif_tool", "whatif_signal"
STEPS = {"cycles": 0.5, "phase": 0.1, "amplitude": 0.1, "background": 0.05, "strength": 0.05}
"""Of the number fields; all others go by one."""

DECIMALS = 6
"""What the steps of a field add up to is rounded here, so that a link says 0.3, not 0.30000000004."""


@dataclass(frozen=True)
class WhatIf:
    """A person's choice. made: the numbers of the signal made by hand, kept while a test signal is shown."""

    tool: str
    is_made: bool
    made: HandMade
    model: str
    num_points: int

    @property
    def shown_made(self) -> HandMade | None:
        return self.made if self.is_made else None


def open_whatif(view: View) -> WhatIf:
    """Take the choice from the session, else from the link, and say what of the link does not fit."""
    usual, num_points = usual_made(view.config.signals), view.config.signals.num_points
    chosen: WhatIf | None = st.session_state.get(CHOSEN_KEY)
    if chosen is None:
        chosen = _from_link(view, usual)
    # Another network has other signals, perhaps of another length.
    if (chosen.model, chosen.num_points) != (view.state.model, num_points):
        chosen = replace(chosen, made=usual, model=view.state.model, num_points=num_points)
    st.session_state[CHOSEN_KEY] = chosen
    return chosen


def _from_link(view: View, usual: HandMade) -> WhatIf:
    """Return what the link asks for; numbers of a signal made by hand ask for that signal."""
    t, link = view.t, st.query_params.to_dict()
    describes = describes_made(link)
    tool = linked_choice(view, "tool", titles(t, "whatif-tool", TOOLS), TOOLS[0])
    signal = linked_choice(view, "signal", titles(t, "whatif-signal", SIGNALS), SIGNALS[describes])
    made, is_made = linked_made(view, usual), signal == SIGNALS[1]
    if describes and not is_made:
        st.info(t("whatif-made-waits", test=t("whatif-signal-test"), made=t("whatif-signal-made")))
    return WhatIf(tool, is_made, made, view.state.model, view.config.signals.num_points)


def draw_whatif_choices(view: View, chosen: WhatIf) -> None:
    """Draw the choice of the tool and of the signal, in one row over the picture."""
    t = view.t
    with st.container(horizontal=True, vertical_alignment="bottom", key="whatif_choices"):
        st.segmented_control(
            t("whatif-tool"),
            TOOLS,
            format_func=lambda name: t(f"whatif-tool-{name}"),
            default=chosen.tool,
            key=TOOL_KEY,
            on_change=_take_choices,
            required=True,
        )
        st.segmented_control(
            t("whatif-signal"),
            SIGNALS,
            format_func=lambda name: t(f"whatif-signal-{name}"),
            default=SIGNALS[chosen.is_made],
            key=SIGNAL_KEY,
            on_change=_take_choices,
            required=True,
        )
    _write_link(view, chosen)


def _take_choices() -> None:
    chosen: WhatIf = st.session_state[CHOSEN_KEY]
    tool, signal = st.session_state[TOOL_KEY], st.session_state[SIGNAL_KEY]
    st.session_state[CHOSEN_KEY] = replace(
        chosen, tool=tool or chosen.tool, is_made=signal == "made" if signal else chosen.is_made
    )


def _write_link(view: View, chosen: WhatIf) -> None:
    wanted = {"tool": chosen.tool if chosen.tool != TOOLS[0] else ""}
    wanted["signal"] = "made" if chosen.is_made else ""
    usual = made_link(usual_made(view.config.signals))
    for key, text in made_link(chosen.made).items():
        wanted[key] = text if chosen.is_made and text != usual[key] else ""
    unknown = {key: "" for key in st.query_params if key.startswith(MADE) and key not in wanted}
    for key, text in (wanted | unknown).items():
        if not text:
            st.query_params.pop(key, None)
        elif st.query_params.get(key) != text:
            st.query_params[key] = text


def draw_made(view: View, chosen: WhatIf) -> None:
    """Draw a field for every number of the signal made by hand."""
    t, made = view.t, chosen.made
    st.markdown(f"### {t('made')}", help=t("made-help"))
    unknown = [kind for kind in EVENT_KINDS if kind not in view.config.signals.kinds]
    with st.container(horizontal=True, key="whatif_made"):
        st.selectbox(
            t("made-kind"),
            MADE_KINDS,
            index=MADE_KINDS.index(made.kind),
            format_func=lambda kind: kind_title(t, kind),
            key="whatif_made_kind",
            on_change=_take_kind,
            help=t("made-kind-help", count=len(unknown)),
        )
        for name, (low, high) in bounds(made, view.config.signals.num_points).items():
            _draw_number(t, made, name, (low, high))


def _draw_number(t: Translate, made: HandMade, name: str, ends: tuple[float, float]) -> None:
    is_event = name in ("start", "length", "strength")
    unit = UNITS.get(made.kind, "noise-std")
    label = t(f"event-strength-{unit}") if name == "strength" else t(f"made-{name}")
    key, step = f"whatif_made_{name}", STEPS.get(name, 1)
    value = getattr(made, name)
    number = int(value) if isinstance(step, int) else float(value)
    low, high = (int(end) if isinstance(step, int) else float(end) for end in ends)
    st.session_state[key] = number
    st.number_input(
        label,
        low,
        high,
        step=step,
        format="%d" if isinstance(step, int) else "%g",
        key=key,
        on_change=lambda: _take_number(name),
        help=t("made-bounds", low=f"{low:g}", high=f"{high:g}"),
        disabled=is_event and made.kind == PLAIN_SINE,
        width=230,
    )


def _take_kind() -> None:
    """Another kind begins with a strength that it can have."""
    chosen: WhatIf = st.session_state[CHOSEN_KEY]
    kind = st.session_state["whatif_made_kind"]
    made = replace(chosen.made, kind=kind)
    if strength_of(kind) != strength_of(chosen.made.kind):
        made = replace(made, strength=1.0 if strength_of(kind) == SHARE else 0.5 * made.amplitude)
    st.session_state[CHOSEN_KEY] = replace(chosen, made=made)


def _take_number(name: str) -> None:
    chosen: WhatIf = st.session_state[CHOSEN_KEY]
    value = st.session_state[f"whatif_made_{name}"]
    # A longer event may not fit where it began.
    made = replace(chosen.made, **{name: round(value, DECIMALS)}).fitted(chosen.num_points)
    st.session_state[CHOSEN_KEY] = replace(chosen, made=made)
