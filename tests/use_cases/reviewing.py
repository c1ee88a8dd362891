"""A closed log, a ficha and a decision of one person, and somebody else who reviews them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from facilitador.db.transaction import Actor, Transactions
from facilitador.domain.exclusions import Outcome
from facilitador.domain.roles import Role
from facilitador.use_cases.catalogue import COMMANDS, QUERIES
from facilitador.use_cases.exclusions import RecordExclusionDecision
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.people import AddPersonWithAccess
from facilitador.use_cases.requests import Command
from facilitador.use_cases.runner import Runner
from facilitador.use_cases.session_logs import CloseLog, SaveLog
from tests.books import TODAY
from tests.use_cases.logs import LOG, Planned, planned
from tests.use_cases.scenes import Acting


class ActingAs(Acting):
    """A certain person at work in an open book."""

    def __init__(self, book: OpenBook, person_id: UUID, role: Role) -> None:
        super().__init__(book, role)
        self._actor = Actor(person_id, role)


class ActingLater(ActingAs):
    """A certain person at work some days from now."""

    def __init__(self, book: OpenBook, person_id: UUID, role: Role, days: int) -> None:
        super().__init__(book, person_id, role)
        self._now = replace(book.circumstances, today=lambda: TODAY + timedelta(days=days))

    def _runner(self, file: Any) -> Runner:
        return Runner(Transactions(file.begin, self._actor, self._now, lambda: None), COMMANDS, QUERIES)


@dataclass(frozen=True)
class Reviewed:
    """What there is to review, who wrote it and who reviews."""

    book: OpenBook
    planned: Planned
    decision_id: UUID
    facilitator: ActingAs
    supervisor: ActingAs
    supervisor_id: UUID

    @property
    def session_id(self) -> UUID:
        """The closed session."""
        return self.planned.sessions[0]

    @property
    def man_id(self) -> UUID:
        """The man about whom something was decided."""
        return self.planned.people[0]


def closing(session_id: UUID) -> tuple[Command, Command]:
    """The commands that write and close a log."""
    return SaveLog(session_id=session_id, **LOG), CloseLog(session_id=session_id, reason="Faltaba tiempo.")


def reviewed(book: OpenBook) -> Reviewed:
    """A group of two men with a closed session and a decision; the one of the book wrote it all."""
    group = planned(book, men=2, days=(-7, 7))
    decision = RecordExclusionDecision(
        participant_id=group.people[0],
        outcome=Outcome.NOTHING_YET,
        deciders=(book.person.id,),
        decided_on=TODAY - timedelta(days=1),
        causes=("not_cooperative",),
        why="Se conversó en equipo y por ahora sigue en el grupo.",
    )
    made = book.submit([*closing(group.sessions[0]), decision]).result().ids
    supervisor_id = supervisor_in(book, "Elena")
    return Reviewed(
        book,
        group,
        made[2],
        ActingAs(book, book.person.id, Role.FACILITATOR),
        ActingAs(book, supervisor_id, Role.SUPERVISOR),
        supervisor_id,
    )


def supervisor_in(book: OpenBook, name: str) -> UUID:
    """Somebody who supervises."""
    key = uuid7()
    add = AddPersonWithAccess(id=key, given_names=name, surnames="Ccori", profession="psychology", role=Role.SUPERVISOR)
    book.submit([add]).result()
    return key
