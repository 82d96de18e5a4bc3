"""What lies on disk: models, complete or absent, and the measurements beside them."""
