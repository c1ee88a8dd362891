"""The numbers of a group: fifteen men, some of whom missed sessions, one who came late, one who left; and the rules."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time, timedelta
from itertools import cycle
from typing import Final
from uuid import UUID

from facilitador.domain.attendance import AbsenceRuleKind, AbsenceStep, AttendanceMark
from facilitador.domain.enrolments import EnrolmentStatus
from facilitador.domain.group_numbers import GroupNumbers
from facilitador.domain.sessions import Reached
from facilitador.domain.topics import Area
from facilitador.reference import curriculum
from facilitador.ui.screens.absence_rules.screen import AbsenceRulesScreen
from facilitador.ui.screens.coverage.screen import CoverageScreen
from facilitador.ui.screens.participants.record import ParticipantScreen
from facilitador.ui.screens.prints.screen import PrintScreen
from facilitador.use_cases.absence_rules import RuleToSet, SetAbsenceRules
from facilitador.use_cases.attendance import MarkAttendance, MarkUnmarked, RecordMakeUp
from facilitador.use_cases.coverage import Coverage
from facilitador.use_cases.enrolments import ChangeEnrolmentStatus, EnrolParticipant
from facilitador.use_cases.groups import FormGroup, Groups
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.participants import RegisterParticipant
from facilitador.use_cases.session_logs import SaveLog
from facilitador.use_cases.session_plans import GroupSessions, PlanSessions, SessionToPlan
from tests.books import PASSPHRASE, TODAY
from tests.screens.stage import Stage
from tests.use_cases.scenes import ficha

NAME = "Los Molles"
SESSIONS, HELD, MEN = 16, 9, 15
_F, _C = AttendanceMark.ABSENT_WITHOUT_NOTICE, AttendanceMark.ABSENT_WITH_NOTICE
_MISSES: Final[dict[int, dict[int, AttendanceMark]]] = {
    1: {1: _F, 2: _F, 4: _F, 6: _F},
    4: {3: _F, 4: _F, 5: _C},
    7: {0: _C, 8: AttendanceMark.LATE},
    9: {5: _F, 7: AttendanceMark.LEFT_EARLY},
}


def own_book(stage: Stage) -> None:
    """A book of its own with a group that runs since nine weeks."""
    stage.unlock(stage.new_book("numeros-del-grupo"), PASSPHRASE)
    if not stage.ask(Groups()):
        furnish(stage.program._lease.book)  # type: ignore[union-attr]
        stage.settle()


def furnish(book: OpenBook) -> UUID:
    """The group with its men, its plan, its marks and its logs; its id."""
    start = TODAY - timedelta(weeks=HELD)
    group = book.submit([FormGroup(name=NAME, facilitator_ids=(book.person.id,))]).result().ids[0]
    men = book.submit([RegisterParticipant(answers=ficha(number)) for number in range(MEN)]).result().ids
    late = TODAY - timedelta(weeks=6)
    since = [start - timedelta(days=7)] * (MEN - 1) + [late]
    enrol = [EnrolParticipant(group_id=group, participant_id=man, since=on) for man, on in zip(men, since, strict=True)]
    stints = book.submit(enrol).result().ids
    _plan(book, group, start)
    sessions = [one.id for one in book.ask(GroupSessions(group_id=group)).result()]
    _hold(book, sessions, stints)
    book.submit(
        [
            RecordMakeUp(enrolment_id=stints[9], session_id=sessions[5], made_up_on=TODAY, how="Conversación."),
            ChangeEnrolmentStatus(
                enrolment_id=stints[12], status=EnrolmentStatus.STOPPED, on=TODAY - timedelta(days=20), reason="Viaje."
            ),
            SetAbsenceRules(
                rules=(
                    RuleToSet(kind=AbsenceRuleKind.IN_A_ROW, count=2, step=AbsenceStep.NOTICE),
                    RuleToSet(kind=AbsenceRuleKind.TOTAL, count=4, step=AbsenceStep.SUSPENSION),
                ),
                minimum_percent=80,
            ),
        ]
    ).result()
    return group


def _plan(book: OpenBook, group: UUID, start: date) -> None:
    topics = cycle(topic.id for topic in curriculum().mandated)
    plan = tuple(
        SessionToPlan(day=start + timedelta(weeks=week), starts_at=time(19), topic_ids=(next(topics),))
        for week in range(SESSIONS)
    )
    book.submit([PlanSessions(group_id=group, sessions=plan)]).result()


def _hold(book: OpenBook, sessions: list[UUID], stints: tuple[UUID, ...]) -> None:
    for place, session in enumerate(sessions[:HELD]):
        missing = [
            MarkAttendance(session_id=session, enrolment_id=stints[man], mark=marks[place])
            for man, marks in _MISSES.items()
            if place in marks
        ]
        rest = [MarkUnmarked(session_id=session)] if place != HELD - 1 else missing[:0]
        some = [
            MarkAttendance(session_id=session, enrolment_id=one, mark=AttendanceMark.ATTENDED) for one in stints[:7]
        ]
        book.submit([*missing, *(rest or some)]).result()
        areas = {Area.KNOWING: Reached.YES, Area.ACTING: Reached.PARTLY}
        if place % 3 == 0:
            areas[Area.RESOLVING] = Reached.YES
        book.submit([SaveLog(session_id=session, summary="Se trabajó el tema.", areas=areas)]).result()


def _screen(stage: Stage) -> CoverageScreen:
    group = stage.group(lambda line: line.group.name == NAME)
    return stage.go("coverage", group, CoverageScreen)


def _numbers(stage: Stage) -> GroupNumbers:
    return stage.ask(Coverage(group_id=stage.group(lambda line: line.group.name == NAME)))


def matrix(stage: Stage) -> None:
    screen = _screen(stage)
    cells = screen.topics_of_men.matrix
    missed = next(at for at, man in enumerate(_numbers(stage).men) if man.figures.absent_without_notice > 2)
    cells.setCurrentIndex(cells.model().index(missed, 1))


def of_group(stage: Stage) -> None:
    _screen(stage).tabs.setCurrentIndex(1)


def attendance(stage: Stage) -> None:
    _screen(stage).show_pending()


def make_up(stage: Stage) -> None:
    matrix(stage)
    screen = stage.main.navigator.screen
    assert isinstance(screen, CoverageScreen)
    screen.topics_of_men.make_up.click()


def step(stage: Stage) -> None:
    screen = _screen(stage)
    screen.show_pending()
    screen.attendance.step.click()


def paper(stage: Stage) -> None:
    group = stage.group(lambda line: line.group.name == NAME)
    stage.until_painted(stage.go("print_coverage", group, PrintScreen))


def record(stage: Stage) -> None:
    man = next(one for one in _numbers(stage).men if one.pending is not None)
    stage.go("participant", man.participant_id, ParticipantScreen)


def rules(stage: Stage) -> None:
    stage.go("absence_rules", None, AbsenceRulesScreen)


def new_rule(stage: Stage) -> None:
    screen = stage.go("absence_rules", None, AbsenceRulesScreen)
    assert screen.panel is not None
    screen.panel.open_button.click()


def nothing_yet(stage: Stage) -> None:
    book: OpenBook = stage.program._lease.book  # type: ignore[union-attr]
    named = [line.group.id for line in stage.ask(Groups()) if line.group.name == "Qantu"]
    key = named[0] if named else book.submit([FormGroup(name="Qantu")]).result().ids[0]
    stage.go("coverage", key, CoverageScreen)


STEPS: tuple[tuple[str, Callable[[Stage], object]], ...] = (
    ("coverage", matrix),
    ("coverage-group", of_group),
    ("coverage-attendance", attendance),
    ("coverage-make-up", make_up),
    ("coverage-step", step),
    ("coverage-paper", paper),
    ("coverage-record", record),
    ("coverage-empty", nothing_yet),
    ("absence-rules", rules),
    ("absence-rules-new", new_rule),
)
"""Names of pictures and the steps to each."""
