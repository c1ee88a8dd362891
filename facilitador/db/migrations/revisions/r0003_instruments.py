"""Version 3: instruments, their applications, what needs an answer at once."""

from __future__ import annotations

revision = "3"
down_revision = "2"


def upgrade() -> None:
    """From version 2 to version 3."""
