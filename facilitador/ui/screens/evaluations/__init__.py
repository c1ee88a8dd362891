"""The initial evaluation of a man: eleven factors, what changed since, the level of risk that an authority told."""
