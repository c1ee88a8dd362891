"""Contacts with partners and relatives: two to open, nothing anywhere else, no message that tells of one (6.4.12)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from facilitador.db.transaction import Circumstances
from facilitador.domain.contacts import OPENING_LASTS, ContactRelation, OpenedContacts
from facilitador.domain.roles import Role
from facilitador.use_cases import books
from facilitador.use_cases.books import Environment
from facilitador.use_cases.catalogue import LISTED
from facilitador.use_cases.contact_openings import ContactDesk
from facilitador.use_cases.contacts import (
    ChangeContact,
    ConfirmingPeople,
    ContactOpenings,
    ContactsOfOpening,
    CountersignOpening,
    OpenContacts,
    RecordContact,
    WithdrawContact,
)
from facilitador.use_cases.drafts import SaveDraft
from facilitador.use_cases.home import Home
from facilitador.use_cases.newcomers import AddNewcomer, MergeNewcomer
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.participants import LikelyDuplicates, ParticipantRecord, Participants
from facilitador.use_cases.people import AddPersonWithAccess
from facilitador.use_cases.protection import OpenProtection, ProtectionMatterDetails, RecordProtectionStep
from facilitador.use_cases.requests import Query
from tests.books import NOW, PASSPHRASE, TODAY
from tests.use_cases.logs import planned
from tests.use_cases.protection_samples import CONTACT
from tests.use_cases.reserved import OWN_CLAVE, TEMPORARY, let_in, reopened
from tests.use_cases.scenes import Acting, ficha, one_value, refused, register, rows

REASON = "Llamada de seguimiento acordada con ella."


@pytest.fixture
def two(book: OpenBook, environment: Environment) -> Iterator[tuple[OpenBook, UUID]]:
    """The book of two facilitators, open for the first; the second's id."""
    opened, elena = let_in(book, environment)
    yield opened, elena
    opened.close()


def recorded(book: OpenBook, man: UUID, **other: Any) -> UUID:
    return book.submit([RecordContact(participant_id=man, **(CONTACT | other))]).result().ids[0]


def opened(book: OpenBook, man: UUID, second: UUID, clave: str = OWN_CLAVE) -> OpenedContacts:
    key = ContactDesk(book).open(man, REASON, second, clave).result().ids[0]
    return book.ask(ContactsOfOpening(opening_id=key)).result()


def pending(book: OpenBook) -> list[UUID]:
    return [item.target_id for item in book.ask(Home()).result() if item.code == "due_opening_to_sign"]


@pytest.mark.directive("6.4.12")
def test_a_contact_is_opened_with_a_second_persons_clave_and_a_reason(two: tuple[OpenBook, UUID]) -> None:
    book, elena = two
    (man,) = register(book, ficha())
    recorded(book, man)

    seen = opened(book, man, elena)

    (contact,) = seen.contacts
    assert (contact.text.name, contact.text.phone) == ("Yovana", "987111222")
    assert (contact.text.he_knew_on, contact.text.she_agreed_on) == (TODAY, TODAY)
    assert (seen.opening.second_id, seen.opening.text.reason, seen.opening.pending) == (elena, REASON, False)


@pytest.mark.directive("6.4.12")
def test_his_prior_knowledge_and_her_agreement_are_two_dated_facts(two: tuple[OpenBook, UUID]) -> None:
    book, _ = two
    (man,) = register(book, ficha())
    before = TODAY - timedelta(days=3)
    for field in ("he_knew_how", "she_agreed_how", "safe_way", "if_another_answers"):
        with refused("field_required", field):
            recorded(book, man, **{field: " "})
    with refused("contact_he_knows_first", "she_agreed_on"):
        recorded(book, man, she_agreed_on=before)
    with refused("day_in_future", "she_agreed_on"):
        recorded(book, man, she_agreed_on=TODAY + timedelta(days=1))
    with refused("field_required", "told"):
        recorded(book, man, contradicts=True)
    recorded(book, man, he_knew_on=before)


