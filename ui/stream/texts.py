"""What the stream page says while it plays. Python writes the sentences, the browser fills in the numbers."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from cam_core.figures.words import class_name
from cam_core.maps.choices import MARGIN, map_names
from cam_core.receptive_field import ReceptiveField
from cam_core.scores.evaluation import NOISY
from ui.instrument import Number, Readout
from ui.language import Translate
from ui.sentences import NEARLY_CERTAIN

if TYPE_CHECKING:
    from cam_core.stream.record import StreamRecord

STATES = ("nothing", "going-on", "over", "silent")
"""In the order of the states of `cam_core.stream.sightings`, then a map from which no event is read."""

SILENT = len(STATES) - 1

SOME, NEARLY_NOTHING, NEARLY_ALL, UNKNOWN = range(4)
"""What is said of a probability: a number, that it is nearly 0 or nearly 1, or that there is none yet."""


def stream_rate(num_points: int) -> float:
    """Return how many samples a second the stream plays at 1 ×: half a training length."""
    return num_points / 2


def stream_readouts(t: Translate, num_points: int, field: ReceptiveField) -> list[Readout]:
    """Return the sentences around the picture, for a network trained on `num_points` samples."""
    probabilities = [t("stream-percent"), t("less-than", percent=0.1), t("more-than", percent=99.9)]
    heads = [t("stream-head", count=num_points, probability=one) for one in probabilities]
    heads.append(t("stream-head-none", count=num_points))
    tails = [t(f"stream-evidence-{state}") for state in STATES]
    return [
        {
            "slot": "headline",
            "label": "",
            "sentences": [f"{head} {tail}" for head in heads for tail in tails],
            "choose": {"array": "headline.{map}", "at": "sample"},
            "numbers": {
                "percent": {"array": "percent.{map}", "at": "sample", "digits": 1},
                "first": _whole("first"),
                "last": _whole("last"),
            },
            "words": {"name": "name.{map}", "event": "event.{map}"},
            "lines": 1,
        },
        {
            "slot": "lag",
            "label": t("stream-label-lag"),
            "sentence": t("stream-lag", size=field.size),
            "numbers": {"lag": {"array": "lag", "at": "sample", "digits": 0}},
            "lines": 1,
        },
        {
            "slot": "score",
            "label": t("stream-label-score"),
            "sentences": [t("stream-score")] * SILENT + [t("stream-score-silent")],
            "choose": {"array": "state.{map}", "at": "sample"},
            "numbers": {name: _whole(f"num_{name}") for name in ("past", "found", "false")},
            "lines": 1,
        },
        {"slot": "speed", "label": t("stream-label-speed"), "text": "speed", "lines": 1},
    ]


def headline_number(state: np.ndarray, probability: np.ndarray) -> np.ndarray:
    """Return which of the headline's sentences holds when each sample has arrived, (time,).

    state: as in `STATES`. probability: NaN as long as there is none. The sentences say neither 0 nor 100 %.
    """
    extremes = [np.isnan(probability), probability > NEARLY_CERTAIN, probability < 1 - NEARLY_CERTAIN]
    return state + len(STATES) * np.select(extremes, [UNKNOWN, NEARLY_ALL, NEARLY_NOTHING], SOME)


def _whole(array: str) -> Number:
    return {"array": f"{array}.{{map}}", "at": "sample", "digits": 0}


def stream_texts(
    t: Translate, record: "StreamRecord", class_names: Sequence[str], read: Mapping[str, int]
) -> dict[str, str]:
    """Return names for every map, and how fast the network was.

    read: for each map, the event that is looked for while it is shown.
    """
    texts = {"speed": speed_sentence(t, record)}
    for name in map_names(len(class_names)):
        label = NOISY if name == MARGIN else int(name)
        texts[f"name.{name}"] = class_name(t, class_names[label])
        if name in read:
            texts[f"event.{name}"] = t(f"event-{class_names[read[name]]}")
    return texts


def speed_sentence(t: Translate, record: "StreamRecord") -> str:
    """Say how many samples a second were mapped, and how many times faster than they are played that is."""
    rate = stream_rate(record.config.signal.signals.num_points)
    return t(
        "stream-speed",
        chunk=record.config.chunk_size,
        speed=_two_digits(record.samples_per_second),
        factor=_two_digits(record.samples_per_second / rate),
        rate=f"{rate:g}",
    )


def _two_digits(value: float) -> str:
    """Return `value` as exactly as it can be measured: two digits, and thousands set apart."""
    rounded = float(f"{value:.2g}")
    return f"{rounded:,.0f}" if rounded >= 10 else f"{rounded:.1f}"
