"""The exclusion check of a man: causes with their recorded facts, decisions of people, and how he was told."""
