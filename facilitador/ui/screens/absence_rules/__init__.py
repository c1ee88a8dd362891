"""What the service asks of attendance: rules about absences, and the share that completes."""
