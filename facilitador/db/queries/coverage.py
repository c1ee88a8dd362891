"""What the numbers of a group are counted from, beside marks and sessions."""

from __future__ import annotations

from collections import defaultdict
from uuid import UUID

import sqlalchemy as sa

from facilitador.db.tables.enrolments import enrolments
from facilitador.db.tables.sessions import session_areas, sessions
from facilitador.db.transaction import Transaction
from facilitador.domain.sessions import Reached

_AREAS_OF_GROUP = (
    sa.select(session_areas.c.session_id, session_areas.c.area)
    .join(sessions, sessions.c.id == session_areas.c.session_id)
    .where(sessions.c.group_id == sa.bindparam("group"), session_areas.c.reached.in_((Reached.YES, Reached.PARTLY)))
)
_GROUPS_OF_MAN = (
    sa.select(enrolments.c.group_id)
    .where(enrolments.c.participant_id == sa.bindparam("man"))
    .group_by(enrolments.c.group_id)
    .order_by(sa.func.max(enrolments.c.since).desc(), sa.func.max(enrolments.c.created_at).desc())
)


def areas_of_group(tx: Transaction, group_id: UUID) -> dict[UUID, frozenset[str]]:
    """For each session of the group, the areas in which its objectives were reached, at least in part (6.4.9)."""
    found: dict[UUID, set[str]] = defaultdict(set)
    for session, area in tx.connection.execute(_AREAS_OF_GROUP, {"group": group_id}):
        found[session].add(area)
    return {session: frozenset(areas) for session, areas in found.items()}


def groups_of_man(tx: Transaction, participant_id: UUID) -> tuple[UUID, ...]:
    """The groups in which a man has or had a stint, the latest first."""
    return tuple(tx.connection.execute(_GROUPS_OF_MAN, {"man": participant_id}).scalars())
