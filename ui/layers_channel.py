"""One channel of the ladder, beside it: chosen by a click or by number, kept in the link."""

from collections.abc import Sequence

import numpy as np
import streamlit as st

from cam_core.figures.layers import FIRST_BARS, FIRST_STRIP, GAP_ROWS
from cam_core.figures.layers_channel import (
    ACTIVATION_HEIGHT,
    KERNEL_HEIGHT,
    activation_bindings,
    activation_figure,
    kernel_figure,
)
from cam_core.ladder import Rung
from ui import store
from ui.layers_samples import model_scales
from ui.layers_view import PREFETCH, first_sample, ladder_address, signal_limit, view_rungs
from ui.page import View
from ui.plot import Instrument, Readout, picked, plot
from ui.scope_view import picture_texts

LAYER_KEY, CHANNEL_KEY = "layers_layer", "layers_channel"


def open_channel(view: View) -> None:
    """Take the channel from the session, else from the link, else the last layer's first."""
    rungs = view_rungs(view)
    by_name = {rung.name: rung for rung in rungs}
    wanted = st.session_state.get(LAYER_KEY, st.query_params.get("layer"))
    layer = wanted if wanted in by_name else rungs[-1].name
    number = st.session_state.get(CHANNEL_KEY, _number(st.query_params.get("channel", "")))
    st.session_state[LAYER_KEY] = layer
    st.session_state[CHANNEL_KEY] = min(number, by_name[layer].num_channels - 1)


def pick_channel(rungs: Sequence[Rung]) -> None:
    """Choose the channel that was clicked in the ladder."""
    pick = picked("layers")
    if pick is None:
        return
    strip = pick["trace"] - FIRST_STRIP
    if 0 <= strip < len(rungs) and pick["row"] is not None:
        st.session_state[LAYER_KEY] = rungs[strip].name
        st.session_state[CHANNEL_KEY] = int(pick["row"])
    elif 0 <= pick["trace"] - FIRST_BARS < len(GAP_ROWS):
        st.session_state[LAYER_KEY] = rungs[-1].name
        st.session_state[CHANNEL_KEY] = int(pick["column"])


@st.fragment
def draw_channel(view: View) -> None:
    """Draw the chosen channel: where it is, its kernel, its activation, what it adds."""
    t, rungs = view.t, view_rungs(view)
    rung = _choose(view, rungs)
    channel = int(st.session_state[CHANNEL_KEY])
    _write_link(rung, channel, rungs)
    _draw_kernel(view, rungs, rung, channel)
    st.markdown(f"**{t('layers-activation')}**")
    plot(
        activation_figure(
            rung,
            model_scales(view.state.model, view.manifest.fingerprint).layers[rung.name],
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
    """Return the layer's name in the talk, in the reader's language."""
    return view.t(f"layers-{rung.name.replace('_', '-')}")


def _choose(view: View, rungs: Sequence[Rung]) -> Rung:
    by_name = {rung.name: rung for rung in rungs}
    layer_column, channel_column = st.columns([3, 2])
    layer = layer_column.selectbox(
        view.t("layers-layer"),
        list(by_name),
        format_func=lambda name: layer_name(view, by_name[name]),
        key=LAYER_KEY,
    )
    rung = by_name[layer]
    last = rung.num_channels - 1
    st.session_state[CHANNEL_KEY] = min(st.session_state[CHANNEL_KEY], last)
    channel_column.number_input(view.t("layers-channel", last=last), 0, last, step=1, key=CHANNEL_KEY)
    return rung


def _draw_kernel(view: View, rungs: Sequence[Rung], rung: Rung, channel: int) -> None:
    from cam_core.kernels import kernel

    t = view.t
    found = kernel(view.model().network, rung.name, channel)
    if found is None:
        st.markdown(t("layers-pooling", layer=layer_name(view, rungs[rungs.index(rung) - 1])))
        return
    place = rungs.index(rung)
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


def _instrument(view: View, rung: Rung, channel: int, *, last: bool) -> Instrument:
    signals = store.test_signals(view.config.signals)
    return Instrument(
        url=ladder_address(view),
        count=len(signals),
        bindings=activation_bindings(rung.name, channel),  # type: ignore[arg-type]
        readouts=_readouts(view, channel) if last else [],
        state={"sample": first_sample(signals)},
        scrub=False,
        prefetch=PREFETCH,
        text=picture_texts(view.t),
    )


def _readouts(view: View, channel: int) -> list[Readout]:
    """Return the sentence about the last layer's channel; the browser fills in the sample's numbers."""
    weight = view.model().network.head.weight.detach().numpy()[:, channel]
    numbers = {
        "pooled": {"array": "pooled", "at": channel},
        "sine": {"array": "contribution.0", "at": channel},
        "noise": {"array": "contribution.1", "at": channel},
    }
    words = {"sine_weight": f"{weight[0]:+.4f}", "noise_weight": f"{weight[1]:+.4f}"}
    sentence = view.t("layers-share", **{k: v.replace("-", "−") for k, v in words.items()})
    return [{"slot": "share", "sentence": sentence, "numbers": numbers, "lines": 3}]


def _write_link(rung: Rung, channel: int, rungs: Sequence[Rung]) -> None:
    default = rung is rungs[-1] and channel == 0
    for key, value in {"layer": rung.name, "channel": str(channel)}.items():
        if default:
            st.query_params.pop(key, None)
        elif st.query_params.get(key) != value:
            st.query_params[key] = value


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0
