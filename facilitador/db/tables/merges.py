"""Two records of one man become one: everything that points at the one points at the other afterwards.

Which tables point at a man or a stint is read from the schema, so that a table added later is not forgotten.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa

from facilitador.db.refusals import as_refusal
from facilitador.db.tables.attendance import announced_absences, attendance_marks, door_refusals, make_ups
from facilitador.db.tables.base import forget, metadata
from facilitador.db.tables.enrolments import enrolment_events, enrolments
from facilitador.db.tables.participants import participant_words, participants
from facilitador.db.tables.roster_imports import roster_import_rows
from facilitador.db.tables.sessions import session_notes
from facilitador.db.transaction import Transaction
from facilitador.errors import UserFacingError

_ONE_A_SESSION: Final = (attendance_marks, door_refusals, make_ups, session_notes)


def written_of_both(tx: Transaction, one: Iterable[UUID], other: Iterable[UUID]) -> frozenset[UUID]:
    """The sessions of which something stands that a man has only once, for stints of `one` and of `other`."""
    return _sessions_of(tx, tuple(one)) & _sessions_of(tx, tuple(other))


def _sessions_of(tx: Transaction, stints: tuple[UUID, ...]) -> frozenset[UUID]:
    found: set[UUID] = set()
    for table in _ONE_A_SESSION:
        statement = sa.select(table.c.session_id).where(table.c.enrolment_id.in_(stints))
        found.update(key for key in tx.connection.execute(statement).scalars() if key is not None)
    return frozenset(found)


def move_stint(tx: Transaction, from_stint: UUID, to_stint: UUID) -> None:
    """Hang everything of one stint on another; its own steps stay, for history is only added to.

    Raises `merge_both_written`, or `mark_outside_stint` where the other does not cover a day.
    """
    told = sa.select(announced_absences.c.session_id).where(announced_absences.c.enrolment_id == to_stint)
    tx.connection.execute(  # what he said himself stands; what was noted of the newcomer says no more than that
        announced_absences.delete().where(
            announced_absences.c.enrolment_id == from_stint, announced_absences.c.session_id.in_(told)
        )
    )
    _repoint(tx, enrolments, from_stint, to_stint, leave_out=(enrolment_events, roster_import_rows))


def move_man(tx: Transaction, from_man: UUID, to_man: UUID) -> None:
    """Hang everything of one man on another, and take his ficha out.

    Raises `merge_both_written`, or `merge_imported` for a man of a list: taking the list back must find him.
    """
    imported = sa.select(roster_import_rows.c.participant_id).where(roster_import_rows.c.participant_id == from_man)
    if tx.connection.execute(imported).first() is not None:
        raise UserFacingError("merge_imported", field="newcomer_id")
    _repoint(tx, participants, from_man, to_man, leave_out=(participant_words,))
    forget(tx, participants)
    tx.connection.execute(participants.delete().where(participants.c.id == from_man))


def _repoint(tx: Transaction, target: sa.Table, old: UUID, new: UUID, *, leave_out: tuple[sa.Table, ...]) -> None:
    for table in metadata.sorted_tables:
        for column in table.columns:
            if table in leave_out or not any(key.column is target.c.id for key in column.foreign_keys):
                continue
            values: dict[str, Any] = {column.name: new}
            if "revision" in table.c:
                values |= {"revision": table.c.revision + 1, "changed_at": tx.now, "changed_by": tx.actor.id}
            forget(tx, table)
            try:
                tx.connection.execute(table.update().where(column == old).values(values))
            except sa.exc.IntegrityError as error:
                raise as_refusal(error) or UserFacingError("merge_both_written", field="into_id") from error
