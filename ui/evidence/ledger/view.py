"""Evidence: how the map adds up, on any test signal, and what is left when channels are silenced."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

import numpy as np
import streamlit as st

from cam_core.figures.ledger import (
    ADDS,
    FIRST_RUNNING,
    GROW,
    HEIGHT,
    NARROW_HEIGHT,
    PICKED,
    SIGNAL,
    ledger_bindings,
    ledger_figure,
    ledger_patches,
    line_names,
)
from cam_core.figures.payload import typed_array
from cam_core.figures.words import class_name
from cam_core.maps.ledger import positions_up_to
from ui import store
from ui.errors import sentence
from ui.evidence.ledger.interpolation import draw_interpolation
from ui.evidence.ledger.link import parse_silenced, write_silenced
from ui.evidence.ledger.samples import PATH, model_ledger_scales, most_samples
from ui.evidence.ledger.texts import ledger_readouts, panel_texts, subjects
from ui.evidence.ledger.tips import ledger_tips
from ui.first_sample import first_sample
from ui.instrument import Binding, Choice, Instrument, Option, Patches, Prefetch
from ui.page import View
from ui.pictures import map_choice, picture_texts, signal_limit
from ui.plot import plot
from ui.sample_query import address
from ui.sentences import NEARLY_CERTAIN

OPENED_KEY = "ledger_opened"
USUAL_COUNT = 10
"""Channels that the buttons silence at once until another number is asked for."""


def draw_ledger(view: View) -> None:
    """Draw the ledger, then what lies between the positions of its map."""
    t, config, pooling = view.t, view.config.signals, view.config.network.pooling
    silenced = _silenced_in_link(view)
    scales = model_ledger_scales(view.state.model, view.manifest.fingerprint)
    centers = view.config.network.spec.map_centers(config.num_points)
    plot(
        ledger_figure(
            config.num_points,
            centers,
            _num_channels(view),
            config.num_classes,
            scales,
            signal_limit(view.config.signals),
            pooling,
            t,
        ),
        key="ledger",
        alt=t("ledger-alt"),
        height=HEIGHT,
        grow=GROW,
        narrow=NARROW_HEIGHT,
        instrument=_instrument(view, silenced, centers),
        failed=t("picture-failed"),
    )
    draw_interpolation(view, ledger_address(view), prefetch(view))


def _num_channels(view: View) -> int:
    return int(view.model().network.head.weight.shape[1])


def ledger_address(view: View) -> str:
    """Return where the browser fetches the samples that `view` shows."""
    return address(PATH, view.state, view.manifest.fingerprint)


def prefetch(view: View) -> Prefetch:
    """Return how many samples are fetched ahead and kept: few, because the feature maps come with them."""
    most = most_samples(view.config)
    return {"ahead": max(2, most - 4), "behind": max(1, most // 5), "kept": 4 * most}


def _silenced_in_link(view: View) -> str:
    """Return what the link says of silenced channels, once a session, and say what of it does not fit.

    Later the browser knows; and another model's channels are others.
    """
    if st.session_state.get(OPENED_KEY):
        return ""
    st.session_state[OPENED_KEY] = True
    count = _num_channels(view)
    try:
        return write_silenced(parse_silenced(st.query_params.get("silenced", ""), count), count)
    except ValueError as error:
        st.warning(view.t("problem-link", problem=sentence(view.t, error)))
        return ""


def _instrument(view: View, silenced: str, centers: np.ndarray) -> Instrument:
    t, config, pooling = view.t, view.config.signals, view.config.network.pooling
    signals = store.test_signals(config)
    scales = model_ledger_scales(view.state.model, view.manifest.fingerprint)
    controls = _controls(view)
    return Instrument(
        url=ledger_address(view),
        count=len(signals),
        controls=controls,
        bindings=cast("Sequence[Binding]", ledger_bindings(config.num_classes)),
        patches=cast(
            "Patches", ledger_patches(view.manifest.calibration, scales, config.num_classes, pooling, t)
        ),
        readouts=ledger_readouts(t, config.num_classes),
        state={
            "sample": first_sample(signals),
            "silenced": silenced,
            **{control["name"]: control["default"] for control in controls},
        },
        tool={
            "name": "ledger",
            "url": ledger_address(view),
            "text": panel_texts(t),
            "ledger": _ledger(view, centers),
        },
        panel="above",
        prefetch=prefetch(view),
        text=picture_texts(t),
    )


def _controls(view: View) -> list[Choice]:
    """Return the choice of the map and, of more than two classes, that of the running sum beside it."""
    t, names = view.t, view.config.signals.class_names
    if len(names) == 2:
        return [map_choice(view)]
    options = [Option(value="next", label=t("ledger-against-next"))]
    options += [Option(value=str(label), label=class_name(t, name)) for label, name in enumerate(names)]
    against: Choice = {
        "name": "against",
        "label": t("ledger-against"),
        "options": options,
        "default": "next",
    }
    return [map_choice(view), against]


def _ledger(view: View, centers: np.ndarray) -> Mapping[str, Any]:
    """Return what the browser needs to add up terms: the head, which is the same for every sample."""
    t, names, head = view.t, view.config.signals.class_names, view.model().network.head
    num_points, field = view.config.signals.num_points, view.config.network.spec.map_field
    upto = positions_up_to(field, len(centers), num_points)
    samples = np.arange(num_points)
    return {
        "pooling": view.config.network.pooling,
        "weight": typed_array(head.weight.detach().numpy()),
        "bias": typed_array(head.bias.detach().numpy()),
        "centers": centers.tolist(),
        "upto": upto.tolist(),
        "nearest": np.abs(samples[:, None] - centers).argmin(axis=1).tolist(),
        "names": line_names(names, t),
        "classes": [class_name(t, name) for name in names],
        "subjects": subjects(t, names),
        "certain": NEARLY_CERTAIN,
        "usual": USUAL_COUNT,
        "picked": PICKED,
        "traces": {"signal": SIGNAL, "adds": ADDS, "running": FIRST_RUNNING},
        "tips": ledger_tips(t, view.config.signals, centers),
    }
