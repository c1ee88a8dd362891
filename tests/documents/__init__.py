"""Papers, tested by the text that a reader gets out of the finished PDF."""
