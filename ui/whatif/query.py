"""Which signal a question is about: a test signal of the model, or one made by hand.

The address says everything, as for test samples; the numbers of a signal made by hand are `made.kind`,
`made.cycles` and so on.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import numpy as np

from cam_core.by_hand.event_family import EventFamily
from cam_core.by_hand.hand_made import HandMade, made_family, made_names
from cam_core.config import ExperimentConfig, SignalConfig
from cam_core.fields import require_choice
from cam_core.maps.choices import map_names
from cam_core.results import Explanation
from cam_core.settings import parse_value
from cam_core.signals import SignalBatch
from ui import store
from ui.language import Translate, translator
from ui.moved_event import family_of_sample
from ui.once import once
from ui.sample_query import address, most_of, parse
from ui.state import State

if TYPE_CHECKING:
    from cam_core.by_hand.what_if import Ask

PATH = "/asked"
"""Where the browser asks; what it asks stands behind. Not `/whatif`, which is the page's own address."""

MADE = "made."
MOST_VALUES = 256 * 100
"""Values of the signals that a network is handed at once."""


@dataclass(frozen=True)
class Subject:
    """One signal that questions are asked about, and the network that answers; hashable.

    index: of the test signal, 0 for one made by hand.
    """

    model: str
    fingerprint: str
    config: ExperimentConfig
    language: str
    index: int
    made: HandMade | None = None

    @property
    def t(self) -> Translate:
        return translator(self.language)

    @property
    def names(self) -> tuple[str, ...]:
        """The classes that the network knows, by label."""
        return self.config.signals.class_names

    @property
    def family(self) -> EventFamily:
        """The signal, and its event wherever that fits."""
        if self.made is None:
            return family_of_sample(self.config.signals, self.index)
        return _made_family(self.made, self.config.signals.num_points)

    @property
    def knows_kind(self) -> bool:
        """Whether the network was trained on the kind of event of this signal."""
        return self.family.kind in self.names

    @property
    def label(self) -> int:
        """The event's class; for a kind that the network does not know, its first event's."""
        return self.names.index(self.family.kind) if self.knows_kind else 1

    @property
    def signal(self) -> SignalBatch:
        """The signal as it is (N = 1), labelled as the network's classes are."""
        return self.labelled(self.family.signal)

    def labelled(self, signals: SignalBatch) -> SignalBatch:
        """Return signals of the family with the network's own labels."""
        return SignalBatch(**{**vars(signals), "y": np.where(signals.y > 0, self.label, 0)})

    @property
    def ask(self) -> "Ask":
        """Hands signals to the network, as many at once as it takes well."""
        from cam_core.by_hand.what_if import in_parts
        from cam_core.pipeline import explain

        model = store.model(self.model, self.fingerprint)
        return in_parts(lambda x: explain(model, x, keep_layers=False), MOST_VALUES)

    @property
    def said(self) -> Explanation:
        """What the network says of the signal as it is."""
        return _said(self)


@once(maxsize=64)
def _made_family(made: HandMade, num_points: int) -> EventFamily:
    return made_family(made, num_points)


@once(maxsize=256)
def _said(subject: Subject) -> Explanation:
    return subject.ask(subject.signal.x)


def subject_address(question: str, state: State, fingerprint: str, made: HandMade | None) -> str:
    """Return where `question` is answered, "" for the signal as it is, without the sample's number."""
    base = address(f"{PATH}/{question}" if question else PATH, state, fingerprint)
    return f"{base}&{urlencode(made_link(made))}" if made else base


def made_link(made: HandMade) -> dict[str, str]:
    """Return the keys of the link for the numbers of a signal made by hand."""
    return {f"{MADE}{name}": str(value) for name, value in asdict(made).items()}


def read_made(query: Mapping[str, str], usual: HandMade) -> HandMade:
    """Return the signal made by hand that `query` names; what it does not say is as in `usual`.

    Raises `ValueError` for a number that there is not; `HandMade.check` does for what cannot be.
    """
    values = {key.removeprefix(MADE): parse_value(text) for key, text in query.items() if _is_made(key)}
    for name in values:
        require_choice("made", name, made_names())
    return HandMade(**{**asdict(usual), **values})


def parse_subjects(query: Mapping[str, str]) -> list[Subject]:
    """Read an address's query; raise `ValueError` with one sentence for anything that does not fit."""
    asked = parse({key: text for key, text in query.items() if not _is_made(key)})
    made = None
    if any(map(_is_made, query)):
        made = read_made(query, HandMade())
        made.check(asked.config.signals.num_points)
    numbers = (0,) if made else asked.index
    asked.require_at_most(most_subjects(asked.config.signals))
    return [Subject(asked.model, asked.fingerprint, asked.config, asked.language, i, made) for i in numbers]


def most_subjects(config: SignalConfig) -> int:
    """Return how many signals one answer may hold."""
    return most_of((1 + 2 * len(map_names(config.num_classes))) * config.num_points)


def _is_made(key: str) -> bool:
    return key.startswith(MADE)
