"""What all pictures of signals share: the component's words, switches, where the signal's axis ends."""

from collections.abc import Sequence

import numpy as np

from cam_core.config import SignalConfig
from cam_core.figures.words import class_name
from cam_core.maps.choices import MARGIN
from ui import store
from ui.instrument import Choice, Option
from ui.language import Translate
from ui.page import View

PICTURE_TEXTS = (
    "fetch_failed",
    "left_out",
    "loading",
    "next",
    "no_match",
    "pause",
    "play",
    "position",
    "previous",
    "sample",
    "slider",
)


def picture_texts(t: Translate) -> dict[str, str]:
    """Return the plot component's own words."""
    return {name: t(f"picture-{name.replace('_', '-')}") for name in PICTURE_TEXTS}


def map_choice(view: View) -> Choice:
    """Return the choice between the maps: of the predicted class, of each class, the margin of two."""
    t, names = view.t, view.config.signals.class_names
    options = [Option(value="predicted", label=t("map-predicted")), *class_options(t, names)]
    if len(names) == 2:
        first, second = (class_name(t, name) for name in names)
        options.append(Option(value=MARGIN, label=t("map-margin", second=second, first=first)))
    return {"name": "map", "label": t("map"), "options": options, "default": "predicted"}


def class_options(t: Translate, names: Sequence[str]) -> list[Option]:
    """Return an option for each class, by its label."""
    return [{"value": str(label), "label": class_name(t, name)} for label, name in enumerate(names)]


def named_choice(t: Translate, name: str, values: Sequence[str], default: str) -> Choice:
    """Return the switch `name` between `values`, called as the messages of those names say."""
    options: list[Option] = [{"value": value, "label": t(f"{name}-{value}")} for value in values]
    return {"name": name, "label": t(name), "options": options, "default": default}


def nice_limit(limit: float) -> float:
    """Return a round end, not below `limit`, for the signal's axis."""
    return float(np.ceil(limit * 2) / 2) if limit > 1 else limit * 1.05 or 1.0


def signal_limit(config: SignalConfig) -> float:
    """Return the end of the signal's axis: a little above the largest value of the test signals."""
    return 1.05 * float(np.abs(store.test_signals(config).x).max()) or 1.0
