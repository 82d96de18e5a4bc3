"""Names that many pictures and sentences share."""

from cam_core.figures.style import Translate
from cam_core.palette import CLASS_MARKS


def class_name(t: Translate, name: str) -> str:
    """Return the name of a class in the reader's language."""
    return t(f"class-{name}")


def marked_class_name(t: Translate, name: str, label: int) -> str:
    """Return the name of class `label` behind its mark, so that colour is not the only cue."""
    return f"{CLASS_MARKS[label]} {class_name(t, name)}"


def stage_name(t: Translate, name: str) -> str:
    """Return the name of a network's stage as its published table has it."""
    return t(f"stage-{name.replace('_', '-')}")
