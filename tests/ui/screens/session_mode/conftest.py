"""A real book with a group of three men and its sessions."""

from __future__ import annotations

import pytest

from facilitador.use_cases.open_book import OpenBook
from tests.ui.real_books import book, environment, open_as, surroundings, template_books
from tests.use_cases.logs import Planned, planned

__all__ = ["book", "environment", "open_as", "surroundings", "template_books"]


@pytest.fixture
def group(book: OpenBook) -> Planned:
    """Three men, a session last week, one today, one next week."""
    return planned(book, men=3, days=(-7, 0, 7))
