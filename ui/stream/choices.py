"""Which stream is shown: the session's model, how many events, which seed; the last two stay in the link."""

import streamlit as st

from cam_core.config import MAX_SEED
from cam_core.fields import ExplainedError
from cam_core.settings import parse_value
from ui.errors import sentence
from ui.page import View
from ui.shown_model import draw_model_choice
from ui.stream.query import StreamChoice, most_events, usual_choice

CHOSEN_KEY, EVENTS_KEY, SEED_KEY = "stream_chosen", "stream_events", "stream_seed"


def open_stream(view: View) -> StreamChoice:
    """Take the choice from the session, else from the link, and say what of the link does not fit."""
    usual, most = usual_choice(view.config), most_events(view.config)
    chosen = st.session_state.get(CHOSEN_KEY)
    if chosen is None:
        chosen = StreamChoice(
            _number(view, "events", usual.num_events, most), _number(view, "seed", usual.seed, MAX_SEED)
        )
    # Signals of another model may leave room for fewer events.
    return _choose(StreamChoice(min(chosen.num_events, most), chosen.seed))


def draw_choices(view: View, choice: StreamChoice) -> None:
    """Draw the choices that make another stream."""
    t = view.t
    model, events, seed = st.columns([3, 1, 1])
    with model:
        draw_model_choice(view)
    events.number_input(
        t("stream-events"), 0, most_events(view.config), step=1, key=EVENTS_KEY, on_change=_take_fields
    )
    seed.number_input(t("stream-seed"), 0, MAX_SEED, step=1, key=SEED_KEY, on_change=_take_fields)
    _write_link(choice, usual_choice(view.config))


def _number(view: View, name: str, usual: int, high: int) -> int:
    """Return the whole number `name` of the link; the usual one, with a sentence, where it does not fit."""
    text = st.query_params.get(name)
    number = usual if text is None else parse_value(text)
    if type(number) is int and 0 <= number <= high:
        return number
    got = f"{text!r:.40}"
    error = ExplainedError(
        f"`{name}` must be a whole number from 0 to {high}, got {got}.",
        f"error-stream-{name}",
        high=str(high),
        got=got,
    )
    st.warning(view.t("problem-link", problem=sentence(view.t, error)))
    return usual


def _choose(choice: StreamChoice) -> StreamChoice:
    # Streamlit forgets widgets of a page that was left; the choice itself has a key of its own.
    st.session_state[CHOSEN_KEY] = choice
    st.session_state[EVENTS_KEY], st.session_state[SEED_KEY] = choice.num_events, choice.seed
    return choice


def _take_fields() -> None:
    st.session_state[CHOSEN_KEY] = StreamChoice(
        int(st.session_state[EVENTS_KEY]), int(st.session_state[SEED_KEY])
    )


def _write_link(choice: StreamChoice, usual: StreamChoice) -> None:
    values = {"events": (choice.num_events, usual.num_events), "seed": (choice.seed, usual.seed)}
    for key, (value, default) in values.items():
        if value == default:
            st.query_params.pop(key, None)
        elif st.query_params.get(key) != str(value):
            st.query_params[key] = str(value)
