"""Answers to one question about one signal: the arrays and sentences that the picture shows.

Each signal is handed to the network alone, so that what is shown is what anybody who asks again is told,
bit for bit. Only an event's family, which a hand slides through, is asked about at once.
"""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from cam_core.by_hand.sketch import read_sketch
from cam_core.by_hand.what_if import PER_SIGNAL, clean_window, left_of_event, shift_probe
from cam_core.fields import require_int
from cam_core.figures.payload import Payload, payload, typed_array
from cam_core.figures.scope import scope_arrays
from cam_core.localization import localization_scores
from cam_core.maps.choices import signal_maps
from cam_core.results import Explanation
from cam_core.signals import NO_INTERVAL, SignalBatch
from ui import store
from ui.event_tool import UNITS
from ui.moved_event import MovedEvent, checked_strength, grip_arrays, moved_signals, parse_event
from ui.whatif.query import Subject
from ui.whatif.texts import clean_text, number_texts, signal_texts, twin_text


def subject_payload(subject: Subject) -> Payload:
    """Return the signal as it is."""
    made = _payload(subject, subject.said, subject.signal, before=None)
    family = subject.family
    start = int(family.starts[family.usual_place])
    made["arrays"] |= grip_arrays(family, start) | _now(subject, subject.said, start, family.strength)
    made["texts"] |= {"clean": subject.t("whatif-clean-nothing"), "twin": "", "hint": _hint(subject)}
    return made


def _hint(subject: Subject) -> str:
    if not subject.family.can_move:
        return subject.t("event-tool-fixed")
    return subject.t("whatif-hint" if subject.signal.y[0] else "whatif-hint-none")


def event_payloads(subject: Subject, event: MovedEvent) -> dict[str, Payload]:
    """Return the signal with its event at one place, or at every place, by its first sample.

    Raises `ValueError` for a place or a strength that the event cannot have.
    """
    family = subject.family
    names, signals = moved_signals(family, event)
    strength, signals = checked_strength(family, event.strength), subject.labelled(signals)
    said = subject.ask(signals.x)
    payloads = {}
    for row, name in enumerate(names):
        one = _one(said, row)
        made = _payload(subject, one, signals[row : row + 1], before=subject.said)
        made["arrays"] |= grip_arrays(family, int(name)) | _now(subject, one, int(name), strength)
        payloads[name] = made
    return payloads


def clean_payload(subject: Subject, query: Mapping[str, str]) -> Payload:
    """Return the signal with the samples `from` to `to` of its clean twin.

    Raises `ValueError` for a window that the signal does not have.
    """
    signal = subject.signal
    last = signal.x.shape[-1] - 1
    first = _whole(query, "from", 0, last)
    window = first, _whole(query, "to", first, last) + 1
    x = clean_window(signal.x, signal.x_clean, *window)
    said, twin = subject.ask(x), subject.ask(signal.x_clean)
    left = left_of_event(signal.event_interval[0], *window)
    cleaned = replace(signal, x=x, y=np.where(left[:1] < 0, 0, signal.y), event_interval=left[None])
    made = _payload(subject, said, cleaned, before=subject.said)
    made["texts"] |= {"clean": clean_text(subject, said, window), "twin": twin_text(subject, said, twin)}
    return made


def sketch_payload(subject: Subject, query: Mapping[str, str]) -> Payload:
    """Return a signal drawn by hand, whose truth nobody knows; raises `ValueError` where it is none."""
    x = read_sketch(query.get("sketch", ""), subject.config.signals.num_points)
    return _payload(subject, subject.ask(x), None, before=None)


def parsed_event(subject: Subject, query: Mapping[str, str]) -> dict[str, Payload]:
    """Return what `event_payloads` does for an address."""
    return event_payloads(subject, parse_event(query))


def _payload(
    subject: Subject, said: Explanation, signal: SignalBatch | None, before: Explanation | None
) -> Payload:
    truth = np.array(NO_INTERVAL) if signal is None else signal.event_interval[0]
    if signal is not None:
        said = _scored(subject, said, signal)
    maps = list(signal_maps(said))
    by_name = {shown.name: shown for shown in maps}
    thresholds = store.manifest(subject.model).calibration.thresholds
    arrays, scalars = scope_arrays(by_name, by_name, 0, said.x[0, 0], truth, thresholds)
    arrays |= {"logits": said.logits[0], "probabilities": said.probabilities[0]}
    arrays |= {"window.truth": truth, "window.found": _found(said)}
    texts = signal_texts(subject, maps, said, signal) | number_texts(subject.t, said, before)
    alias = {
        "predicted": str(said.predicted_class[0]),
        "kind": subject.family.kind,
        "unit": UNITS[subject.family.kind],
    }
    return payload(arrays, scalars, alias, texts)


def _scored(subject: Subject, said: Explanation, signal: SignalBatch) -> Explanation:
    shown, found = said.interpolated_cam[:, subject.label], said.localized_interval[:, subject.label]
    return replace(said, scores=localization_scores(shown, found, signal.event_interval))


def _found(said: Explanation) -> np.ndarray:
    """Return what the map that is read for evidence points at, (2,), -1 where it shows none."""
    found = said.localized_interval[0, said.evidence_class[0]]
    return found if said.evidence[0] else np.array(NO_INTERVAL)


def _now(subject: Subject, said: Explanation, start: int, strength: float) -> dict[str, dict[str, str]]:
    """Return where the charts' marks stand: at the strength, and at the event's centre and the map's peak."""
    family = subject.family
    interval = family.interval[[family.nearest(start)]]
    probe = shift_probe(said, interval, subject.label)
    marks = {
        "strength": np.full(2, strength),
        "center": probe.center,
        "peak": probe.peak,
        "drift": probe.drift,
    }
    return {f"now.{name}": typed_array(values) for name, values in marks.items()}


def _one(said: Explanation, row: int) -> Explanation:
    return replace(said, **{name: getattr(said, name)[row : row + 1] for name in PER_SIGNAL})


def _whole(query: Mapping[str, str], name: str, low: int, high: int) -> int:
    text = query.get(name, "")
    value = int(text) if text.isascii() and text.isdigit() and len(text) < 9 else text
    require_int(name, value, low, high)
    return int(value)
