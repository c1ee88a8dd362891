"""From an older version of the schema to the current one. Alembic is imported only when a migration runs.

A revision's id is the version that it brings the book to; the book's `user_version` says where it stands.
"""

from __future__ import annotations

from pathlib import Path

from facilitador.db import backups
from facilitador.db.books import Book

REVISIONS = Path(__file__).parent / "revisions"


def upgrade(book: Book, revisions: Path = REVISIONS) -> None:
    """Brings an older book to the newest version in `revisions`, after a verified backup of it as it is.

    All in one transaction: whatever happens, the book is wholly old or wholly new. BookError `upgrade_not_whole` where
    rows would point nowhere afterwards, and what the backup and the file refuse.
    """
    backups.make_backup(book, always=True)
    from facilitador.db.migrations import steps  # Alembic costs start-up time, and only who has an older book needs it

    steps.run(book, revisions)
