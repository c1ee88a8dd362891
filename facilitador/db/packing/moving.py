"""The record of one man by itself: nothing of anybody else; of the groups he was in only their names and his days."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

import msgspec
import sqlalchemy as sa

from facilitador.db.packing.gathering import Wanted, gather, unlinked
from facilitador.db.packing.rows import Row, columns_of, place
from facilitador.db.packing.scope import SCOPES
from facilitador.db.tables.attendance import attendance_marks
from facilitador.db.tables.deliveries import earlier_stays
from facilitador.db.tables.enrolments import enrolments
from facilitador.db.tables.groups import groups
from facilitador.db.tables.participants import participants
from facilitador.db.tables.sessions import sessions
from facilitador.db.transaction import Transaction
from facilitador.domain.packages import PackageKind, PackageRows, TableRows, Value
from facilitador.domain.subject_access import without_names

_STAYS: Final = earlier_stays.name


def rows_of_man(tx: Transaction, man: UUID, service_name: str) -> PackageRows:
    """His rows, as `gathering.gather` puts them; the names of men who were in a group with him are taken out."""
    held = gather(tx, Wanted(PackageKind.MAN, (), (man,)))
    own_name, others = _names(tx, man)

    def told(text: str) -> str:
        return without_names(text, own_name, others)

    rows = {
        table: TableRows(
            one.columns, tuple(_without_others(table, unlinked(table, row, held), told) for row in one.rows)
        )
        for table, one in held.items()
    }
    stays = (*rows[_STAYS].rows, *_stays(tx, man, service_name))
    return {**rows, _STAYS: TableRows(columns_of(_STAYS), tuple(sorted(stays, key=lambda row: str(row[0]))))}


def _names(tx: Transaction, man: UUID) -> tuple[str, tuple[str, ...]]:
    own = tx.connection.execute(sa.select(participants.c.full_name).where(participants.c.id == man)).scalar_one()
    his = sa.select(enrolments.c.group_id).where(enrolments.c.participant_id == man)
    beside = sa.select(enrolments.c.participant_id).where(enrolments.c.group_id.in_(his))
    names = sa.select(participants.c.full_name).where(participants.c.id.in_(beside), participants.c.id != man)
    return own, tuple(tx.connection.execute(names).scalars())


def _without_others(table: str, row: Row, told: Any) -> Row:
    """The row with what was written freely free of other men's names."""
    scope = SCOPES[table]
    if scope.referenced:
        return row
    texts = {place(table, column) for column in scope.texts}
    documents = {place(table, column) for column in scope.documents or ()}

    def said(spot: int, value: Value) -> Value:
        if not isinstance(value, str) or not value:
            return value
        if spot in texts:
            return str(told(value))
        if spot in documents:
            return msgspec.json.encode(_each_text(msgspec.json.decode(value), told)).decode()
        return value

    return tuple(said(spot, value) for spot, value in enumerate(row))


def _each_text(value: Any, told: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _each_text(inner, told) for key, inner in value.items()}
    if isinstance(value, list):
        return [_each_text(inner, told) for inner in value]
    return told(value) if isinstance(value, str) else value


def _stays(tx: Transaction, man: UUID, service_name: str) -> list[Row]:
    found = sa.select(
        *(enrolments.c.id, groups.c.name, enrolments.c.since, enrolments.c.ended_on, enrolments.c.status)
    ).join_from(enrolments, groups)
    rows = tx.connection.execute(found.where(enrolments.c.participant_id == man)).all()
    return [
        (key.bytes, man.bytes, service_name, name, _iso(since), _iso(ended_on), status, _marks(tx, key))
        for key, name, since, ended_on, status in rows
    ]


def _iso(day: Any) -> str | None:
    return None if day is None else day.isoformat()


def _marks(tx: Transaction, stint: UUID) -> str:
    found = (
        sa.select(sessions.c.day, attendance_marks.c.mark)
        .join_from(attendance_marks, sessions)
        .where(attendance_marks.c.enrolment_id == stint)
        .order_by(sessions.c.day, sessions.c.starts_at)
    )
    marks = [{"on": day.isoformat(), "mark": mark} for day, mark in tx.connection.execute(found)]
    return msgspec.json.encode(marks).decode()
