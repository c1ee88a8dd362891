"""Widgets that any screen may use; they know no screen and no use case."""
