"""Whom to call, one key away: over every screen and every dialog, while locked, and before a book is open (6.2.7)."""
