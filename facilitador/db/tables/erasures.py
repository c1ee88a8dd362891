"""The removal of everything kept about one man, in the one transaction that carries it.

What else guards history lets his rows go while a door stands open, and the database opens it only for a man whose
removal was proposed. The door is shut again before the commit. Which tables hold something of him is read from the
schema, so that a table added later is not forgotten.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa

from facilitador.db.queries import contacts as contact_queries
from facilitador.db.queries import protection as protection_queries
from facilitador.db.tables.attendance import attendance_marks
from facilitador.db.tables.base import forget, insert_row, metadata, one_of, stamped_table
from facilitador.db.tables.contacts import contact_openings, partner_contacts
from facilitador.db.tables.enrolments import enrolments
from facilitador.db.tables.packages import remember_gone
from facilitador.db.tables.participants import participants
from facilitador.db.tables.protection import protection_matters, protection_steps
from facilitador.db.tables.records import drafts
from facilitador.db.tables.sessions import session_amendments, sessions
from facilitador.db.tables.triggers import only_if, parts_of
from facilitador.db.transaction import Transaction
from facilitador.db.types import Guid
from facilitador.domain.attendance import AttendanceMark
from facilitador.domain.retention import PurgeGround, PurgeProposal
from facilitador.domain.suppression import LEAST

# Nothing of a man: why, when and by whom somebody's data went.
erasures = stamped_table(
    "erasures",
    sa.Column("ground", sa.String(20), nullable=False),
    sa.Column("proposed_on", sa.Date, nullable=False),
    sa.Column("proposed_by", Guid, nullable=False),
    sa.Column("erased_on", sa.Date, nullable=False),
    one_of("ground", tuple(PurgeGround)),
    sa.CheckConstraint("created_by <> proposed_by OR erased_on > proposed_on", name="two_steps"),
)

open_erasures = sa.Table(
    "open_erasures",
    metadata,
    sa.Column("participant_id", Guid, primary_key=True),
)

# How many men of a session whose data went were marked so; only of groups where it tells nothing of one man.
erased_marks = sa.Table(
    "erased_marks",
    metadata,
    sa.Column("session_id", sa.ForeignKey("sessions.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("mark", sa.String(30), primary_key=True),
    sa.Column("men", sa.Integer, nullable=False),
    one_of("mark", tuple(AttendanceMark)),
    sa.CheckConstraint("men > 0", name="somebody"),
)

LOCKS: Final[dict[str, str]] = {
    "open_erasures_are_proposed": (
        "CREATE TRIGGER open_erasures_are_proposed BEFORE INSERT ON open_erasures "
        "WHEN NOT EXISTS (SELECT 1 FROM purge_proposals WHERE participant_id = NEW.participant_id) "
        "BEGIN SELECT RAISE(ABORT, 'nobody proposed it'); END"
    ),
}
"""Trigger: the door opens only for whom it was proposed."""

_SHUT: Final = "NOT EXISTS (SELECT 1 FROM open_erasures)"
_BLANKED: Final = ("session_amendments_refuses_update", "sessions_locked_on_update", "sessions_locked_by_review")
"""What stands of a session with other men in it: only what is of him is taken out of it."""
_LOOSE: Final = (protection_matters, protection_steps)
"""What hangs on a man by what is sealed in it, without a key that the schema knows."""


def held_of_a_man() -> Mapping[sa.Table, tuple[sa.Column[Any], ...]]:
    """Every table that holds something of a man, with the columns through which it does; each after what it needs."""
    return _held(len(metadata.tables))


@cache
def _held(known_tables: int) -> Mapping[sa.Table, tuple[sa.Column[Any], ...]]:
    """As `held_of_a_man`, put in order once all tables are known: that takes longer than most reads."""
    found: dict[sa.Table, tuple[sa.Column[Any], ...]] = {participants: ()}
    for table in metadata.sorted_tables:
        through = tuple(
            column
            for column in table.columns
            if any(key.column.table in found and key.column.table is not table for key in column.foreign_keys)
        )
        if through and table is not participants:
            found[table] = through
    return found


def of_man(table: sa.Table, participant_id: UUID) -> sa.ColumnElement[bool]:
    """The condition that a row of `table` is his."""
    held = held_of_a_man()

    def his(one: sa.Table) -> sa.ColumnElement[bool]:
        if one is participants:
            return participants.c.id == participant_id
        return sa.or_(*(_points_at(column, his) for column in held[one]))

    return his(table)


def _points_at(column: sa.Column[Any], his: Any) -> sa.ColumnElement[bool]:
    (key,) = column.foreign_keys
    target = key.column.table
    return column.in_(sa.select(key.column).where(his(target)))


def with_door(triggers: Mapping[str, str]) -> dict[str, str]:
    """The triggers, each that guards what may be a man's letting it go while the door stands open."""
    tables = {table.name for table in (*held_of_a_man(), *_LOOSE)}
    return {name: _opened(statement, tables) for name, statement in triggers.items()}


def _opened(statement: str, tables: set[str]) -> str:
    head, table, _, _ = parts_of(statement)
    removes = f"BEFORE DELETE ON {table}" in head and table in tables
    if not removes and head.split()[2] not in _BLANKED:
        return statement
    return only_if(statement, _SHUT)


