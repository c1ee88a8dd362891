"""What may be said of a factor, and what is read of it afterwards (6.6)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitador.domain.evaluations import (
    EvaluationEntry,
    FactorFinding,
    FactorState,
    Source,
    Withdrawal,
    checked_finding,
    differences,
    read_factors,
)
from facilitador.domain.roles import Role
from facilitador.errors import InvalidInput
from facilitador.reference import evaluation_factors

TODAY = date(2026, 11, 20)
MAN, HER = UUID(int=1), UUID(int=2)
TOLD = FactorFinding(FactorState.RECORDED, known="Dejó de beber en marzo.", source=Source.HIMSELF)


def finding(factor: str = "substance_abuse", *, on: date = TODAY, **told: Any) -> FactorFinding:
    known = evaluation_factors().find(factor)
    assert known is not None
    return checked_finding(known, FactorFinding(**told), on, TODAY)


def problems(factor: str = "substance_abuse", **told: Any) -> set[tuple[str, str]]:
    with pytest.raises(InvalidInput) as refused:
        finding(factor, **told)
    return {(problem.field, problem.code) for problem in refused.value.problems}


def entry(factor: str, found: FactorFinding, number: int, *, withdrawn: bool = False) -> EvaluationEntry:
    withdrawal = Withdrawal(TODAY, HER, "Era de otro.") if withdrawn else None
    return EvaluationEntry(UUID(int=100 + number), MAN, factor, "2026-1", found, TODAY, HER, withdrawal, 1)


@pytest.mark.directive("6.6")
def test_the_eleven_factors_stand_in_the_order_of_the_directive() -> None:
    assert [factor.code for factor in evaluation_factors().factors] == [
        "violence_history",
        "weapons",
        "substance_abuse",
        "mental_health",
        "threats",
        "homicidal_attempts",
        "suicidal_attempts",
        "education",
        "socioeconomic",
        "criminal_record",
        "medical_history",
    ]


@pytest.mark.directive("6.6")
def test_what_is_recorded_says_something_and_from_whom() -> None:
    assert finding(state=FactorState.RECORDED, known="  Bebe los sábados. ", source=Source.HIMSELF) == FactorFinding(
        FactorState.RECORDED, known="Bebe los sábados.", source=Source.HIMSELF
    )
    assert finding(state=FactorState.RECORDED, level="weekly", source=Source.OBSERVED).level == "weekly"
    assert problems(state=FactorState.RECORDED) == {("known", "evaluation_says_nothing"), ("source", "field_required")}
    assert ("level", "option_unknown") in problems(
        state=FactorState.RECORDED, level="university_complete", source=Source.HIMSELF
    )
    assert ("known", "text_too_long") in problems(state=FactorState.RECORDED, known="x" * 4001, source=Source.HIMSELF)


def test_not_evaluated_is_never_written() -> None:
    assert ("state", "evaluation_state_not_written") in problems(state=FactorState.NOT_EVALUATED)


def test_none_known_is_said_only_where_it_means_something() -> None:
    assert finding(state=FactorState.NONE_KNOWN, source=Source.HIMSELF).state is FactorState.NONE_KNOWN
    assert problems("education", state=FactorState.NONE_KNOWN, source=Source.HIMSELF) == {
        ("state", "evaluation_always_something")
    }
    assert problems(state=FactorState.NONE_KNOWN, source=Source.HIMSELF, level="daily") == {
        ("level", "evaluation_only_recorded")
    }


def test_he_may_prefer_not_to_answer_and_what_does_not_belong_says_why() -> None:
    assert finding(state=FactorState.NO_ANSWER).source is None
    assert problems(state=FactorState.NOT_APPLICABLE) == {("known", "evaluation_says_why")}


def test_a_diagnosis_comes_with_its_document_and_only_where_there_are_any() -> None:
    told = {"state": FactorState.RECORDED, "source": Source.HIMSELF, "diagnosis": "Dependencia al alcohol"}
    assert problems(**told) == {
        ("document_institution", "evaluation_needs_document"),
        ("document_date", "evaluation_needs_document"),
    }
    assert problems(**told, document_institution="Hospital", document_date=TODAY + timedelta(1)) == {
        ("document_date", "day_in_future")
    }
    assert finding(**told, document_institution="Hospital", document_date=date(1994, 5, 2)).diagnosis
    assert ("diagnosis", "evaluation_without_diagnosis") in problems("weapons", **told)
    assert ("document_date", "evaluation_needs_document") in problems(
        state=FactorState.RECORDED, known="Licencia", source=Source.DOCUMENT, document_institution="Sucamec"
    )


@given(st.dates(date(1999, 1, 1), date(2030, 1, 1)))
def test_it_was_assessed_on_a_day_that_has_been(on: date) -> None:
    if date(2000, 1, 1) <= on <= TODAY:
        assert finding(state=FactorState.NO_ANSWER, on=on)
    else:
        assert {field for field, _ in problems(state=FactorState.NO_ANSWER, on=on)} == {"assessed_on"}


@pytest.mark.directive("6.6")
def test_what_is_newer_stands_beside_what_was_known_and_its_changes_are_marked() -> None:
    before = FactorFinding(FactorState.NONE_KNOWN, source=Source.HIMSELF)
    written = (entry("substance_abuse", TOLD, 2), entry("substance_abuse", before, 1))

    readings = {
        one.factor.code: one for one in read_factors(evaluation_factors(), written, Role.FACILITATOR, competent=True)
    }

    reading = readings["substance_abuse"]
    assert (reading.state, reading.latest, reading.entries) == (FactorState.RECORDED, written[0], written)
    assert reading.changed == {"state", "known"}
    assert readings["weapons"].state is FactorState.NOT_EVALUATED
    assert differences(TOLD, TOLD) == frozenset()


def test_a_withdrawn_entry_stays_in_sight_and_says_nothing() -> None:
    written = (entry("weapons", TOLD, 1, withdrawn=True),)

    readings = {
        one.factor.code: one for one in read_factors(evaluation_factors(), written, Role.FACILITATOR, competent=True)
    }

    assert (readings["weapons"].state, readings["weapons"].entries) == (FactorState.NOT_EVALUATED, written)


def test_criminal_matters_are_off_where_the_service_is_not_competent_whatever_lies_there() -> None:
    written = (entry("criminal_record", TOLD, 1),)

    readings = read_factors(evaluation_factors(), written, Role.SUPERVISOR, competent=False)

    off = {one.factor.code: one for one in readings}["criminal_record"]
    assert (off.state, off.entries, off.latest) == (FactorState.NOT_APPLICABLE, (), None)
    assert read_factors(evaluation_factors(), written, Role.STAFF, competent=True) == ()
