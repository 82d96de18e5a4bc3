"""Which model and which signals a page shows, and how well the one does on the other."""

import pandas as pd
import streamlit as st

from cam_core.presets import PRESETS
from cam_core.scores.evaluation import Localization
from cam_core.storage.library import model_directories
from cam_core.storage.model_files import CheckpointError
from ui import store
from ui.language import Translate
from ui.page import View
from ui.state import change_state

SHIPPED = (*(preset.name for preset in PRESETS), "untrained")
"""Models that have a name in every language; people's own have the one they were given."""


def draw_shown_model(view: View) -> None:
    """Draw the choice of model, the signals' settings that differ, and the table of scores."""
    draw_model_choice(view)
    _draw_settings(view)
    _draw_scores(view)


def draw_model_choice(view: View) -> None:
    """Draw the choice of the session's model; another one brings its own signals."""
    t = view.t
    # The open model too, should somebody have deleted it since the page began.
    slugs = list(dict.fromkeys([*model_directories(), view.state.model]))
    st.selectbox(
        t("model"),
        slugs,
        index=slugs.index(view.state.model),
        format_func=lambda slug: model_title(t, slug),
        key="shown_model",
        on_change=lambda: change_state(model=st.session_state["shown_model"], settings={}),
    )


def model_title(t: Translate, slug: str) -> str:
    """Return the name of a model as people know it; shipped ones are named in every language."""
    try:
        title = store.manifest(slug).title
    except CheckpointError:
        return t("model-damaged", model=slug) if slug in model_directories() else slug
    return t(f"model-{slug}") if title == slug and slug in SHIPPED else title


def _draw_settings(view: View) -> None:
    changed = view.config.changed_settings(view.manifest.experiment)
    if not changed:
        st.markdown(view.t("signals-own"))
        return
    listed = ", ".join(f"`{key} = {value}`" for key, value in changed.items())
    st.markdown(view.t("signals-changed", settings=listed))
    st.button(view.t("signals-back"), on_click=lambda: change_state(settings={}))


def _draw_scores(view: View) -> None:
    t = view.t
    scores = store.test_evaluation(view.state.model, view.manifest.fingerprint, view.config.signals)
    known = scores.best_possible_accuracy is not None
    st.markdown(
        t(
            "accuracy-sentence" if known else "accuracy-sentence-alone",
            accuracy=_percent(scores.accuracy),
            ceiling=_percent(scores.best_possible_accuracy),
            count=scores.num_signals,
        )
    )
    rows = {
        t("score-network"): _row(t, scores.localization),
        t("score-baseline"): _row(t, scores.baseline),
        t("score-chance"): _row(t, store.test_chance(view.config.signals)),
    }
    st.table(pd.DataFrame.from_dict(rows, orient="index").fillna("–"))
    st.caption(t("score-help"))


def _row(t: Translate, found: Localization | None) -> dict[str, str]:
    if found is None:
        return {}
    return {
        t("score-iou"): _number(found.mean_iou),
        t("score-iou-50"): _percent(found.iou_50_rate),
        t("score-pointing"): _percent(found.pointing_rate),
        t("score-edge"): _number(found.mean_edge_error),
    }


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{100 * share:.1f}\N{NO-BREAK SPACE}%"
