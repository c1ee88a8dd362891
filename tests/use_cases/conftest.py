"""Use cases are tested on a real encrypted book."""

from __future__ import annotations

from tests.books import (
    NOW,
    PASSPHRASE,
    SERVICE,
    TODAY,
    book,
    book_path,
    environment,
    make_environment,
    one,
    open_as,
    run,
    template_books,
)

__all__ = [
    "NOW",
    "PASSPHRASE",
    "SERVICE",
    "TODAY",
    "book",
    "book_path",
    "environment",
    "make_environment",
    "one",
    "open_as",
    "run",
    "template_books",
]
