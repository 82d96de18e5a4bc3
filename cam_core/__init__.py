"""CAM Scope's numbers: signals, networks, class activation maps, localisation. No user interface."""
