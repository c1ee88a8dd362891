"""Equipo: who works with the groups, what they studied, how they were trained, and what each role may do."""
