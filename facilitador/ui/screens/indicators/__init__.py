"""Indicators of a group or of the service."""
