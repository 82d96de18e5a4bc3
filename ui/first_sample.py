"""Which sample a page begins with."""

import streamlit as st

from cam_core.signals import SignalBatch


def linked_sample(count: int) -> int | None:
    """Return the sample in the link, None where it names none of `count`."""
    wanted = st.query_params.get("sample", "")
    is_number = wanted.isascii() and wanted.isdigit() and len(wanted) < 9
    return int(wanted) if is_number and int(wanted) < count else None


def first_sample(signals: SignalBatch) -> int:
    """Return the sample in the link, else the first with an event, else the first of all."""
    linked = linked_sample(len(signals))
    return int((signals.y > 0).argmax()) if linked is None else linked
