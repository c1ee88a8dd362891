"""What a partner told is nowhere but within an opening: every question of the program is asked, as every role (6.4.12).

The questions are taken from the catalogue, so that one that is added joins by itself; papers and exports are questions,
too. Nothing is looked for by its place: the whole answer is read for the words that were planted.
"""

from __future__ import annotations

import contextlib
import re
from functools import cache
from pathlib import Path
from typing import Any, Final, TypeAlias
from uuid import UUID

import pytest
from uuid_utils.compat import uuid7

from facilitador import messages
from facilitador.db.tables.base import metadata
from facilitador.domain.roles import Role
from facilitador.errors import BookError, UserFacingError
from facilitador.use_cases import books
from facilitador.use_cases.catalogue import QUERIES
from facilitador.use_cases.contacts import ContactOpenings, ContactsOfOpening, OpenContacts, RecordContact
from facilitador.use_cases.demo import DEMO_PASSPHRASE, demo_book
from facilitador.use_cases.directory_lists import PreviewDirectoryImport
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.people import AddPersonWithAccess
from facilitador.use_cases.protection import OpenProtection, ProtectionMatterDetails
from facilitador.use_cases.requests import Query
from facilitador.use_cases.roster_imports import PreviewRosterImport
from tests.books import TODAY, copy_of, make_environment
from tests.use_cases.every_question import PHONE, EveryQuestion, some_ids
from tests.use_cases.protection_samples import CONTACT
from tests.use_cases.reserved import OWN_CLAVE, TEMPORARY, reopened
from tests.use_cases.scenes import Acting

NAME, SAFE, TOLD = "Zulmira Xauxa", "tocuyo morado", "habló de un cuarto con llave"
MATTER: Final = UUID("019a0000-0000-7000-8000-000000000001")
REASON, SENTENCE = "motivo retamal", "Teme por su hermana Ollantina."
PLANTED: Final = {
    "name": NAME,
    "phone": PHONE,
    "safe_way": SAFE,
    "told": TOLD,
}
ECHOING: Final = {PreviewRosterImport, PreviewDirectoryImport}
"""They answer with the file that they were given."""
UNANSWERED: Final = {"Change", "DecisionLetterPrint", "HandoverPrint", "PreviewInstrument"}
"""The example data has nothing to answer them with; what they read is asked by others here, too."""
PACKAGES: Final = {
    *("Pack", "PackHandover", "PackMan", "PackReviews", "PreviewPackage", "PreviewKey", "HandoverRecordPrint"),
    *("WeighPackage", "WeighHandover", "WeighMan", "WeighReviews"),
}
"""They need somebody of another book: what is in a package is looked at in `test_package_contents.py` and beside it."""
OF_RESERVED: Final = {"ContactOpenings", "ProtectionMatters", "ProtectionMatterDetails", "RowCounts", "AuditTrail"}
"""They tell that something reserved was written or opened, never of whom."""
WITH_CHANCE: Final = {"ContactsOfOpening", "InstrumentSheetsPrint", "WaitingSheets"}
"""The first is asked of an opening that the other book has not; sheets get codes by chance."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The book of two facilitators, made once, closed."""
    folder = tmp_path_factory.mktemp("leaks")
    (folder / "book").mkdir()
    around = make_environment(folder / "app-data")
    book, _ = books.create(folder / "book" / "ejemplo", demo_book(TODAY, around.circumstances.new_id), around).result()
    person = AddPersonWithAccess(id=uuid7(), given_names="Elena", surnames="Apaza", role=Role.FACILITATOR)
    books.add_person(book, person, TEMPORARY, around).result()
    hers = reopened(book, person.id, TEMPORARY, around)
    books.change_passphrase(hers, TEMPORARY, OWN_CLAVE, around).result()
    hers.close()
    return folder


def opened(folder: Path, name: str) -> OpenBook:
    """A copy of it, open for the first of the two."""
    around = make_environment(folder / name)
    path = copy_of(folder / "book" / "ejemplo", folder / f"book-{name}")
    for person in books.inspect(path, around).people:
        with contextlib.suppress(BookError):  # the clave is that of one of the two
            return books.open_with_passphrase(path, person.id, DEMO_PASSPHRASE, around).result()
    raise AssertionError("nobody opens the example book")


Answers: TypeAlias = dict[type[Query[Any]], list[tuple[bool, str]]]


