"""Evidence's ledger: how a map and its logit add up."""
