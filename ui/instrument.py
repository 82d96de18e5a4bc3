"""What a picture that steps through samples in the browser is made of: samples, switches, sentences, tools.

Everything here is words and numbers for the browser; `ui.plot` sends them.

The address and reruns (Streamlit 1.67): a browser that opened ``/?sample=17`` sends that first string
with every later run of the page, whatever the address says by then; after a click in the navigation it
sends the current address again. Python therefore reads ``st.query_params`` once, for the first picture,
and hears about later positions through ``on_settle``. Python may write ``st.query_params``: the
component puts its own keys back into the address at once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, Required, TypedDict


class Option(TypedDict):
    """One choice of a control or a filter; in a filter the value "" stands for all."""

    value: str
    label: str


class Choice(TypedDict, total=False):
    """A view switch or (without ``default``) a filter."""

    name: str
    label: str
    options: Sequence[Option]
    default: str


class Slide(TypedDict, total=False):
    """Which part of a stream's array a sample shows; nothing that comes later.

    ``known`` names an array that says for each sample how many values are known when it has arrived; without
    it all are, up to that sample. ``kind`` "values": the ``last`` of them. "ends": pairs of ends with gaps
    between, counted back from the sample shown, cut where nothing is known yet and left out before
    the ``last`` samples. "lag": the sides of the region from what is known to the sample shown, for four
    corners.
    """

    kind: Required[Literal["values", "ends", "lag"]]
    last: int
    known: str | None


class Binding(TypedDict, total=False):
    """Which array of a payload fills which attribute of which trace.

    ``take`` names an array that orders its rows (or values); ``row`` keeps one row of it; ``minus`` names
    one that is taken from it, where the payload has such an array; ``slide`` takes what the sample sees.
    """

    trace: int
    attr: str
    array: str
    minus: str
    divide: str
    when: Mapping[str, str]
    rows: bool
    take: str
    row: int
    slide: Slide


class Number(TypedDict, total=False):
    """One value of an array of the payload, at a place or at that of the sample; four decimals are usual."""

    array: Required[str]
    at: Required[int | Literal["sample"]]
    digits: int


class Readout(TypedDict, total=False):
    """A place for a computed sentence; ``lines`` reserves its height. With ``top`` it lies over the picture,
    so many pixels below its upper edge: the words of one of its rows.

    ``text`` names a sentence of the payload. Or ``sentence`` is the sentence, with ``numbers`` and
    ``words`` (sentences of the payload) for its ``{name}`` placeholders. Or ``choose`` is the place of
    the sentence among ``sentences``.
    """

    slot: str
    label: str
    text: str
    sentence: str
    sentences: Sequence[str]
    choose: Number
    numbers: Mapping[str, Number]
    words: Mapping[str, str]
    lines: int
    top: int


class Patches(TypedDict):
    """Layout changes that depend on the view."""

    key: str
    layouts: Mapping[str, Mapping[str, Any]]


class Prefetch(TypedDict):
    """How many samples are asked for ahead and behind in one request, and how many are kept."""

    ahead: int
    behind: int
    kept: int


class Pace(TypedDict):
    """How fast a stream plays: samples a second, times the number that the control says."""

    rate: float
    control: str


class Strengths(TypedDict):
    """How strong an event can be made, ascending; ``label`` says what the numbers are and their unit.

    ``last`` is the last sample at which the event can begin.
    """

    strengths: Sequence[float]
    default: float
    label: str
    last: int


class Chart(TypedDict):
    """What is drawn beside the picture: ``url`` answers ``&i=3`` and what of the state ``by`` names."""

    url: str
    by: Sequence[str]


class Cell(TypedDict, total=False):
    """A row or a column of a table."""

    key: Required[str]
    label: Required[str]
    mark: str


class Numbers(TypedDict):
    """A table whose cells are the payload's sentences ``cell.ROW.COLUMN``."""

    caption: str
    columns: Sequence[Cell]
    rows: Sequence[Cell]


