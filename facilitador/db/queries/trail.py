"""The audit as it is searched and checked: each way of looking walks along one index, whatever the book holds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa

from facilitador.db.tables.records import audit_chains, audit_entries
from facilitador.db.transaction import Transaction
from facilitador.domain.audit_chain import ChainRow
from facilitador.domain.records import AuditEntry

_ENTRY: Final = (
    audit_entries.c.number,
    audit_entries.c.at,
    audit_entries.c.person_id,
    audit_entries.c.action,
    audit_entries.c.subject_id,
    audit_entries.c.details,
)
_RAW: Final = tuple(sa.type_coerce(column, sa.types.NullType()) for column in (*_ENTRY[1:], audit_entries.c.chain))
_PAGE_OF_RAW: Final = (
    sa.select(audit_entries.c.number, *_RAW)
    .where(audit_entries.c.number > sa.bindparam("after"))
    .order_by(audit_entries.c.number)
    .limit(sa.bindparam("count"))
)


def within(
    tx: Transaction,
    since: datetime,
    until: datetime,
    before: int,
    limit: int,
    *,
    person_id: UUID | None,
    actions: Sequence[str] | None,
    subjects: Sequence[UUID] | None,
) -> tuple[AuditEntry, ...]:
    """Entries of a stretch of time, the highest number first; further narrowed where something else is given."""
    statement = _newest(before, limit).where(audit_entries.c.at >= since, audit_entries.c.at < until)
    if subjects is not None:
        statement = statement.where(audit_entries.c.subject_id.in_(subjects))
    return _entries(tx, _narrowed(statement, person_id, actions))


def about(
    tx: Transaction,
    subjects: Sequence[UUID],
    before: int,
    limit: int,
    *,
    person_id: UUID | None,
    actions: Sequence[str] | None,
) -> tuple[AuditEntry, ...]:
    """Entries about these, the highest number first."""
    statement = _newest(before, limit).where(audit_entries.c.subject_id.in_(subjects))
    return _entries(tx, _narrowed(statement, person_id, actions))


def newest(tx: Transaction, before: int, limit: int) -> tuple[AuditEntry, ...]:
    """All entries, the highest number first."""
    return _entries(tx, _newest(before, limit))


def done(
    tx: Transaction, actions: Sequence[str], before: int, limit: int, *, person_id: UUID | None
) -> tuple[AuditEntry, ...]:
    """Entries of these actions, of one person if given, the highest number first.

    Each action is walked by itself: a list of them would have the database sort everything that was ever done.
    """
    statement = _numbers_by(person_id is not None)
    found: list[int] = []
    for action in actions:
        given = {"action": action, "before": before, "count": limit, "person": person_id}
        found += tx.connection.scalars(statement, given).all()
    chosen = sorted(found, reverse=True)[:limit]
    statement_of_chosen = sa.select(*_ENTRY).where(audit_entries.c.number.in_(chosen))
    return _entries(tx, statement_of_chosen.order_by(audit_entries.c.number.desc()))


def chain_key(tx: Transaction) -> bytes:
    """The key of the chain; empty where somebody took it away."""
    return tx.connection.execute(sa.select(audit_chains.c.key).limit(1)).scalar_one_or_none() or b""


def chain_rows(tx: Transaction, after: int, count: int) -> tuple[ChainRow, ...]:
    """Entries as the file holds them, from the number after `after` up."""
    given = {"after": after, "count": count}
    return tuple(map(ChainRow._make, tx.connection.execute(_PAGE_OF_RAW, given).all()))


def chain_of(tx: Transaction, number: int) -> bytes | None:
    """The value of one entry in the chain; None if there is no such entry."""
    statement = sa.select(audit_entries.c.chain).where(audit_entries.c.number == number)
    chain: bytes | None = tx.connection.execute(statement).scalar_one_or_none()
    return chain


def highest_given(tx: Transaction) -> int:
    """The highest number that was ever given to an entry, as the database itself remembers; 0 where it does not."""
    statement = sa.text("SELECT seq FROM sqlite_sequence WHERE name = 'audit_entries'")
    return int(tx.connection.execute(statement).scalar_one_or_none() or 0)


def _newest(before: int, limit: int) -> sa.Select[Any]:
    statement = sa.select(*_ENTRY).where(audit_entries.c.number < before)
    return statement.order_by(audit_entries.c.number.desc()).limit(limit)


def _narrowed(statement: sa.Select[Any], person_id: UUID | None, actions: Sequence[str] | None) -> sa.Select[Any]:
    if person_id is not None:
        statement = statement.where(audit_entries.c.person_id == person_id)
    if actions is not None:
        statement = statement.where(audit_entries.c.action.in_(actions))
    return statement


@cache
def _numbers_by(person: bool) -> sa.Select[Any]:
    statement = sa.select(audit_entries.c.number).where(
        audit_entries.c.action == sa.bindparam("action"), audit_entries.c.number < sa.bindparam("before")
    )
    if person:
        statement = statement.where(audit_entries.c.person_id == sa.bindparam("person"))
    return statement.order_by(audit_entries.c.number.desc()).limit(sa.bindparam("count"))


def _entries(tx: Transaction, statement: sa.Select[Any]) -> tuple[AuditEntry, ...]:
    return tuple(AuditEntry(*row) for row in tx.connection.execute(statement))
