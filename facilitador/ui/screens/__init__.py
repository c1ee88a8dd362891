"""One package per aggregate; screens do not import each other."""