def test_where_nobody_else_could_confirm_nothing_is_noted(book: OpenBook, environment: Environment) -> None:
    (man,) = register(book, ficha())
    with refused("contact_needs_two_people"):
        recorded(book, man)
    again, _ = let_in(book, environment, Role.STAFF)  # staff cannot confirm
    with refused("contact_needs_two_people"):
        recorded(again, man)
    assert again.ask(ConfirmingPeople()).result() == ()
    again.close()


def test_a_wrong_clave_opens_nothing_and_leaves_its_trace(two: tuple[OpenBook, UUID]) -> None:
    book, elena = two
    (man,) = register(book, ficha())

    for clave in ("no es esta", PASSPHRASE):
        with refused("second_clave_wrong", "clave"):
            opened(book, man, elena, clave)

    assert one_value(book, "SELECT count(*) FROM contact_openings") == 0
    tried = rows(book, "SELECT subject_id, details FROM audit_entries WHERE action = 'ContactsNotOpened'")
    assert tried == [(None, "{}")] * 2


def test_nobody_confirms_for_herself_or_with_a_clave_that_another_knows(
    two: tuple[OpenBook, UUID], environment: Environment
) -> None:
    book, _ = two
    (man,) = register(book, ficha())
    with refused("second_person_unfit", "second_id"):
        opened(book, man, book.person.id, PASSPHRASE)
    with refused("second_person_unfit", "second_id"):
        opened(book, man, uuid4(), OWN_CLAVE)
    julia = AddPersonWithAccess(id=uuid4(), given_names="Julia", surnames="Ccahua", role=Role.SUPERVISOR)
    books.add_person(book, julia, TEMPORARY, environment).result()
    with refused("second_clave_temporary", "clave"):
        opened(book, man, julia.id, TEMPORARY)


def test_a_reason_is_always_asked(two: tuple[OpenBook, UUID]) -> None:
    book, elena = two
    (man,) = register(book, ficha())
    with refused("field_required", "reason"):
        ContactDesk(book).open(man, " ", elena, OWN_CLAVE).result()
    with refused("field_required", "reason"):
        ContactDesk(book).open_in_emergency(man, "").result()


@pytest.mark.directive("6.4.12", "5.3")
def test_in_an_emergency_one_opens_alone_and_another_signs_later(
    two: tuple[OpenBook, UUID], environment: Environment
) -> None:
    book, elena = two
    (man,) = register(book, ficha())
    recorded(book, man)
    key = ContactDesk(book).open_in_emergency(man, "Amenaza esta noche.").result().ids[0]
    assert len(book.ask(ContactsOfOpening(opening_id=key)).result().contacts) == 1
    assert pending(book) == []  # nobody is asked to sign her own
    with refused("opening_signed_by_another"):
        book.submit([CountersignOpening(opening_id=key)]).result()

    hers = reopened(book, elena, OWN_CLAVE, environment)
    assert pending(hers) == [key]
    (told,) = hers.ask(ContactOpenings(pending=True)).result()
    assert (told.opened_by, told.text.reason, told.text.participant_id) == (book.person.id, "Amenaza esta noche.", man)
    with refused("opening_over"):  # to sign is not to read
        hers.ask(ContactsOfOpening(opening_id=key)).result()
    hers.submit([CountersignOpening(opening_id=key, revision=told.revision, note="De acuerdo.")]).result()

    assert pending(hers) == []
    (signed,) = hers.ask(ContactOpenings()).result()
    assert (signed.countersigned_by, signed.text.countersigned) == (elena, "De acuerdo.")
    with refused("opening_signed"):
        hers.submit([CountersignOpening(opening_id=key)]).result()
    hers.close()


