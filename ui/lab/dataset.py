"""The Lab's signals: examples, the data set's shapes, how well a network and how well anyone can do."""

from dataclasses import replace

import numpy as np
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from cam_core.config import SignalConfig
from cam_core.event_kinds import WITH_HEIGHT
from cam_core.figures.lab import examples_figure, examples_height
from cam_core.scores.ceiling import best_possible_accuracy
from cam_core.signals import SignalBatch, calibration_signals, generate_signals
from ui.page import View
from ui.plot import plot

PER_CLASS = 3
CEILING_SIGNALS = 4000
NETWORK_SIGNALS = 1000
NUM_PARTS = 10
MAX_VALUES = 400_000
"""Signals times samples that a page computes on: longer signals are fewer, so that it answers."""

SHAPES = ("train_input", "test_input", "train_target", "test_target")


def draw_examples(view: View) -> None:
    """Draw a few signals of each class as the parameters make them, the event bracketed."""
    st.markdown(f"**{view.t('lab-examples')}**", help=view.t("lab-examples-help"))
    config = view.config.signals
    examples = example_signals(config)
    plot(
        examples_figure(examples, config.class_names, signal_limit(config), view.t),
        key="lab_examples",
        alt=view.t("lab-examples-alt"),
        height=examples_height(len(examples), config.num_classes),
        failed=view.t("picture-failed"),
    )


@st.cache_data(max_entries=256, show_spinner=False)
def example_signals(config: SignalConfig) -> SignalBatch:
    """Return `PER_CLASS` signals of class 1, then as many of class 2; of more classes one each.

    The seed gives every one its phase and the shape of its noise, so a changed strength shows on
    the same signals.
    """
    few = generate_signals(replace(config, num_samples=20, test_fraction=0.5))
    count = PER_CLASS if config.num_classes == 2 else 1
    places = [np.flatnonzero(few.y == label)[:count] for label in range(config.num_classes)]
    return few[np.concatenate(places)]


def signal_limit(config: SignalConfig) -> float:
    """Return where the signal's axis ends: it leaves room for noise as strong as the sine.

    It depends on the amplitude alone and doubles only when the noise would leave the picture, so it
    stays while the noise is changed.
    """
    limit = 2.6 * config.amplitude
    height = config.event_height if set(config.kinds) & set(WITH_HEIGHT) else 0.0
    reach = config.amplitude + max(height, 3 * float(np.hypot(config.noise_std, config.background_std)))
    while limit < reach:
        limit *= 2
    return limit


def dataset_shapes(config: SignalConfig) -> dict[str, tuple[int, int]]:
    """Return what `Dataset.shapes` says, without making the data set."""
    inputs, targets = config.num_points, config.num_classes
    return {
        "train_input": (config.num_train, inputs),
        "test_input": (config.num_test, inputs),
        "train_target": (config.num_train, targets),
        "test_target": (config.num_test, targets),
    }


def draw_shapes(view: View) -> None:
    """Draw the data set's four shapes the way the talk prints them."""
    t, shapes = view.t, dataset_shapes(view.config.signals)
    lines = [f"{t('lab-shape-' + name)} : {shapes[name]}" for name in SHAPES]
    st.markdown(f"**{t('lab-shapes')}**", help=t("lab-shapes-help"))
    with st.container(key="lab_shapes"):
        st.code("\n".join(lines), language=None)


def draw_accuracies(view: View) -> None:
    """Draw the best possible accuracy beside the open network's, and one sentence."""
    t, config = view.t, view.config.signals
    st.markdown(f"**{t('lab-accuracies')}**", help=t("lab-accuracies-help"))
    with st.container(horizontal=True, key="lab_accuracies"):
        best, mine = st.empty(), st.empty()
    words = st.empty()
    ceiling = ceiling_accuracy(config)
    best.metric(t("lab-best-possible"), "–" if ceiling is None else percent(ceiling), width=200)
    accuracy = _network_accuracy(view, mine)
    mine.metric(t("lab-network-accuracy"), percent(accuracy), width=200)
    gap = "" if ceiling is None else f"{100 * (ceiling - accuracy):.1f}"
    words.markdown(t(_verdict(accuracy, ceiling), gap=gap))


def _verdict(accuracy: float, ceiling: float | None) -> str:
    if ceiling is None:
        return "lab-accuracy-no-ceiling"
    if accuracy < 0.6 < ceiling:
        return "lab-accuracy-chance"
    if ceiling < 0.6:
        return "lab-accuracy-impossible"
    return "lab-accuracy-near" if ceiling - accuracy < 0.005 else "lab-accuracy-gap"


@st.cache_data(max_entries=256, show_spinner=False)
def ceiling_accuracy(config: SignalConfig) -> float | None:
    """Return the best possible accuracy on signals of `config`, measured on a few thousand.

    None where it is not known.
    """
    signals = calibration_signals(config, min(CEILING_SIGNALS, MAX_VALUES // config.num_points))
    return best_possible_accuracy(config, signals)


def _network_accuracy(view: View, place: DeltaGenerator) -> float:
    config, known = view.config.signals, view.manifest
    if config == known.experiment.signals:
        return float(known.evaluation["accuracy"])
    right = 0
    for part in range(NUM_PARTS):
        # Writing gives way to a newer change: a slider on the move does not wait for the whole sum.
        place.metric(view.t("lab-network-accuracy"), "…", width=200)
        right += _num_right(view.state.model, known.fingerprint, config, part)
    return right / NETWORK_SIGNALS


@st.cache_data(max_entries=4096, show_spinner=False)
def _num_right(slug: str, fingerprint: str, config: SignalConfig, part: int) -> int:
    """Return how many signals of one part of `NETWORK_SIGNALS` the model names rightly."""
    # Imported here: the model's own signals need no torch.
    from cam_core.pipeline import summarize
    from ui import store

    size = NETWORK_SIGNALS // NUM_PARTS
    signals = calibration_signals(config, NETWORK_SIGNALS)[part * size : (part + 1) * size]
    summary = summarize(store.model(slug, fingerprint), signals.x)
    return int((summary.predicted_class == signals.y).sum())


def percent(share: float) -> str:
    """Return a share as a percentage with one digit."""
    return f"{100 * share:.1f}\N{NO-BREAK SPACE}%"
