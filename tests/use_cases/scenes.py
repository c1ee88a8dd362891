"""What the tests of use cases need again and again: fichas, people acting in a role, rows as they lie in the book."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar
from uuid import UUID

import pytest

from facilitador.db.transaction import Actor, Transactions
from facilitador.domain.participants import ConsentMark
from facilitador.domain.roles import Role, Section, may_read
from facilitador.errors import InvalidInput, UserFacingError
from facilitador.use_cases.catalogue import COMMANDS, QUERIES
from facilitador.use_cases.enrolments import EnrolParticipant
from facilitador.use_cases.groups import FormGroup
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.participants import RecordConsent, RegisterParticipant
from facilitador.use_cases.requests import Command, Outcome, Query
from facilitador.use_cases.runner import Runner
from tests.books import TODAY

T = TypeVar("T")

FAMILIES = ("Quispe", "Mamani", "Ñahui", "Huamán", "Ccori", "Apaza", "Tuesta", "Ushiñahua", "Flores", "Salas")
WHOLE_FICHA: dict[str, Any] = {
    "given_names": "José Luis",
    "document_kind": "dni",
    "birth_date": "1988-04-17",
    "ubigeo": "150101",
    "mother_tongue": "quechua",
    "way_of_entry": "own_will",
    "sentence_to_serve": "no",
}


def ficha(number: int = 1, **answers: Any) -> dict[str, Any]:
    """A whole ficha of an adult, another man for every number; an answer None leaves that question out."""
    own = {
        "paternal_surname": FAMILIES[number % len(FAMILIES)],
        "maternal_surname": FAMILIES[number // len(FAMILIES) % len(FAMILIES)],
        "document_number": f"{40_000_000 + number}",
        "phone": f"9{80_000_000 + number}",
    }
    whole = WHOLE_FICHA | own | answers
    return {field: answer for field, answer in whole.items() if answer is not None}


class Acting:
    """Someone of a role at work in an open book: the same runner, another actor."""

    def __init__(self, book: OpenBook, role: Role) -> None:
        self._book = book
        self._actor = Actor(book.person.id, role)

    def run(self, *commands: Command, dry_run: bool = False) -> Outcome:
        """Carries out commands and waits for them."""
        return self._book.with_book(lambda file, _: self._runner(file).run(commands, dry_run=dry_run)).result()

    def ask(self, query: Query[T], *, again: bool = False) -> T:
        """Answers a query."""
        return self._book.with_book(lambda file, _: self._runner(file).ask(query, again=again)).result()

    def _runner(self, file: Any) -> Runner:
        key = file.keys.reserved_key if may_read(self._actor.role, Section.RESERVED) else None
        transactions = Transactions(
            file.begin, self._actor, self._book.circumstances, lambda: key, package_keys=lambda: file.keys.package_keys
        )
        return Runner(transactions, COMMANDS, QUERIES)


def register(book: OpenBook, *fichas: dict[str, Any]) -> tuple[UUID, ...]:
    """Registers men; their ids."""
    return book.submit([RegisterParticipant(answers=answers) for answers in fichas]).result().ids


def consented(participant_id: UUID) -> RecordConsent:
    """His signed consent of today."""
    return RecordConsent(participant_id=participant_id, given_on=TODAY, mark=ConsentMark.SIGNATURE, read_aloud=True)


def group_of(book: OpenBook, men: int, name: str = "Los Molles") -> tuple[UUID, tuple[UUID, ...], tuple[UUID, ...]]:
    """A group with `men` who count: its id, theirs, and those of their stints."""
    group_id = book.submit([FormGroup(name=name)]).result().ids[0]
    people = register(book, *(ficha(number) for number in range(1, men + 1)))
    stints = book.submit([EnrolParticipant(group_id=group_id, participant_id=man) for man in people]).result().ids
    return group_id, people, stints


def rows(book: OpenBook, statement: str, parameters: Sequence[object] = ()) -> list[tuple[Any, ...]]:
    """What a statement finds in the file, past everything above it."""
    return book.with_book(lambda file, _: file.driver_connection.execute(statement, parameters).fetchall()).result()


def one_value(book: OpenBook, statement: str) -> Any:
    """The one value that a statement finds."""
    ((value,),) = rows(book, statement)
    return value


@contextmanager
def refused(code: str, field: str | None = None, position: int | None = None) -> Iterator[None]:
    """The block is refused with this code (for a form: as one of its problems)."""
    with pytest.raises(UserFacingError) as raised:
        yield
    error = raised.value
    told = {(problem.code, problem.field) for problem in error.problems} if isinstance(error, InvalidInput) else set()
    told |= {(error.code, error.field)}
    assert code in {known for known, _ in told}, f"refused with {told}"
    if field is not None:
        assert (code, field) in told
    if position is not None:
        assert error.position == position
