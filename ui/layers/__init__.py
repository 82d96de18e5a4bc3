"""Layers: every layer of the network, and a probe that takes any unit apart."""
