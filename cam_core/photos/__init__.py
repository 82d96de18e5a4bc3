"""Photographs: from a file to a network's five most likely classes, each with its map and box."""
