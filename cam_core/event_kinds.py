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

WITH_HEIGHT = ("spike", "drift_step")
"""Those whose strength is `signals.event_height`."""
