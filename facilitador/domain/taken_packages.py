"""What a book remembers of the packages that it sent and took in, and what is shown before one is taken in."""

from __future__ import annotations

from enum import StrEnum


class PackageWay(StrEnum):
    """Whether a package went out of this book or came into it."""

    SENT = "sent"
    TAKEN = "taken"


class RootKind(StrEnum):
    """What a package tells everything of: a group, or a man."""

    GROUP = "group"
    MAN = "man"
