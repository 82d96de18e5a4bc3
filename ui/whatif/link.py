"""What a link says of What if: the tool, the signal, and the numbers of the signal made by hand.

Whatever does not fit is left out alone, and said in a sentence that names the field as the page does.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict

import streamlit as st

from cam_core.by_hand.hand_made import MADE_KINDS, HandMade, made_names
from cam_core.fields import SettingError, short
from cam_core.settings import parse_value
from ui.errors import UNIT, sentence
from ui.language import Translate
from ui.page import View
from ui.whatif.query import MADE

FIRST = ("kind", "length")
"""Numbers on which the bounds of others depend."""


def linked_choice(view: View, key: str, names: Mapping[str, str], usual: str) -> str:
    """Return what the link says of `key`, one of `names` (as the page has them), else `usual`."""
    wanted = st.query_params.get(key, usual)
    if wanted in names:
        return wanted
    say_left_out(view, choice_problem(f"{view.t(f'whatif-{key}')} ({key})", wanted, names))
    return usual


def linked_made(view: View, usual: HandMade) -> HandMade:
    """Return the signal made by hand that the link describes; what it does not say is as in `usual`."""
    made, problems = read_link(view.t, st.query_params.to_dict(), usual, view.config.signals.num_points)
    for problem in problems:
        say_left_out(view, problem)
    return made


def say_left_out(view: View, problem: ValueError) -> None:
    """Say what of the link was left out."""
    st.warning(view.t("problem-link", problem=sentence(view.t, problem)))


def describes_made(link: Mapping[str, str]) -> bool:
    """Return whether a link says anything of the signal made by hand."""
    return any(key.startswith(MADE) for key in link)


def read_link(
    t: Translate, link: Mapping[str, str], usual: HandMade, num_points: int
) -> tuple[HandMade, list[SettingError]]:
    """Return the signal that `link` describes, and why parts of it were left out.

    What the link does not say gives way to what it says: a long event begins early enough to fit.
    """
    said = {key.removeprefix(MADE): parse_value(text) for key, text in link.items() if key.startswith(MADE)}
    made, problems = usual, []
    for name in sorted(said, key=lambda name: (name not in FIRST, FIRST.index(name) if name in FIRST else 0)):
        try:
            made = _changed(made, name, said[name], num_points)
        except SettingError as error:
            problems.append(_as_on_the_page(t, name, said[name], error))
    return made, problems


def _changed(made: HandMade, name: str, value: object, num_points: int) -> HandMade:
    """Return `made` with another number; raise `SettingError` where it cannot have it."""
    if name not in made_names():
        raise SettingError(f"`{MADE}{name}` is not a setting.", "error-setting-unknown", name=f"{MADE}{name}")
    changed = HandMade(**{**asdict(made), name: value})
    if name in FIRST:
        changed = changed.fitted(num_points)
    changed.check(num_points)
    return changed


def _as_on_the_page(t: Translate, name: str, value: object, error: SettingError) -> SettingError:
    if name not in made_names():
        return error
    label = f"{UNIT.sub('', t(f'made-{name}'))} ({MADE}{name})"
    if name == "kind":
        return choice_problem(label, value, {kind: kind_title(t, kind) for kind in MADE_KINDS})
    return SettingError(str(error), error.message_id, **{**error.arguments, "name": label})


def choice_problem(label: str, value: object, names: Mapping[str, str]) -> SettingError:
    """Return why `value` is none of `names`: what the link calls each choice, and what the page does."""
    offered = ", ".join(f"{name} ({title})" for name, title in names.items())
    got = short(value)
    words = f"{label} must be one of {offered}, got {got}."
    return SettingError(words, "error-choice", name=label, offered=offered, got=got)


def kind_title(t: Translate, kind: str) -> str:
    """Return what the page calls a kind of event, or that there is none."""
    return t("made-none") if kind == MADE_KINDS[0] else t(f"class-{kind}")


def titles(t: Translate, prefix: str, names: Sequence[str]) -> dict[str, str]:
    """Return what the page calls each of `names`."""
    return {name: t(f"{prefix}-{name}") for name in names}
