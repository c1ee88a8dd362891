"""The directory of institutions: found, described, checked again, brought from lists. No rule is decided here."""
