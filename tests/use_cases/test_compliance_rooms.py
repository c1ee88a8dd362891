"""Compliance: what safety, hand-outs, sanctions, care, goals and practices show of their numerals."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from facilitador.domain.care import CareNoteKind, CareProvider, CareRequester
from facilitador.domain.compliance import State
from facilitador.domain.doors import AtRisk, DoorCause
from facilitador.domain.goals import GoalKind
from facilitador.domain.sessions import IncidentKind
from facilitador.use_cases.attendance import MarkUnmarked
from facilitador.use_cases.care import AgreeCare, NoteCare, OpenCare
from facilitador.use_cases.doors import AttendDoorRefusal, DescribeDoorRefusal, RefuseAtDoor
from facilitador.use_cases.goals import SetGoal
from facilitador.use_cases.hand_outs import GiveMaterial, HandOutPrint
from facilitador.use_cases.incidents import RecordIncident
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.participants import ChangeParticipant, ParticipantRecord
from facilitador.use_cases.practices import RecordPractice
from facilitador.use_cases.sanctions import RecordSanctionAlternative
from facilitador.use_cases.session_logs import SaveLog
from tests.books import TODAY
from tests.use_cases.compliance_states import line, send, states
from tests.use_cases.logs import LOG, Planned, planned


@pytest.fixture
def group(book: OpenBook) -> Planned:
    """Two men, one session held without a mark, one to come."""
    return planned(book, men=2, days=(-7, 7))


@pytest.mark.directive("5.3", "6.7", "6.7.2")
def test_after_a_refusal_at_the_door_it_counts_what_is_known_and_done(book: OpenBook, group: Planned) -> None:
    refusal = RefuseAtDoor(
        session_id=group.sessions[0], enrolment_id=group.stints[0], cause=DoorCause.ALCOHOL, at_risk=AtRisk.YES
    )
    (key,) = book.submit([refusal]).result().ids
    assert states(book, group.group_id, "5.3.4", "6.7", "6.7.2") == (State.MISSING,) * 3
    send(
        book,
        DescribeDoorRefusal(
            refusal_id=key,
            cause=DoorCause.ALCOHOL,
            seen="Olía a alcohol.",
            goes_where="A casa de su hermano.",
            at_risk=AtRisk.YES,
        ),
        AttendDoorRefusal(refusal_id=key, done="Se llamó a su hermano; nadie está solo en casa."),
    )
    assert states(book, group.group_id, "5.3.4", "6.7", "6.7.2") == (State.MET,) * 3
    assert states(book, None, "5.3.4") == (State.MET,)


@pytest.mark.directive("6.7.1")
def test_an_incident_of_exclusion_asks_for_measures(book: OpenBook, group: Planned) -> None:
    session = group.sessions[0]
    other = RecordIncident(session_id=session, kind=IncidentKind.VENUE, what="Se fue la luz.")
    send(book, MarkUnmarked(session_id=session), SaveLog(session_id=session, **LOG), other)
    assert states(book, None, "6.7.1") == (State.NOT_APPLICABLE,)
    kind = IncidentKind.VIOLENCE_TO_PARTICIPANT
    send(book, RecordIncident(session_id=session, kind=kind, what="Empujó a otro."))
    assert states(book, None, "6.7.1") == (State.MISSING,)
    send(book, RecordIncident(session_id=session, kind=kind, what="Insultó.", measures="Se detuvo la sesión."))
    assert states(book, None, "6.7.1") == (State.PARTLY,)


@pytest.mark.directive("6.2.5", "6.2.6")
def test_what_a_man_was_told_and_given_is_counted(book: OpenBook, group: Planned) -> None:
    first, second = group.people
    send(book, GiveMaterial(participant_ids=(first,), title="Cuadernillo"))
    book.ask(HandOutPrint(participant_id=first)).result()
    assert states(book, group.group_id, "6.2.5") == (State.PARTLY,)
    assert line(book, "6.2.6", group.group_id).evidence[-1].parameters == {"done": 1, "of": 2}
    book.ask(HandOutPrint(participant_id=second)).result()
    assert states(book, group.group_id, "6.2.5") == (State.MET,)


@pytest.mark.directive("6.2.8", "6.11")
def test_a_sanction_asks_for_a_cai_or_what_was_done_instead(book: OpenBook, group: Planned) -> None:
    man = group.people[0]
    stored = book.ask(ParticipantRecord(participant_id=man)).result()
    send(book, ChangeParticipant(participant_id=man, answers={**stored.answers, "sentence_to_serve": "yes"}))
    assert states(book, group.group_id, "6.2.8", "6.11") == (State.MISSING, State.MISSING)
    send(
        book,
        RecordSanctionAlternative(
            participant_id=man, why="No hay CAI cerca.", done="Se avisó al juzgado.", told_to="Juzgado", told_on=TODAY
        ),
    )
    assert states(book, group.group_id, "6.2.8", "6.11") == (State.MET, State.MET)


@pytest.mark.directive("6.9.1", "6.9.3")
def test_goals_of_the_service_are_its_groups_too_and_practices_are_kept(book: OpenBook, group: Planned) -> None:
    assert states(book, None, "6.9.1", "6.9.3") == (State.MISSING, State.MISSING)
    dates: dict[str, Any] = {"starts_on": TODAY, "due_on": TODAY + timedelta(days=60)}
    send(
        book,
        SetGoal(kind=GoalKind.NUMBER, wording="Diez talleres", target=10, **dates),
        SetGoal(kind=GoalKind.QUALITY, wording="Que hablen de sí", looked_at="En la bitácora.", **dates),
        RecordPractice(title="Ronda inicial", done="Cada uno dice cómo llega.", worked="Hablaron todos."),
    )
    assert states(book, None, "6.9.1", "6.9.3") == (State.MET, State.MET)
    assert states(book, group.group_id, "6.9.1") == (State.MET,)


@pytest.mark.directive("6.8.2", "6.8.4")
def test_individual_care_asks_for_goals_and_for_word_in_both_directions(book: OpenBook, group: Planned) -> None:
    opened = OpenCare(
        participant_id=group.people[0],
        requested_by=CareRequester.TEAM,
        why="Pidió hablar a solas.",
        provider_kind=CareProvider.PSYCHOLOGIST,
        provider="Psicología de la posta",
    )
    (care,) = book.submit([opened]).result().ids
    assert states(book, group.group_id, "6.8.2", "6.8.4") == (State.MISSING, State.NOT_APPLICABLE)
    goals: dict[str, Any] = {"goals": ("Dormir mejor",), "agreed_on": TODAY}
    send(book, AgreeCare(care_id=care, may_tell="Si asiste.", tells_on=TODAY, **goals))
    assert states(book, group.group_id, "6.8.2", "6.8.4") == (State.MET, State.MISSING)
    for kind in (CareNoteKind.FROM_PROVIDER, CareNoteKind.TO_PROVIDER):
        send(book, NoteCare(care_id=care, kind=kind, text="Asiste."))
    assert states(book, group.group_id, "6.8.4") == (State.MET,)
