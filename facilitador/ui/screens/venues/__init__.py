"""Venues: where groups meet, with the conditions of 6.2.3. No rule is decided here."""
