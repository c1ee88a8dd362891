"""The numbers of a group of fifteen men and forty sessions, at the use case, against its own statements bare."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeAlias
from uuid import UUID

import sqlalchemy as sa
from uuid_utils.compat import uuid7

from facilitador.domain.attendance import AbsenceRuleKind, AbsenceStep, AttendanceMark
from facilitador.domain.sessions import Reached
from facilitador.domain.topics import Area
from facilitador.reference import curriculum
from facilitador.use_cases.absence_rules import RuleToSet, SetAbsenceRules
from facilitador.use_cases.attendance import MarkAttendance, MarkUnmarked
from facilitador.use_cases.coverage import Coverage
from facilitador.use_cases.enrolments import EnrolParticipant
from facilitador.use_cases.groups import FormGroup
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.participants import RegisterParticipant
from facilitador.use_cases.session_logs import SaveLog
from facilitador.use_cases.session_plans import PlanSessions, SessionToPlan
from tests.benchmarks import crowds
from tests.benchmarks.figures import Figure, Figures, by_turns

MEN, SESSIONS = 15, 40
TURNS = 25
LIMIT = 50.0  # milliseconds
Statements: TypeAlias = list[tuple[str, Any]]


def coverage() -> Figures:
    """Everything that the page of a group shows: topics, rates, rules, steps."""
    with TemporaryDirectory() as folder:
        around = crowds.environment(Path(folder), sync=False)
        book = crowds.new_book(Path(folder) / "group.cuaderno", around)
        query = Coverage(group_id=_group(book))
        yield book.with_book(lambda file, runner: _compare(file, runner, query)).result()
        book.close()


def _compare(file: Any, runner: Any, query: Coverage) -> Figure:
    statements: Statements = []

    def note(connection: Any, cursor: Any, statement: str, parameters: Any, context: Any, many: bool) -> None:
        if statement.startswith("SELECT"):
            statements.append((statement, parameters))

    sa.event.listen(file._engine, "before_cursor_execute", note)
    answer = runner.ask(query)
    sa.event.remove(file._engine, "before_cursor_execute", note)

    def bare() -> None:
        for statement, parameters in statements:
            file.driver_connection.execute(statement, parameters).fetchall()

    value, floor = by_turns(lambda: runner.ask(query), bare, TURNS)
    notes: dict[str, object] = {"men": len(answer.men), "sessions": answer.held, "statements": len(statements)}
    return Figure("coverage of 15 × 40", value, floor, limit=LIMIT, n=TURNS, notes=notes)


def _group(book: OpenBook) -> UUID:
    first = date.today() - timedelta(weeks=SESSIONS)  # noqa: DTZ011 - the book keeps the days of its place
    group = book.submit([FormGroup(name="Molle", facilitator_ids=(book.person.id,))]).result().ids[0]
    men = book.submit([RegisterParticipant(answers=dict(answers)) for answers in crowds.men(MEN)]).result().ids
    enrol = [EnrolParticipant(group_id=group, participant_id=man, since=first) for man in men]
    stints = book.submit(enrol).result().ids
    topics = [topic.id for topic in curriculum().mandated]
    plan = tuple(
        SessionToPlan(
            id=uuid7(), day=first + timedelta(weeks=week), starts_at=time(19), topic_ids=(topics[week % len(topics)],)
        )
        for week in range(SESSIONS)
    )
    book.submit([PlanSessions(group_id=group, sessions=plan)]).result()
    for week, session in enumerate(plan):
        assert session.id is not None
        book.submit(list(_held(session.id, week, stints))).result()
    rules = (
        RuleToSet(kind=AbsenceRuleKind.TOTAL, count=4, step=AbsenceStep.SUSPENSION),
        RuleToSet(kind=AbsenceRuleKind.IN_A_ROW, count=3, step=AbsenceStep.NOTICE),
        RuleToSet(kind=AbsenceRuleKind.BY_PHASE, count=2, step=AbsenceStep.NOTICE),
    )
    book.submit([SetAbsenceRules(rules=rules, minimum_percent=80)]).result()
    return group


def _held(session_id: UUID, week: int, stints: tuple[UUID, ...]) -> Iterator[Any]:
    for place, stint in enumerate(stints):
        if (week + place) % 7 == 0:
            mark = AttendanceMark.ABSENT_WITHOUT_NOTICE
            yield MarkAttendance(session_id=session_id, enrolment_id=stint, mark=mark)
    yield MarkUnmarked(session_id=session_id)
    yield SaveLog(session_id=session_id, summary="Dicho.", areas=dict.fromkeys(Area, Reached.YES))
