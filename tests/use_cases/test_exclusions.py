"""From a recorded fact to a decision, to telling a man, to his return; and what another team sees of it (6.7)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlcipher3.dbapi2 import DatabaseError, IntegrityError

from facilitador.domain.doors import DoorCause
from facilitador.domain.due import DueItem, Urgency
from facilitador.domain.enrolments import EnrolmentStatus
from facilitador.domain.evaluations import FactorState, Source
from facilitador.domain.exclusions import (
    CauseReading,
    CauseState,
    ExclusionCheck,
    FactKind,
    HelpKind,
)
from facilitador.domain.exclusions import (
    Outcome as Decided,
)
from facilitador.domain.protection import PersonAtRisk
from facilitador.domain.roles import Role
from facilitador.domain.sessions import IncidentKind
from facilitador.errors import UserFacingError
from facilitador.use_cases.access_keys import KeyDesk
from facilitador.use_cases.applications import SaveAnswers
from facilitador.use_cases.books import Environment
from facilitador.use_cases.doors import RefuseAtDoor
from facilitador.use_cases.enrolments import ChangeEnrolmentStatus, EnrolParticipant, Roster
from facilitador.use_cases.evaluations import RecordEvaluation
from facilitador.use_cases.exclusion_tellings import DecisionSafety, TellExclusionDecision
from facilitador.use_cases.exclusions import (
    ExcludedElsewhere,
    ExclusionCheckOf,
    ExclusionStandings,
    Helped,
    OwnFact,
    RecordExclusionDecision,
    WithdrawExclusionDecision,
)
from facilitador.use_cases.groups import FormGroup
from facilitador.use_cases.home import Home
from facilitador.use_cases.incidents import RecordIncident
from facilitador.use_cases.instruments import AllowInstrument
from facilitador.use_cases.newcomers import AddNewcomer, MergeNewcomer
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.people import DescribeTeamMember
from facilitador.use_cases.protection import OpenProtection
from facilitador.use_cases.requests import Outcome
from tests.books import TODAY
from tests.use_cases.answering import started
from tests.use_cases.logs import Planned, planned
from tests.use_cases.reserved import let_in
from tests.use_cases.scenes import Acting, ficha, one_value, refused, register, rows

Run = Callable[..., Outcome]
PUSHED = "Empujó a un compañero al salir."
SAFE = "Su expareja vive en otra región y ya fue avisada."


@pytest.fixture
def group(book: OpenBook) -> Planned:
    return planned(book, men=2, days=(-14, -7, 0))


@pytest.fixture
def man(group: Planned) -> UUID:
    return group.people[0]


def check(book: OpenBook, man: UUID) -> ExclusionCheck:
    return book.ask(ExclusionCheckOf(participant_id=man)).result()


def cause(book: OpenBook, man: UUID, code: str) -> CauseReading:
    return next(one for one in check(book, man).causes if one.cause.code == code)


def incident(group: Planned, run: Run, kind: IncidentKind = IncidentKind.VIOLENCE_TO_PARTICIPANT, at: int = 0) -> UUID:
    about = RecordIncident(session_id=group.sessions[at], kind=kind, what=PUSHED, enrolment_id=group.stints[0])
    return run(about).ids[0]


def deciding(group: Planned, outcome: Decided = Decided.NOT_CONTINUING, **more: Any) -> RecordExclusionDecision:
    words: dict[str, Any] = {
        "participant_id": group.people[0],
        "causes": ("violence_to_participant",),
        "deciders": group.team,
    }
    return RecordExclusionDecision(outcome=outcome, **(words | more))


def telling(decision: UUID, **more: Any) -> TellExclusionDecision:
    words: dict[str, Any] = {
        "explained": "A solas, con calma; preguntó qué puede hacer.",
        "protection_note": SAFE,
        "institutions": "Centro de salud mental comunitario",
    }
    return TellExclusionDecision(decision_id=decision, **(words | more))


def status(book: OpenBook, group: Planned) -> EnrolmentStatus:
    roster = book.ask(Roster(group_id=group.group_id)).result()
    return next(entry.stint.status for entry in roster if entry.stint.id == group.stints[0])


def due(book: OpenBook) -> list[DueItem]:
    return [item for item in book.ask(Home()).result() if item.code.startswith("due_decision")]


@pytest.mark.directive("6.7.1", "6.7.2", "6.7.3")
def test_what_is_recorded_anywhere_stands_under_its_cause_with_where_it_comes_from(
    book: OpenBook, run: Run, group: Planned, man: UUID
) -> None:
    pushed = incident(group, run)
    door = run(RefuseAtDoor(session_id=group.sessions[1], enrolment_id=group.stints[0], cause=DoorCause.ALCOHOL)).ids[0]
    drinks = run(
        RecordEvaluation(
            participant_id=man,
            factor="substance_abuse",
            state=FactorState.RECORDED,
            known="Bebe a diario.",
            source=Source.HIMSELF,
        )
    ).ids[0]

    violence, drunk, addiction = (
        cause(book, man, code) for code in ("violence_to_participant", "under_alcohol", "addictions")
    )

    (fact,) = violence.facts
    assert (fact.kind, fact.source_id, fact.session_id, fact.on, fact.text) == (
        FactKind.INCIDENT,
        pushed,
        group.sessions[0],
        TODAY - timedelta(14),
        PUSHED,
    )
    assert [(one.source_id, one.session_id) for one in drunk.facts] == [(door, group.sessions[1])]
    assert drunk.facts[0].text == "Bajo efecto del alcohol"
    assert [one.source_id for one in addiction.facts] == [drinks]
    assert cause(book, man, "homicidal_attempts").state is CauseState.NEVER_ASKED
    assert cause(book, man, "criminal_history").state is CauseState.NOT_APPLICABLE
    assert cause(book, group.people[1], "violence_to_participant").state is CauseState.NONE


@pytest.mark.directive("6.7.3")
def test_an_answer_that_cannot_wait_is_linked_without_a_word_of_it(
    book: OpenBook, run: Run, group: Planned, man: UUID
) -> None:
    run(DescribeTeamMember(person_id=book.person.id, given_names="Rosa", profession="psychology"))
    run(AllowInstrument(instrument_id="phq_9", applier_ids=(book.person.id,), responder_id=book.person.id))
    application = started(book, man, instrument_id="phq_9")
    assert cause(book, man, "psychiatric_problems").facts == ()
    run(SaveAnswers(application_id=application, answers={"p9": 1}))

    (fact,) = cause(book, man, "psychiatric_problems").facts
    assert (fact.kind, fact.source_id, fact.on) == (FactKind.ANSWER, application, TODAY)
    assert fact.text == "PHQ-9 (estado de ánimo)"


def test_what_was_found_and_decided_goes_with_the_man_where_two_records_become_one(
    book: OpenBook, run: Run, group: Planned
) -> None:
    coming = AddNewcomer(session_id=group.sessions[2], paternal_surname="Yaranga", given_names="Abel")
    newcomer = run(coming).ids[0]
    (known,) = register(book, ficha(8))
    own = OwnFact(cause="violence_to_participant", on=TODAY, what=PUSHED)
    run(deciding(group, participant_id=newcomer, facts=(own,)))
    run(MergeNewcomer(newcomer_id=newcomer, into_id=known))
    (decision,) = check(book, known).decisions
    assert (decision.participant_id, decision.facts[0].text) == (known, PUSHED)


@pytest.mark.directive("6.7.1")
def test_a_decision_keeps_cause_facts_and_who_decided_as_they_stood(
    book: OpenBook, run: Run, group: Planned, man: UUID
) -> None:
    pushed = incident(group, run)
    run(deciding(group, why="No reconoce lo que pasó."))
    incident(group, run, at=1)

    (decision,) = check(book, man).decisions

    assert (decision.outcome, decision.deciders, decision.decided_on) == (Decided.NOT_CONTINUING, group.team, TODAY)
    assert decision.enrolment_id == group.stints[0]
    assert [(one.cause, one.kind, one.source_id, one.text) for one in decision.facts] == [
        ("violence_to_participant", FactKind.INCIDENT, pushed, PUSHED)
    ]
    assert decision.pending
    assert status(book, group) is EnrolmentStatus.ATTENDING
    with pytest.raises((DatabaseError, IntegrityError), match="only added to"):
        rows(book, "UPDATE exclusion_decisions SET outcome = 'nothing_yet'")


@pytest.mark.directive("6.7.1")
def test_without_a_recorded_fact_people_write_a_dated_one(book: OpenBook, run: Run, group: Planned, man: UUID) -> None:
    with refused("exclusion_needs_facts", "facts"):
        run(deciding(group))
    own = OwnFact(cause="violence_to_participant", on=TODAY, what=f" {PUSHED} ")
    with refused("option_unknown", "facts"):
        run(deciding(group, facts=(OwnFact(cause="addictions", on=TODAY, what=PUSHED),)))
    with refused("day_in_future", "facts"):
        run(deciding(group, facts=(OwnFact(cause="violence_to_participant", on=TODAY + timedelta(1), what=PUSHED),)))
    run(deciding(group, facts=(own,)))

    (decision,) = check(book, man).decisions
    assert [(one.kind, one.text, one.source_id) for one in decision.facts] == [(FactKind.OWN, PUSHED, None)]


@pytest.mark.directive("6.7.1")
def test_not_taking_part_is_decided_only_with_what_was_tried(book: OpenBook, run: Run, group: Planned) -> None:
    incident(group, run, IncidentKind.NON_COOPERATION)
    with refused("exclusion_needs_help_tried", "help_tried"):
        run(deciding(group, causes=("not_cooperative",)))
    run(
        deciding(
            group,
            causes=("not_cooperative",),
            help_tried=(Helped(kind=HelpKind.HEARING, what="Se sentó adelante: oye poco del lado izquierdo."),),
        )
    )
    (decision,) = check(book, group.people[0]).decisions
    assert [one.kind for one in decision.help_tried] == [HelpKind.HEARING]


@pytest.mark.directive("6.7.2")
def test_a_refusal_at_the_door_never_ends_his_stay_by_itself(book: OpenBook, run: Run, group: Planned) -> None:
    run(RefuseAtDoor(session_id=group.sessions[1], enrolment_id=group.stints[0], cause=DoorCause.WEAPON))
    assert status(book, group) is EnrolmentStatus.ATTENDING
    with refused("exclusion_door_alone", "causes"):
        run(deciding(group, causes=("carrying_weapon",)))


def test_deciding_twice_for_one_cause_on_one_day_says_what_stands(book: OpenBook, run: Run, group: Planned) -> None:
    incident(group, run)
    first = run(deciding(group)).ids[0]
    with refused("exclusion_decided_already", "causes"):
        run(deciding(group, Decided.NOTHING_YET))
    run(WithdrawExclusionDecision(decision_id=first, reason="Se apuró."))
    second = run(deciding(group, Decided.NOTHING_YET)).ids[0]
    assert {one.id for one in check(book, group.people[0]).decisions} == {first, second}


@pytest.mark.directive("6.7", "5.3")
def test_nothing_is_told_before_somebody_says_who_may_be_in_danger(
    book: OpenBook, run: Run, group: Planned, man: UUID
) -> None:
    incident(group, run)
    decision = run(deciding(group)).ids[0]
    with refused("exclusion_safety_first", "protection_note"):
        run(telling(decision, protection_note="  "))
    with refused("not_found", "protection_id"):
        run(telling(decision, protection_id=UUID(int=9)))
    matter = run(OpenProtection(sentence="Dijo que se la va a cobrar.", participant_id=man)).ids[0]
    run(telling(decision, at_risk=(PersonAtRisk.FORMER_PARTNER,), protection_id=matter))

    safety = book.ask(DecisionSafety(decision_id=decision)).result()
    assert safety is not None
    assert (safety.at_risk, safety.protection_id, safety.note) == ((PersonAtRisk.FORMER_PARTNER,), matter, SAFE)
    sealed = one_value(book, "SELECT sealed FROM exclusion_decisions")
    assert SAFE.encode() not in sealed
    assert SAFE not in repr(check(book, man))
    details = rows(book, "SELECT details FROM audit_entries WHERE action = 'TellExclusionDecision'")
    assert "digest" not in details[0][0]


@pytest.mark.directive("6.7.3")
def test_telling_him_ends_his_stay_in_the_same_gesture_without_saying_why_on_the_roster(
    book: OpenBook, run: Run, group: Planned, man: UUID
) -> None:
    incident(group, run)
    decision = run(deciding(group)).ids[0]
    outcome = run(telling(decision))

    assert status(book, group) is EnrolmentStatus.NOT_CONTINUING
    reason = one_value(book, "SELECT reason FROM enrolments WHERE status = 'not_continuing'")
    assert reason == f"Decisión del equipo del {TODAY:%d/%m/%Y}."
    told = check(book, man).decisions[0].told
    assert told is not None
    assert (told.on, told.by, told.institutions) == (TODAY, book.person.id, "Centro de salud mental comunitario")
    assert outcome.notices == ()
    with refused("exclusion_told_already", "decision_id"):
        run(telling(decision))
    with refused("exclusion_told_already", "decision_id"):
        run(WithdrawExclusionDecision(decision_id=decision, reason="Tarde."))
    with pytest.raises((DatabaseError, IntegrityError), match="it was told"):
        rows(book, "UPDATE exclusion_decisions SET explained = ''")


def test_he_may_be_told_without_ending_his_stay_and_a_lack_of_places_is_said(
    book: OpenBook, run: Run, group: Planned
) -> None:
    incident(group, run)
    decision = run(deciding(group)).ids[0]
    outcome = run(telling(decision, ends_stint=False, institutions=""))
    assert status(book, group) is EnrolmentStatus.ATTENDING
    assert [notice.code for notice in outcome.notices] == ["exclusion_without_institution"]


def test_a_stay_that_is_over_is_left_as_it_is(book: OpenBook, run: Run, group: Planned) -> None:
    incident(group, run)
    decision = run(deciding(group)).ids[0]
    run(ChangeEnrolmentStatus(enrolment_id=group.stints[0], status=EnrolmentStatus.STOPPED, reason="Dejó de venir."))
    run(telling(decision))
    assert status(book, group) is EnrolmentStatus.STOPPED


def test_a_waiting_man_leaves_the_list(book: OpenBook, run: Run, group: Planned) -> None:
    other = run(FormGroup(name="Retama")).ids[0]
    stint = run(EnrolParticipant(group_id=other, participant_id=group.people[0], waitlist=True)).ids[0]
    own = OwnFact(cause="violence_to_participant", on=TODAY, what=PUSHED)
    decision = run(deciding(group, enrolment_id=stint, facts=(own,))).ids[0]
    run(telling(decision))
    (entry,) = book.ask(Roster(group_id=other)).result()
    assert entry.stint.status is EnrolmentStatus.WITHDRAWN
    assert status(book, group) is EnrolmentStatus.ATTENDING


def test_bad_tellings_are_refused(book: OpenBook, run: Run, group: Planned) -> None:
    incident(group, run)
    nothing = run(deciding(group, Decided.NOTHING_YET)).ids[0]
    with refused("exclusion_nothing_to_tell"):
        run(telling(nothing))
    run(WithdrawExclusionDecision(decision_id=nothing, reason="Se decide otra cosa."))
    with refused("exclusion_decision_withdrawn"):
        run(telling(nothing))
    decision = run(deciding(group)).ids[0]
    with refused("exclusion_told_before", "told_on"):
        run(telling(decision, told_on=TODAY - timedelta(1)))
    with refused("day_in_future", "told_on"):
        run(telling(decision, told_on=TODAY + timedelta(1)))
    with refused("field_required", "explained"):
        run(telling(decision, explained=""))
    with refused("not_found", "directory_ids"):
        run(telling(decision, directory_ids=(UUID(int=9),)))
    with refused("not_found"):
        run(telling(UUID(int=9)))
    assert [one.told for one in check(book, group.people[0]).decisions] == [None, None]


def test_a_decision_is_about_his_own_stint_and_by_people_who_are_there(run: Run, group: Planned) -> None:
    incident(group, run)
    with refused("exclusion_other_man", "enrolment_id"):
        run(deciding(group, enrolment_id=group.stints[1]))
    with refused("not_found", "deciders"):
        run(deciding(group, deciders=(UUID(int=9),)))
    with refused("exclusion_needs_people", "deciders"):
        run(deciding(group, deciders=()))


@pytest.mark.directive("6.7")
def test_another_team_sees_that_he_does_not_continue_and_nothing_else(
    book: OpenBook, run: Run, group: Planned, man: UUID
) -> None:
    other = run(FormGroup(name="Retama")).ids[0]
    run(EnrolParticipant(group_id=other, participant_id=man))
    incident(group, run)
    decision = run(deciding(group, enrolment_id=group.stints[0])).ids[0]
    assert book.ask(ExcludedElsewhere(group_id=other)).result() == ()
    run(telling(decision))

    (standing,) = book.ask(ExcludedElsewhere(group_id=other)).result()
    assert (standing.participant_id, standing.group_id, standing.group_name, standing.since) == (
        man,
        group.group_id,
        "Los Molles",
        TODAY,
    )
    assert PUSHED not in repr(standing)
    assert book.ask(ExcludedElsewhere(group_id=group.group_id)).result() == ()
    assert check(book, man).excluded == (standing,)


def test_a_return_is_a_new_decision(book: OpenBook, run: Run, group: Planned, man: UUID) -> None:
    returning = RecordExclusionDecision(
        participant_id=man, outcome=Decided.RETURNS, deciders=group.team, why="Se atendió seis meses."
    )
    with refused("exclusion_nothing_to_lift", "outcome"):
        run(returning)
    incident(group, run)
    run(telling(run(deciding(group)).ids[0]))
    assert check(book, man).excluded
    back = run(returning).ids[0]
    assert check(book, man).excluded
    run(telling(back, explained="Puede inscribirse otra vez."))
    assert check(book, man).excluded == ()
    assert status(book, group) is EnrolmentStatus.NOT_CONTINUING
    with refused("exclusion_decided_already"):
        run(returning)


def test_what_waits_to_be_told_and_what_is_looked_at_again_stand_on_home_without_a_name(
    book: OpenBook, run: Run, group: Planned, man: UUID
) -> None:
    incident(group, run)
    conditional: dict[str, Any] = {"conditions": "Atenderse en el centro de salud.", "review_on": TODAY + timedelta(7)}
    decision = run(deciding(group, Decided.CONDITIONS, **conditional)).ids[0]
    told = {(item.code, item.urgency, item.target_id) for item in due(book)}
    assert told == {
        ("due_decision_to_tell", Urgency.SOON, man),
        ("due_decision_review", Urgency.SOON, man),
    }
    assert "Quispe" not in repr(due(book))
    run(telling(decision))
    assert [item.code for item in due(book)] == ["due_decision_review"]
    assert Acting(book, Role.STAFF).ask(Home()) is not None
    assert not [one for one in Acting(book, Role.STAFF).ask(Home()) if one.code.startswith("due_decision")]


@pytest.mark.parametrize(("days", "code"), [(7, "due_decision_to_tell"), (8, "due_decision_late")])
def test_a_decision_that_waits_a_week_is_late(book: OpenBook, run: Run, group: Planned, days: int, code: str) -> None:
    incident(group, run)
    run(deciding(group, decided_on=TODAY - timedelta(days)))
    assert [item.code for item in due(book)] == [code]


def test_a_later_decision_settles_the_review_of_the_one_before(book: OpenBook, run: Run, group: Planned) -> None:
    incident(group, run)
    past: dict[str, Any] = {"conditions": "Atenderse.", "decided_on": TODAY - timedelta(9)}
    run(telling(run(deciding(group, Decided.CONDITIONS, review_on=TODAY - timedelta(1), **past)).ids[0]))
    assert [(item.code, item.urgency) for item in due(book)] == [("due_decision_review_late", Urgency.OVERDUE)]
    run(deciding(group, Decided.NOTHING_YET))
    assert due(book) == []


def test_staff_neither_sees_nor_decides_and_looking_is_recorded(
    book: OpenBook, run: Run, group: Planned, man: UUID
) -> None:
    incident(group, run)
    with refused("role_may_not_read"):
        Acting(book, Role.STAFF).ask(ExclusionCheckOf(participant_id=man))
    check(book, man)
    assert rows(book, "SELECT subject_id, details FROM audit_entries WHERE action = 'View'") == [
        (man.bytes, '{"view":"ExclusionCheckOf"}')
    ]
    decision = Acting(book, Role.SUPERVISOR).run(deciding(group)).ids[0]
    Acting(book, Role.SUPERVISOR).run(telling(decision))
    assert status(book, group) is EnrolmentStatus.NOT_CONTINUING


def test_new_keys_of_the_book_seal_again_who_may_be_in_danger(
    book: OpenBook, run: Run, group: Planned, environment: Environment
) -> None:
    incident(group, run)
    told, untold = run(deciding(group)).ids[0], run(deciding(group, Decided.NOTHING_YET, causes=("addictions",))).ids[0]
    run(telling(told))
    again, elena = let_in(book, environment)
    before = one_value(again, "SELECT sealed FROM exclusion_decisions WHERE sealed IS NOT NULL")

    KeyDesk(again, environment).end_access(elena).result()

    safety = again.ask(DecisionSafety(decision_id=told)).result()
    assert safety is not None
    assert safety.note == SAFE
    assert again.ask(DecisionSafety(decision_id=untold)).result() is None
    assert one_value(again, "SELECT sealed FROM exclusion_decisions WHERE sealed IS NOT NULL") != before
    again.close()


@pytest.mark.directive("6.7")
def test_that_he_does_not_continue_is_not_decided_again_while_it_waits_or_stands(
    book: OpenBook, run: Run, group: Planned
) -> None:
    incident(group, run)
    first = run(deciding(group, decided_on=TODAY - timedelta(days=3))).ids[0]
    other_cause = deciding(
        group,
        causes=("violence_to_other",),
        facts=(OwnFact(cause="violence_to_other", on=TODAY, what="Amenazó en recepción."),),
        enrolment_id=group.stints[0],
    )
    with refused("exclusion_decided_already", "causes"):
        run(other_cause)
    run(telling(first))
    with refused("exclusion_decided_already", "causes"):
        run(other_cause)
    back = run(deciding(group, Decided.RETURNS, causes=(), why="Pidió volver.")).ids[0]
    run(telling(back))
    assert run(other_cause).ids


@pytest.mark.directive("6.7")
def test_what_his_record_says_is_since_when_and_where_never_why(book: OpenBook, run: Run, group: Planned) -> None:
    incident(group, run)
    key = run(deciding(group)).ids[0]
    query = ExclusionStandings(participant_id=group.people[0])
    assert book.ask(query).result() == ()
    run(telling(key))

    (standing,) = book.ask(query).result()
    assert (standing.group_id, standing.since) == (group.group_id, TODAY)


def test_what_the_end_of_his_stay_refuses_of_the_day_is_refused_of_the_day_he_was_told(
    book: OpenBook, run: Run, group: Planned
) -> None:
    early = TODAY - timedelta(days=400)
    fact = OwnFact(cause="violence_to_other", on=early, what="Amenazó en recepción.")
    decide = deciding(
        group, causes=("violence_to_other",), facts=(fact,), decided_on=early, enrolment_id=group.stints[0]
    )
    key = run(decide).ids[0]

    with pytest.raises(UserFacingError) as refusal:
        run(telling(key, told_on=early))
    assert refusal.value.field == "told_on"
    assert check(book, group.people[0]).decisions[0].told is None


def test_what_is_due_of_a_decision_leads_to_the_check(book: OpenBook, run: Run, group: Planned, man: UUID) -> None:
    incident(group, run)
    run(deciding(group))

    (item,) = due(book)
    assert (item.place, item.target_id) == ("exclusion", man)
