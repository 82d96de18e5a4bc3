"""The stream's instrument: what rolls by, at which speed, under which sentences."""

from collections.abc import Sequence
from functools import lru_cache
from typing import cast

import numpy as np
import streamlit as st

from cam_core.calibration import FALSE_ALARM_RATE
from cam_core.config import ExperimentConfig
from cam_core.figures.stream import GROW, HEIGHT, stream_bindings, stream_figure, stream_patches
from cam_core.figures.words import class_name
from cam_core.stream.long_signals import LongSignal, LongSignalConfig, long_signal
from ui.first_sample import linked_sample
from ui.instrument import Binding, Choice, Instrument, Patches
from ui.language import Translate
from ui.page import View
from ui.pictures import map_choice, picture_texts
from ui.plot import plot
from ui.stream.query import StreamChoice, stream_address, stream_points
from ui.stream.texts import stream_rate, stream_readouts

SPEEDS = ("0.5", "1", "2", "4")
OWN_TEXTS = ("loading", "next", "position", "previous", "sample", "slider")
"""Words of the component that mean something else here than among the samples of a test set."""


def draw_stream(view: View, choice: StreamChoice) -> None:
    """Draw the stream of `choice`, at the place that the link names."""
    t, config = view.t, view.config
    signal = _signal(choice.signal(config))
    limit = 1.05 * float(np.abs(signal.x).max()) or 1.0
    names = [class_name(t, config.signals.class_names[label]) for label in signal.y]
    if config.signals.num_classes == 2:
        names = [""] * len(names)
    plot(
        stream_figure(shown_samples(config), limit, names, t),
        key="stream",
        alt=t("stream-alt"),
        height=HEIGHT,
        grow=GROW,
        instrument=_instrument(view, choice, signal),
        failed=t("picture-failed"),
    )
    st.caption(t("stream-about-probability", count=config.signals.num_points))
    st.caption(alarm_sentence(view))


def alarm_sentence(view: View) -> str:
    """Say on which signals the threshold was set, and how many times as long a stream is."""
    length, shown = view.manifest.experiment.signals.num_points, stream_points(view.config)
    return view.t(
        "stream-about-alarms",
        count=length,
        signals=round(1 / FALSE_ALARM_RATE),
        length=shown,
        times=f"{shown / length:.2g}",
    )


def shown_samples(config: ExperimentConfig) -> int:
    """Return how many samples are on the screen: two training lengths, and more where the map lags far."""
    length = config.signals.num_points
    return min(stream_points(config), max(2 * length, length + config.network.spec.map_field.size))


@lru_cache(maxsize=16)
def _signal(config: LongSignalConfig) -> LongSignal:
    return long_signal(config)


def _instrument(view: View, choice: StreamChoice, signal: LongSignal) -> Instrument:
    t, config, count = view.t, view.config, len(signal.x)
    num_points = config.signals.num_points
    controls = [_speed_choice(t), _map_choice(view)]
    return Instrument(
        url=stream_address(view.state, view.manifest.fingerprint, choice),
        count=count,
        controls=controls,
        bindings=cast("Sequence[Binding]", stream_bindings(shown_samples(config))),
        patches=cast("Patches", stream_patches(view.manifest.calibration, config.signals.num_classes, t)),
        readouts=stream_readouts(t, num_points, config.network.spec.map_field),
        state={
            "sample": _first_sample(config, signal),
            **{control["name"]: control["default"] for control in controls},
        },
        whole=True,
        pace={"rate": stream_rate(num_points), "control": "speed"},
        page=max(1, num_points // 4),
        text=picture_texts(t) | {name: t(f"stream-{name}") for name in OWN_TEXTS},
    )


def _speed_choice(t: Translate) -> Choice:
    options = [{"value": value, "label": t("stream-times", factor=value)} for value in SPEEDS]
    return cast("Choice", {"name": "speed", "label": t("stream-playing"), "options": options, "default": "1"})


def _map_choice(view: View) -> Choice:
    """Return the choice between the maps; a stream has no predicted class that all of it belongs to."""
    choice = map_choice(view)
    options = [option for option in choice["options"] if option["value"] != "predicted"]
    return {**choice, "options": options, "default": "1"}


def _first_sample(config: ExperimentConfig, signal: LongSignal) -> int:
    """Return the sample in the link, or one at which the first event is well in the picture."""
    linked = linked_sample(len(signal.x))
    if linked is not None:
        return linked
    shown = shown_samples(config)
    return min(len(signal.x) - 1, int(signal.event_interval[0, 1]) + shown // 3 if len(signal.y) else shown)
