"""One channel of the ladder, beside it: chosen by a click or by number, kept in the link."""

from collections.abc import Mapping, Sequence
from typing import cast

import numpy as np
import streamlit as st

from cam_core.blocks import Pool
from cam_core.config import parse_value
from cam_core.evaluation import NOISY
from cam_core.fields import ExplainedError
from cam_core.figures.layers import FIRST_STRIP, GAP_ROWS, Places
from cam_core.figures.layers_channel import (
    ACTIVATION_HEIGHT,
    KERNEL_HEIGHT,
    activation_bindings,
    activation_figure,
    kernel_figure,
)
from cam_core.figures.words import class_name, stage_name
from cam_core.ladder import Rung
from ui import store
from ui.errors import sentence
from ui.layers_samples import model_scales
from ui.layers_view import first_sample, ladder_address, prefetch, signal_limit, view_rungs
from ui.network_words import stage_in_words
from ui.page import View
from ui.plot import Binding, Instrument, Number, Readout, picked, plot
from ui.scope_view import picture_texts

CHOSEN_KEY, LAYER_KEY, CHANNEL_KEY = "layers_chosen", "layers_layer", "layers_channel"


def open_channel(view: View) -> None:
    """Take the channel from the session, else from the link, and say what of the link does not fit."""
    if CHOSEN_KEY in st.session_state:
        layer, channel = st.session_state[CHOSEN_KEY]
    else:
        layer, channel = st.query_params.get("layer"), st.query_params.get("channel")
    try:
        chosen = _checked(view, layer, channel)
    except ValueError as error:
        st.warning(view.t("problem-link", problem=sentence(view.t, error)))
        chosen = _usual(view)
    _choose(*chosen)


def pick_channel(rungs: Sequence[Rung]) -> None:
    """Choose the channel that was clicked in the ladder."""
    pick = picked("layers")
    if pick is None:
        return
    strip, bar = pick["trace"] - FIRST_STRIP, pick["trace"] - Places(len(rungs)).first_bars
    if 0 <= strip < len(rungs) and pick["row"] is not None:
        _choose(rungs[strip].name, int(pick["row"]))
    elif 0 <= bar < len(GAP_ROWS):
        _choose(rungs[-1].name, int(pick["column"]))


def _choose(layer: str, channel: int) -> None:
    # Streamlit forgets widgets of a page that was left; the choice itself has a key of its own.
    st.session_state[CHOSEN_KEY] = layer, channel
    st.session_state[LAYER_KEY], st.session_state[CHANNEL_KEY] = layer, channel


def _checked(view: View, layer: str | None, channel: str | int | None) -> tuple[str, int]:
    usual = _usual(view)
    by_name = {rung.name: rung for rung in view_rungs(view)}
    if layer is None and channel is None:
        return usual
    name = usual[0] if layer is None else layer
    if name not in by_name:
        text = f"`layer` must be one of {', '.join(by_name)}, got {name!r}."
        raise ExplainedError(text, "error-layer", layer=name[:40])
    last = by_name[name].num_channels - 1
    number = parse_value(str(channel or 0))
    if type(number) is not int or not 0 <= number <= last:
        got = f"{channel!r:.40}"
        text = f"`channel` must be a whole number from 0 to {last}, got {got}."
        raise ExplainedError(text, "error-channel", last=str(last), got=got)
    return name, number


def _usual(view: View) -> tuple[str, int]:
    """Return the last layer's channel that speaks most for noise."""
    weight = view.model().network.head.weight.detach().numpy()
    return view_rungs(view)[-1].name, int(weight[NOISY].argmax())


@st.fragment
def draw_channel(view: View) -> None:
    """Draw the chosen channel: where it is, its kernel, its activation, what it adds."""
    t, rungs = view.t, view_rungs(view)
    rung, channel = _fields(view, rungs)
    _write_link(view, rung.name, channel)
    _draw_kernel(view, rungs, rung, channel)
    st.markdown(f"**{t('layers-activation')}**")
    plot(
        activation_figure(
            rung,
            model_scales(view.state.model, view.manifest.fingerprint).peaks[rung.name],
            view.config.signals.num_points,
            signal_limit(view),
            t,
        ),
        key="layers-activation",
        alt=t("layers-activation-alt", layer=layer_name(view, rung), channel=channel),
        height=ACTIVATION_HEIGHT,
        instrument=_instrument(view, rung, channel, last=rung is rungs[-1]),
        failed=t("picture-failed"),
    )


