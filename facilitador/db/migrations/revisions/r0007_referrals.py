"""Version 7: referrals, individual care, hand-outs."""

from __future__ import annotations

revision = "7"
down_revision = "6"


def upgrade() -> None:
    """From version 6 to version 7."""
