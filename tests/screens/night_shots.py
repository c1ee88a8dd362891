"""A session on its night: before it, marking, at the door, somebody new; and the calls of the next morning."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time, timedelta
from uuid import UUID

from facilitador.domain.attendance import AttendanceMark
from facilitador.domain.calls import CallResult
from facilitador.domain.doors import AtRisk, DoorCause
from facilitador.domain.enrolments import EnrolmentStatus
from facilitador.reference import curriculum
from facilitador.ui.screens.calls.screen import CallsScreen
from facilitador.ui.screens.prints.screen import PrintScreen
from facilitador.ui.screens.sessions.attendance import AttendancePage
from facilitador.ui.screens.sessions.session import Part, SessionScreen
from facilitador.ui.screens.sessions.tonight import TonightPart
from facilitador.use_cases.attendance import AnnounceAbsence, MarkAttendance, MarkUnmarked
from facilitador.use_cases.doors import DescribeDoorRefusal, RefuseAtDoor
from facilitador.use_cases.enrolments import ChangeEnrolmentStatus, EnrolParticipant
from facilitador.use_cases.groups import FormGroup, Groups
from facilitador.use_cases.newcomers import AddNewcomer
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.participants import RegisterParticipant
from facilitador.use_cases.session_plans import GroupSessions, PlanSessions, SessionToPlan
from tests.books import PASSPHRASE, TODAY
from tests.screens.stage import Stage
from tests.use_cases.scenes import ficha

GROUP, OTHER = "Grupo Qantu", "Grupo Molle"
DAYS = (-14, -7, 0, 7)


def night(stage: Stage) -> None:
    """A book of its own: a group of fourteen with two sessions behind it, one tonight; and another, of yesterday."""
    stage.unlock(stage.new_book("noche-del-servicio"), PASSPHRASE)
    if stage.ask(Groups()):
        return
    book: OpenBook = stage.program._lease.book  # type: ignore[union-attr]
    stints, (first, second, tonight, _) = _group(stage, book, GROUP, 13, DAYS, 0)
    marks = {3: AttendanceMark.ABSENT_WITHOUT_NOTICE, 5: AttendanceMark.ABSENT_WITH_NOTICE}
    book.submit(
        [
            *(MarkAttendance(session_id=first, enrolment_id=stints[at], mark=mark) for at, mark in marks.items()),
            MarkUnmarked(session_id=first),
            MarkAttendance(session_id=second, enrolment_id=stints[3], mark=AttendanceMark.ABSENT_WITHOUT_NOTICE),
            RefuseAtDoor(session_id=second, enrolment_id=stints[4], cause=DoorCause.ALCOHOL),
            AddNewcomer(session_id=second, paternal_surname="Yaranga", given_names="Abel"),
            MarkUnmarked(session_id=second),
            AnnounceAbsence(session_id=tonight, enrolment_id=stints[2], note="cosecha de papa en su comunidad"),
            ChangeEnrolmentStatus(
                enrolment_id=stints[7],
                status=EnrolmentStatus.STOPPED,
                on=TODAY - timedelta(3),
                reason="Viajó a la costa por trabajo.",
            ),
        ]
    ).result()
    others, (yesterday,) = _group(stage, book, OTHER, 3, (-1,), 30)
    absent = AttendanceMark.ABSENT_WITHOUT_NOTICE
    refused = stage.environment.circumstances.new_id()
    book.submit(
        [
            *(MarkAttendance(session_id=yesterday, enrolment_id=stint, mark=absent) for stint in others[:2]),
            RefuseAtDoor(id=refused, session_id=yesterday, enrolment_id=others[2], cause=DoorCause.DRUG),
            DescribeDoorRefusal(
                refusal_id=refused,
                cause=DoorCause.DRUG,
                seen="Ojos rojos, no seguía la conversación.",
                goes_where="A casa de su hermano",
                goes_with="Con su hermano mayor",
                at_risk=AtRisk.YES,
                protection_note="Su conviviente y dos menores están en casa.",
            ),
        ]
    ).result()
    stage.settle()


def _group(
    stage: Stage, book: OpenBook, name: str, men: int, days: tuple[int, ...], first: int
) -> tuple[tuple[UUID, ...], tuple[UUID, ...]]:
    """A group that meets on these days from today: its stints and its sessions."""
    key = book.submit([FormGroup(name=name, weekday=TODAY.weekday(), starts_at=time(19))]).result().ids[0]
    people = book.submit([RegisterParticipant(answers=ficha(first + number)) for number in range(men)]).result().ids
    since = TODAY - timedelta(60)
    stints = (
        book.submit([EnrolParticipant(group_id=key, participant_id=man, since=since) for man in people]).result().ids
    )
    topics = [topic.id for topic in curriculum().mandated]
    plan = tuple(
        SessionToPlan(day=TODAY + timedelta(day), starts_at=time(19), topic_ids=(topics[at],))
        for at, day in enumerate(days)
    )
    book.submit([PlanSessions(group_id=key, sessions=plan)]).result()
    return stints, tuple(session.id for session in stage.ask(GroupSessions(group_id=key)))


def _open(stage: Stage, name: str, number: int) -> SessionScreen:
    key = stage.group(lambda line: line.group.name == name)
    session = stage.ask(GroupSessions(group_id=key))[number]
    screen = stage.go("session", session.id, SessionScreen)
    stage.until(lambda: bool(screen._parts))
    stage.settle()
    return screen


def before(stage: Stage) -> SessionScreen:
    screen = _open(stage, GROUP, 2)
    screen.show_part(Part.TONIGHT)
    stage.settle()
    return screen


def giving_notice(stage: Stage) -> None:
    screen = _open(stage, GROUP, 3)
    part = screen.part(Part.TONIGHT)
    assert isinstance(part, TonightPart)
    stage.until(part.announce.isVisible)
    part.announce.click()


def attendance(stage: Stage) -> AttendancePage:
    """Half of the men marked, whatever was marked before."""
    screen = before(stage)
    screen.show_part(Part.ATTENDANCE)
    page = screen.part(Part.ATTENDANCE)
    assert isinstance(page, AttendancePage)
    stage.until(lambda: bool(page.model.rows))
    page._back_to_list()
    for row, mark in zip(page.model.rows[:6], [*AttendanceMark][:5] * 2, strict=False):
        page._mark(row.enrolment_id, mark)
    stage.until(lambda: not any(row.saving for row in page.model.rows))
    page.table.go_to_first()
    page.table.setFocus()
    return page


def door_cause(stage: Stage) -> None:
    page = attendance(stage)
    page.refuse.click()
    stage.settle()


def door_open(stage: Stage) -> None:
    screen = _open(stage, OTHER, 0)
    page = screen.part(Part.ATTENDANCE)
    assert isinstance(page, AttendancePage)
    stage.until(lambda: bool(page.door.row_buttons))


def door_questions(stage: Stage) -> None:
    door_open(stage)
    page = _page(stage)
    page.door.row_buttons[0].click()
    stage.until(lambda: page.door.editor is not None and page.door.editor.keeper.is_settled)


def door_done(stage: Stage) -> None:
    door_open(stage)
    _page(stage).door.row_buttons[1].click()


def newcomer(stage: Stage) -> None:
    attendance(stage).add.click()


def known(stage: Stage) -> None:
    page = attendance(stage)
    page.add.click()
    page.aside.find_known.click()
    page.aside.known.field.set_value("qui")
    page.aside.known.field.changed.emit()
    stage.until(page.aside.known.results.isVisible)


def made_up(stage: Stage) -> None:
    screen = _open(stage, GROUP, 0)
    screen.show_part(Part.ATTENDANCE)
    page = _page(stage)
    stage.until(lambda: bool(page.model.rows))
    page._back_to_list()
    page.table.go_to(next(row.enrolment_id for row in page.model.rows if row.mark is AttendanceMark.ABSENT_WITH_NOTICE))
    stage.until(page.made_up.isVisible)
    page.made_up.click()


def to_come(stage: Stage) -> None:
    screen = _open(stage, GROUP, 3)
    screen.show_part(Part.ATTENDANCE)
    stage.until(lambda: bool(_page(stage).message.text))


def topic(stage: Stage) -> None:
    screen = before(stage)
    screen.show_part(Part.TOPIC)
    stage.settle()


def calls(stage: Stage) -> CallsScreen:
    screen = stage.go("calls", None, CallsScreen)
    stage.until(screen.page.page.isVisible)
    return screen


def called(stage: Stage) -> None:
    screen = calls(stage)
    before_it = len(screen.table.shown)
    screen.card.results[CallResult.COMING_BACK].click()
    stage.until(lambda: len(screen.table.shown) < before_it)


def tonight_paper(stage: Stage) -> None:
    key = stage.group(lambda line: line.group.name == GROUP)
    session = stage.ask(GroupSessions(group_id=key))[2]
    screen = stage.go("print_tonight", session.id, PrintScreen)
    stage.until_painted(screen)


def _page(stage: Stage) -> AttendancePage:
    screen = stage.main.navigator.screen
    assert isinstance(screen, SessionScreen)
    page = screen.part(Part.ATTENDANCE)
    assert isinstance(page, AttendancePage)
    return page


STEPS: tuple[tuple[str, Callable[[Stage], object]], ...] = (
    ("session-tonight", before),
    ("session-notice", giving_notice),
    ("session-attendance", attendance),
    ("session-to-come", to_come),
    ("session-door-cause", door_cause),
    ("session-door-open", door_open),
    ("session-door-questions", door_questions),
    ("session-door-done", door_done),
    ("session-newcomer", newcomer),
    ("session-known", known),
    ("session-made-up", made_up),
    ("session-topic", topic),
    ("session-tonight-paper", tonight_paper),
    ("calls", calls),
    ("calls-done", called),
)
"""Names of pictures and the steps to each, in an order in which each finds what it needs."""
