"""The exclusion check on a real book."""
