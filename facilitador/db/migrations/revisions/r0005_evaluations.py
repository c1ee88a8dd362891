"""Version 5: the initial evaluation, exclusion checks and decisions."""

from __future__ import annotations

revision = "5"
down_revision = "4"


def upgrade() -> None:
    """From version 4 to version 5."""
