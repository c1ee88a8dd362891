"""Causes as data, facts under them, and what people must have answered before they decide (6.7)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitador.domain.evaluations import EvaluationEntry, FactorFinding, FactorState, Source, Withdrawal, read_factors
from facilitador.domain.exclusion_rules import (
    ProposedDecision,
    check_decision,
    check_safety,
    decided_already,
    in_force,
    reviews,
)
from facilitador.domain.exclusions import (
    CauseReading,
    CauseState,
    DecisionFact,
    ExclusionDecision,
    FactKind,
    HelpKind,
    HelpTried,
    Outcome,
    RecordedFact,
    Safety,
    Telling,
    read_causes,
)
from facilitador.domain.roles import Role
from facilitador.errors import InvalidInput
from facilitador.reference import evaluation_factors, exclusion_causes

TODAY = date(2026, 11, 20)
MAN, HER, STINT = UUID(int=1), UUID(int=2), UUID(int=3)
TELLING = Telling(TODAY, HER, "En persona", "CAI", ())


def facts(*causes: str) -> tuple[DecisionFact, ...]:
    return tuple(DecisionFact(cause, FactKind.OWN, TODAY, "Empujó a un compañero.") for cause in causes)


def proposed(outcome: Outcome = Outcome.NOT_CONTINUING, *causes: str, **more: Any) -> ProposedDecision:
    base = ProposedDecision(outcome, TODAY, (HER,), causes, facts(*causes))
    return replace(base, **more)


def problems(one: ProposedDecision, *, competent: bool = True) -> set[tuple[str, str]]:
    try:
        check_decision(one, exclusion_causes(), TODAY, competent=competent)
    except InvalidInput as error:
        return {(problem.field, problem.code) for problem in error.problems}
    return set()


def decision(number: int, outcome: Outcome = Outcome.NOT_CONTINUING, **more: Any) -> ExclusionDecision:
    base = ExclusionDecision(
        id=UUID(int=100 + number),
        participant_id=MAN,
        enrolment_id=STINT,
        outcome=outcome,
        decided_on=TODAY,
        deciders=(HER,),
        causes=("violence_to_participant",),
        edition="2026-1",
        facts=(),
        help_tried=(),
        why="",
        conditions="",
        review_on=None,
        told=TELLING,
        withdrawal=None,
        revision=1,
    )
    return replace(base, **more)


def read(
    *entries: EvaluationEntry, found: tuple[RecordedFact, ...] = (), competent: bool = True
) -> dict[str, CauseReading]:
    factors = read_factors(evaluation_factors(), entries, Role.FACILITATOR, competent=competent)
    return {one.cause.code: one for one in read_causes(exclusion_causes(), factors, found, competent=competent)}


def entry(
    factor: str, state: FactorState, known: str = "", *, number: int = 1, level: str = "", diagnosis: str = ""
) -> EvaluationEntry:
    found = FactorFinding(state, known, level=level, diagnosis=diagnosis, source=Source.HIMSELF)
    return EvaluationEntry(UUID(int=50 + number), MAN, factor, "2026-1", found, TODAY, HER, None, 1)


@pytest.mark.directive("6.7.1", "6.7.2", "6.7.3")
def test_each_cause_is_a_row_with_its_numeral_and_its_qualifier() -> None:
    rows = {cause.code: (cause.numeral, cause.qualifier) for cause in exclusion_causes().causes}
    assert rows == {
        "violence_to_facilitator": ("6.7.1", "en contra de un/una facilitador/a"),
        "violence_to_participant": ("6.7.1", "en contra de algún participante del grupo"),
        "violence_to_other": ("6.7.1", "en contra de otra persona relacionada con el servicio que recibe"),
        "not_cooperative": ("6.7.1", "en las sesiones del grupo"),
        "psychiatric_evident": ("6.7.1", "que no le permita enfocarse en las sesiones"),
        "substance_abuse": ("6.7.1", ""),
        "under_alcohol": ("6.7.2", "a las sesiones o actividades"),
        "under_drug": ("6.7.2", "a las sesiones o actividades"),
        "carrying_weapon": ("6.7.2", "a las sesiones o actividades"),
        "psychiatric_problems": ("6.7.3", ""),
        "addictions": ("6.7.3", ""),
        "homicidal_attempts": ("6.7.3", "contra su familia u otras personas"),
        "criminal_history": ("6.7.3", ""),
    }
    assert {cause.code for cause in exclusion_causes().causes if cause.day_only} == {
        "under_alcohol",
        "under_drug",
        "carrying_weapon",
    }


@pytest.mark.directive("6.7.1", "6.7.3")
def test_a_blank_is_not_a_no() -> None:
    nothing = read()
    assert nothing["addictions"].state is CauseState.NEVER_ASKED
    assert nothing["violence_to_participant"].state is CauseState.NONE
    assert read(entry("substance_abuse", FactorState.NONE_KNOWN))["addictions"].state is CauseState.NONE
    assert read(entry("substance_abuse", FactorState.NO_ANSWER))["addictions"].state is CauseState.NO_ANSWER
    assert read(competent=False)["criminal_history"].state is CauseState.NOT_APPLICABLE


@pytest.mark.directive("6.7.1", "6.7.3")
@pytest.mark.parametrize(
    ("factor", "gone", "now", "causes"),
    [
        ("substance_abuse", "stopped", "daily", ("substance_abuse", "addictions")),
        ("mental_health", "no_distress", "much_distress", ("psychiatric_evident", "psychiatric_problems")),
    ],
)
def test_the_causes_speak_of_what_he_has_now(factor: str, gone: str, now: str, causes: tuple[str, ...]) -> None:
    past = entry(factor, FactorState.RECORDED, level=gone, number=2)
    present = entry(factor, FactorState.RECORDED, level=now)
    diagnosed = entry(factor, FactorState.RECORDED, level=gone, diagnosis="Dependencia, informe 12")
    for cause in causes:
        assert read(past)[cause].state is CauseState.NONE
        assert read(past, present)[cause].state is CauseState.NONE  # the newest first: it is over
        assert len(read(present, past)[cause].facts) == 2  # it began again: what was before is told, too
        assert read(diagnosed)[cause].state is CauseState.FACTS


@pytest.mark.directive("6.7.1", "6.7.2", "6.7.3")
def test_facts_stand_under_their_cause_the_newest_first_with_what_they_come_from() -> None:
    older = RecordedFact(FactKind.INCIDENT, "violence_to_participant", date(2026, 10, 1), "Insultó.", UUID(int=7))
    newer = replace(older, on=date(2026, 11, 1), text="Empujó.", source_id=UUID(int=8))
    door = RecordedFact(FactKind.DOOR, "alcohol", TODAY, "Olor a alcohol.", UUID(int=9))

    causes = read(entry("substance_abuse", FactorState.RECORDED, "Bebe a diario"), found=(older, newer, door))

    assert causes["violence_to_participant"].facts == (newer, older)
    assert causes["violence_to_facilitator"].facts == ()
    assert causes["under_alcohol"].state is CauseState.FACTS
    assert [fact.text for fact in causes["addictions"].facts] == ["Bebe a diario"]
    assert [fact.source_id for fact in causes["substance_abuse"].facts] == [UUID(int=51)]


def test_the_criminal_cause_shows_nothing_where_the_service_is_not_competent() -> None:
    written = entry("criminal_record", FactorState.RECORDED, "Sentencia")
    assert read(written, competent=False)["criminal_history"].facts == ()
    assert read(written)["criminal_history"].state is CauseState.FACTS
    assert ("causes", "evaluation_needs_competence") in problems(
        proposed(Outcome.NOTHING_YET, "criminal_history"), competent=False
    )


@pytest.mark.directive("6.7.1")
def test_people_decide_for_a_cause_with_a_dated_fact() -> None:
    assert problems(proposed(Outcome.NOT_CONTINUING, "violence_to_participant")) == set()
    assert problems(proposed(Outcome.NOT_CONTINUING, "violence_to_participant", facts=())) == {
        ("facts", "exclusion_needs_facts")
    }
    assert problems(proposed(Outcome.NOTHING_YET, "violence_to_participant", facts=())) == set()
    assert problems(proposed(Outcome.NOT_CONTINUING)) == {("causes", "exclusion_needs_cause")}
    assert ("deciders", "exclusion_needs_people") in problems(
        proposed(Outcome.NOT_CONTINUING, "violence_to_participant", deciders=())
    )
    assert ("causes", "option_unknown") in problems(proposed(Outcome.NOT_CONTINUING, "bad_temper"))


@pytest.mark.directive("6.7.1")
def test_not_taking_part_needs_what_was_tried_to_help_him() -> None:
    one = proposed(
        Outcome.CONDITIONS, "not_cooperative", conditions="Hablar cada semana", review_on=TODAY + timedelta(14)
    )
    assert problems(one) == {("help_tried", "exclusion_needs_help_tried")}
    assert problems(replace(one, help_tried=(HelpTried(HelpKind.LANGUAGE, "Se le habló en quechua."),))) == set()


@pytest.mark.directive("6.7.2")
def test_the_door_alone_never_ends_his_stay() -> None:
    assert problems(proposed(Outcome.NOT_CONTINUING, "under_alcohol", "carrying_weapon")) == {
        ("causes", "exclusion_door_alone")
    }
    assert problems(proposed(Outcome.NOT_CONTINUING, "under_alcohol", "substance_abuse")) == set()
    assert problems(proposed(Outcome.NOTHING_YET, "under_alcohol")) == set()


@given(st.integers(-3, 3))
def test_conditions_are_looked_at_again_on_a_later_day(days: int) -> None:
    one = proposed(Outcome.CONDITIONS, "substance_abuse", conditions="Atenderse", review_on=TODAY + timedelta(days))
    assert problems(one) == (set() if days > 0 else {("review_on", "exclusion_review_before")})
    assert problems(replace(one, conditions="", review_on=None)) == {
        ("conditions", "field_required"),
        ("review_on", "exclusion_needs_review"),
    }


def test_a_fact_written_with_the_decision_is_not_later_than_it() -> None:
    late = replace(facts("violence_to_participant")[0], on=TODAY + timedelta(1))
    assert problems(proposed(Outcome.NOT_CONTINUING, "violence_to_participant", facts=(late,))) == {
        ("facts", "exclusion_fact_after")
    }


@pytest.mark.directive("6.7")
def test_before_it_is_told_somebody_says_who_may_be_in_danger() -> None:
    with pytest.raises(InvalidInput) as refused:
        check_safety(Safety((), None, ""))
    assert refused.value.problems[0].code == "exclusion_safety_first"
    check_safety(Safety((), None, "Vive solo y ella está fuera de la región."))
    check_safety(Safety((), UUID(int=4), ""))


def test_deciding_twice_for_one_cause_on_one_day_is_seen() -> None:
    before = decision(1)
    again = proposed(Outcome.CONDITIONS, "violence_to_participant", "substance_abuse")
    assert decided_already(again, STINT, [before]) == before
    assert decided_already(again, None, [before]) is None
    assert decided_already(proposed(Outcome.CONDITIONS, "substance_abuse"), STINT, [before]) is None
    assert decided_already(replace(again, decided_on=TODAY - timedelta(1)), STINT, [before]) is None
    withdrawn = replace(before, withdrawal=Withdrawal(TODAY, HER, "Era de otro."))
    assert decided_already(again, STINT, [withdrawn]) is None
    back = decision(2, Outcome.RETURNS, causes=())
    assert decided_already(proposed(Outcome.RETURNS), STINT, [back]) == back


@pytest.mark.directive("6.7")
def test_a_told_decision_stands_until_a_later_one_lets_him_return() -> None:
    out = decision(1)
    back = decision(2, Outcome.RETURNS, causes=())
    assert in_force([out]) == (out,)
    assert in_force([back, out]) == ()
    assert in_force([out, back]) == (out,)
    assert in_force([replace(back, told=None), out]) == (out,)
    assert in_force([replace(back, enrolment_id=None), out]) == ()
    assert in_force([replace(back, enrolment_id=UUID(int=77)), out]) == (out,)
    assert in_force([replace(out, told=None)]) == ()


def test_only_the_last_decision_of_a_stint_is_looked_at_again() -> None:
    first = decision(1, Outcome.CONDITIONS, review_on=TODAY)
    assert reviews([first]) == (first,)
    assert reviews([decision(2, Outcome.NOTHING_YET), first]) == ()
    assert reviews([decision(2, enrolment_id=None), first]) == (first,)
