"""Men: the list, the intake read aloud, a man's record. No rule and no query of its own."""
