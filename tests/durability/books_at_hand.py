"""Books on which the acts are done: made once for a run, then copied."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from uuid_utils.compat import uuid7

from facilitador.db import checks
from facilitador.db.books import Book
from facilitador.domain.participants import ConsentMark
from facilitador.domain.roles import Role
from facilitador.use_cases import books
from facilitador.use_cases.books import Environment, NewBook
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.participants import RecordConsent, RegisterParticipant
from facilitador.use_cases.people import AddPersonWithAccess
from facilitador.use_cases.requests import Command
from tests.books import PASSPHRASE, SERVICE, TODAY, make_environment
from tests.use_cases.scenes import ficha

NAME = "cuaderno.facilitador"
ROSA, ELENA = UUID(int=1), UUID(int=2)
ELENAS = "molle-viento-9-jora"


def environment(folder: Path) -> Environment:
    """Cheap keys, the true clock, and a disk that is waited for."""
    around = make_environment(folder / "app")
    host = replace(around.host, clock=lambda: datetime.now(UTC), sync=True)
    return replace(around, host=host)


def make(folder: Path, men: int = 0, *, elena: bool = False) -> Path:
    """A closed book of Rosa's with so many men, numbered from 1; with `elena`, she supervises."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / NAME
    around = replace(environment(folder), host=replace(environment(folder).host, sync=False))
    new = NewBook(SERVICE, "Rosa", "Mamani Quispe", "psychology", Role.FACILITATOR, PASSPHRASE, person_id=ROSA)
    book, _ = books.create(path, new, around).result()
    try:
        if elena:
            person = AddPersonWithAccess(
                id=ELENA, given_names="Elena", surnames="Apaza", profession="social_work", role=Role.SUPERVISOR
            )
            books.add_person(book, person, ELENAS, around).result()
        for first in range(1, men + 1, 100):
            numbers = range(first, min(first + 100, men + 1))
            book.submit([command for number in numbers for command in gesture(number)]).result()
    finally:
        book.close()
    return path


def gesture(number: int) -> list[Command]:
    """One gesture of two commands: a man is registered, and his consent with him."""
    key = uuid7()
    return [
        RegisterParticipant(id=key, answers=ficha(number)),
        RecordConsent(
            participant_id=key, given_on=TODAY, mark=ConsentMark.SIGNATURE, read_aloud=False, witness="Elena Apaza"
        ),
    ]


def laid(template: Path, folder: Path) -> Path:
    """The template's folder, copied into an empty one."""
    shutil.copytree(template.parent, folder, dirs_exist_ok=True)
    return folder / template.name


@contextmanager
def opened(path: Path, clave: str = PASSPHRASE, person: UUID = ROSA) -> Iterator[OpenBook]:
    """The book, opened as a person does, whatever is left of it after a kill."""
    book = books.open_with_passphrase(path, person, clave, environment(path.parent)).result()
    try:
        yield book
    finally:
        book.close()


def numbers(book: OpenBook) -> tuple[set[int], set[int]]:
    """The men in the file by number, and those of them with a consent."""
    men = asked(book, "SELECT document_number FROM participants")
    consented = asked(
        book, "SELECT document_number FROM participants JOIN consents ON participant_id = participants.id"
    )
    return {_number(row) for row in men}, {_number(row) for row in consented}


def asked(book: OpenBook, statement: str) -> list[Any]:
    """Rows as they lie in the file."""

    def read(file: Book, runner: object) -> list[Any]:
        with file.begin() as connection:
            return list(connection.execute(sa.text(statement)).all())

    return book.with_book(read).result()


def is_whole(book: OpenBook) -> bool:
    """True if every check passes."""
    return book.with_book(lambda file, runner: checks.check_book(file, full=True)).result().whole


def _number(row: Any) -> int:
    return int(row[0]) - 40_000_000
