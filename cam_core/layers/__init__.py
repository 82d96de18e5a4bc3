"""From the signal to the map, unit by unit: what the Layers page takes apart."""