def erase(tx: Transaction, erasure_id: UUID | None, proposal: PurgeProposal) -> UUID:
    """Take out everything kept about a man, and leave only that it was done; its key.

    It needs the reserved key, for what is sealed about him goes too.
    """
    man = proposal.participant_id
    key = insert_row(
        tx,
        erasures,
        erasure_id,
        ground=proposal.ground,
        proposed_on=proposal.proposed_on,
        proposed_by=proposal.proposed_by,
        erased_on=tx.today,
    )
    tx.connection.execute(open_erasures.insert().values(participant_id=man))
    keys = frozenset(_keys_of(tx, man))
    _keep_counts(tx, man)
    _blank_amendments(tx, keys)
    _unname_numbers(tx, keys)
    _drop_sealed(tx, man, keys)
    _drop_drafts(tx, keys)
    remember_gone(tx, man)
    for table in reversed(tuple(held_of_a_man())):
        forget(tx, table)
        tx.connection.execute(table.delete().where(of_man(table, man)))
    tx.connection.execute(open_erasures.delete())
    return key


def _keys_of(tx: Transaction, man: UUID) -> Iterator[UUID]:
    for table in held_of_a_man():
        if "id" in table.c:
            yield from tx.connection.execute(sa.select(table.c.id).where(of_man(table, man))).scalars()


def _keep_counts(tx: Transaction, man: UUID) -> None:
    """His marks go on counting in their sessions, where the others of the session are so many that it tells nothing."""
    others = attendance_marks.alias()
    enough = (
        sa.select(sa.func.count()).where(others.c.session_id == attendance_marks.c.session_id).scalar_subquery() > LEAST
    )
    his = sa.select(attendance_marks.c.session_id, attendance_marks.c.mark).where(of_man(attendance_marks, man), enough)
    for session_id, mark in tx.connection.execute(his).all():
        there = (erased_marks.c.session_id == session_id) & (erased_marks.c.mark == mark)
        again = erased_marks.update().where(there).values(men=erased_marks.c.men + 1)
        if not tx.connection.execute(again).rowcount:
            tx.connection.execute(erased_marks.insert().values(session_id=session_id, mark=mark, men=1))


def _blank_amendments(tx: Transaction, keys: frozenset[UUID]) -> None:
    """That a log was amended stays; what was said of him before and after does not."""
    of_him = session_amendments.c.subject_id.in_(keys)
    tx.connection.execute(
        session_amendments.update().where(of_him).values(subject_id=None, before="", after="", reason="")
    )


def _unname_numbers(tx: Transaction, keys: frozenset[UUID]) -> None:
    """In the logs he stays a number, for the others keep theirs; whose it was is no longer said."""
    forget(tx, sessions)
    names = {str(key) for key in keys}
    near = sessions.c.group_id.in_(sa.select(enrolments.c.group_id).where(enrolments.c.id.in_(keys)))
    for session_id, log in tx.connection.execute(sa.select(sessions.c.id, sessions.c.log).where(near)).all():
        numbers = log.get("numbers", [])
        if names.intersection(numbers):
            left = {**log, "numbers": [str(tx.new_id()) if one in names else one for one in numbers]}
            tx.connection.execute(sessions.update().where(sessions.c.id == session_id).values(log=left))


def _drop_sealed(tx: Transaction, man: UUID, keys: frozenset[UUID]) -> None:
    for contact in contact_queries.contacts_of(tx, man):
        tx.connection.execute(partner_contacts.delete().where(partner_contacts.c.id == contact.id))
    for opening in contact_queries.openings(tx):
        if opening.text.participant_id == man:  # that contacts were opened stays; whose and why does not
            nobody = replace(opening.text, participant_id=UUID(int=0), reason="", countersigned="")
            sealed = tx.reserved.seal(opening.id, nobody)
            tx.connection.execute(
                contact_openings.update().where(contact_openings.c.id == opening.id).values(sealed=sealed)
            )
    for matter in matters_of(tx, man):
        tx.connection.execute(protection_steps.delete().where(protection_steps.c.matter_id == matter))
        tx.connection.execute(protection_matters.delete().where(protection_matters.c.id == matter))
    loose = protection_matters.c.origin_id.in_(keys)
    tx.connection.execute(protection_matters.update().where(loose).values(origin_id=None))


def matters_of(tx: Transaction, man: UUID) -> tuple[UUID, ...]:
    """The protection matters about a man; every one of the book is opened for it."""
    return tuple(
        one.id for one in protection_queries.lines(tx) if protection_queries.text_of(tx, one.id).participant_id == man
    )


def _drop_drafts(tx: Transaction, keys: frozenset[UUID]) -> None:
    """What was typed and not saved about him, by whoever: also where it stands inside another form."""
    tx.connection.execute(drafts.delete().where(drafts.c.subject_id.in_(keys)))
    names = [str(key) for key in keys]
    rows = tx.connection.execute(sa.select(drafts.c.person_id, drafts.c.form, drafts.c.subject_id, drafts.c.content))
    for person_id, form, subject_id, content in rows.all():
        text = str(content)
        if any(name in text for name in names):
            tx.connection.execute(
                drafts.delete().where(
                    drafts.c.person_id == person_id, drafts.c.form == form, drafts.c.subject_id == subject_id
                )
            )