class Tool(TypedDict, total=False):
    """What can be done to the sample by hand, in the browser.

    ``url`` answers ``&i=3`` and the tool's state with ``{"samples": {name: payload}}``. ``names`` calls the
    keys of that state as the page does, where the browser says what of a link does not fit. "event": it is
    dragged; ``kinds`` has its strengths by the payload's alias "kind"; with ``family`` the state without
    ``start`` asks for all places at once; ``optional`` adds a switch. "clean": a window of ``points`` samples
    is cleaned. "sketch": ``points`` samples are drawn in whole numbers of ``step``. "probe": units are taken
    apart as ``probe`` says (see `ui.layers.probe`); ``url`` answers ``&layer=NAME&first=0`` with kernels.
    "ledger": channels are silenced; ``ledger`` has the head and what else their terms are added up with.
    """

    name: Required[Literal["event", "clean", "sketch", "probe", "ledger"]]
    url: Required[str]
    text: Required[Mapping[str, Any]]
    names: Mapping[str, str]
    optional: bool
    family: bool
    kinds: Mapping[str, Strengths]
    points: int
    step: float
    chart: Chart
    numbers: Numbers
    probe: Mapping[str, Any]
    ledger: Mapping[str, Any]


class Guess(TypedDict, total=False):
    """A game: the state's "guess" is "on", and of a sample nobody has guessed yet only its array x is drawn.

    ``veil`` says what its sentences are until then: ``hidden`` stands for all that are not named; ``patch``
    is the layout's change. With ``points``, its number of samples, the picture leads the game, in the
    words ``text``, and its payloads have "guess.truth" and "guess.found"; others of the same samples follow.
    """

    veil: Required[Mapping[str, str]]
    patch: Mapping[str, Any]
    points: int
    text: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Instrument:
    """A picture that steps through samples in the browser.

    ``url`` answers ``&i=3,4`` with ``{"samples": {name: payload}}``; it and those of a ``tool`` are addresses
    on this server without ``server.baseUrlPath``.
    ``categories`` holds one character per sample. Another ``url`` means other samples: the person's
    position and view stay where they still exist there, whatever ``state`` says: it may be older than
    their last step. Another ``revision`` makes the browser take ``state`` all the same. With ``report``
    Python hears where the person stands (``on_settle``) once they have stopped for 0.3 s. Without
    ``link`` the address neither says nor decides where the person stands. With ``choose`` a click on a trace
    sets the controls that it names for that trace, in the browser.

    A stream is ``whole``: one payload (``&i=0``) is that of every sample, and bindings ``slide`` over it. It
    plays at its ``pace`` instead of a sample every ``play_ms``; paging keys and swipes go ``page`` samples.
    """

    url: str
    count: int
    state: Mapping[str, Any]
    text: Mapping[str, str]
    tool: Tool | None = None
    guess: Guess | None = None
    categories: Mapping[str, str] = field(default_factory=dict)
    filters: Sequence[Choice] = ()
    controls: Sequence[Choice] = ()
    bindings: Sequence[Binding] = ()
    patches: Patches | None = None
    readouts: Sequence[Readout] = ()
    payloads: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    scrub: bool = True
    link: bool = True
    report: bool = False
    play_ms: int = 500
    whole: bool = False
    pace: Pace | None = None
    page: int = 1
    prefetch: Prefetch | None = None
    panel: Literal["below", "above"] = "below"
    choose: Mapping[str, Mapping[str, str]] | None = None
    revision: str | int = 0

    def __post_init__(self) -> None:
        if self.count < 1:
            raise ValueError(f"`count` must be at least 1, but got {self.count}.")
        for name, letters in self.categories.items():
            if len(letters) != self.count:
                raise ValueError(
                    f"`categories[{name!r}]` must have one character for each of {self.count} "
                    f"samples, but got {len(letters)}."
                )

    def to_json(self, base: str = "") -> dict[str, Any]:
        """What the browser receives; ``base`` goes before the addresses."""
        plain = {name: getattr(self, name) for name in self.__dataclass_fields__}
        return {**plain, "url": base + self.url, "tool": self.tool and _based(self.tool, base)}

    def panel_height(self) -> int:
        """Pixels kept free around the picture until the controls are there."""
        rows = 1 + bool(self.controls) + bool(self.filters) + bool(self.tool)
        if self.panel == "above":  # one bar, or none
            rows = int(self.scrub or bool(self.controls) or bool(self.filters))
        headline = any(readout["slot"] == "headline" for readout in self.readouts)
        facts = sum(readout["slot"] != "headline" and "top" not in readout for readout in self.readouts)
        numbers = self.tool and self.tool.get("numbers")
        # where there is room the table stands beside the controls
        table = 36 * max(0, len(numbers["rows"]) - rows - 1) if numbers else 0
        return 60 * rows + 60 * headline + 52 * ((facts + 2) // 3) + 36 + table


def _based(tool: Tool, base: str) -> dict[str, Any]:
    based = {**tool, "url": base + tool["url"]}
    if "chart" in tool:
        based["chart"] = {**tool["chart"], "url": base + tool["chart"]["url"]}
    return based
