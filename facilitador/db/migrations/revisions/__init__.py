"""One file a version, `r<number>_<what>.py`: explicit operations, data moved by hand, never today's tables."""
