"""Somebody at work in an open book on another day: the same runner, another person, another clock."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

from facilitador.db.transaction import Actor, Circumstances, Transactions
from facilitador.domain.roles import Role
from facilitador.use_cases.catalogue import COMMANDS, QUERIES
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.runner import Runner
from tests.use_cases.scenes import Acting


class On(Acting):
    """A facilitator at work on that day; `person_id`: another one than who opened the book."""

    def __init__(self, book: OpenBook, day: date, person_id: UUID | None = None) -> None:
        super().__init__(book, Role.FACILITATOR)
        self._actor = Actor(person_id or book.person.id, Role.FACILITATOR)
        self._circumstances = Circumstances(
            clock=lambda: datetime.combine(day, time(15), UTC),
            today=lambda: day,
            new_id=book.circumstances.new_id,
        )

    def _runner(self, file: Any) -> Runner:
        transactions = Transactions(file.begin, self._actor, self._circumstances, lambda: file.keys.reserved_key)
        return Runner(transactions, COMMANDS, QUERIES)
