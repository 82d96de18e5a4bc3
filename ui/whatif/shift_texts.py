"""What the shift probe says: how far the map's peak lies from the event's centre, and to which side."""

import numpy as np

from cam_core.by_hand.what_if import ShiftProbe
from cam_core.figures.words import class_name
from ui.language import Translate
from ui.whatif.query import Subject


def shift_text(subject: Subject, probe: ShiftProbe) -> str:
    """Say how far the peak lies from the event's centre, whatever the side: on average and at most."""
    t, far = subject.t, np.abs(probe.drift)
    if len(far) == 1:
        return t("whatif-shift-fixed", **_side(float(probe.drift[0])))
    return t(
        "whatif-shift",
        name=class_name(t, subject.names[subject.label]),
        mean=f"{far.mean():.2f}",
        largest=f"{far.max():.1f}",
    )


def shift_edge_text(subject: Subject, probe: ShiftProbe) -> str:
    """Say where the peak lies at the first and the last place, and how far off it is near the ends."""
    t = subject.t
    if len(probe.drift) == 1:
        return _near_text(t, probe)
    first, last = (t("whatif-shift-side", **_side(float(probe.drift[place]))) for place in (0, -1))
    return f"{t('whatif-shift-ends', first=first, last=last)} {_near_text(t, probe)}"


def _near_text(t: Translate, probe: ShiftProbe) -> str:
    far, near = np.abs(probe.drift), probe.near_end
    if near.all():
        return t("whatif-shift-all-near")
    if not near.any():
        return t("whatif-shift-none-near")
    return t("whatif-shift-near", outer=f"{far[near].mean():.2f}", inner=f"{far[~near].mean():.2f}")


def shift_stair_text(subject: Subject, probe: ShiftProbe) -> str:
    """Say in which steps the peak moves."""
    count, places = len(np.unique(probe.peak)), len(probe.peak)
    if places == 1:
        return subject.t("whatif-shift-stair-fixed")
    if count == 1:
        return subject.t("whatif-shift-stair-one", places=places)
    return subject.t("whatif-shift-stair", jump=probe.jump, count=count, places=places)


def _side(drift: float) -> dict[str, str]:
    """Return how far a peak lies from the centre, in samples, and to which side, as the page rounds it."""
    far = f"{abs(drift):.1f}"
    if not float(far):
        return {"side": "on", "far": far}
    return {"side": "right" if drift > 0 else "left", "far": far}
