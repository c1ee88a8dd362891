"""Contacts with partners and relatives (6.4.12): noted where two could confirm, read only within an opening.

What a refusal says never depends on whether a man has a contact: the same questions are asked and the same answers
given of everybody. `contact_openings` opens them, for it takes a second person's clave.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from datetime import date
from typing import Final
from uuid import UUID

from facilitador.db.queries import contacts as queries
from facilitador.db.queries import people as people_queries
from facilitador.db.queries import protection as protection_queries
from facilitador.db.tables.base import delete_row, insert_row, require_row, update_row
from facilitador.db.tables.contacts import contact_openings, partner_contacts
from facilitador.db.tables.participants import participants
from facilitador.db.tables.protection import protection_matters
from facilitador.db.transaction import Transaction
from facilitador.domain.changes import Change, Topic
from facilitador.domain.checks import REASON_LIMIT, Checks
from facilitador.domain.consent_effects import ConsentUse
from facilitador.domain.contacts import (
    LINE_LIMIT,
    PEOPLE_NEEDED,
    TEXT_LIMIT,
    Contact,
    ContactOpening,
    ContactRelation,
    ContactText,
    OpenedContacts,
    OpeningText,
    confirming,
)
from facilitador.domain.due import DueItem, Urgency
from facilitador.domain.people import Person
from facilitador.domain.phones import check_phone
from facilitador.domain.roles import Section, may_write
from facilitador.errors import Problem, UserFacingError
from facilitador.use_cases.consent_gates import require_since
from facilitador.use_cases.requests import Command, CommandHandler, Query, QueryHandler, Result, own_only, writes

_RESERVED: Final = writes(Section.RESERVED)


class ContactForm(Command, kw_only=True):
    """A contact, with the two facts without which there is none.

    `he_knew_on`, `he_knew_how`: he was told before, when and how. `she_agreed_on`, `she_agreed_how`: she agreed freely,
    when and how. `safe_way`, `safe_days`, `safe_hours`: how and when she can be reached; `if_another_answers`: the
    words to say then. `told`: what she tells; `contradicts`: it is not what he says. Where she is staying is not asked.
    """

    relation: ContactRelation
    he_knew_on: date
    he_knew_how: str
    she_agreed_on: date
    she_agreed_how: str
    safe_way: str
    if_another_answers: str
    name: str = ""
    phone: str = ""
    safe_days: str = ""
    safe_hours: str = ""
    told: str = ""
    contradicts: bool = False


class RecordContact(ContactForm, kw_only=True):
    """Note a contact of a man; only where at least two people of the team could confirm its opening."""

    id: UUID | None = None
    participant_id: UUID


class ChangeContact(ContactForm, kw_only=True):
    """Write a contact over, within an opening of one's own."""

    opening_id: UUID
    contact_id: UUID
    revision: int | None = None


class WithdrawContact(Command, kw_only=True):
    """Take a contact out for good, within an opening of one's own: she no longer agrees, or it was an error."""

    opening_id: UUID
    contact_id: UUID


class OpenContacts(Command, kw_only=True):
    """Open the contacts of a man, with a reason; `second_id`: who confirmed with her clave (None: an emergency).

    It is never sent by itself: `contact_openings.ContactDesk` asks for the clave first.
    """

    participant_id: UUID
    reason: str
    second_id: UUID | None = None


class CountersignOpening(Command, kw_only=True):
    """Sign an opening in an emergency that somebody else made: it was seen; `note` says what was thought of it."""

    opening_id: UUID
    revision: int | None = None
    note: str = ""


class ContactsOfOpening(Query[OpenedContacts], kw_only=True):
    """What an opening of one's own shows, for a quarter of an hour."""

    opening_id: UUID


class ContactOpenings(Query[tuple[ContactOpening, ...]], kw_only=True):
    """Every opening of contacts, newest first: by whom, when, why, and whether it waits for a signature."""

    pending: bool = False


class ConfirmingPeople(Query[tuple[Person, ...]], kw_only=True):
    """Who, other than the person who asks, may confirm an opening."""


