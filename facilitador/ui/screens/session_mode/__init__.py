"""Projecting a session: the page before it begins, and the team's side while it goes on."""
