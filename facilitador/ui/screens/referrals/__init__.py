"""Referrals: the list, of everybody or of one man, and one with its steps."""
