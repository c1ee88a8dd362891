"""What waits today, and the groups with what is done most often."""
