"""The sessions of one day."""

from __future__ import annotations

from datetime import date, time
from uuid import UUID

import sqlalchemy as sa

from facilitador.db.tables.groups import groups
from facilitador.db.tables.sessions import sessions
from facilitador.db.transaction import Transaction
from facilitador.domain.session_plans import SessionState

_PLANNED_ON = (
    sa.select(sessions.c.id, groups.c.name, sessions.c.starts_at)
    .join(groups, groups.c.id == sessions.c.group_id)
    .where(sessions.c.day == sa.bindparam("day"), sessions.c.state == SessionState.PLANNED)
    .order_by(sessions.c.starts_at, groups.c.sort_key)
)


def planned_on(tx: Transaction, day: date) -> tuple[tuple[UUID, str, time], ...]:
    """The sessions that are to be held on a day and were not yet: key, name of the group, hour; soonest first."""
    return tuple((key, name, hour) for key, name, hour in tx.connection.execute(_PLANNED_ON, {"day": day}))