def test_an_opening_is_over_after_a_quarter_of_an_hour(two: tuple[OpenBook, UUID], environment: Environment) -> None:
    book, elena = two
    (man,) = register(book, ficha())
    contact = recorded(book, man)
    key = opened(book, man, elena).opening.id
    around = environment.circumstances
    for after, over in ((OPENING_LASTS, False), (OPENING_LASTS + timedelta(seconds=1), True)):
        clock = Circumstances(lambda after=after: NOW + after, around.today, around.new_id)  # type: ignore[misc]
        book = reopened(book, book.person.id, PASSPHRASE, replace(environment, circumstances=clock))
        if not over:
            assert book.ask(ContactsOfOpening(opening_id=key)).result().contacts
            continue
        with refused("opening_over"):
            book.ask(ContactsOfOpening(opening_id=key)).result()
        with refused("opening_over"):
            book.submit([WithdrawContact(opening_id=key, contact_id=contact)]).result()
    book.close()


def test_a_contact_is_changed_and_taken_out_only_within_its_own_opening(two: tuple[OpenBook, UUID]) -> None:
    book, elena = two
    man, other = register(book, ficha(1), ficha(2))
    contact = recorded(book, man)
    elsewhere = opened(book, other, elena).opening.id
    key = opened(book, man, elena).opening.id
    with refused("not_found", "contact_id"):
        book.submit([WithdrawContact(opening_id=elsewhere, contact_id=contact)]).result()

    changed = CONTACT | {"told": "Cuenta que la sigue al trabajo.", "contradicts": True}
    book.submit([ChangeContact(opening_id=key, contact_id=contact, revision=1, **changed)]).result()
    with refused("changed_meanwhile"):
        book.submit([ChangeContact(opening_id=key, contact_id=contact, revision=1, **changed)]).result()
    (now,) = book.ask(ContactsOfOpening(opening_id=key)).result().contacts
    assert (now.text.contradicts, now.text.told) == (True, "Cuenta que la sigue al trabajo.")

    book.submit([WithdrawContact(opening_id=key, contact_id=contact)]).result()
    assert one_value(book, "SELECT count(*) FROM partner_contacts") == 0


def test_the_opening_itself_is_sent_through_no_list() -> None:
    assert OpenContacts not in LISTED


# -- nothing tells of a contact ---------------------------------------------------------------------------------------


def test_a_man_with_a_contact_and_one_without_answer_alike(two: tuple[OpenBook, UUID]) -> None:
    book, elena = two
    with_one, without = register(book, ficha(1), ficha(2))
    recorded(book, with_one)
    asked: dict[UUID, list[object]] = {}
    for man in (with_one, without):
        record = book.ask(ParticipantRecord(participant_id=man)).result()
        asked[man] = [sorted(record.answers), record.complete, record.consents, record.stints]
        with refused("second_clave_wrong"):
            opened(book, man, elena, "no es esta")
        asked[man].append(type(opened(book, man, elena).contacts))

    assert asked[with_one] == asked[without]


def test_one_woman_of_two_men_is_noted_twice_without_a_word(two: tuple[OpenBook, UUID]) -> None:
    book, elena = two
    partner_of, brother_of = register(book, ficha(1), ficha(2))
    command = RecordContact(participant_id=partner_of, **CONTACT)
    first = book.submit([command]).result()
    second = book.submit(
        [RecordContact(participant_id=brother_of, **(CONTACT | {"relation": ContactRelation.SIBLING}))]
    ).result()

    assert first.notices == second.notices == ()
    assert [one.text.relation for one in opened(book, brother_of, elena).contacts] == [ContactRelation.SIBLING]
    assert book.ask(LikelyDuplicates(answers={"phone": CONTACT["phone"]})).result() == ()
    assert book.ask(Participants(text="Yovana")).result() == ()


SECRETS = ("Yovanasecreta", "987111222", "vacunaciónsecreta", "amenazasecreta", "motivosecreto", "respuestasecreta")


def dump(book: OpenBook) -> dict[str, list[str]]:
    """Every row of every table as whoever opens the file without the reserved key would see it."""
    tables = [name for (name,) in rows(book, "SELECT name FROM sqlite_master WHERE type = 'table'")]
    return {table: [_legible(row) for row in rows(book, f"SELECT * FROM {table}")] for table in tables}