@pytest.fixture(scope="module")
def silent(folder: Path) -> Answers:
    """What a facilitator is answered where no partner told anything; the same matter of protection is open."""
    book = opened(folder, "silent")
    try:
        open_matter(book)
        return all_answers(EveryQuestion(book, (NAME, PHONE)), Role.FACILITATOR)
    finally:
        book.close()


@pytest.fixture(scope="module")
def answered(folder: Path) -> dict[Role, Answers]:
    """What each role is answered where two partners told something.

    The contacts of one man were opened by her who asks, and a matter about him is open.
    """
    book = opened(folder, "told")
    try:
        men = some_ids(book, metadata.tables["participants"])
        own = Acting(book, Role.FACILITATOR)
        for man in men[:2]:
            own.run(RecordContact(participant_id=man, **(CONTACT | PLANTED)))
        open_matter(book)
        (opening,) = own.run(OpenContacts(participant_id=men[0], reason=REASON)).ids
        return {role: all_answers(EveryQuestion(book, (NAME, PHONE), opening), role) for role in Role}
    finally:
        book.close()


def open_matter(book: OpenBook) -> None:
    """About the first man, under the same key in both books."""
    man = some_ids(book, metadata.tables["participants"])[0]
    Acting(book, Role.FACILITATOR).run(OpenProtection(id=MATTER, sentence=SENTENCE, participant_id=man))


def all_answers(asked: EveryQuestion, role: Role) -> Answers:
    """Of each question, whether it was answered, and what was, as text that holds everything in it."""
    acting = Acting(asked.book, role)
    return {kind: [_answer(acting, question) for question in asked.of(kind)] for kind in QUERIES}


def _answer(acting: Acting, question: Query[Any]) -> tuple[bool, str]:
    try:
        return True, repr(acting.ask(question))
    except UserFacingError as error:
        return False, f"{error!r} {error.parameters} {messages.of_error(error)}"


def _uncoded(given: list[tuple[bool, str]]) -> list[tuple[bool, str]]:
    """Without the code of the newest entry: it follows from all that was ever done, and tells nothing of it."""
    return [(done, re.sub(r"\bcode='[^']*'", "code=''", text)) for done, text in given]


def telling(answers: Answers, *words: str) -> set[type[Query[Any]]]:
    """The questions whose answer or refusal holds one of these words, however it is written."""
    found = set()
    for kind, given in answers.items():
        text = "\n".join(one for _, one in given)
        if any(word in text or _bare(word) in _bare(text) for word in words):
            found.add(kind)
    return found


@cache
def _bare(text: str) -> str:
    return re.sub(r"\W", "", text)


@pytest.mark.directive("6.4.12")
@pytest.mark.parametrize("role", Role)
def test_only_an_opening_shows_what_a_contact_holds(answered: dict[Role, Answers], role: Role) -> None:
    showing = telling(answered[role], *PLANTED.values()) - ECHOING

    assert showing == ({ContactsOfOpening} if role is not Role.STAFF else set())


@pytest.mark.directive("6.7", "6.4.12")
@pytest.mark.parametrize("role", Role)
def test_reasons_and_sentences_stand_only_where_they_are_read(answered: dict[Role, Answers], role: Role) -> None:
    reserved = role is not Role.STAFF
    assert telling(answered[role], REASON) == ({ContactOpenings, ContactsOfOpening} if reserved else set())
    assert telling(answered[role], SENTENCE) == ({ProtectionMatterDetails} if reserved else set())


@pytest.mark.directive("6.4.12")
def test_nothing_answers_otherwise_because_somebody_told_something(
    answered: dict[Role, Answers], silent: Answers
) -> None:
    """Two books that were one until then, asked the same in the same order, but for the code of the audit on papers."""
    told = answered[Role.FACILITATOR]
    other = {kind.__name__ for kind, given in told.items() if _uncoded(given) != _uncoded(silent[kind])}

    assert other <= OF_RESERVED | WITH_CHANCE


def test_every_question_is_answered_here(answered: dict[Role, Answers]) -> None:
    """Otherwise the tests above would look at refusals only."""
    unanswered = {
        kind.__name__ for kind in QUERIES if not any(done for role in Role for done, _ in answered[role][kind])
    }

    assert unanswered <= UNANSWERED | PACKAGES
