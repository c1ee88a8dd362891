"""Which fichas are complete (6.4.2), asked of the database: what `domain.answers.missing` says of one man, of all."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from facilitador.db.sql_functions import texts_in
from facilitador.db.tables.enrolments import IS_OPEN, enrolments
from facilitador.db.tables.participants import consents, participants
from facilitador.db.transaction import Transaction
from facilitador.domain.dates import ADULT_AGE
from facilitador.domain.participants import COLUMN_FIELDS
from facilitador.domain.registration_forms import FieldDefinition, FieldKind, FormDefinition


def complete(form: FormDefinition, today: date, *, competent: bool) -> sa.ColumnElement[bool]:
    """True of a row of `participants` whose compulsory questions are answered, with a consent in force."""
    in_force = sa.exists().where(consents.c.participant_id == participants.c.id, consents.c.revoked_on.is_(None))
    return sa.and_(in_force, answered(form, today, competent=competent))


def answered(form: FormDefinition, today: date, *, competent: bool) -> sa.ColumnElement[bool]:
    """True of a row of `participants` whose compulsory questions are answered, consent or not."""
    asked = _Asked(form, _is_minor(today), competent=competent)
    return sa.and_(
        sa.true(), *(asked.settled(field) for field in form.fields if field.compulsory and not field.retired)
    )


def named() -> sa.ColumnElement[bool]:
    """True of a row of `participants` that stands here with its names; of the others nothing of the ficha is known.

    They came in a package without names. Nobody else is without words to be found by.
    """
    return participants.c.search_text != ""


def incomplete_men(tx: Transaction, form: FormDefinition, *, competent: bool) -> tuple[tuple[UUID, UUID], ...]:
    """Group and man of each who counts in a group and whose ficha is not complete, in the order they came in."""
    return tuple(
        (group_id, man) for group_id, man in tx.connection.execute(_incomplete(form, tx.today, competent=competent))
    )


@lru_cache(maxsize=2)  # the form seldom changes, and to put this together takes half as long as to carry it out
def _incomplete(form: FormDefinition, today: date, *, competent: bool) -> sa.Select[UUID, UUID]:
    return (
        sa.select(enrolments.c.group_id, participants.c.id)
        .join(participants, participants.c.id == enrolments.c.participant_id)
        .where(IS_OPEN, enrolments.c.seat.is_not(None), sa.not_(complete(form, today, competent=competent)))
        .order_by(enrolments.c.since, enrolments.c.created_at, enrolments.c.id)
    )


class _Asked:
    """Which questions of a form are put to the man of a row, as `domain.answers.visible_fields` has it."""

    def __init__(self, form: FormDefinition, minor: sa.ColumnElement[bool], *, competent: bool) -> None:
        self._form, self._minor, self._competent = form, minor, competent

    def settled(self, field: FieldDefinition) -> sa.ColumnElement[bool]:
        """Answered, or not asked of him; the document, which is slow to read, is looked into last."""
        names = (field.id, *field.answered_by)
        in_columns = (_given(name) for name in names if name in COLUMN_FIELDS)
        in_document = (_given(name) for name in names if name not in COLUMN_FIELDS)
        return sa.or_(*in_columns, *(sa.not_(needed) for needed in self._needed(field)), *in_document)

    def _needed(self, field: FieldDefinition) -> Iterator[sa.ColumnElement[bool]]:
        """What must all hold for the question to be put."""
        if field.competent_only and not self._competent:
            yield sa.false()
        if field.retired:
            yield _given(field.id)
        if field.minors_only:
            yield self._minor
        if field.adults_only:
            yield sa.not_(self._minor)
        if field.asked_if is not None:
            parent = self._form.field(field.asked_if.field)
            yield from self._needed(parent)
            yield _says(parent, field.asked_if.one_of)


def _says(field: FieldDefinition, codes: Collection[str]) -> sa.ColumnElement[bool]:
    """True if one of these is among his answers to the question."""
    if field.kind is FieldKind.CHOICES:
        given = texts_in(sa.func.coalesce(_document().op("->", return_type=sa.Text())(field.id), "[]"))
        return sa.exists(sa.select(sa.literal(1)).select_from(given).where(given.c.value.in_(codes)))
    return sa.func.coalesce(_answer(field.id).in_(codes), sa.false())


def _given(name: str) -> sa.ColumnElement[bool]:
    answer = _answer(name)
    return answer.is_not(None) if name == "birth_date" else sa.func.coalesce(answer, "") != ""


def _answer(name: str) -> sa.ColumnElement[Any]:
    if name in COLUMN_FIELDS:
        return participants.c[name]
    return _document().op("->>", return_type=sa.Text())(name)


def _document() -> sa.ColumnElement[Any]:
    return sa.type_coerce(participants.c.answers, sa.Text)


def _is_minor(today: date) -> sa.ColumnElement[bool]:
    """Under age by the birth date, else as he told it; who tells neither is asked as an adult."""
    born = participants.c.birth_date
    young = sa.and_(born > years_before(today, ADULT_AGE), born <= today)
    told = sa.cast(_answer("approximate_age"), sa.Integer)
    return sa.func.coalesce(sa.case((born.is_not(None), young), else_=told < ADULT_AGE), sa.false())


def years_before(day: date, years: int) -> date:
    """The birth date of who turns `years` on that day; of those born on 29 February, on 1 March."""
    if (day.month, day.day) == (2, 29) and (day.year - years) % 4:
        return date(day.year - years, 3, 1)
    return day.replace(year=day.year - years)
