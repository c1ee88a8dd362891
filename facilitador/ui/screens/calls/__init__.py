"""The calls of the next morning."""
