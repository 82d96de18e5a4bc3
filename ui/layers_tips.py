"""What is said over a unit of the ladder; the browser only fills in numbers."""

from collections.abc import Sequence

from cam_core.figures.layers import FIRST_STRIP, GAP_ROWS, SIGNAL, Places
from cam_core.figures.words import stage_name
from cam_core.ladder import Rung
from ui.locale import Translate
from ui.plot import Tip


def layers_tips(rungs: Sequence[Rung], num_points: int, t: Translate) -> dict[str, Tip]:
    """Return the sentence of each trace, by its number."""
    tips = {FIRST_STRIP + i: _strip_tip(rung, num_points, t) for i, rung in enumerate(rungs)}
    places = Places(len(rungs))
    tips |= {places.first_bars + i: Tip(text=t(f"layers-tip-{name}")) for i, name in enumerate(GAP_ROWS)}
    tips[SIGNAL] = Tip(text=t("layers-tip-signal"))
    tips[places.cam_curve] = Tip(text=t("layers-tip-cam"))
    tips[places.cam_steps] = Tip(text=t("layers-tip-steps"))
    return {str(trace): tip for trace, tip in tips.items()}


def _strip_tip(rung: Rung, num_points: int, t: Translate) -> Tip:
    name = stage_name(t, rung.name)
    columns = [
        {"center": f"{center:g}", "sees": _span(rung, column, num_points)}
        for column, center in enumerate(rung.centers)
    ]
    return {"text": t("layers-tip-strip", layer=name), "columns": columns}


def _span(rung: Rung, column: int, num_points: int) -> str:
    first, end = rung.field.span(column, num_points)
    return f"{first}–{end - 1}"
