"""A measurement that takes longer than a script run: a few steps at a time, while the page stays usable.

What is measured is shared by all sessions and stays until the server stops; a reload goes on where it was.
"""

import threading
from collections.abc import Callable, Hashable
from datetime import timedelta
from time import monotonic, perf_counter

import streamlit as st

from cam_core.config import ExperimentConfig, NetworkConfig, SignalConfig
from ui.outlook import duration
from ui.page import View

SOON = timedelta(seconds=0.2)
AT_ONCE = 0.5
"""Seconds of work in one run of the panel: about so long another session's page waits for its turn, and a
click on "stop" for its effect; longer only where one signal alone takes longer."""

TALK_POINTS = SignalConfig().num_points

SHORT = 14.0
"""Seconds up to which a measurement begins by itself."""


def relative_work(config: ExperimentConfig) -> float:
    """Return how often the network multiplies for a signal, in units of the talk's network; 1 at least."""
    spec, talk = config.network.spec, NetworkConfig().spec
    return max(1.0, spec.multiply_adds(config.signals.num_points) / talk.multiply_adds(TALK_POINTS))


def at_a_time(seconds: float, most: int) -> int:
    """Return how many signals of so many `seconds` each make a step: `most`, fewer where they take long."""
    return max(1, min(most, int(AT_ONCE / seconds)))


class Steps:
    """Does `num_steps` steps one after the other, whoever asks; `step(place)` does one.

    Several sessions may ask at once: each step is done once. identity: tells this work from any other.
    seconds: what the steps so far took.
    """

    def __init__(self, identity: Hashable, num_steps: int, step: Callable[[int], None]) -> None:
        self.identity, self.num_steps, self._step = identity, num_steps, step
        self.num_done, self.seconds = 0, 0.0
        self._lock = threading.Lock()

    @property
    def pace(self) -> float:
        """Seconds that a step took so far, 0 before the first."""
        return self.seconds / max(1, self.num_done)

    @property
    def is_done(self) -> bool:
        return self.num_done >= self.num_steps

    def advance(self) -> None:
        """Do the next step, if any is left."""
        with self._lock:
            if self.is_done:
                return
            start = perf_counter()
            self._step(self.num_done)
            self.seconds += perf_counter() - start
            self.num_done += 1

    def advance_for(self, seconds: float) -> None:
        """Do the steps that end within so many seconds, going by those before; one at least."""
        until = monotonic() + seconds
        self.advance()
        while not self.is_done and monotonic() + self.pace <= until:
            self.advance()

    def seconds_left(self, guess: float) -> float:
        """Return what the rest takes: as what was done took, else its part of the `guess` for all."""
        pace = self.pace if self.num_done else guess / max(1, self.num_steps)
        return pace * (self.num_steps - self.num_done)


def draw_measured(view: View, name: str, work: Steps, guess: float, draw: Callable[[], None]) -> None:
    """Draw progress while `work` is not done, then what `draw` draws.

    name: of the texts (`NAME-progress`, `NAME-about`) and of what the session remembers. guess: seconds that
    all of it takes on a usual machine. What is quick begins by itself; the rest waits for a button.
    """
    if work.is_done:
        draw()
        return
    _begin_by_itself(name, work, guess)
    running = _is_running(name, work)
    st.session_state[f"{name}_drawing"] = True
    st.fragment(_panel, run_every=SOON if running else None)(view, name, work, guess, running)


def _begin_by_itself(name: str, work: Steps, guess: float) -> None:
    # Once for each measurement: one that was stopped stays so.
    if guess <= SHORT and st.session_state.get(f"{name}_begun") != work.identity:
        st.session_state[f"{name}_begun"] = st.session_state[f"{name}_running"] = work.identity


def _is_running(name: str, work: Steps) -> bool:
    return bool(st.session_state.get(f"{name}_running") == work.identity)


def _panel(view: View, name: str, work: Steps, guess: float, began_running: bool) -> None:
    # The page decides how often this runs, and draws what is measured.
    if work.is_done or _is_running(name, work) != began_running:
        st.rerun()
    left = duration(view.t, work.seconds_left(guess))
    with st.container(horizontal=True, vertical_alignment="center", key=f"{name}_measuring"):
        if began_running:
            st.progress(work.num_done / work.num_steps, text=view.t(f"{name}-progress", left=left))
            _draw_stop(view, name)
        else:
            _draw_start(view, name, work)
            st.caption(view.t(f"{name}-about", left=left))
    # The run that draws the page only draws: what follows must not wait, and a click on "stop" is lost in it.
    if st.session_state.pop(f"{name}_drawing", False):
        return
    if began_running:
        _go_on(work)


def _draw_stop(view: View, name: str) -> None:
    st.button(
        view.t("measuring-stop"),
        key=f"{name}_stop",
        icon=":material/stop:",
        on_click=lambda: st.session_state.pop(f"{name}_running", None),
    )


def _draw_start(view: View, name: str, work: Steps) -> None:
    st.button(
        view.t("measuring-go-on" if work.num_done else "measuring-start"),
        key=f"{name}_start",
        icon=":material/play_arrow:",
        on_click=lambda: st.session_state.update({f"{name}_running": work.identity}),
    )


def _go_on(work: Steps) -> None:
    work.advance_for(AT_ONCE)
    if work.is_done:
        st.rerun()
