"""Names of what can happen to a sine. How each is made stands in `cam_core.events`."""

PLAIN_SINE = "sine"
"""The class to which nothing happens; its label is 0."""

NOISY_SINE = "noisy_sine"
"""The talk's event: noise added on consecutive samples."""

EVENT_KINDS = (
    NOISY_SINE,
    "spike",
    "dropout",
    "drift_step",
    "frequency_change",
    "phase_slip",
    "missing_cycle",
)

BEGINNING_LATER = ("spike", "missing_cycle")
"""Those that need not begin with the samples they are given: in their middle, or where the sine is zero."""

WITH_HEIGHT = ("spike", "drift_step")
"""Those whose strength is `signals.event_height`."""

NOISE_STD, EVENT_HEIGHT, SHARE = STRENGTHS = ("noise_std", "event_height", "share")
"""What the strength of an event is: a standard deviation or a height in signal units, or how much of the
event is there, 1 in full."""


def strength_of(kind: str) -> str:
    """Return which of `STRENGTHS` makes an event of `kind` weaker or stronger."""
    if kind == NOISY_SINE:
        return NOISE_STD
    return EVENT_HEIGHT if kind in WITH_HEIGHT else SHARE
