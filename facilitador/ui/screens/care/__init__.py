"""The individual care of a man."""
