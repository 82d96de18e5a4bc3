"""One thing beside another: networks, settings, controls, and other answers to the same question."""
