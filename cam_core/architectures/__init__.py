"""Networks as specifications, along one axis or two, and the torch modules that are built from them."""
