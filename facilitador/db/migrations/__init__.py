"""From an older version of the schema to the current one. Alembic is imported only when a migration runs."""

from __future__ import annotations

from facilitador.db.books import Book
from facilitador.errors import BookError


def upgrade(book: Book) -> None:
    """Bring an older book to the current version."""
    raise BookError("book_older")
