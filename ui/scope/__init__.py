"""Scope: one signal, its answer and its map."""
