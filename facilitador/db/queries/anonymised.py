"""Counts of men by a coded answer and by how their last stay stands; no row of anybody leaves the database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import zip_longest
from typing import Any, Final, TypeAlias
from uuid import UUID

import sqlalchemy as sa

from facilitador.db.queries.fichas import years_before
from facilitador.db.sql_functions import month_of, read_once
from facilitador.db.tables.enrolments import enrolments
from facilitador.db.tables.participants import participants
from facilitador.db.transaction import Transaction
from facilitador.domain.anonymised_tables import AGE, DEPARTMENT, ENTRY, NEVER, NO_ANSWER

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
_MEN_AT_ONCE: Final = 500

Counts: TypeAlias = Mapping[tuple[str, str], int]
"""How many men gave each answer, by how their last stay stands."""
Portion: TypeAlias = tuple[UUID, UUID | None]
"""Men by their keys: from one on, and up to another that is not among them any more."""


def portions(tx: Transaction) -> tuple[Portion, ...]:
    """All men, cut so that those of each portion are counted in a moment."""
    number = sa.func.row_number().over(order_by=participants.c.id)
    each = sa.select(participants.c.id, number.label("number")).subquery("each")
    first_ones = sa.select(each.c.id).where((each.c.number - 1) % _MEN_AT_ONCE == 0).order_by(each.c.id)
    starts = tuple(tx.connection.execute(first_ones).scalars())
    return tuple(zip_longest(starts, starts[1:]))


def counted(tx: Transaction, names: Sequence[str], of: Portion) -> Mapping[str, Counts]:
    """By the month in which a man first came, his age, where he lives, or a coded answer that lies in his ficha."""
    first, until = of
    here = [participants.c.id >= first, *([] if until is None else [participants.c.id < until])]
    columns = [sa.func.coalesce(_answer(tx, name), NO_ANSWER).label(f"n{at}") for at, name in enumerate(names)]
    men = sa.select(*columns, sa.func.coalesce(_LAST, NEVER).label("situation"))
    each = read_once(men.where(*here), "each")
    by_name = [_by_answer(each, at) for at in range(len(names))]
    found: dict[str, dict[tuple[str, str], int]] = {name: {} for name in names}
    for at, answer, situation, men_so in tx.connection.execute(sa.union_all(*by_name)):
        found[names[at]][str(answer), str(situation)] = men_so
    return found


def _by_answer(each: sa.CTE, at: int) -> sa.Select[Any]:
    answer, situation = each.c[f"n{at}"], each.c.situation
    return sa.select(sa.literal(at), answer, situation, sa.func.count()).group_by(answer, situation)


def _answer(tx: Transaction, name: str) -> Any:
    if name == ENTRY:
        return month_of(_FIRST)
    if name == AGE:
        born = participants.c.birth_date
        cases = [(born <= years_before(tx.today, years), str(years)) for years in reversed(_ADULT_BANDS)]
        return sa.case((born.is_(None), NO_ANSWER), *cases, else_="0")
    if name == DEPARTMENT:
        return sa.func.substr(participants.c.ubigeo, 1, 2)
    return sa.type_coerce(participants.c.answers, sa.Text).op("->>", return_type=sa.Text())(name)
