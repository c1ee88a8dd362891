"""Version 9: the chained trail, rights of the person, retention."""

from __future__ import annotations

revision = "9"
down_revision = "8"


def upgrade() -> None:
    """From version 8 to version 9."""