def layer_name(view: View, rung: Rung) -> str:
    """Return the layer's name in its table, in the reader's language."""
    return stage_name(view.t, rung.name)


def _fields(view: View, rungs: Sequence[Rung]) -> tuple[Rung, int]:
    by_name = {rung.name: rung for rung in rungs}
    layer, channel = st.session_state[CHOSEN_KEY]
    last = by_name[layer].num_channels - 1
    layer_column, channel_column = st.columns([3, 2], vertical_alignment="bottom")
    layer_column.selectbox(
        view.t("layers-layer"),
        list(by_name),
        format_func=lambda name: layer_name(view, by_name[name]),
        key=LAYER_KEY,
        on_change=_take_fields,
        args=(by_name,),
    )
    channel_column.number_input(
        view.t("layers-channel", last=last),
        0,
        last,
        step=1,
        key=CHANNEL_KEY,
        on_change=_take_fields,
        args=(by_name,),
    )
    return by_name[layer], channel


def _take_fields(by_name: Mapping[str, Rung]) -> None:
    layer = st.session_state[LAYER_KEY]
    _choose(layer, min(int(st.session_state[CHANNEL_KEY]), by_name[layer].num_channels - 1))


def _draw_kernel(view: View, rungs: Sequence[Rung], rung: Rung, channel: int) -> None:
    from cam_core.kernels import kernel

    t = view.t
    found = kernel(view.model().network, rung.name, channel)
    place = rungs.index(rung)
    if found is None:
        st.markdown(_words_without_kernel(view, rungs, place))
        return
    before = layer_name(view, rungs[place - 1]) if place else t("axis-signal")
    numbers = {"bias": f"{found.bias:.4f}".replace("-", "−"), "count": len(found.weight)}
    st.markdown(t("layers-kernel", size=found.weight.shape[1], before=before, **numbers))
    if (found.scale, found.shift) != (1.0, 0.0):
        st.markdown(t("layers-normalized", scale=f"{found.scale:.4f}", shift=f"{found.shift:.4f}"))
    plot(
        kernel_figure(np.asarray(found.weight), before, t),
        key="layers-kernel",
        alt=t("layers-kernel-alt", layer=layer_name(view, rung), channel=channel),
        height=KERNEL_HEIGHT,
        zoom="box",
        failed=t("picture-failed"),
    )


def _words_without_kernel(view: View, rungs: Sequence[Rung], place: int) -> str:
    """Say what a stage is made of that has no single kernel for each channel."""
    t, stage = view.t, view.config.network.spec.stages[place]
    if isinstance(stage.blocks[0], Pool) and len(stage.blocks) == 1:
        size = stage.blocks[0].window.kernel_size
        return t("layers-pooling", layer=layer_name(view, rungs[place - 1]), size=size)
    return t("layers-stage", layer=layer_name(view, rungs[place]), blocks=stage_in_words(t, stage))


def _instrument(view: View, rung: Rung, channel: int, *, last: bool) -> Instrument:
    signals = store.test_signals(view.config.signals)
    return Instrument(
        url=ladder_address(view),
        count=len(signals),
        bindings=cast(Sequence[Binding], activation_bindings(rung.name, channel)),
        readouts=_readouts(view, channel) if last else [],
        state={"sample": first_sample(signals)},
        scrub=False,
        prefetch=prefetch(view),
        text=picture_texts(view.t),
    )


def _readouts(view: View, channel: int) -> list[Readout]:
    """Return the sentence about the last layer's channel; the browser fills in the sample's numbers."""
    t, names = view.t, view.config.signals.class_names
    weight = view.model().network.head.weight.detach().numpy()[:, channel]
    numbers: dict[str, Number] = {"pooled": {"array": "pooled", "at": channel}}
    parts = [t("layers-share")]
    for label, name in enumerate(names):
        numbers[f"class{label}"] = {"array": f"contribution.{label}", "at": channel}
        words = f"{weight[label]:+.4f}".replace("-", "−")
        adds = f"{{class{label}}}"
        parts.append(t("layers-share-class", name=class_name(t, name), weight=words, adds=adds))
    lines = 1 + len(names)
    return [{"slot": "share", "sentence": " ".join(parts), "numbers": numbers, "lines": lines}]


def _write_link(view: View, layer: str, channel: int) -> None:
    usual = (layer, channel) == _usual(view)
    for key, value in {"layer": layer, "channel": str(channel)}.items():
        if usual:
            st.query_params.pop(key, None)
        elif st.query_params.get(key) != value:
            st.query_params[key] = value
