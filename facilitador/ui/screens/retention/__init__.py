"""How long data are kept, and whose go."""
