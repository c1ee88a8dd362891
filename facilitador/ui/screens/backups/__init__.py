"""Copias de respaldo: where copies of the book go, and making one now."""
