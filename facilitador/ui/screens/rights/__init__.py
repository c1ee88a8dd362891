"""What people asked about their data."""
