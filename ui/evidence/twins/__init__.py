"""Evidence's twins: average against max pooling."""