def _team(tx: Transaction) -> tuple[Person, ...]:
    return confirming(people_queries.all_people(tx))


def _record(tx: Transaction, command: RecordContact) -> Result:
    if len(_team(tx)) < PEOPLE_NEEDED:
        raise UserFacingError("contact_needs_two_people")
    require_row(tx, participants, command.participant_id, "participant_id")
    # the same for who has contacts and who has none: it hangs on his consent alone
    require_since(tx, command.participant_id, command.he_knew_on, ConsentUse.CONTACT, field="he_knew_on")
    text = _checked(tx, command, command.participant_id)
    key = command.id or tx.new_id()
    insert_row(tx, partner_contacts, key, sealed=tx.reserved.seal(key, text))
    return _changed(key)


def _change(tx: Transaction, command: ChangeContact) -> Result:
    contact = _within(tx, command.opening_id, command.contact_id)
    text = _checked(tx, command, contact.text.participant_id)
    sealed = tx.reserved.seal(contact.id, text)
    update_row(tx, partner_contacts, contact.id, command.revision, sealed=sealed)
    return _changed(contact.id)


def _withdraw(tx: Transaction, command: WithdrawContact) -> Result:
    contact = _within(tx, command.opening_id, command.contact_id)
    delete_row(tx, partner_contacts, contact.id, partner_contacts.c.id)
    return _changed(contact.id)


def _changed(contact_id: UUID) -> Result:
    return Result(contact_id, (Change(Topic.CONTACTS, contact_id),))


def _checked(tx: Transaction, form: ContactForm, participant_id: UUID) -> ContactText:
    checks = Checks()
    phone = check_phone(form.phone) if form.phone.strip() else ""
    if isinstance(phone, Problem):
        checks.add(phone)
        phone = ""
    for field, day in (("he_knew_on", form.he_knew_on), ("she_agreed_on", form.she_agreed_on)):
        checks.recorded_day(field, day, tx.today)
    checks.need("she_agreed_on", form.he_knew_on <= form.she_agreed_on, "contact_he_knows_first")  # 6.4.12
    text = ContactText(
        participant_id=participant_id,
        relation=form.relation,
        name=checks.line("name", form.name, LINE_LIMIT),
        phone=phone,
        safe_way=checks.line("safe_way", form.safe_way, LINE_LIMIT, required=True),
        safe_days=checks.line("safe_days", form.safe_days, LINE_LIMIT),
        safe_hours=checks.line("safe_hours", form.safe_hours, LINE_LIMIT),
        if_another_answers=checks.text("if_another_answers", form.if_another_answers, REASON_LIMIT, required=True),
        he_knew_on=form.he_knew_on,
        he_knew_how=checks.line("he_knew_how", form.he_knew_how, LINE_LIMIT, required=True),
        she_agreed_on=form.she_agreed_on,
        she_agreed_how=checks.line("she_agreed_how", form.she_agreed_how, LINE_LIMIT, required=True),
        told=checks.text("told", form.told, TEXT_LIMIT),
        contradicts=form.contradicts,
    )
    checks.need("told", bool(text.told) or not form.contradicts, "field_required")
    checks.refuse_if_any()
    return text


def _open(tx: Transaction, command: OpenContacts) -> Result:
    checks = Checks()
    reason = checks.text("reason", command.reason, REASON_LIMIT, required=True)
    checks.refuse_if_any()
    require_row(tx, participants, command.participant_id, "participant_id")
    if command.second_id is not None:
        _check_second(tx, command.second_id)
    key = tx.new_id()
    insert_row(
        tx,
        contact_openings,
        key,
        opened_at=tx.now,
        second_id=command.second_id,
        countersigned_at=None,
        countersigned_by=None,
        sealed=tx.reserved.seal(key, OpeningText(command.participant_id, reason)),
    )
    kind = "second" if command.second_id is not None else "emergency"
    return Result(key, (Change(Topic.CONTACTS, key),), (kind,))


