"""The cycles of a group as they were closed and opened again, and which closed groups are to be followed up."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from uuid import UUID

import msgspec
import sqlalchemy as sa

from facilitador.db.tables.closures import closure_entries
from facilitador.db.tables.enrolments import enrolments
from facilitador.db.tables.groups import groups
from facilitador.db.tables.records import prints
from facilitador.db.tables.sessions import sessions
from facilitador.db.transaction import Transaction
from facilitador.domain.closures import ClosureEntry, ClosureStep, LeftOpen
from facilitador.domain.enrolments import EnrolmentStatus
from facilitador.domain.groups import GroupStatus
from facilitador.domain.session_plans import SessionState
from facilitador.domain.sessions import LogStatus

_IT = closure_entries.c
_OF_GROUP = (
    sa.select(_IT.step, _IT.day, _IT.reason, _IT.left_open, _IT.lessons, _IT.follow_up_on, _IT.at, _IT.by)
    .where(_IT.group_id == sa.bindparam("group"))
    .order_by(_IT.at, _IT.id)
)
_later = closure_entries.alias("later")
_FOLLOW_UPS = (
    sa.select(groups.c.id, groups.c.name, _IT.follow_up_on)
    .join(groups, groups.c.id == _IT.group_id)
    .where(
        _IT.follow_up_on <= sa.bindparam("until"),
        groups.c.status == GroupStatus.CLOSED,
        ~sa.exists().where(_later.c.group_id == _IT.group_id, _later.c.at > _IT.at),
    )
    .order_by(_IT.follow_up_on)
)
_OPEN_LOGS = sa.select(sa.func.count()).where(
    sessions.c.group_id == sa.bindparam("group"),
    sa.or_(
        sa.and_(sessions.c.state == SessionState.HELD, sessions.c.log_status != LogStatus.CLOSED),
        sa.and_(sessions.c.state == SessionState.PLANNED, sessions.c.day <= sa.bindparam("today")),
    ),
)
_COMPLETED = sa.select(sa.func.count(enrolments.c.participant_id.distinct())).where(
    enrolments.c.group_id == sa.bindparam("group"),
    enrolments.c.status == EnrolmentStatus.COMPLETED,
)


def entries_of_group(tx: Transaction, group_id: UUID) -> tuple[ClosureEntry, ...]:
    """Every closing and opening again of a group, oldest first."""
    found = tx.connection.execute(_OF_GROUP, {"group": group_id})
    return tuple(
        ClosureEntry(ClosureStep(step), on, reason, msgspec.convert(left, tuple[LeftOpen, ...]), *rest)
        for step, on, reason, left, *rest in found
    )


def follow_ups(tx: Transaction, until: date) -> tuple[tuple[UUID, str, date], ...]:
    """The closed groups to be followed up by that day: key, name, day."""
    return tuple((key, name, on) for key, name, on in tx.connection.execute(_FOLLOW_UPS, {"until": until}))


def open_logs(tx: Transaction, group_id: UUID, today: date) -> int:
    """How many sessions of the group are past or held and have no closed log."""
    return int(tx.connection.execute(_OPEN_LOGS, {"group": group_id, "today": today}).scalar_one())


def without_print(tx: Transaction, group_id: UUID, documents: Collection[str]) -> tuple[int, int]:
    """How many men completed in the group, and of how many none of these papers was printed."""
    printed = sa.exists().where(prints.c.subject_id == enrolments.c.participant_id, prints.c.document.in_(documents))
    among = {"group": group_id}
    return (
        int(tx.connection.execute(_COMPLETED, among).scalar_one()),
        int(tx.connection.execute(_COMPLETED.where(~printed), among).scalar_one()),
    )
