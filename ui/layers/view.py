"""Layers' ladder: which samples, which switches, which sentences, the probe."""

from collections.abc import Sequence
from typing import cast

from cam_core.figures.layers import bindings, layers_figure
from cam_core.figures.layers_axes import patches
from cam_core.figures.layers_layout import PROBE_ROOM, layers_rows
from cam_core.figures.layers_payload import SORTS
from cam_core.layers.ladder import Rung, Scales
from cam_core.signals import SignalBatch
from ui import store
from ui.first_sample import first_sample
from ui.instrument import Binding, Instrument, Patches, Prefetch, Readout
from ui.layers.probe import check_link, probe_tool
from ui.layers.route import PATH
from ui.layers.samples import model_rungs, model_scales, most_samples
from ui.page import View
from ui.pictures import map_choice, named_choice, picture_texts, signal_limit
from ui.plot import plot
from ui.sample_query import address


def draw_ladder(view: View) -> None:
    """Draw the ladder for what `view` shows, with the probe and the walk along it."""
    signals = store.test_signals(view.config.signals)
    limit = signal_limit(view.config.signals)
    rungs, scales = view_rungs(view), model_scales(view.state.model, view.manifest.fingerprint)
    plot(
        layers_figure(rungs, scales, view.config.signals.num_points, limit, pooling(view), view.t),
        key="layers",
        alt=view.t("layers-alt"),
        height=layers_rows(rungs)[1],
        narrow=layers_rows(rungs, PROBE_ROOM)[1],
        instrument=_instrument(view, signals, rungs, scales),
        zoom="box",
        failed=view.t("picture-failed"),
    )


def pooling(view: View) -> str:
    """Return how the network of `view` makes one number of each feature map."""
    return view.config.network.pooling


def view_rungs(view: View) -> tuple[Rung, ...]:
    """Return the layers of the model that `view` shows."""
    return model_rungs(view.state.model, view.manifest.fingerprint, view.config)


def prefetch(view: View) -> Prefetch:
    """Return how many samples are fetched ahead and kept: few, because every layer comes with them."""
    most = most_samples(view.config)
    return {"ahead": max(2, most - 4), "behind": max(1, most // 5), "kept": 4 * most}


def ladder_address(view: View) -> str:
    """Return where the browser fetches the samples that `view` shows."""
    return address(PATH, view.state, view.manifest.fingerprint)


def _instrument(view: View, signals: SignalBatch, rungs: Sequence[Rung], scales: Scales) -> Instrument:
    t = view.t
    controls = [map_choice(view), named_choice(t, "sort", SORTS, SORTS[0])]
    check_link(view, rungs, scales)
    return Instrument(
        url=ladder_address(view),
        count=len(signals),
        controls=controls,
        bindings=cast(Sequence[Binding], bindings(rungs)),
        patches=cast(Patches, patches(view.manifest.calibration, scales, rungs, pooling(view), t)),
        readouts=_readouts(view),
        state={"sample": first_sample(signals), "map": "predicted", "sort": SORTS[0]},
        tool=probe_tool(view, rungs, scales, signal_limit(view.config.signals)),
        panel="above",
        prefetch=prefetch(view),
        text=picture_texts(t),
    )


def _readouts(view: View) -> list[Readout]:
    t = view.t
    return [
        {"slot": "headline", "label": "", "text": "sentence", "lines": 1},
        {
            "slot": "combination",
            "label": t("layers-label-combination"),
            "text": "combination.{map}",
            "lines": 2,
        },
        {
            "slot": "conservation",
            "label": t(f"layers-label-conservation-{pooling(view)}"),
            "text": "conservation.{map}",
            "lines": 1,
        },
    ]
