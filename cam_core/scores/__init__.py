"""How good are answers and maps? Held to the truth, over a whole test set."""
