"""What is said over a unit of the ladder; the browser only fills in numbers."""

from collections.abc import Sequence

from cam_core.figures.layers import (
    CAM_CURVE,
    CAM_STEPS,
    FIRST_BARS,
    FIRST_STRIP,
    GAP_ROWS,
    SIGNAL,
)
from cam_core.ladder import Rung
from ui.locale import Translate
from ui.plot import Tip


def layers_tips(rungs: Sequence[Rung], num_points: int, t: Translate) -> dict[str, Tip]:
    """Return the sentence of each trace, by its number."""
    tips = {FIRST_STRIP + i: _strip_tip(rung, num_points, t) for i, rung in enumerate(rungs)}
    tips |= {FIRST_BARS + i: Tip(text=t(f"layers-tip-{name}")) for i, name in enumerate(GAP_ROWS)}
    tips[SIGNAL] = Tip(text=t("layers-tip-signal"))
    tips[CAM_CURVE] = Tip(text=t("layers-tip-cam"))
    tips[CAM_STEPS] = Tip(text=t("layers-tip-steps"))
    return {str(trace): tip for trace, tip in tips.items()}


def _strip_tip(rung: Rung, num_points: int, t: Translate) -> Tip:
    name = t(f"layers-{rung.name.replace('_', '-')}")
    columns = [
        {"center": f"{center:g}", "sees": _span(rung, column, num_points)}
        for column, center in enumerate(rung.centers)
    ]
    return {"text": t("layers-tip-strip", layer=name), "columns": columns}


def _span(rung: Rung, column: int, num_points: int) -> str:
    first, end = rung.field.span(column, num_points)
    return f"{first}–{end - 1}"
