"""Which fichas are complete, as the database counts them, is what the domain says of each man (6.4.2)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from facilitador.db.queries import fichas
from facilitador.db.tables.participants import insert_participants, participants
from facilitador.domain.answers import age_of, missing
from facilitador.domain.participants import ConsentMark
from facilitador.domain.registration_forms import (
    Answers,
    Condition,
    FieldDefinition,
    FieldKind,
    FormDefinition,
    FormSection,
    Option,
)
from facilitador.domain.roles import Section
from facilitador.reference import registration_form
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.participants import RecordConsent
from tests.books import TODAY, book, environment, open_as, template_books
from tests.use_cases.scenes import ficha, register

__all__ = ["book", "environment", "open_as", "template_books"]

SHIPPED = registration_form()
PETS = (Option("dog", "Perro"), Option("cat", "Gato"))
CODES = st.sampled_from(["dog", "cat"])
AGES: dict[str, st.SearchStrategy[Any]] = {
    "birth_date": st.sampled_from(["1980-02-29", "2008-11-20", "2008-11-21", "2008-02-29", "2030-01-01"]),
    "approximate_age": st.sampled_from([16, 17, 18, 60]),
}
OWN: dict[str, st.SearchStrategy[Any]] = {
    "own_kind": CODES,
    "own_several": st.lists(CODES, min_size=1, max_size=2, unique=True),
    "own_under_one": CODES,
    "own_under_several": st.sampled_from(["algo", " ", "ñ"]),
    "phone": st.just("987654321"),
}


def own_fields(**middle: Any) -> tuple[FieldDefinition, ...]:
    """Four questions: one of a list, several of a list, and one that hangs on each."""

    def asked(name: str, kind: FieldKind, **more: Any) -> FieldDefinition:
        return FieldDefinition(name, name, kind, Section.IDENTIFICATION, compulsory=True, **more)

    return (
        asked("own_kind", FieldKind.CHOICE, options=PETS),
        asked("own_several", FieldKind.CHOICES, options=PETS, asked_if=Condition("own_kind", ("dog",)), **middle),
        asked("own_under_one", FieldKind.CHOICE, options=PETS, asked_if=Condition("own_kind", ("cat",))),
        asked("own_under_several", FieldKind.TEXT, asked_if=Condition("own_several", ("cat",)), answered_by=("phone",)),
    )


def consent(man: UUID) -> RecordConsent:
    """One that would do for a minor too."""
    return RecordConsent(
        participant_id=man,
        given_on=TODAY,
        mark=ConsentMark.SIGNATURE,
        read_aloud=True,
        guardian_name="Rosa Mamani Huanca",
        guardian_document="40000001",
    )


def complete(book: OpenBook, form: FormDefinition, answers: Answers, today: date, *, competent: bool) -> bool:
    """What the database says of a man with these answers and a consent; nothing of him is kept."""

    def ask(file: Any, runner: Any) -> bool:
        with runner._transactions.open(dry_run=True) as tx:
            man = tx.new_id()
            insert_participants(tx, (form.id, form.edition), [(man, answers)])
            runner._commands[RecordConsent].run(tx, consent(man))
            says = fichas.complete(form, today, competent=competent)
            return bool(tx.connection.execute(sa.select(says).where(participants.c.id == man)).scalar_one())

    return book.with_book(ask).result()


@pytest.mark.directive("6.4.2")
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    answers=st.fixed_dictionaries({}, optional=AGES | OWN),
    flag=st.sampled_from(["", "retired", "competent_only", "minors_only", "adults_only"]),
    today=st.sampled_from([date(2026, 11, 20), date(2028, 2, 29), date(2026, 2, 28), date(2026, 3, 1)]),
    competent=st.booleans(),
)
def test_small_forms_are_complete_in_the_database_as_in_the_domain(
    book: OpenBook, answers: Answers, flag: str, today: date, competent: bool
) -> None:
    fields = own_fields(**({flag: True} if flag else {}))
    form = replace(SHIPPED, sections=(FormSection("own", "Otros", "", fields),))
    lacking = missing(form, answers, age=age_of(answers, today), competent=competent)
    assert complete(book, form, answers, today, competent=competent) is not bool(lacking)


@pytest.mark.directive("6.4.2")
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    left_out=st.sets(st.sampled_from(sorted(ficha())), max_size=2),
    more=st.fixed_dictionaries({}, optional=AGES),
    competent=st.booleans(),
)
def test_the_shipped_form_is_complete_in_the_database_as_in_the_domain(
    book: OpenBook, left_out: set[str], more: Answers, competent: bool
) -> None:
    answers = {name: said for name, said in {**ficha(), **more}.items() if name not in left_out}
    lacking = missing(SHIPPED, answers, age=age_of(answers, TODAY), competent=competent)
    assert complete(book, SHIPPED, answers, TODAY, competent=competent) is not bool(lacking)


def test_without_a_consent_in_force_no_ficha_is_complete(book: OpenBook) -> None:
    register(book, ficha())

    def count(file: Any, runner: Any) -> int:
        with runner._transactions.open() as tx:
            says = fichas.complete(SHIPPED, TODAY, competent=False)
            return len(tx.connection.execute(sa.select(participants.c.id).where(says)).all())

    assert book.with_book(count).result() == 0
