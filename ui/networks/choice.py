"""What the Networks page shows: a network, its input, the stride. In the session and in the link."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

import streamlit as st

from cam_core.architectures.backbones import (
    BACKBONES,
    DEEP,
    DEEP_STRIDES,
    DENSENETS,
    FCN,
    RESNETS,
    TALK,
    Backbone,
)
from cam_core.architectures.published import PICTURE_CLASSES, PICTURE_SIDE, picture_backbone
from cam_core.config import NetworkConfig, SignalConfig
from cam_core.fields import require_choice, require_int, require_one_of
from cam_core.settings import parse_value
from ui.errors import sentence
from ui.page import View

SIGNAL, PICTURE = "signal", "picture"
INPUTS = (SIGNAL, PICTURE)
FAMILIES: Mapping[str, tuple[str, ...]] = {
    "resnet": tuple(RESNETS),
    "densenet": tuple(DENSENETS),
    "plain": (TALK, FCN),
}
LOWEST, HIGHEST = (int(end) for end in SignalConfig.bounds["num_points"])
CHOSEN_KEY = "networks_chosen"


@dataclass(frozen=True)
class Choice:
    """`points`: samples of a signal. `stride`: samples a position of a deep network's map on signals."""

    backbone: str = "resnet18"
    input: str = SIGNAL
    points: int = 100
    stride: int = 8

    def __post_init__(self) -> None:
        require_choice("backbone", self.backbone, BACKBONES)
        require_choice("input", self.input, INPUTS)
        require_int("points", self.points, LOWEST, HIGHEST)
        require_one_of("stride", self.stride, DEEP_STRIDES)

    @property
    def family(self) -> str:
        """The family that the network belongs to."""
        return next(name for name, members in FAMILIES.items() if self.backbone in members)

    @property
    def shown_input(self) -> str:
        """The input: the networks that were not made for pictures get a signal."""
        return self.input if self.backbone in DEEP else SIGNAL

    @property
    def is_picture(self) -> bool:
        return self.shown_input == PICTURE

    @property
    def num_axes(self) -> int:
        return 2 if self.is_picture else 1

    @property
    def num_points(self) -> int:
        """Samples of the signal, or pixels along each axis of the picture."""
        return PICTURE_SIDE if self.is_picture else self.points

    def num_classes(self, view: View) -> int:
        """Return the classes of the linear combination: ImageNet's, or those of the Lab's signals."""
        return PICTURE_CLASSES if self.is_picture else view.config.signals.num_classes

    def spec(self, backbone: str) -> Backbone:
        """Return the specification of `backbone` for this input."""
        if self.is_picture:
            return picture_backbone(backbone)
        return NetworkConfig(backbone, deep_stride=self.stride).spec


def open_choice(view: View) -> None:
    """Take the choice from the link, once a session, and say what of the link does not fit."""
    if CHOSEN_KEY in st.session_state:
        return
    found = Choice(points=view.config.signals.num_points)
    for name in asdict(found):
        if name not in st.query_params:
            continue
        try:
            value: Any = parse_value(st.query_params[name])
            found = replace(found, **{name: value})
        except ValueError as error:
            st.warning(view.t("problem-link", problem=sentence(view.t, error)))
    st.session_state[CHOSEN_KEY] = found


def chosen() -> Choice:
    """Return what this session's page shows."""
    found: Choice = st.session_state[CHOSEN_KEY]
    return found


def draw_choice(view: View) -> None:
    """Draw the controls above the tables; what does not apply stays in its place and cannot be used."""
    t, choice = view.t, chosen()
    with st.container(horizontal=True, vertical_alignment="bottom", key="networks_choice"):
        _segments(view, "family", list(FAMILIES), choice.family, enabled=True)
        _segments(view, "input", list(INPUTS), choice.shown_input, enabled=choice.backbone in DEEP)
        st.session_state["networks_points"] = choice.points
        st.number_input(
            t("networks-points"),
            LOWEST,
            HIGHEST,
            step=10,
            key="networks_points",
            help=t("networks-points-help"),
            disabled=choice.is_picture,
            on_change=_take,
            args=("points",),
            width=220,
        )
        strided = choice.backbone in DEEP and not choice.is_picture
        _segments(view, "stride", list(DEEP_STRIDES), choice.stride, enabled=strided)
    _write_link(choice, view)


def draw_member(view: View) -> None:
    """Draw the choice among the networks of the family."""
    choice = chosen()
    _segments(view, "backbone", list(FAMILIES[choice.family]), choice.backbone, enabled=True)


def _segments(view: View, name: str, options: list[Any], value: object, *, enabled: bool) -> None:
    t, key = view.t, f"networks_{name}"
    st.session_state[key] = value
    st.segmented_control(
        t(f"networks-{name}"),
        options,
        format_func=lambda option: str(option) if name == "stride" else _option(view, name, option),
        key=key,
        help=t(f"networks-{name}-help"),
        disabled=not enabled,
        on_change=_take,
        args=(name,),
        required=True,
    )


def _option(view: View, name: str, option: str) -> str:
    return view.t(f"backbone-{option}" if name == "backbone" else f"networks-{name}-{option}")


def _take(name: str) -> None:
    value = st.session_state[f"networks_{name}"]
    if value is None:  # a field that a person emptied keeps what it held
        return
    changes = {"backbone": FAMILIES[value][0]} if name == "family" else {name: value}
    st.session_state[CHOSEN_KEY] = replace(chosen(), **changes)


def _write_link(choice: Choice, view: View) -> None:
    usual = asdict(Choice(points=view.config.signals.num_points))
    for name, value in asdict(choice).items():
        if value != usual[name]:
            if st.query_params.get(name) != str(value):
                st.query_params[name] = str(value)
        elif name in st.query_params:
            del st.query_params[name]
