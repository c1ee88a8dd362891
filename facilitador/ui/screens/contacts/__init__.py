"""Contacts of a man, opened by two; and the openings that wait for a signature."""
