"""Which fichas are complete (6.4.2), asked of the database: what `domain.answers.missing` says of one man, of all."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

import sqlalchemy as sa

from facilitador.db.tables.participants import consents, participants
from facilitador.domain.participants import COLUMN_FIELDS
from facilitador.domain.registration_forms import FieldDefinition, FormDefinition

_OF_AGE: Final = 18


def complete(form: FormDefinition, today: date, *, competent: bool) -> sa.ColumnElement[bool]:
    """True of a row of `participants` whose compulsory questions are answered, with a consent in force."""
    in_force = sa.exists().where(consents.c.participant_id == participants.c.id, consents.c.revoked_on.is_(None))
    wanted = [
        field
        for field in form.fields
        if field.compulsory and not field.retired and (competent or not field.competent_only)
    ]
    minor = _is_minor(today)
    return sa.and_(in_force, *(_settled(field, minor) for field in wanted))


def _settled(field: FieldDefinition, minor: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
    """Answered, or not asked of him."""
    settled = [_given(name) for name in (field.id, *field.answered_by)]
    if field.asked_if is not None:
        settled.append(sa.not_(sa.func.coalesce(_answer(field.asked_if.field).in_(field.asked_if.one_of), sa.false())))
    if field.minors_only:
        settled.append(sa.not_(minor))
    if field.adults_only:
        settled.append(minor)
    return sa.or_(*settled)


def _given(name: str) -> sa.ColumnElement[bool]:
    answer = _answer(name)
    return answer.is_not(None) if name == "birth_date" else sa.func.coalesce(answer, "") != ""


def _answer(name: str) -> sa.ColumnElement[Any]:
    if name in COLUMN_FIELDS:
        return participants.c[name]
    return sa.type_coerce(participants.c.answers, sa.Text).op("->>", return_type=sa.Text())(name)


def _is_minor(today: date) -> sa.ColumnElement[bool]:
    """Under age by the birth date, else as he told it; who tells neither is asked as an adult."""
    born = participants.c.birth_date
    came_of_age = years_before(today, _OF_AGE)
    told = sa.cast(_answer("approximate_age"), sa.Integer)
    return sa.func.coalesce(sa.case((born.is_not(None), born > came_of_age), else_=told < _OF_AGE), sa.false())


def years_before(day: date, years: int) -> date:
    """The birth date of who turns `years` on that day; of those born on 29 February, on 1 March."""
    if (day.month, day.day) == (2, 29) and (day.year - years) % 4:
        return date(day.year - years, 3, 1)
    return day.replace(year=day.year - years)
