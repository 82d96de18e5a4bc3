"""Stream: the map of a signal that rolls by."""
