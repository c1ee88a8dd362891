"""Counts of men by a coded answer and by how their last stay stands; no row of anybody leaves the database."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import sqlalchemy as sa

from facilitador.db.queries.fichas import years_before
from facilitador.db.sql_functions import month_of
from facilitador.db.tables.enrolments import enrolments
from facilitador.db.tables.participants import participants
from facilitador.db.transaction import Transaction
from facilitador.domain.anonymised_tables import NEVER, NO_ANSWER

_LAST: Final = (
    sa.select(enrolments.c.status)
    .where(enrolments.c.participant_id == participants.c.id)
    .order_by(enrolments.c.since.desc(), enrolments.c.created_at.desc())
    .limit(1)
    .scalar_subquery()
)
_FIRST: Final = (
    sa.select(sa.func.min(enrolments.c.since, type_=sa.Date()))
    .where(enrolments.c.participant_id == participants.c.id)
    .scalar_subquery()
)
_ADULT_BANDS: Final = (18, 30, 40, 50, 60)


def by_answer(tx: Transaction, field_id: str) -> Mapping[tuple[str, str], int]:
    """By a coded answer that lies in the document of the ficha."""
    return _counted(tx, sa.type_coerce(participants.c.answers, sa.Text).op("->>", return_type=sa.Text())(field_id))


def by_department(tx: Transaction) -> Mapping[tuple[str, str], int]:
    """By the department (INEI) where he lives."""
    return _counted(tx, sa.func.substr(participants.c.ubigeo, 1, 2))


def by_entry(tx: Transaction) -> Mapping[tuple[str, str], int]:
    """By the month of his first stay, `2026-11`."""
    return _counted(tx, month_of(_FIRST))


def by_age(tx: Transaction) -> Mapping[tuple[str, str], int]:
    """By his age today in bands, each named by its first year."""
    born = participants.c.birth_date
    cases = [(born <= years_before(tx.today, years), str(years)) for years in reversed(_ADULT_BANDS)]
    return _counted(tx, sa.case((born.is_(None), NO_ANSWER), *cases, else_="0"))


def _counted(tx: Transaction, answer: Any) -> Mapping[tuple[str, str], int]:
    each = sa.select(
        sa.func.coalesce(answer, NO_ANSWER).label("answer"), sa.func.coalesce(_LAST, NEVER).label("situation")
    ).subquery("each")
    statement = sa.select(each.c.answer, each.c.situation, sa.func.count()).group_by(each.c.answer, each.c.situation)
    return {(str(answer), str(situation)): count for answer, situation, count in tx.connection.execute(statement)}
