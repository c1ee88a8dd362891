"""Goals, indicators and reports on a real book."""
