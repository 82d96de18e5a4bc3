"""Evidence: what a map is worth, in parts."""
