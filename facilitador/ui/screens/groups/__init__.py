"""Groups: the list, forming one, and the page of one with its roster and waiting list. No rule is decided here."""
