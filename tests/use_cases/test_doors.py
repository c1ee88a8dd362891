"""Not admitted today: a cause and a mark in one, and pending before all else until somebody is safe (6.7.2, 5.3.4)."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import pytest

from facilitador.domain.attendance import AttendanceMark
from facilitador.domain.doors import AtRisk, DoorCause, DoorRefusal
from facilitador.domain.due import DueItem, Urgency
from facilitador.domain.roles import Role
from facilitador.domain.session_plans import SessionState
from facilitador.use_cases.attendance import MarkAttendance, MarkUnmarked, SessionAttendance
from facilitador.use_cases.doors import (
    AttendDoorRefusal,
    DescribeDoorRefusal,
    DoorRefusals,
    RefuseAtDoor,
    WithdrawDoorRefusal,
)
from facilitador.use_cases.home import Home
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.requests import Outcome
from tests.use_cases.logs import Planned, planned
from tests.use_cases.scenes import Acting, refused

Run = Callable[..., Outcome]


@pytest.fixture
def group(book: OpenBook) -> Planned:
    """Two men, a session of today."""
    return planned(book, men=2, days=(0,))


@pytest.fixture
def at_door(run: Run, group: Planned) -> UUID:
    """One of them smells of alcohol."""
    command = RefuseAtDoor(session_id=group.sessions[0], enrolment_id=group.stints[0], cause=DoorCause.ALCOHOL)
    return run(command).ids[0]


def kept(book: OpenBook, group: Planned) -> DoorRefusal:
    (one,) = book.ask(DoorRefusals(session_id=group.sessions[0])).result()
    return one


def marks(book: OpenBook, group: Planned) -> dict[UUID, AttendanceMark | None]:
    lines = book.ask(SessionAttendance(session_id=group.sessions[0])).result().lines
    return {line.enrolment_id: line.mark for line in lines}


def due(book: OpenBook) -> list[DueItem]:
    return [item for item in book.ask(Home()).result() if item.urgency is Urgency.PROTECTION]


@pytest.mark.directive("6.7.2")
@pytest.mark.parametrize("cause", list(DoorCause))
def test_the_cause_alone_saves_the_refusal_and_its_mark(
    book: OpenBook, run: Run, group: Planned, cause: DoorCause
) -> None:
    run(RefuseAtDoor(session_id=group.sessions[0], enrolment_id=group.stints[0], cause=cause))

    refusal = kept(book, group)
    assert (refusal.cause, refusal.decided_by, refusal.at_risk) == (cause, book.person.id, AtRisk.NOT_ASKED)
    assert marks(book, group) == {group.stints[0]: AttendanceMark.NOT_ADMITTED, group.stints[1]: None}
    session = book.ask(SessionAttendance(session_id=group.sessions[0])).result().session
    assert session.state is SessionState.HELD


@pytest.mark.directive("6.7")
def test_it_stands_first_on_home_without_a_name_until_it_is_known_that_nobody_is_in_danger(
    book: OpenBook, run: Run, group: Planned, at_door: UUID
) -> None:
    first, *_ = book.ask(Home()).result()
    assert (first.code, first.target_id) == ("due_door_refusal", group.sessions[0])
    assert first.parameters == {"group": "Los Molles", "day": "20/11/2026"}

    answers = {"refusal_id": at_door, "cause": DoorCause.ALCOHOL}
    run(DescribeDoorRefusal(**answers, at_risk=AtRisk.YES))  # type: ignore[arg-type]
    assert [item.code for item in due(book)] == ["due_door_at_risk"]
    run(DescribeDoorRefusal(**answers, at_risk=AtRisk.UNKNOWN))  # type: ignore[arg-type]
    assert [item.code for item in due(book)] == ["due_door_refusal"]
    run(DescribeDoorRefusal(**answers, at_risk=AtRisk.NO))  # type: ignore[arg-type]
    assert due(book) == []


@pytest.mark.directive("6.7.2")
def test_what_was_seen_and_the_three_answers_are_kept(book: OpenBook, run: Run, group: Planned, at_door: UUID) -> None:
    run(
        DescribeDoorRefusal(
            refusal_id=at_door,
            revision=1,
            cause=DoorCause.DRUG,
            seen="Ojos rojos, se tambalea.",
            decided_by=group.team[1],
            goes_where="A casa de su hermano",
            goes_with="Con su hermano",
            at_risk=AtRisk.YES,
            protection_note="Su conviviente está sola.",
        )
    )

    refusal = kept(book, group)
    assert (refusal.cause, refusal.seen, refusal.decided_by) == (
        DoorCause.DRUG,
        "Ojos rojos, se tambalea.",
        group.team[1],
    )
    assert (refusal.goes_where, refusal.goes_with) == ("A casa de su hermano", "Con su hermano")
    assert (refusal.at_risk, refusal.protection_note) == (AtRisk.YES, "Su conviviente está sola.")
    with refused("changed_meanwhile"):
        run(DescribeDoorRefusal(refusal_id=at_door, revision=1, cause=DoorCause.DRUG))


@pytest.mark.directive("6.7")
def test_saying_what_was_done_settles_it_and_leaves_all_that_was_noted(
    book: OpenBook, run: Run, group: Planned, at_door: UUID
) -> None:
    with refused("field_required", "done"):
        run(AttendDoorRefusal(refusal_id=at_door, done="  "))

    run(AttendDoorRefusal(refusal_id=at_door, done="Se llamó a la comisaría; pasó una patrulla."))

    refusal = kept(book, group)
    assert not refusal.pending
    assert refusal.attended_note == "Se llamó a la comisaría; pasó una patrulla."
    assert due(book) == []
    for command in (AttendDoorRefusal(refusal_id=at_door, done="Otra vez."), WithdrawDoorRefusal(refusal_id=at_door)):
        with refused("door_refusal_attended"):
            run(command)


@pytest.mark.directive("6.7.2")
def test_the_mark_and_its_cause_stand_and_fall_together(
    book: OpenBook, run: Run, group: Planned, at_door: UUID
) -> None:
    session, (man, other) = group.sessions[0], group.stints
    with refused("door_cause_needed", "mark"):
        run(MarkAttendance(session_id=session, enrolment_id=other, mark=AttendanceMark.NOT_ADMITTED))
    with refused("door_cause_needed", "mark"):
        run(MarkUnmarked(session_id=session, mark=AttendanceMark.NOT_ADMITTED))
    for mark in (AttendanceMark.ATTENDED, None):
        with refused("door_refusal_stands", "mark"):
            run(MarkAttendance(session_id=session, enrolment_id=man, mark=mark))
    with refused("door_refused_already"):
        run(RefuseAtDoor(session_id=session, enrolment_id=man, cause=DoorCause.WEAPON))

    run(WithdrawDoorRefusal(refusal_id=at_door))

    assert book.ask(DoorRefusals(session_id=session)).result() == ()
    assert marks(book, group) == {man: None, other: None}
    assert book.ask(SessionAttendance(session_id=session)).result().session.state is SessionState.PLANNED


@pytest.mark.directive("6.7.2")
def test_it_does_not_end_his_stint(book: OpenBook, group: Planned, at_door: UUID) -> None:
    lines = book.ask(SessionAttendance(session_id=group.sessions[0])).result().lines

    assert all(line.stint.ended_on is None for line in lines)


def test_only_who_answers_for_it_is_told_at_home(book: OpenBook, at_door: UUID) -> None:
    for role in (Role.STAFF, Role.SUPERVISOR):
        items = Acting(book, role).ask(Home())
        assert not [item for item in items if item.urgency is Urgency.PROTECTION]


def test_ten_thousand_letters_are_refused_beside_their_field(run: Run, group: Planned) -> None:
    with refused("text_too_long", "seen"):
        run(
            RefuseAtDoor(
                session_id=group.sessions[0],
                enrolment_id=group.stints[0],
                cause=DoorCause.WEAPON,
                seen="x" * 10_000,
            )
        )
