"""Invented numbers of a group: three men, five sessions, two of which are still to come."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta
from uuid import UUID

from facilitador.documents import coverage as paper
from facilitador.documents.blocks import Document, Letterhead
from facilitador.domain.absence_policies import AttendancePolicy, PendingStep, StepTaken
from facilitador.domain.attendance import AttendanceMark, MakeUp, ManRecord, Period, SessionFact, figures
from facilitador.domain.coverage import coverage
from facilitador.domain.enrolments import EnrolmentStatus
from facilitador.domain.group_numbers import GroupNumbers, ManNumbers, numbered_topics
from facilitador.domain.session_plans import SessionState
from facilitador.domain.sessions import LogStatus, Session, SessionTopic
from facilitador.domain.topics import Area

START = date(2026, 9, 2)
TOPICS = {"power": "Poder y violencia", "gender": "Género e identidad masculina", "laws": "Leyes contra la violencia"}
OWN = {"own": "Agua y vida"}
_TOPIC_OF = ("power", "gender", "gender", "own", "laws")
_M = AttendanceMark


def sessions() -> tuple[Session, ...]:
    """Three held, two to come, a week apart."""
    return tuple(
        Session(
            id=UUID(int=100 + place),
            group_id=UUID(int=1),
            number=place + 1,
            day=START + timedelta(weeks=place),
            starts_at=time(19),
            minutes=120,
            venue_id=None,
            title="",
            state=SessionState.HELD if place < 3 else SessionState.PLANNED,
            phase="",
            extra=False,
            log_status=LogStatus.EMPTY,
            short_closed_at=None,
            closed_at=None,
            closed_by=None,
            amendments=0,
            curriculum_edition="1",
            topics=(SessionTopic(topic, planned=True, worked=place < 3),),
            revision=1,
        )
        for place, topic in enumerate(_TOPIC_OF)
    )


def numbers(names: tuple[str, ...]) -> GroupNumbers:
    """One who came always, one who missed two and made one up, one who came late and has left."""
    shown = sessions()
    reached = frozenset({Area.KNOWING, Area.ACTING})
    facts = tuple(SessionFact(one.id, one.day, one.starts_at, one.state, one.planned_topics, reached) for one in shown)
    first, second, third = (one.id for one in shown[:3])
    records = (
        ManRecord(UUID(int=11), (Period(START),), dict.fromkeys((first, second, third), _M.ATTENDED)),
        ManRecord(
            UUID(int=12),
            (Period(START),),
            {first: _M.ABSENT_WITHOUT_NOTICE, second: _M.ABSENT_WITHOUT_NOTICE},
            (MakeUp(START + timedelta(days=3), first),),
        ),
        ManRecord(
            UUID(int=13),
            (Period(START + timedelta(days=5), START + timedelta(days=15)),),
            {second: _M.LATE, third: _M.ABSENT_WITH_NOTICE},
        ),
    )
    topics = numbered_topics(TOPICS, OWN)
    covered = coverage([topic.id for topic in topics], facts, records)
    men = tuple(
        ManNumbers(
            enrolment_id=UUID(int=20 + place),
            participant_id=record.participant_id,
            full_name=name,
            status=EnrolmentStatus.STOPPED if place == 2 else EnrolmentStatus.ATTENDING,
            stint_revision=1,
            record=record,
            figures=figures(record, facts),
            topics=covered.men[record.participant_id],
            made_up=frozenset(one.session_id for one in record.make_ups if one.session_id),
            taken=(),
            pending=PendingStep(StepTaken.NOTICE, START) if place == 1 else None,
            can_complete=place != 1,
        )
        for place, (record, name) in enumerate(zip(records, names, strict=True))
    )
    return GroupNumbers(UUID(int=1), "Grupo Qantu", AttendancePolicy(), topics, shown, covered.group, men)


def coverage_papers(letterhead: Letterhead, names: tuple[str, ...]) -> dict[str, Document]:
    """The numbers of a group, and of one in which nothing is there yet."""
    whole = numbers(names)
    nothing = replace(whole, men=(), sessions=(), group=coverage([one.id for one in whole.topics], (), ()).group)
    on = date(2026, 9, 20)
    return {
        "coverage": paper.compose(paper.CoveragePaper(letterhead, whole, on)),
        "coverage_empty": paper.compose(paper.CoveragePaper(letterhead, nothing, on)),
    }
