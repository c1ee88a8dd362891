"""Men who were not admitted (6.7.2), and what is still open of each."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import sqlalchemy as sa

from facilitador.db.tables.attendance import door_refusals
from facilitador.db.tables.base import remembered_of
from facilitador.db.tables.groups import groups
from facilitador.db.tables.sessions import sessions
from facilitador.db.transaction import Transaction
from facilitador.domain.doors import AtRisk, DoorCause, DoorRefusal
from facilitador.errors import UserFacingError

_REFUSAL = (
    door_refusals.c.id,
    door_refusals.c.session_id,
    door_refusals.c.enrolment_id,
    door_refusals.c.cause,
    door_refusals.c.seen,
    door_refusals.c.decided_by,
    door_refusals.c.goes_where,
    door_refusals.c.goes_with,
    door_refusals.c.at_risk,
    door_refusals.c.protection_note,
    sessions.c.day,
    door_refusals.c.created_at.label("recorded_at"),
    door_refusals.c.attended_at,
    door_refusals.c.attended_note,
    door_refusals.c.revision,
)
_ALL = sa.select(*_REFUSAL).join(sessions, sessions.c.id == door_refusals.c.session_id)
_BY_ID = _ALL.where(door_refusals.c.id == sa.bindparam("key"))
_OF_SESSION = _ALL.where(door_refusals.c.session_id == sa.bindparam("session")).order_by(door_refusals.c.created_at)
_IS_PENDING = (door_refusals.c.attended_at.is_(None), door_refusals.c.at_risk != AtRisk.NO)
_OLDEST_FIRST = (sessions.c.day, door_refusals.c.created_at)
_PENDING_OF_GROUP = _ALL.where(*_IS_PENDING, sessions.c.group_id == sa.bindparam("group")).order_by(*_OLDEST_FIRST)
_EVERYWHERE = (
    sa.select(sessions.c.id, groups.c.name, sessions.c.day, door_refusals.c.at_risk)
    .select_from(door_refusals)
    .join(sessions, sessions.c.id == door_refusals.c.session_id)
    .join(groups, groups.c.id == sessions.c.group_id)
    .where(*_IS_PENDING)
    .order_by(*_OLDEST_FIRST)
)


def refusal(tx: Transaction, refusal_id: UUID) -> DoorRefusal:
    """One refusal; refuses with `not_found`."""
    row = tx.connection.execute(_BY_ID, {"key": refusal_id}).mappings().first()
    if row is None:
        raise UserFacingError("not_found", field="refusal_id")
    return _refusal(row)


def refusals_of_session(tx: Transaction, session_id: UUID) -> tuple[DoorRefusal, ...]:
    """Who was not admitted to a session, in the order in which it was written down. Read once in a list of marks."""

    def read() -> tuple[DoorRefusal, ...]:
        return tuple(_refusal(row) for row in tx.connection.execute(_OF_SESSION, {"session": session_id}).mappings())

    return remembered_of(tx, (door_refusals, sessions), ("refusals", session_id), read)


def pending_refusals(tx: Transaction, group_id: UUID) -> tuple[DoorRefusal, ...]:
    """The refusals of a group of which it is open whether somebody is protected; oldest first (5.3.4)."""
    found = tx.connection.execute(_PENDING_OF_GROUP, {"group": group_id})
    return tuple(_refusal(row) for row in found.mappings())


def pending_everywhere(tx: Transaction) -> tuple[tuple[UUID, str, date, AtRisk], ...]:
    """Of each such refusal in any group: its session, the group's name, the day, whether somebody is in danger."""
    return tuple((key, name, day, AtRisk(at_risk)) for key, name, day, at_risk in tx.connection.execute(_EVERYWHERE))


def _refusal(row: sa.RowMapping) -> DoorRefusal:
    return DoorRefusal(**{**row, "cause": DoorCause(row["cause"]), "at_risk": AtRisk(row["at_risk"])})
