"""A second person with a clave of her own, for what takes two."""

from __future__ import annotations

from uuid import UUID

from uuid_utils.compat import uuid7

from facilitador.domain.roles import Role
from facilitador.use_cases import books
from facilitador.use_cases.books import Environment
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.people import AddPersonWithAccess
from tests.books import PASSPHRASE

TEMPORARY = "temporal-molle-3-jora"
OWN_CLAVE = "sauce-piedra-8-lluvia"


def reopened(book: OpenBook, person_id: UUID, clave: str, environment: Environment) -> OpenBook:
    """The same book, open for somebody else."""
    book.close()
    return books.open_with_passphrase(book.opened.path, person_id, clave, environment).result()


def let_in(
    book: OpenBook, environment: Environment, role: Role = Role.FACILITATOR, name: str = "Elena", clave: str = OWN_CLAVE
) -> tuple[OpenBook, UUID]:
    """Somebody with access who chose her own clave: the book, open again for the first person, and her id."""
    person = AddPersonWithAccess(id=uuid7(), given_names=name, surnames="Apaza", role=role)
    books.add_person(book, person, TEMPORARY, environment).result()
    hers = reopened(book, person.id, TEMPORARY, environment)
    books.change_passphrase(hers, TEMPORARY, clave, environment).result()
    return reopened(hers, book.person.id, PASSPHRASE, environment), person.id
