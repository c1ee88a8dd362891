"""Keys and packages on screen, with two or three real books."""
