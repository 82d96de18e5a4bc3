"""The map read closely: which there are, what adds up to one, where it lies, what lies between."""
