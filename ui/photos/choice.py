"""Photos' choices: which photograph, shipped or a person's own, and which network."""

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import streamlit as st

from cam_core.config import ExperimentConfig
from cam_core.photos.pictures import INPUT_SIDE, MAX_BYTES, PictureError, central_square, read_picture
from ui.errors import plain, sentence
from ui.language import Translate
from ui.page import View

if TYPE_CHECKING:
    from cam_core.photos.weights import PhotoWeights

PHOTOS = ("portrait", "coffee", "rocket", "cat")
"""Shipped; their licence stands beside them. The first is the one on which Zhou's rule finds a place."""

OWN = "own"
PHOTO_KEY, NETWORK_KEY = "photos_chosen_photo", "photos_chosen_network"
OWN_KEY, UPLOADS_KEY, MESSAGE_KEY = "photos_own", "photos_uploads", "photos_message"

LINK_KEY = "photos_link_read"
LINK_NAMES = (
    "photo", "network", "sample", "map", "scale", "threshold",
    "model", "lang", *ExperimentConfig.SECTIONS,
)  # fmt: skip
"""Keys of the link: the photograph's and the picture's own, and those that all pages have."""

MAX_NAMED = 3
"""Unknown keys that are named; a link may hold any number."""

LARGE_SIDE = 2 * INPUT_SIDE
"""Pixels of the large photograph, which shows the part that the network sees."""

_UNPACKING = threading.Lock()


@dataclass(frozen=True)
class Squares:
    """The central square of a photograph, uint8 (side, side, 3): what the network sees, and finer."""

    seen: np.ndarray
    fine: np.ndarray


@dataclass(frozen=True)
class Choice:
    """What is looked at. own: a person's own photograph, None for a shipped one."""

    photo: str
    weights: "PhotoWeights"
    own: Squares | None = None


def squares(picture: np.ndarray) -> Squares:
    """Return the squares of `picture`, uint8 (height, width, 3)."""
    return Squares(central_square(picture, INPUT_SIDE), central_square(picture, LARGE_SIDE))


def draw_choice(view: View, found: "list[PhotoWeights]") -> Choice:
    """Draw the fields, with what of the link does not fit, and return what is chosen of `found`."""
    t = view.t
    _say_unknown_keys(view)
    photos = [*PHOTOS, OWN] if OWN_KEY in st.session_state else list(PHOTOS)
    photo = _chosen(view, PHOTO_KEY, "photo", photos)
    name = _chosen(view, NETWORK_KEY, "network", [weights.name for weights in found])
    _write_link("photo", photo, "" if photo == OWN else PHOTOS[0])
    _write_link("network", name, found[0].name)
    with st.container(horizontal=True, vertical_alignment="bottom", key="photos_choice"):
        st.segmented_control(
            t("photos-photo"),
            photos,
            format_func=lambda one: t(f"photos-photo-{one}"),
            default=photo,
            key=f"{PHOTO_KEY}_{len(photos)}",
            on_change=_take,
            args=(PHOTO_KEY, f"{PHOTO_KEY}_{len(photos)}"),
            required=True,
        )
        if len(found) > 1:
            _draw_networks(t, found, name)
        _draw_upload(t)
    _draw_message()
    weights = next(one for one in found if one.name == name)
    return Choice(photo, weights, st.session_state[OWN_KEY] if photo == OWN else None)


def network_name(t: Translate, weights: "PhotoWeights") -> str:
    """Return a network's name, with the file that its weights come from."""
    backbone = t(f"backbone-{weights.backbone.replace('_', '-')}")
    return backbone if weights.is_installed else f"{backbone} ({weights.name})"


def _say_unknown_keys(view: View) -> None:
    """Say once a session what of the link this page cannot read."""
    if LINK_KEY in st.session_state:
        return
    st.session_state[LINK_KEY] = True
    unknown = [key for key in st.query_params if key.partition(".")[0] not in LINK_NAMES]
    if unknown:
        names = ", ".join(f"“{plain(key[:60])}”" for key in unknown[:MAX_NAMED])
        st.warning(view.t("problem-link", problem=view.t("photos-no-key", names=names)))


def _chosen(view: View, key: str, name: str, offered: list[str]) -> str:
    """Return this session's choice, else the link's, else the first of `offered`."""
    wanted = st.session_state.get(key) or st.query_params.get(name) or offered[0]
    if wanted not in offered:
        problem = view.t(f"photos-no-{name}", name=plain(str(wanted)[:60]))
        st.warning(view.t("problem-link", problem=problem))
        wanted = offered[0]
    st.session_state[key] = wanted
    return wanted


def _take(key: str, widget: str) -> None:
    st.session_state[key] = st.session_state[widget]


def _write_link(name: str, value: str, usual: str) -> None:
    if value in (usual, OWN):
        st.query_params.pop(name, None)
    elif st.query_params.get(name) != value:
        st.query_params[name] = value


def _draw_networks(t: Translate, found: "list[PhotoWeights]", chosen: str) -> None:
    by_name = {weights.name: weights for weights in found}
    st.selectbox(
        t("photos-network"),
        list(by_name),
        index=list(by_name).index(chosen),
        format_func=lambda name: network_name(t, by_name[name]),
        key=f"{NETWORK_KEY}_field",
        on_change=_take,
        args=(NETWORK_KEY, f"{NETWORK_KEY}_field"),
        width=340,
    )


def _draw_upload(t: Translate) -> None:
    number = st.session_state.setdefault(UPLOADS_KEY, 0)
    # The key changes with every file: the list shuts and shows what was brought.
    # Opening it runs the script: the sentence about the last file goes.
    with st.popover(
        t("photos-upload"),
        icon=":material/upload:",
        key=f"photos_upload_list_{number}",
        on_change="rerun",
    ):
        st.file_uploader(
            t("photos-upload-file"),
            max_upload_size=MAX_BYTES >> 20,
            type="image",  # what the browser refuses itself gets no sentence of ours, so it may refuse little
            key=f"photos_upload_{number}",
            on_change=_take_upload,
            args=(t, f"photos_upload_{number}"),
            help=t("photos-upload-help"),
        )


def _take_upload(t: Translate, key: str) -> None:
    file = st.session_state[key]
    if file is None:
        return
    # A new key empties the field, so that the same file can be brought again.
    st.session_state[UPLOADS_KEY] += 1
    try:
        # One at a time: unpacked, a picture of 8 MB may take a hundred times as much.
        with _UNPACKING:
            st.session_state[OWN_KEY] = squares(read_picture(file.getvalue()))
    except PictureError as error:
        st.session_state[MESSAGE_KEY] = sentence(t, error)
        return
    st.session_state[PHOTO_KEY] = OWN


def _draw_message() -> None:
    words = st.session_state.pop(MESSAGE_KEY, "")
    if words:
        st.error(words)
