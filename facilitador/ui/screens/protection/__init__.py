"""Protection matters: the list, and one with its steps."""
