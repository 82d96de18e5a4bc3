"""Photos: what a public network says of a photograph, and where each of its answers comes from."""

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, cast

import numpy as np
import streamlit as st

from cam_core.fields import ExplainedError
from cam_core.figures.payload import Payload, payload
from cam_core.figures.photos import photo_arrays, photo_bindings, photo_clicks, photo_figure, photo_patches
from cam_core.figures.photos_layout import GROW, HEIGHT, NARROW_HEIGHT
from cam_core.localization import ZHOU_THRESHOLD
from cam_core.photos.boxes import EVERYWHERE, Box, localized_box
from cam_core.photos.imagenet import imagenet_classes
from cam_core.photos.pictures import jpeg, pale_grey
from cam_core.photos.results import PhotoExplanation
from ui.errors import sentence
from ui.instrument import Binding, Instrument, Patches
from ui.instrument import Choice as Switch
from ui.language import Translate
from ui.page import View
from ui.photos.choice import Choice, Squares, draw_choice, network_name
from ui.photos.texts import photo_texts, photo_titles
from ui.pictures import named_choice, picture_texts
from ui.plot import plot

if TYPE_CHECKING:
    from cam_core.photos.weights import PhotoWeights

STYLE = Path(__file__).parent / "photos.css"

THRESHOLDS = (ZHOU_THRESHOLD, 0.4, 0.6, 0.8)
SHOWN_KEY = "photos_shown"


@dataclass(frozen=True)
class Shown:
    """What is drawn. identity: of photograph and network. scale: logits at the end of the colours."""

    identity: str
    explanation: PhotoExplanation
    sources: tuple[str, str, str]
    scale: float


def draw_photos(view: View) -> None:
    """Draw choices and picture; one sentence where there are no weights, or none that can be read."""
    # Imported here: the heading is there before torch is.
    from cam_core.photos.weights import find_weights

    found, problems = find_weights()
    for problem in problems:
        st.warning(sentence(view.t, problem))
    if not found:
        st.info(view.t("photos-no-weights"))
        return
    choice = draw_choice(view, found)
    try:
        shown = _shown(choice)
    except ExplainedError as error:
        st.error(sentence(view.t, error))
        return
    _draw_picture(view, shown)
    with st.expander(view.t("photos-about"), icon=":material/info:"):
        _draw_about(view.t, choice.weights, shown)


def _shown(choice: Choice) -> Shown:
    """Return what is drawn; a person's own picture is explained once, not with every run."""
    from ui.photos import photo_store

    if choice.own is None:
        photo = photo_store.photo(choice.photo)
        explanation = photo_store.photo_explanation(choice.weights, choice.photo)
    else:
        photo, explanation = choice.own, _own_explanation(choice.own, choice.weights)
    identity = hashlib.sha256(photo.seen.tobytes() + repr(choice.weights).encode()).hexdigest()[:12]
    sources = _source(pale_grey(photo.fine)), _source(pale_grey(photo.seen)), _source(photo.seen)
    return Shown(identity, explanation, sources, photo_store.network_scale(choice.weights))


def _own_explanation(own: Squares, weights: "PhotoWeights") -> PhotoExplanation:
    from cam_core.photos.explain import explain_square
    from ui.photos import photo_store

    known = st.session_state.get(SHOWN_KEY)
    if known is None or known[0] is not own or known[1] != weights:
        explanation = explain_square(photo_store.network(weights), own.seen)
        known = st.session_state[SHOWN_KEY] = (own, weights, explanation)
    return cast("PhotoExplanation", known[2])


def _source(picture: np.ndarray) -> str:
    return f"data:image/jpeg;base64,{base64.b64encode(jpeg(picture)).decode('ascii')}"


def _draw_picture(view: View, shown: Shown) -> None:
    t, explanation = view.t, shown.explanation
    st.html(f"<style>{STYLE.read_text('utf-8')}</style>")
    plot(
        photo_figure(explanation, shown.sources, [*photo_titles(t, explanation), t("photos-seen")], t),
        key="photos",
        alt=t("photos-alt"),
        height=HEIGHT,
        grow=GROW,
        narrow=NARROW_HEIGHT,
        instrument=_instrument(t, shown),
        failed=t("picture-failed"),
    )


def _instrument(t: Translate, shown: Shown) -> Instrument:
    explanation, labels = shown.explanation, shown.explanation.labels.tolist()
    return Instrument(
        # Never asked: the one sample comes along. It tells one photograph from another.
        url=f"/photo?photo={shown.identity}",
        count=1,
        state={"sample": 0, "map": str(labels[0]), "scale": "fixed", "threshold": str(THRESHOLDS[0])},
        controls=_controls(t, labels),
        bindings=cast("Sequence[Binding]", photo_bindings(labels)),
        patches=cast("Patches", photo_patches(2 + len(labels), shown.scale, t)),
        readouts=[
            {"slot": "headline", "label": "", "text": "sentence.{threshold}.{map}", "lines": 2},
            {"slot": "sum", "label": t("scope-label-sum"), "text": "sum.{map}", "lines": 1},
        ],
        payloads={"0": _payload(t, explanation)},
        choose=photo_clicks(labels),
        scrub=False,
        panel="above",
        text=picture_texts(t),
    )


def _controls(t: Translate, labels: Sequence[int]) -> list[Switch]:
    names = imagenet_classes()
    classes: Switch = {
        "name": "map",
        "label": t("photos-map"),
        "options": [
            {"value": str(label), "label": f"{rank}. {names[label]}"}
            for rank, label in enumerate(labels, start=1)
        ],
        "default": str(labels[0]),
    }
    thresholds: Switch = {
        "name": "threshold",
        "label": t("photos-threshold"),
        "options": [
            {
                "value": str(threshold),
                "label": t(
                    "photos-threshold-zhou" if threshold == ZHOU_THRESHOLD else "photos-threshold-other",
                    percent=round(100 * threshold),
                ),
            }
            for threshold in THRESHOLDS
        ],
        "default": str(THRESHOLDS[0]),
    }
    return [classes, named_choice(t, "scale", ["fixed", "ratio"], "fixed"), thresholds]


def _payload(t: Translate, explanation: PhotoExplanation) -> Payload:
    boxes: dict[str, Sequence[Box]] = {
        str(threshold): [localized_box(values, threshold) for values in explanation.interpolated_cam]
        for threshold in THRESHOLDS
    }
    arrays, scalars = photo_arrays(explanation, boxes)
    return payload(arrays, scalars, {}, photo_texts(t, explanation, boxes))


def _draw_about(t: Translate, weights: "PhotoWeights", shown: Shown) -> None:
    """Say where the weights come from, what the network sees, and what the numbers mean."""
    from ui.photos import photo_store

    spec, field = photo_store.network(weights).spec, shown.explanation.field
    rows, columns = shown.explanation.cam.shape[1:]
    source = "photos-source-package" if weights.is_installed else "photos-source-file"
    paragraphs = (
        t(source, name=network_name(t, weights)),
        t("photos-source-other"),
        t(
            "photos-network-facts",
            parameters=spec.num_parameters(len(shown.explanation.logits), num_axes=2),
            rows=rows,
            columns=columns,
            size=field.size,
            jump=field.jump,
        ),
        t("photos-square", side=shown.explanation.picture.shape[0]),
        t("photos-scale-words", scale=f"{shown.scale:.3g}"),
        t("photos-box-words", percent=round(100 * EVERYWHERE)),
        t("photos-names"),
    )
    for words in paragraphs:
        st.markdown(words)
