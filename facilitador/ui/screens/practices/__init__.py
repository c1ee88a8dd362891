"""Good practices and lessons: found by words and topic, written by whoever worked."""
