"""Version 4: the directory, referrals, individual care, hand-outs."""

from __future__ import annotations

revision = "4"
down_revision = "3"


def upgrade() -> None:
    """From version 3 to version 4."""
