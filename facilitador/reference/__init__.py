"""Reads and validates resources/reference into domain types."""
