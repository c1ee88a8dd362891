"""How a group goes on, from a real book, counted by hand (6.9.1)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from facilitador.domain.attendance import AttendanceMark
from facilitador.domain.calls import CallPurpose, CallResult
from facilitador.domain.enrolments import EnrolmentStatus
from facilitador.domain.group_progress import GroupProgress, LeavingCount
from facilitador.domain.group_progress_words import incidents_words, leaving_words, team_words, waiting_words
from facilitador.domain.roles import Role
from facilitador.domain.sessions import IncidentKind
from facilitador.use_cases.attendance import MarkAttendance
from facilitador.use_cases.calls import RecordCall
from facilitador.use_cases.enrolments import ChangeEnrolmentStatus, EnrolParticipant
from facilitador.use_cases.group_progress import GroupProgressOf, GroupRangesOf
from facilitador.use_cases.incidents import RecordIncident
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.session_logs import SaveLog
from tests.books import TODAY
from tests.use_cases.logs import LOG, Planned, planned
from tests.use_cases.scenes import Acting, ficha, refused, register

A, F = AttendanceMark.ATTENDED, AttendanceMark.ABSENT_WITHOUT_NOTICE


def mark(of: Planned, *rows: tuple[AttendanceMark | None, ...]) -> None:
    """A row a man, a mark a session."""
    of.book.submit(
        [
            MarkAttendance(session_id=session, enrolment_id=stint, mark=one)
            for stint, row in zip(of.stints, rows, strict=False)
            for session, one in zip(of.sessions, row, strict=False)
            if one is not None
        ]
    ).result()


def seen(of: Planned) -> GroupProgress:
    return of.book.ask(GroupProgressOf(group_id=of.group_id)).result()


@pytest.mark.directive("6.9.1", "6.4.8")
def test_attendance_over_time_and_topics_are_those_of_its_sessions(book: OpenBook) -> None:
    group = planned(book, men=3, days=(-21, -14, -7, 7))
    mark(group, (A, F, F), (A, A, None), (F, F, F))
    found = seen(group)
    assert [(one.number, one.attended, one.marked, one.counted) for one in found.sessions] == [
        (1, 2, 3, 3),
        (2, 1, 3, 3),
        (3, 0, 2, 3),
    ]
    assert found.worked == 3
    assert len(found.not_worked) == 10
    assert found.missed_last_two == 2


@pytest.mark.directive("6.9.1")
def test_who_stopped_coming_is_counted_by_what_the_last_call_told(book: OpenBook) -> None:
    group = planned(book, men=3, days=(-14, -7))
    mark(group, (F, F), (F, F), (A, A))
    call = {"enrolment_id": group.stints[0], "purpose": CallPurpose.ABSENT}
    book.submit(
        [
            RecordCall(result=CallResult.NO_ANSWER, called_on=TODAY - timedelta(days=3), **call),
            RecordCall(result=CallResult.NOT_COMING_BACK, called_on=TODAY, **call),
            *(
                ChangeEnrolmentStatus(
                    enrolment_id=stint, status=EnrolmentStatus.STOPPED, on=TODAY, reason="Pelea con su señora."
                )
                for stint in group.stints[:2]
            ),
        ]
    ).result()
    found = seen(group)
    assert set(found.leaving) == {
        LeavingCount(EnrolmentStatus.STOPPED, 1, CallResult.NOT_COMING_BACK),
        LeavingCount(EnrolmentStatus.STOPPED, 1, None),
    }
    assert "Dejó de asistir (dice que no vendrá más): 1." in leaving_words(found)
    assert "señora" not in "".join(leaving_words(found))
    assert found.missed_last_two == 0


def test_what_happened_who_waits_and_who_leads(book: OpenBook) -> None:
    group = planned(book, men=1, days=(-14, -7))
    mark(group, (A, A))
    (waiter,) = register(book, ficha(40))
    since = TODAY - timedelta(days=5)
    book.submit(
        [
            SaveLog(session_id=group.sessions[0], facilitator_ids=group.team, **LOG),
            SaveLog(session_id=group.sessions[1], facilitator_ids=group.team[:1], **LOG),
            RecordIncident(session_id=group.sessions[0], kind=IncidentKind.THREAT, what="Amenazó.", follow_up="Hablar"),
            RecordIncident(session_id=group.sessions[1], kind=IncidentKind.THREAT, what="Otra vez."),
            EnrolParticipant(group_id=group.group_id, participant_id=waiter, since=since, waitlist=True),
        ]
    ).result()
    found = seen(group)
    assert found.incidents == ((IncidentKind.THREAT, 2),)
    assert incidents_words(found)[-1] == "Seguimientos abiertos: 1."
    assert "Amenazó" not in "".join(incidents_words(found))
    assert waiting_words(found) == f"1 persona espera un lugar, desde el {since:%d/%m/%Y}."
    assert "Con dos personas del equipo o más: 1 de 2 sesiones." in team_words(found)


def test_another_group_changes_nothing_of_this_one(book: OpenBook) -> None:
    group = planned(book, men=1, days=(-7,))
    mark(group, (A,))
    before = seen(group)
    other = planned(book, men=2, days=(-7, -1), name="Qantu", first=20)
    mark(other, (F, F), (F, F))
    after = seen(group)
    assert (after.sessions, after.leaving, after.incidents) == (before.sessions, before.leaving, before.incidents)


@pytest.mark.directive("6.9.1")
def test_ranges_are_of_the_others_of_the_last_year(book: OpenBook) -> None:
    days = tuple(range(-70, 0, 7))
    groups = [planned(book, men=2, days=days, name=f"Grupo {at}", first=1 + 10 * at) for at in range(4)]
    for came, group in zip((10, 4, 6, 8), groups, strict=True):
        mark(group, (A,) * came + (F,) * (10 - came), (A,) * came + (F,) * (10 - came))
    found = book.ask(GroupRangesOf(group_id=groups[0].group_id)).result()
    assert found.own is not None
    assert (found.own.attended, found.own.marked, found.own.held, found.others) == (20, 20, 10, 3)
    assert found.attendance is not None
    assert (found.attendance.lowest, found.attendance.middle, found.attendance.highest) == (0.4, 0.6, 0.8)


def test_staff_may_not_read_it_and_no_group_is_refused(book: OpenBook) -> None:
    group = planned(book, men=1, days=())
    assert seen(group).sessions == ()
    for query in (GroupProgressOf, GroupRangesOf):
        with refused("role_may_not_read"):
            Acting(book, Role.STAFF).ask(query(group_id=group.group_id))
        with refused("not_found"):
            book.ask(query(group_id=group.people[0])).result()