def _check_second(tx: Transaction, second_id: UUID) -> None:
    others = {person.id for person in _team(tx)} - {tx.actor.id}
    if second_id not in others:
        raise UserFacingError("second_person_unfit", field="second_id")


def _current(tx: Transaction, opening_id: UUID) -> ContactOpening:
    """An opening that the person who asks made herself and that still lasts; else `opening_over`, whatever it is."""
    opening = queries.opening(tx, opening_id)
    if opening.opened_by != tx.actor.id or tx.now > opening.lasts_until():
        raise UserFacingError("opening_over", field="opening_id")
    return opening


def _within(tx: Transaction, opening_id: UUID, contact_id: UUID) -> Contact:
    man = _current(tx, opening_id).text.participant_id
    for contact in queries.contacts_of(tx, man):
        if contact.id == contact_id:
            return contact
    raise UserFacingError("not_found", field="contact_id")


def _opened(tx: Transaction, query: ContactsOfOpening) -> OpenedContacts:
    opening = _current(tx, query.opening_id)
    return OpenedContacts(opening, queries.contacts_of(tx, opening.text.participant_id))


def _countersign(tx: Transaction, command: CountersignOpening) -> Result:
    opening = queries.opening(tx, command.opening_id)
    checks = Checks()
    note = checks.text("note", command.note, REASON_LIMIT)
    checks.refuse_if_any()
    if not opening.pending:
        raise UserFacingError("opening_signed", field="opening_id")
    if opening.opened_by == tx.actor.id:
        raise UserFacingError("opening_signed_by_another", field="opening_id")
    text = dataclasses.replace(opening.text, countersigned=note)
    update_row(
        tx,
        contact_openings,
        opening.id,
        command.revision,
        countersigned_at=tx.now,
        countersigned_by=tx.actor.id,
        sealed=tx.reserved.seal(opening.id, text),
    )
    return Result(opening.id, (Change(Topic.CONTACTS, opening.id),), ("countersigned_at",))


def follow_merge(tx: Transaction, from_id: UUID, to_id: UUID) -> None:
    """Two records of one man became one: what is sealed of the one is of the other now. Nothing tells that it was."""
    for contact in queries.all_contacts(tx):
        if contact.text.participant_id == from_id:
            moved = dataclasses.replace(contact.text, participant_id=to_id)
            update_row(tx, partner_contacts, contact.id, None, sealed=tx.reserved.seal(contact.id, moved))
    for line in protection_queries.lines(tx):
        text = protection_queries.text_of(tx, line.id)
        if text.participant_id == from_id:
            sealed = tx.reserved.seal(line.id, dataclasses.replace(text, participant_id=to_id))
            update_row(tx, protection_matters, line.id, None, sealed=sealed)


def due_items(tx: Transaction) -> Iterable[DueItem]:
    """Openings in an emergency by somebody else, until one has signed them."""
    if not may_write(tx.actor.role, Section.RESERVED):
        return
    for opening_id in queries.pending_opening_ids(tx, tx.actor.id):
        yield DueItem("due_opening_to_sign", Urgency.PROTECTION, "contact_openings", opening_id)


COMMANDS = (
    CommandHandler(RecordContact, _record, _RESERVED, digested=False),
    CommandHandler(ChangeContact, _change, _RESERVED, digested=False),
    CommandHandler(WithdrawContact, _withdraw, _RESERVED, digested=False),
    CommandHandler(OpenContacts, _open, _RESERVED, listed=False, digested=False),
    CommandHandler(CountersignOpening, _countersign, _RESERVED, digested=False),
)
QUERIES = (
    QueryHandler(ContactsOfOpening, _opened, Section.RESERVED),
    QueryHandler(ContactOpenings, lambda tx, query: queries.openings(tx, pending=query.pending), Section.RESERVED),
    QueryHandler(
        ConfirmingPeople,
        lambda tx, query: tuple(person for person in _team(tx) if person.id != tx.actor.id),
        Section.RESERVED,
        origin=own_only,
    ),
)
