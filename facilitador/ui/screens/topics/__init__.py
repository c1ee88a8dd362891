"""The topics: the thirteen to be read the evening before, and those that the service adds (6.4.8)."""
