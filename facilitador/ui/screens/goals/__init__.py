"""Goals of a group or of the service."""
