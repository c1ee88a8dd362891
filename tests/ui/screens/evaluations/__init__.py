"""The initial evaluation on a real book."""
