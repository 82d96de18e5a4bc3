"""Evidence: the native map against what interpolation makes of it, and the common wrong way on demand."""

from collections.abc import Sequence
from typing import cast

import streamlit as st

from cam_core.figures.interpolation import (
    GROW,
    HEIGHT,
    SWITCH,
    interpolation_bindings,
    interpolation_figure,
    interpolation_patches,
)
from ui import store
from ui.first_sample import first_sample
from ui.instrument import Binding, Instrument, Patches, Prefetch
from ui.page import View
from ui.pictures import map_choice, named_choice, picture_texts, signal_limit
from ui.plot import plot


def draw_interpolation(view: View, url: str, prefetch: Prefetch) -> None:
    """Draw the map of the sample at which the other pictures of `url` stand, between its positions."""
    t, config = view.t, view.config.signals
    centers = view.config.network.spec.map_centers(config.num_points)
    st.markdown(f"### {t('interpolation')}", help=t("between-help"))
    plot(
        interpolation_figure(config.num_points, centers, signal_limit(view.config.signals), t),
        key="interpolation",
        alt=t("between-alt"),
        height=HEIGHT,
        grow=GROW,
        zoom="box",
        instrument=Instrument(
            url=url,
            count=config.num_test,
            controls=[map_choice(view), named_choice(t, SWITCH, ["off", "on"], "off")],
            bindings=cast("Sequence[Binding]", interpolation_bindings()),
            patches=cast("Patches", interpolation_patches(view.manifest.calibration, config.num_classes, t)),
            readouts=[{"slot": "drift", "label": "", "text": f"drift.{{{SWITCH}}}.{{map}}", "lines": 2}],
            state={
                "sample": first_sample(store.test_signals(config)),
                "map": "predicted",
                SWITCH: "off",
            },
            scrub=False,
            panel="above",
            prefetch=prefetch,
            text=picture_texts(t),
        ),
        failed=t("picture-failed"),
    )
