"""The calls that were made."""

from __future__ import annotations

from collections import defaultdict
from uuid import UUID

import sqlalchemy as sa

from facilitador.db.tables.attendance import calls
from facilitador.db.tables.enrolments import enrolments
from facilitador.db.transaction import Transaction
from facilitador.domain.calls import Call, CallPurpose, CallResult

_CALL = (
    calls.c.id,
    calls.c.session_id,
    calls.c.enrolment_id,
    calls.c.purpose,
    calls.c.result,
    calls.c.note,
    calls.c.called_on,
)
_OF_GROUP = (
    sa.select(*_CALL)
    .join(enrolments, enrolments.c.id == calls.c.enrolment_id)
    .where(enrolments.c.group_id == sa.bindparam("group"))
)
_ORDER = (calls.c.called_on, calls.c.created_at)
_AFTER_SESSION = _OF_GROUP.where(calls.c.session_id == sa.bindparam("session")).order_by(*_ORDER)
_AFTER_NONE = _OF_GROUP.where(calls.c.session_id.is_(None)).order_by(*_ORDER)


def calls_after(tx: Transaction, group_id: UUID, session_id: UUID | None) -> dict[UUID, tuple[Call, ...]]:
    """The calls made after a session of the group (None: before any was held), by stint, oldest first."""
    found: dict[UUID, list[Call]] = defaultdict(list)
    asked: dict[str, object] = {"group": group_id}
    rows = (
        tx.connection.execute(_AFTER_NONE, asked)
        if session_id is None
        else tx.connection.execute(_AFTER_SESSION, asked | {"session": session_id})
    )
    for row in rows.mappings():
        call = Call(**{**row, "purpose": CallPurpose(row["purpose"]), "result": CallResult(row["result"])})
        found[call.enrolment_id].append(call)
    return {stint: tuple(made) for stint, made in found.items()}
