"""Evidence's sanity checks."""
