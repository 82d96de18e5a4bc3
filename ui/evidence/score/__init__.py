"""Evidence's score against the truth."""
