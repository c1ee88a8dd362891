"""Before any book is open: make one, open one, or look around with example data."""
