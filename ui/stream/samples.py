"""The stream's payload: a long signal, mapped chunk by chunk, with all that the browser needs to play it."""

import threading
from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
from starlette.requests import Request
from starlette.responses import Response

from cam_core.cam import margin_map
from cam_core.figures.payload import Payload, payload
from cam_core.figures.stream import bracket_ends, threshold_ends
from cam_core.maps.choices import MARGIN, map_names
from cam_core.scores.evaluation import NOISY
from cam_core.stream.long_signals import LongSignalConfig
from cam_core.stream.sightings import Sightings, sightings
from ui import store
from ui.answer import answer
from ui.once import once
from ui.sample_query import SampleQuery, parse
from ui.stream.query import chunk_size, parse_stream
from ui.stream.texts import SILENT, headline_number, stream_texts

if TYPE_CHECKING:
    from cam_core.stream.record import StreamRecord


def streamed(request: Request) -> Response:
    """`/streamed?model=..&events=8&seed=0&i=0`: one payload for the whole stream."""
    return answer(_payload, request)


def _payload(query: Mapping[str, str]) -> dict[str, Payload]:
    asked = parse(query)
    return stream_payload(asked, parse_stream(query, asked.config))


def stream_payload(query: SampleQuery, signal: LongSignalConfig) -> dict[str, Payload]:
    """Return the payload of a whole stream, by the number 0."""
    record = _recorded(query.model, query.fingerprint, signal, chunk_size(query.config))
    names, known = query.config.signals.class_names, record.known
    thresholds = store.manifest(query.model).calibration.thresholds
    arrays: dict[str, np.ndarray] = {
        "x": record.signal.x,
        "known": known,
        "lag": np.arange(1, len(known) + 1) - known,
        "names": bracket_ends(record.signal.event_interval, len(record.signal.y)),
    }
    read: dict[str, Sightings] = {}
    for name in map_names(len(names)):
        arrays |= _map_arrays(record, name, len(names))
        label = read_class(name, len(names))
        arrays[f"threshold.{name}"] = threshold_ends(thresholds[label], for_event=name == str(label))
        if label:
            read[name] = _sightings(record, label, thresholds[label])
    arrays |= _sighting_arrays(read, map_names(len(names)), len(known))
    for name in map_names(len(names)):
        probability = newest_probability(record, shown_class(name))
        arrays[f"percent.{name}"] = np.round(100 * probability, 1)
        arrays[f"headline.{name}"] = headline_number(arrays[f"state.{name}"], probability)
    texts = stream_texts(query.t, record, names, {name: read_class(name, len(names)) for name in read})
    return {"0": payload(arrays, {}, {}, texts)}


def read_class(map_name: str, num_classes: int) -> int:
    """Return the event whose map is searched while `map_name` is shown, 0 for none.

    Between two classes there is one event to be found, whichever map is shown; of several the map shown
    has to show its own.
    """
    if num_classes == 2:
        return NOISY
    return int(map_name)


def shown_class(map_name: str) -> int:
    """Return the class whose probability is drawn below the map `map_name`."""
    return NOISY if map_name == MARGIN else int(map_name)


def newest_probability(record: "StreamRecord", label: int) -> np.ndarray:
    """Return the newest known probability of class `label` when each sample has arrived, (time,), or NaN."""
    probability, known = record.probabilities[label].astype(float), record.known
    return np.where(known > 0, probability[known - 1], np.nan)


_STREAMING = threading.Lock()


@once(maxsize=16)
def _recorded(slug: str, fingerprint: str, signal: LongSignalConfig, chunk: int) -> "StreamRecord":
    from cam_core.stream.record import StreamConfig, record_stream

    # One at a time: a stream that has to share the processor would be measured too slow.
    with _STREAMING:
        return record_stream(store.model(slug, fingerprint), StreamConfig(signal, chunk))


def _map_arrays(record: "StreamRecord", name: str, num_classes: int) -> dict[str, np.ndarray]:
    cam, signal, label = record.interpolated_cam, record.signal, shown_class(name)
    shown = margin_map(cam[None], NOISY, 1 - NOISY)[0] if name == MARGIN else cam[label]
    wanted = read_class(name, num_classes)
    own = signal.y == wanted if wanted else np.ones(len(signal.y), bool)
    count = len(signal.y)
    return {
        f"cam.{name}": shown,
        f"probability.{name}": record.probabilities[label],
        f"truth.{name}": bracket_ends(signal.event_interval, count, own),
        f"others.{name}": bracket_ends(signal.event_interval, count, ~own),
    }


def _sightings(record: "StreamRecord", label: int, threshold: float) -> Sightings:
    own = record.signal.event_interval[record.signal.y == label]
    return sightings(record.interpolated_cam[label], threshold, own, record.known)


def _sighting_arrays(
    read: Mapping[str, Sightings], names: tuple[str, ...], num_points: int
) -> dict[str, np.ndarray]:
    """Return brackets and counts of every map; as many brackets for each, so that traces keep their size."""
    most = max([1, *(len(seen.runs) for seen in read.values())])
    arrays = {"found.level": np.zeros(len(bracket_ends(np.empty((0, 2)), most)))}
    for name in names:
        if name not in read:
            arrays[f"found.{name}"] = bracket_ends(np.empty((0, 2)), most)
            arrays[f"state.{name}"] = np.full(num_points, SILENT)
            continue
        seen = read[name]
        arrays[f"found.{name}"] = bracket_ends(seen.runs, most)
        for key in ("state", "first", "last", "num_past", "num_found", "num_false"):
            arrays[f"{key}.{name}"] = getattr(seen, key)
    return arrays
