"""Opens the contacts of a man: with a second person's clave, or in an emergency alone, to be signed later (6.4.12).

Every attempt leaves an audit row without content, also one that failed on the clave.
"""

from __future__ import annotations

from concurrent.futures import Future
from uuid import UUID

from facilitador.db import keys
from facilitador.db.books import Book
from facilitador.errors import BookError, UserFacingError
from facilitador.use_cases.contacts import OpenContacts
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.requests import Outcome
from facilitador.use_cases.runner import Runner

NOT_OPENED = "ContactsNotOpened"


class ContactDesk:
    """Openings of contacts in an open book, for who opened it. Every verb returns at once; roles are checked.

    Each answers with the outcome whose one id is that of the opening: `contacts.ContactsOfOpening` reads it.
    """

    def __init__(self, open_book: OpenBook) -> None:
        self._book = open_book

    def open(self, participant_id: UUID, reason: str, second_id: UUID, clave: str) -> Future[Outcome]:
        """Open them with the clave of a second person.

        `wrong_passphrase`; `second_person_unfit` if she is none of those who may confirm; `second_clave_temporary` if
        her clave is still the one that somebody else gave her; what the reason lacks.
        """
        command = OpenContacts(participant_id=participant_id, reason=reason, second_id=second_id)

        def confirm(book: Book, runner: Runner) -> Outcome:
            runner.run([command], dry_run=True)  # what the rules refuse costs nobody her clave
            try:
                _check_clave(book, second_id, clave)
            except UserFacingError:
                runner.record(NOT_OPENED, None)
                raise
            return runner.run([command])

        return self._book.with_book(confirm)

    def open_in_emergency(self, participant_id: UUID, reason: str) -> Future[Outcome]:
        """Open them alone, at once; everybody else who may confirm is asked to sign it, until one did."""
        return self._book.submit([OpenContacts(participant_id=participant_id, reason=reason)])


def _check_clave(book: Book, second_id: UUID, clave: str) -> None:
    if all(slot.person_id != second_id for slot in book.people):
        raise UserFacingError("second_person_unfit", field="second_id")
    try:
        unlocked = keys.unlock(book.key_document, second_id, clave)
    except BookError as error:
        if error.code == "wrong_passphrase":
            raise UserFacingError("second_clave_wrong", field="clave") from None
        raise
    if unlocked.must_change:  # whoever gave it to her knows it
        raise UserFacingError("second_clave_temporary", field="clave")
    if unlocked.reserved_key is None:
        raise UserFacingError("second_person_unfit", field="second_id")
