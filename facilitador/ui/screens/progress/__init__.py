"""How a man goes on, and how a group does: read here, mended where each line leads. Nothing is written here."""
