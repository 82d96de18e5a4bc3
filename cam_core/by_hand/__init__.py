"""One signal in a person's hands: made, drawn, moved, cleaned, and asked about."""
