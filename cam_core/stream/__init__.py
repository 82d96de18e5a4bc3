"""A long signal that comes in pieces, and the map that comes with it."""