def _legible(row: tuple[Any, ...]) -> str:
    """The values of a row: bytes both as letters and as hexadecimal digits."""
    return " ".join(
        f"{value.decode(errors='replace')} {value.hex()}" if isinstance(value, bytes) else str(value) for value in row
    )


def test_no_planted_word_is_found_in_anything_that_lies_open(two: tuple[OpenBook, UUID]) -> None:
    book, elena = two
    (man,) = register(book, ficha())
    recorded(
        book, man, name="Yovanasecreta", if_another_answers="vacunaciónsecreta", told="amenazasecreta", contradicts=True
    )
    key = ContactDesk(book).open(man, "motivosecreto", elena, OWN_CLAVE).result().ids[0]
    book.ask(ContactsOfOpening(opening_id=key)).result()
    ContactDesk(book).open_in_emergency(man, "motivosecreto").result()
    matter = book.submit([OpenProtection(sentence="amenazasecreta", participant_id=man)]).result().ids[0]
    step = RecordProtectionStep(matter_id=matter, kind="cem", done_on=TODAY, answer="respuestasecreta")
    book.submit([step, SaveDraft(form="participant", content={"given_names": "José"})]).result()
    book.ask(ProtectionMatterDetails(matter_id=matter)).result()

    lying_open = dump(book)

    assert any("José" in row for row in lying_open["drafts"])
    assert lying_open["partner_contacts"]
    assert [
        (table, word) for table, found in lying_open.items() for word in SECRETS for row in found if word in row
    ] == []
    reserved = ("partner_contacts", "contact_openings", "protection_matters", "protection_steps")
    assert not [table for table in reserved for row in lying_open[table] if man.hex in row]
    about_him = rows(book, "SELECT action FROM audit_entries WHERE subject_id = ?", (man.bytes,))
    assert about_him == [("RegisterParticipant",)]
    digests = rows(book, "SELECT details FROM audit_entries WHERE action IN ('RecordContact', 'OpenProtection')")
    assert digests
    assert not [details for (details,) in digests if "digest" in details]


def test_staff_has_no_way_in(two: tuple[OpenBook, UUID]) -> None:
    book, _ = two
    (man,) = register(book, ficha())
    recorded(book, man)
    staff = Acting(book, Role.STAFF)
    for command in (
        RecordContact(participant_id=man, **CONTACT),
        OpenContacts(participant_id=man, reason=REASON),
        CountersignOpening(opening_id=man),
    ):
        with refused("role_may_not_write"):
            staff.run(command)
    queries: tuple[Query[Any], ...] = (ContactsOfOpening(opening_id=man), ContactOpenings(), ConfirmingPeople())
    for query in queries:
        with refused("role_may_not_read"):
            staff.ask(query)
    assert not [item for item in staff.ask(Home()) if item.code == "due_opening_to_sign"]


def test_two_records_of_one_man_that_become_one_keep_what_is_sealed(two: tuple[OpenBook, UUID]) -> None:
    book, elena = two
    group = planned(book, men=1, days=(0,))
    add = AddNewcomer(session_id=group.sessions[0], given_names="Abel", paternal_surname="Tuesta")
    book.submit([add]).result()
    newcomer = next(line.id for line in book.ask(Participants(text="Tuesta")).result())
    (known,) = register(book, ficha(9))
    recorded(book, newcomer)
    matter = book.submit([OpenProtection(sentence="Teme.", participant_id=newcomer)]).result().ids[0]

    book.submit([MergeNewcomer(newcomer_id=newcomer, into_id=known)]).result()

    assert len(opened(book, known, elena).contacts) == 1
    assert book.ask(ProtectionMatterDetails(matter_id=matter)).result().text.participant_id == known


def test_there_is_no_field_for_where_she_is_staying() -> None:
    fields = {*RecordContact.__struct_fields__, *OpenProtection.__struct_fields__}

    assert not fields & {"address", "place", "ubigeo", "where", "refuge", "location"}
    assert all(isinstance(day, date) for day in (CONTACT["he_knew_on"], CONTACT["she_agreed_on"]))
