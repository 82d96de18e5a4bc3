"""A training as a job: its process, its folder while it runs, how long it takes, what is left of it."""
