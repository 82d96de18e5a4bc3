"""Which channels are silenced, as the link says it.

`3.17-20` are those, `not.3.17-20` all others. Where many are scattered, `bits.` and one bit for each channel,
eight in a byte, the first on the left, in base64url, are shorter. The browser writes the same.
"""

import base64
import binascii
import re
from collections.abc import Collection

import numpy as np

from cam_core.fields import ExplainedError, short

ALL_BUT, BITS = "not", "bits."
PART = re.compile(r"(\d{1,6})(?:-(\d{1,6}))?", re.ASCII)


def parse_silenced(text: str, num_channels: int) -> tuple[int, ...]:
    """Return the channels that `text` names, ascending; raise `ExplainedError` where it is not about them."""
    chosen = _bits(text, num_channels) if text.startswith(BITS) else _runs(text, num_channels)
    if chosen is None:
        raise _refused(text, num_channels)
    return tuple(int(channel) for channel in np.flatnonzero(chosen))


def write_silenced(channels: Collection[int], num_channels: int) -> str:
    """Return the shortest text for `channels`."""
    chosen = np.isin(np.arange(num_channels), list(channels))
    inverted = 2 * int(chosen.sum()) > num_channels
    named = np.flatnonzero(chosen != inverted)
    runs = np.split(named, np.flatnonzero(np.diff(named) > 1) + 1) if len(named) else []
    parts = [f"{run[0]}" if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs]
    listed = ".".join([ALL_BUT, *parts] if inverted else parts)
    packed = base64.urlsafe_b64encode(np.packbits(chosen).tobytes()).decode("ascii").rstrip("=")
    return min(listed, BITS + packed, key=len)


def _runs(text: str, num_channels: int) -> np.ndarray | None:
    parts = text.split(".") if text else []
    inverted = parts[:1] == [ALL_BUT]
    named = np.zeros(num_channels, bool)
    for part in parts[inverted:]:
        found = PART.fullmatch(part)
        first, last = (int(found[1]), int(found[2] or found[1])) if found else (1, 0)
        if not 0 <= first <= last < num_channels:
            return None
        named[first : last + 1] = True
    return named != inverted


def _bits(text: str, num_channels: int) -> np.ndarray | None:
    packed = text.removeprefix(BITS)
    try:
        data = base64.b64decode(packed + "=" * (-len(packed) % 4), altchars="-_", validate=True)
    except (binascii.Error, ValueError):  # a letter that is not ASCII is the latter
        return None
    bits = np.unpackbits(np.frombuffer(data, np.uint8)).astype(bool)
    fits = len(data) == -(-num_channels // 8) and not bits[num_channels:].any()
    return bits[:num_channels] if fits else None


def _refused(text: str, num_channels: int) -> ExplainedError:
    last, got = str(num_channels - 1), short(text)
    return ExplainedError(
        f"`silenced` must be channel numbers from 0 to {last} like 3.17-20, or not.3.17-20, got {got}.",
        "error-silenced",
        last=last,
        got=got,
    )
