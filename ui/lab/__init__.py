"""Lab: parameters, signals, trainings, models."""
