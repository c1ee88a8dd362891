"""What was done in the book, and by whom."""
