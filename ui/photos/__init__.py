"""Photos: class maps of pictures."""
