"""The close of a group's cycle: what is open, what is learnt, and the closing itself."""
