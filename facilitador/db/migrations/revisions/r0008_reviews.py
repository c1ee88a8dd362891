"""Version 8: goals, reviews, declarations, the close of a cycle, good practices."""

from __future__ import annotations

revision = "8"
down_revision = "7"


def upgrade() -> None:
    """From version 7 to version 8."""
