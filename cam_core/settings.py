"""Settings as values that are checked when they are built: JSON in, JSON out, or one as text."""

import dataclasses
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from cam_core.fields import SettingError, require_int, require_number, require_random_or, short

Bounds = tuple[float, float]


@dataclass(frozen=True)
class Section:
    """A part of an experiment: JSON in, JSON out, unknown keys refused."""

    section: ClassVar[str]
    bounds: ClassVar[Mapping[str, Bounds]]

    @classmethod
    def from_dict(cls, values: object) -> Self:
        """Build from a JSON object; raise `ValueError` for anything else or for an unknown key."""
        if not isinstance(values, Mapping):
            raise SettingError(
                f"`{cls.section}` must be a JSON object, got {short(values)}.",
                "error-not-an-object",
                name=cls.section,
            )
        known = [f.name for f in dataclasses.fields(cls)]
        for key in values:
            if key not in known:
                raise SettingError(
                    f"`{cls.section}.{key}` is not a setting; expected one of {', '.join(known)}.",
                    "error-setting-unknown",
                    name=f"{cls.section}.{key}",
                )
        return cls(**values)

    def to_dict(self) -> dict[str, Any]:
        """Return plain JSON values, every field included."""
        return dataclasses.asdict(self)

    def _require_bounds(self) -> None:
        for name, (low, high) in self.bounds.items():
            value = getattr(self, name)
            if isinstance(low, int) and isinstance(high, int):
                require_int(f"{self.section}.{name}", value, low, high)
                object.__setattr__(self, name, int(value))
            else:
                require_number(f"{self.section}.{name}", value, low, high)
                object.__setattr__(self, name, float(value))

    def _normalise_random(self, name: str, low: float, high: float) -> None:
        value = getattr(self, name)
        require_random_or(f"{self.section}.{name}", value, low, high)
        if value != "random":
            object.__setattr__(self, name, float(value))


def parse_setting(text: str) -> tuple[str, object]:
    """Read one `section.name=value` as a command line or a link gives it.

    Raises `ValueError` when there is no `=` or no dot before it.
    """
    key, equals, value = text.partition("=")
    if not equals or "." not in key:
        raise ValueError(f"a setting must look like signals.noise_std=0.1, got {text!r}.")
    return key.strip(), parse_value(value.strip())


def parse_value(text: str) -> object:
    """Read a number, list or `true` as JSON, anything else as the word itself."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):  # Python refuses to read numbers of thousands of digits
        return text
