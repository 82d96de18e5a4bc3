"""Evidence's other methods beside CAM."""
