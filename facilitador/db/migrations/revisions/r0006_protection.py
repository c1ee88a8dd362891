"""Version 6: protection matters and reserved contacts."""

from __future__ import annotations

revision = "6"
down_revision = "5"


def upgrade() -> None:
    """From version 5 to version 6."""
