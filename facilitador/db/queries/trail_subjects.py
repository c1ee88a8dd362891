"""Whom an entry of the audit is about: rows point at a man, a group or a session, whatever table they stand in."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import cache
from uuid import UUID

import sqlalchemy as sa

from facilitador.db.tables.base import metadata
from facilitador.db.tables.enrolments import enrolments
from facilitador.db.tables.groups import groups
from facilitador.db.tables.participants import participants
from facilitador.db.tables.people import people
from facilitador.db.tables.sessions import sessions
from facilitador.db.transaction import Transaction
from facilitador.domain.dates import format_date
from facilitador.domain.trail import Subject, SubjectKind

_POINTERS = {
    "participant_id": SubjectKind.PARTICIPANT,
    "enrolment_id": SubjectKind.PARTICIPANT,
    "session_id": SubjectKind.SESSION,
    "group_id": SubjectKind.GROUP,
}


def subjects_of(tx: Transaction, ids: Collection[UUID]) -> dict[UUID, Subject]:
    """Who or what each of these ids is about; those that no row knows any more are left out."""
    owners = {key: key for key in ids}
    open_ids = set(ids)
    for table, pointer in _pointing():
        if not open_ids:
            break
        statement = sa.select(table.c.id, table.c[pointer]).where(table.c.id.in_(open_ids))
        found = {key: owner for key, owner in tx.connection.execute(statement) if owner is not None}
        if pointer == "enrolment_id":
            men = _men_of(tx, found.values())
            found = {key: men[stint] for key, stint in found.items() if stint in men}
        owners |= found
        open_ids -= found.keys()
    named = _named(tx, set(owners.values()))
    return {key: named[owner] for key, owner in owners.items() if owner in named}


def ids_about(tx: Transaction, participant_id: UUID) -> tuple[UUID, ...]:
    """The man and every row that is his, in whatever table: what an entry about him may name."""
    found = [participant_id]
    stints = sa.select(enrolments.c.id).where(enrolments.c.participant_id == participant_id)
    for table, pointer in _pointing():
        if _POINTERS[pointer] is not SubjectKind.PARTICIPANT:
            continue
        column = table.c[pointer]
        his = column == participant_id if pointer == "participant_id" else column.in_(stints)
        found += tx.connection.execute(sa.select(table.c.id).where(his)).scalars()
    return tuple(found)


@cache
def _pointing() -> tuple[tuple[sa.Table, str], ...]:
    """Tables with a key of their own and the first of our pointers that they have; men before groups."""
    return tuple(
        (table, pointer)
        for pointer in _POINTERS
        for table in metadata.sorted_tables
        if "id" in table.primary_key.columns and next((one for one in _POINTERS if one in table.c), None) == pointer
    )


def _men_of(tx: Transaction, stints: Collection[UUID]) -> dict[UUID, UUID]:
    statement = sa.select(enrolments.c.id, enrolments.c.participant_id).where(enrolments.c.id.in_(set(stints)))
    return {row.id: row.participant_id for row in tx.connection.execute(statement)}


def _named(tx: Transaction, ids: Collection[UUID]) -> dict[UUID, Subject]:
    return {subject.id: subject for subject in _subjects(tx, ids)}


def _subjects(tx: Transaction, ids: Collection[UUID]) -> Iterator[Subject]:
    men = sa.select(participants.c.id, participants.c.full_name).where(participants.c.id.in_(ids))
    for key, name in tx.connection.execute(men):
        yield Subject(SubjectKind.PARTICIPANT, key, name)
    for key, name in tx.connection.execute(sa.select(groups.c.id, groups.c.name).where(groups.c.id.in_(ids))):
        yield Subject(SubjectKind.GROUP, key, f"Grupo {name}")
    held = sa.select(sessions.c.id, groups.c.name, sessions.c.day).join(groups, sessions.c.group_id == groups.c.id)
    for key, name, day in tx.connection.execute(held.where(sessions.c.id.in_(ids))):
        yield Subject(SubjectKind.SESSION, key, f"Sesión del {format_date(day)}, grupo {name}")
    team = sa.select(people.c.id, people.c.given_names, people.c.surnames).where(people.c.id.in_(ids))
    for key, given, surname in tx.connection.execute(team):
        yield Subject(SubjectKind.PERSON, key, f"{given} {surname}".strip())
