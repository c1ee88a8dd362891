"""One's own key to give away, and the keys of others: confirmed by their fingerprint, kept, withdrawn once."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID

import pytest
import sqlalchemy as sa
from pypdf import PdfReader

from facilitador.db.books import Book
from facilitador.db.tables.trusted_keys import trusted_keys
from facilitador.domain.packages import ConfirmedBy
from facilitador.domain.roles import Role
from facilitador.exchange import identities
from facilitador.use_cases import books
from facilitador.use_cases.books import Environment
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.prints import write_pdf
from facilitador.use_cases.trusted_keys import (
    KeyCardPrint,
    OwnKey,
    PreviewKey,
    TrustedKeys,
    TrustKey,
    WithdrawKey,
)
from tests.books import PASSPHRASE, TODAY
from tests.exchange.package_samples import ELENA, ROSA, someone
from tests.use_cases.later import On
from tests.use_cases.scenes import refused, rows

OTHER = "arroz-cerro-9-molle"
ELENAS = identities.write(ELENA.identity, ELENA.keys)
HUELLA = " ".join(ELENA.identity.fingerprint_groups).lower()


def trust(book: OpenBook, key: str = ELENAS, fingerprint: str = HUELLA, **given: object) -> UUID:
    return book.submit([TrustKey(key=key, fingerprint=fingerprint, **given)]).result().ids[0]  # type: ignore[arg-type]


def test_ones_own_key_tells_who_one_is_and_is_read_by_another_book(open_as: Callable[[Role], OpenBook]) -> None:
    mine, other = open_as(Role.FACILITATOR), open_as(Role.SUPERVISOR)
    own = mine.ask(OwnKey()).result()
    assert (own.identity.name, own.identity.service_name) == ("Rosa Mamani Quispe", "Centro de salud Los Molles")
    assert identities.read(own.text) == own.identity
    assert own.identity.box_key == mine.package_keys.box_key
    trust(other, own.text, own.identity.fingerprint)
    (line,) = other.ask(TrustedKeys()).result()
    assert line.key.identity == own.identity
    assert (line.confirmed_by, line.key.confirmed_on, line.key.confirmed_how) == (
        "Rosa Mamani Quispe",
        TODAY,
        ConfirmedBy.PHONE,
    )


def test_a_wrong_fingerprint_confirms_nothing(book: OpenBook) -> None:
    groups = ELENA.identity.fingerprint_groups
    for typed in ("", "".join(groups[:4]), "-".join([*groups[:4], "0000"]), ROSA.identity.fingerprint):
        with refused("key_fingerprint_differs", "fingerprint"):
            trust(book, fingerprint=typed)
    assert book.ask(TrustedKeys()).result() == ()


def test_a_key_is_confirmed_once_and_never_ones_own_books(book: OpenBook) -> None:
    trust(book)
    with refused("key_trusted_already", "key"):
        trust(book)
    own = book.ask(OwnKey()).result()
    with refused("key_is_own", "key"):
        trust(book, own.text, own.identity.fingerprint)
    with refused("key_file_not_a_key"):
        trust(book, "hola")
    assert [line.key.identity for line in book.ask(TrustedKeys()).result()] == [ELENA.identity]


def test_a_withdrawn_key_stays_in_the_list_and_is_confirmed_as_a_new_one(book: OpenBook) -> None:
    first = trust(book)
    book.submit([WithdrawKey(key_id=first)]).result()
    with refused("key_withdrawn_already", "key_id"):
        book.submit([WithdrawKey(key_id=first)]).result()
    second = trust(book, how=ConfirmedBy.IN_PERSON)
    listed = [line.key for line in book.ask(TrustedKeys()).result()]
    assert [(key.id, key.withdrawn_on) for key in listed] == [(second, None), (first, TODAY)]


def test_a_key_is_withdrawn_though_the_clock_went_back_since(book: OpenBook) -> None:
    key = trust(book)
    On(book, date(2026, 11, 1)).run(WithdrawKey(key_id=key))
    assert book.ask(TrustedKeys()).result()[0].key.withdrawn_on == TODAY


def test_withdrawing_looks_whether_somebody_else_was_there(book: OpenBook) -> None:
    key = trust(book)
    with refused("changed_meanwhile"):
        book.submit([WithdrawKey(key_id=key, revision=7)]).result()
    with refused("not_found", "key_id"):
        book.submit([WithdrawKey(key_id=UUID(int=1))]).result()
    assert [line.key.withdrawn_on for line in book.ask(TrustedKeys()).result()] == [None]


def test_another_key_of_a_known_name_is_told_before_and_after_it_is_confirmed(book: OpenBook) -> None:
    trust(book)
    impostor = someone("ELENA ÑAHUI", 71)
    card = identities.write(impostor.identity, impostor.keys)
    preview = book.ask(PreviewKey(key=card)).result()
    assert preview.identity == impostor.identity
    assert preview.another is not None
    assert preview.another.identity == ELENA.identity
    outcome = book.submit([TrustKey(key=card, fingerprint=impostor.identity.fingerprint)]).result()
    assert [(notice.code, notice.parameters["day"]) for notice in outcome.notices] == [
        ("key_name_has_another_key", "20/11/2026")
    ]


@pytest.mark.parametrize(
    "statement",
    [
        trusted_keys.update().values(box_key=b"x" * 32),
        trusted_keys.update().values(name="Otra"),
        trusted_keys.delete(),
    ],
)
def test_the_book_itself_keeps_what_was_confirmed(book: OpenBook, statement: sa.Update | sa.Delete) -> None:
    key = trust(book)

    def write(file: Book, _: object) -> None:
        with file.begin() as connection:
            connection.execute(statement)

    with pytest.raises(sa.exc.IntegrityError):
        book.with_book(write).result()
    book.submit([WithdrawKey(key_id=key)]).result()
    statement_back = trusted_keys.update().values(withdrawn_on=None, withdrawn_by=None)
    with pytest.raises(sa.exc.IntegrityError):
        book.with_book(lambda file, _: write_with(file, statement_back)).result()


def write_with(file: Book, statement: sa.Update) -> None:
    with file.begin() as connection:
        connection.execute(statement)


def test_trusting_and_withdrawing_leave_their_trace_by_id(book: OpenBook) -> None:
    key = trust(book)
    book.submit([WithdrawKey(key_id=key)]).result()
    wanted = "SELECT action, subject_id, details FROM audit_entries WHERE action IN ('TrustKey', 'WithdrawKey')"
    entries = rows(book, f"{wanted} ORDER BY action")
    assert [entry[:2] for entry in entries] == [("TrustKey", key.bytes), ("WithdrawKey", key.bytes)]
    assert all("Elena" not in entry[2] for entry in entries)


def test_a_changed_clave_keeps_the_key_and_a_forgotten_one_does_not(book_path: Path, environment: Environment) -> None:
    person = books.inspect(book_path, environment).people[0].id

    def own(clave: str) -> str:
        book = books.open_with_passphrase(book_path, person, clave, environment).result()
        try:
            return book.ask(OwnKey()).result().identity.fingerprint
        finally:
            book.close()

    before = own(PASSPHRASE)
    book = books.open_with_passphrase(book_path, person, PASSPHRASE, environment).result()
    books.change_passphrase(book, PASSPHRASE, OTHER, environment).result()
    code = book.with_book(lambda file, _: file.renew_recovery_code()).result()
    assert book.ask(OwnKey()).result().identity.fingerprint == before
    book.close()
    assert own(OTHER) == before
    books.open_with_recovery(book_path, code.text, person, PASSPHRASE, environment).result().close()
    assert own(PASSPHRASE) != before


def test_the_card_shows_name_service_and_the_five_groups_on_one_page(book: OpenBook) -> None:
    out = io.BytesIO()
    document = book.ask(KeyCardPrint()).result()
    write_pdf(document, out, printed_at=datetime(2026, 11, 20, 10, tzinfo=UTC))
    (page,) = PdfReader(out).pages
    text = page.extract_text()
    identity = book.ask(OwnKey()).result().identity
    for shown in (identity.name, identity.service_name, *identity.fingerprint_groups):
        assert shown in text
