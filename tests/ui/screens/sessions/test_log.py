"""The log of a session, from the click to the file and back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import Any
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from facilitador.domain.attendance import AttendanceMark
from facilitador.domain.roles import Role
from facilitador.domain.session_logs import LogPage as Log
from facilitador.domain.session_plans import ChangeReason
from facilitador.domain.sessions import IncidentKind, LogStatus, Reached
from facilitador.domain.topics import Area
from facilitador.ui.screens.sessions.log import CALLED_OFF, TO_COME, LogPage
from facilitador.ui.screens.sessions.log_reading import ReadingBody
from facilitador.ui.screens.sessions.log_writing import AmendingBody, ShortBody, WholeBody
from facilitador.ui.surroundings import Surroundings
from facilitador.use_cases.attendance import MarkAttendance, MarkUnmarked
from facilitador.use_cases.drafts import OwnDraft
from facilitador.use_cases.incidents import RecordIncident
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.requests import Command, Outcome, Query
from facilitador.use_cases.session_logs import CloseLog, CloseShort, NotesOfParticipant, SaveLog, SessionLogPage
from facilitador.use_cases.session_plans import CancelSession
from tests.ui.accessibility import assert_accessible
from tests.ui.gestures import click, press, show, type_text
from tests.ui.real_books import around
from tests.ui.scripted_dialogs import ScriptedDialogs
from tests.use_cases.logs import LOG, Planned, planned
from tests.use_cases.scenes import Acting

Run = Callable[..., Outcome]
InBook = Callable[[Query[Any]], Any]


@pytest.fixture
def group(book: OpenBook) -> Planned:
    """Three men, a session a week ago and one today."""
    return planned(book, men=3, days=(-7, 0))


@pytest.fixture
def opened(surroundings: Surroundings, qtbot: QtBot) -> Callable[..., LogPage]:
    """The log of a session in sight, read, no draft waiting."""

    def open_one(session_id: UUID, *, settled: bool = True) -> LogPage:
        page = LogPage(surroundings, session_id)
        qtbot.addWidget(page)
        page.resize(1200, 900)
        show(page)
        qtbot.waitUntil(page.scroller.page.isVisible)
        if settled and isinstance(page.body, ShortBody | WholeBody | AmendingBody):
            body = page.body
            qtbot.waitUntil(lambda: body.editor.keeper.is_settled)
        return page

    return open_one


Opened = Callable[..., LogPage]


def stored(in_book: InBook, session_id: UUID) -> Log:
    log: Log = in_book(SessionLogPage(session_id=session_id))
    return log


def write(body: ShortBody | WholeBody | AmendingBody, name: str, text: str) -> None:
    edit: Any = body.editor.form.rows[name].control.focusable()[0]
    edit.setFocus()
    edit.selectAll()
    type_text(edit, text)


def choose(body: ShortBody | WholeBody | AmendingBody, name: str, *codes: str) -> None:
    control: Any = body.editor.form.rows[name].control
    for code in codes:
        (control.radios if hasattr(control, "radios") else control.boxes)[code].click()


def body_of(page: LogPage, kind: type[Any], qtbot: QtBot) -> Any:
    qtbot.waitUntil(lambda: isinstance(page.body, kind))
    body: Any = page.body
    if hasattr(body, "editor"):
        qtbot.waitUntil(lambda: body.editor.keeper.is_settled)
    return body


def words_in(part: QWidget) -> str:
    return " ".join(one.text() for one in part.findChildren(QLabel) if one.isVisibleTo(part))


# -- cierre corto -----------------------------------------------------------------------------------------------------


@pytest.mark.directive("6.4.8")
def test_the_night_is_closed_with_three_lines_and_a_no(
    group: Planned, opened: Opened, in_book: InBook, qtbot: QtBot
) -> None:
    session = group.sessions[1]
    page = opened(session)
    body = body_of(page, ShortBody, qtbot)
    write(body, "summary", "El 2 habló por primera vez.")
    choose(body, "alert", "no")
    press(body.editor.form.rows["summary"].control.focusable()[0], Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: stored(in_book, session).session.log_status is LogStatus.SHORT)
    log = stored(in_book, session)
    assert log.session.worked_topics == log.session.planned_topics
    assert (log.log.text.summary, log.log.text.alert) == ("El 2 habló por primera vez.", False)
    whole = body_of(page, WholeBody, qtbot)
    assert "Quedan 7 días" in whole.left.text()


def test_the_keyboard_is_in_the_three_lines_and_stays_where_it_was_put(
    group: Planned, opened: Opened, qtbot: QtBot
) -> None:
    page = opened(group.sessions[1])
    body = body_of(page, ShortBody, qtbot)
    lines: Any = body.editor.form.rows["summary"].control.focusable()[0]
    qtbot.waitUntil(lambda: page.focusWidget() is lines)

    topic: Any = body.editor.form.rows["other_topic"].control.focusable()[0]
    topic.setFocus()
    page.take_focus()

    assert page.focusWidget() is topic


def test_a_log_of_long_ago_does_not_promise_time_that_is_over(
    book: OpenBook, opened: Opened, run: Run, qtbot: QtBot
) -> None:
    old = planned(book, men=1, days=(-14,), name="Los Ceibos", first=9)
    run(MarkUnmarked(session_id=old.sessions[0]))
    body = body_of(opened(old.sessions[0]), ShortBody, qtbot)
    told = " ".join(one.text() for one in body.findChildren(QLabel))
    assert "El plazo para lo demás terminó el 13/11/2026" in told


@pytest.mark.directive("6.7")
def test_an_alert_asks_at_once_and_is_an_incident(
    group: Planned, opened: Opened, in_book: InBook, qtbot: QtBot
) -> None:
    session = group.sessions[1]
    body = body_of(opened(session), ShortBody, qtbot)
    write(body, "summary", "Breve.")
    choose(body, "alert", "yes")
    click(body.editor.save_button)
    assert body.editor.form.rows["incident_what"].has_problem
    assert stored(in_book, session).session.log_status is LogStatus.EMPTY
    kinds: Any = body.editor.form.rows["incident_kind"].control
    kinds.set_value(str(IncidentKind.THREAT))
    kinds.changed.emit()
    write(body, "incident_what", "El 1 dijo que iría a buscarla.")
    click(body.editor.save_button)
    qtbot.waitUntil(lambda: len(stored(in_book, session).log.incidents) == 1)
    assert stored(in_book, session).log.incidents[0].kind is IncidentKind.THREAT


def test_a_mark_set_meanwhile_takes_nothing_of_what_is_typed(
    group: Planned, opened: Opened, run: Run, in_book: InBook, surroundings: Surroundings, qtbot: QtBot
) -> None:
    session = group.sessions[1]
    page = opened(session)
    body = body_of(page, ShortBody, qtbot)
    write(body, "summary", "Breve.")
    mark = MarkAttendance(session_id=session, enrolment_id=group.stints[0], mark=AttendanceMark.ATTENDED)
    surroundings.session.run([mark], owner=page)
    qtbot.waitUntil(lambda: "Asistió: " in body.attendance.text)
    assert body.editor.form.values()["summary"] == "Breve."
    choose(body, "alert", "no")
    click(body.editor.save_button)
    qtbot.waitUntil(lambda: stored(in_book, session).session.log_status is LogStatus.SHORT)


# -- the whole log ----------------------------------------------------------------------------------------------------


@pytest.mark.directive("6.4.7", "6.4.9", "6.4.10")
def test_a_log_is_written_whole_and_closed_with_a_reason(
    group: Planned, opened: Opened, in_book: InBook, qtbot: QtBot
) -> None:
    session = group.sessions[1]
    page = opened(session)
    click(body_of(page, ShortBody, qtbot).whole_button)
    body = body_of(page, WholeBody, qtbot)
    write(body, "summary", "Se habló del poder.")
    choose(body, "alert", "no")
    for area in Area:
        choose(body, f"areas.{area}", Reached.PARTLY)
    choose(body, "technique", "role_rehearsal")
    for heading in ("responsibility", "warning_signs", "public_action"):
        write(body, f"headings.{heading}", "Se trabajó.")
    choose(body, "avoided", "blaming_women")
    write(body, "answers.blaming_women", "«Ella no está aquí para hablar».")
    body.judge()
    assert [button.accessibleDescription() for button in body.closing.gap_buttons] == [
        "Asistencia sin registrar: 3. (6.4.8)"
    ]
    click(body.closing.close_button)
    assert body.closing.reason.has_problem
    type_text(body.closing.reason.control.focusable()[0], "No se supo.")
    body.closing.close_button.click()
    qtbot.waitUntil(lambda: stored(in_book, session).session.log_status is LogStatus.CLOSED)
    log = stored(in_book, session).log
    assert log.text.avoided[0].answer == "«Ella no está aquí para hablar»."
    assert len(log.facilitator_ids) == 2  # proposed, and so saved
    assert log.events[-1].reason == "No se supo."
    reading = body_of(page, ReadingBody, qtbot)
    assert "No se supo." in reading.banner.text


def test_each_gap_leads_to_its_field(group: Planned, opened: Opened, run: Run, qtbot: QtBot) -> None:
    session = group.sessions[1]
    run(
        CloseShort(
            session_id=session, summary="Breve.", alert=True, incident_kind=IncidentKind.OTHER, incident_what="x"
        )
    )
    page = opened(session)
    body = body_of(page, WholeBody, qtbot)
    with qtbot.waitSignal(page.attendance_wanted):
        body.closing.gap_buttons[0].click()
    for gap, button in list(zip(body._gaps, body.closing.gap_buttons, strict=True))[1:]:
        button.click()
        wanted = gap.field if gap.field in body.editor.form.rows else "other_topic"
        focused = QApplication.focusWidget()
        assert focused is not None
        assert body.editor.form.rows[wanted].isAncestorOf(focused), gap.field


@pytest.mark.directive("6.4.5")
def test_a_name_in_a_shared_text_is_told_and_asked_about_on_closing(
    group: Planned, opened: Opened, run: Run, in_book: InBook, dialogs: ScriptedDialogs, qtbot: QtBot
) -> None:
    session = group.sessions[1]
    marks = [MarkAttendance(session_id=session, enrolment_id=key, mark=AttendanceMark.ATTENDED) for key in group.stints]
    run(*marks, SaveLog(session_id=session, **LOG, facilitator_ids=group.team))
    surname = stored(in_book, session).men[2].full_name.split()[0]
    body = body_of(opened(session), WholeBody, qtbot)
    write(body, "narrative", f"Hoy {surname} contó algo.")
    row = body.editor.form.rows["narrative"]
    qtbot.waitUntil(lambda: surname in row.message)
    assert "(3)" in row.message
    assert not row.has_problem
    dialogs.answers.append(None)
    body.closing.close_button.click()
    assert surname in dialogs.asked[0]
    assert stored(in_book, session).session.log_status is LogStatus.SHORT
    dialogs.answers.append("Cerrar de todos modos")
    body.closing.close_button.click()
    qtbot.waitUntil(lambda: stored(in_book, session).session.log_status is LogStatus.CLOSED)


def test_a_single_facilitator_is_asked_why(group: Planned, opened: Opened, run: Run, qtbot: QtBot) -> None:
    run(SaveLog(session_id=group.sessions[1], **LOG, facilitator_ids=group.team))
    body = body_of(opened(group.sessions[1]), WholeBody, qtbot)
    reason = body.editor.form.rows["few_facilitators_reason"]
    assert not reason.isVisible()
    choose(body, "facilitator_ids", str(group.team[1]))
    assert reason.isVisible()


def test_what_is_typed_is_kept_and_offered_again(
    group: Planned, opened: Opened, run: Run, in_book: InBook, qtbot: QtBot
) -> None:
    session = group.sessions[1]
    run(CloseShort(session_id=session, summary="Breve.", alert=False))
    page = opened(session)
    write(body_of(page, WholeBody, qtbot), "narrative", "A medias")
    assert page.let_go()
    qtbot.waitUntil(lambda: in_book(OwnDraft(form="session", subject_id=session)) is not None)
    page.close()
    body: Any = opened(session, settled=False).body
    qtbot.waitUntil(body.editor.keeper.offer.resume.isVisible)
    click(body.editor.keeper.offer.resume)
    assert body.editor.form.values()["narrative"] == "A medias"


def test_what_somebody_else_wrote_meanwhile_is_shown_beside_what_is_typed(
    group: Planned, opened: Opened, surroundings: Surroundings, in_book: InBook, qtbot: QtBot
) -> None:
    session = group.sessions[1]
    save = SaveLog(session_id=session, **LOG, facilitator_ids=group.team)
    group.book.submit([save]).result()
    page = opened(session)
    body = body_of(page, WholeBody, qtbot)
    write(body, "narrative", "Lo mío.")
    other = SaveLog(session_id=session, **{**LOG, "narrative": "Lo de Edwin."}, facilitator_ids=group.team)
    surroundings.session.run([other], owner=page)
    qtbot.waitUntil(lambda: "Lo de Edwin." in body.editor.form.rows["narrative"].message)
    assert body.editor.form.values()["narrative"] == "Lo mío."
    click(body.editor.save_button)
    qtbot.waitUntil(lambda: stored(in_book, session).log.text.narrative == "Lo mío.")


# -- beside it --------------------------------------------------------------------------------------------------------


def test_names_stand_beside_numbers_with_the_session_before(
    group: Planned, opened: Opened, run: Run, qtbot: QtBot
) -> None:
    run(CloseShort(session_id=group.sessions[0], summary="Lo de la semana pasada.", alert=False))
    page = opened(group.sessions[1])
    said = [one.text() for one in page.aside.findChildren(QLabel)]
    assert "Lo de la semana pasada." in said
    assert said[said.index("1") + 1].startswith("Huamán")
    page.resize(700, 900)
    assert not page.aside.isVisible()
    page.aside_button.click()
    assert page.aside.isVisible()


def test_an_incident_is_written_down_followed_up_and_settled(
    group: Planned, opened: Opened, run: Run, in_book: InBook, qtbot: QtBot
) -> None:
    session = group.sessions[1]
    told = RecordIncident(session_id=session, kind=IncidentKind.OTHER, what="Discutieron.", follow_up="Hablar.")
    run(SaveLog(session_id=session, **LOG, facilitator_ids=group.team), told, CloseLog(session_id=session, reason="x"))
    body = body_of(opened(session), ReadingBody, qtbot)
    body.incidents.change_buttons[0].click()
    editor = body.incidents.panel.editor
    qtbot.waitUntil(lambda: editor.keeper.is_settled)
    assert "what" not in editor.form.shown  # locked with the log
    type_text(editor.form.rows["measures"].control.focusable()[0], "Se habló.")
    type_text(editor.form.rows["settled_on"].control.focusable()[0], "hoy")
    editor.save_button.click()
    qtbot.waitUntil(lambda: stored(in_book, session).log.incidents[0].measures == "Se habló.")
    assert stored(in_book, session).log.incidents[0].settled_on is not None


def test_a_note_for_one_man_goes_to_his_record_and_only_once(
    group: Planned, opened: Opened, run: Run, in_book: InBook, qtbot: QtBot
) -> None:
    session = group.sessions[1]
    run(CloseShort(session_id=session, summary="Breve.", alert=False))
    body = body_of(opened(session), WholeBody, qtbot)

    def write_note(text: str) -> Any:
        qtbot.waitUntil(lambda: body.notes.panel is not None)
        panel = body.notes.panel
        qtbot.waitUntil(lambda: panel.editor.keeper.is_settled)
        panel.open_button.click()
        who: Any = panel.editor.form.rows["enrolment_id"].control
        who.set_value(str(group.stints[0]))
        who.changed.emit()
        type_text(panel.editor.form.rows["text"].control.focusable()[0], text)
        panel.editor.save_button.click()
        return panel.editor

    write_note("Muy callado.")
    qtbot.waitUntil(lambda: len(in_book(NotesOfParticipant(participant_id=group.people[0]))) == 1)
    qtbot.waitUntil(lambda: len(body.notes.change_buttons) == 1)
    editor = write_note("Otra.")
    assert editor.form.rows["enrolment_id"].has_problem


# -- closed -----------------------------------------------------------------------------------------------------------


def test_a_closed_log_is_amended_with_a_reason_and_shows_what_it_said(
    group: Planned, opened: Opened, run: Run, in_book: InBook, qtbot: QtBot
) -> None:
    session = group.sessions[1]
    run(SaveLog(session_id=session, **LOG, facilitator_ids=group.team), CloseLog(session_id=session, reason="x"))
    page = opened(session)
    click(body_of(page, ReadingBody, qtbot).amend_button)
    body = body_of(page, AmendingBody, qtbot)
    write(body, "narrative", "Corregido.")
    marks: Any = body.editor.form.rows[f"mark.{group.stints[0]}"].control
    marks.set_value(str(AttendanceMark.LATE))
    marks.changed.emit()
    body.editor.save_button.click()
    assert body.editor.form.rows["reason"].has_problem
    write(body, "reason", "Se leyó mal.")
    body.editor.save_button.click()
    qtbot.waitUntil(lambda: stored(in_book, session).session.amendments == 1)
    reading = body_of(page, ReadingBody, qtbot)
    qtbot.waitUntil(lambda: "Enmiendas: 1" in reading.banner.text)
    qtbot.waitUntil(lambda: "Corregido." in words_in(reading))  # what is read once more is shown a turn later
    said = words_in(reading)
    assert f"El primer texto decía: {LOG['narrative']}" in said
    assert "Se leyó mal." in said


def test_an_amendment_given_up_leaves_the_log_as_it_is(
    group: Planned, opened: Opened, run: Run, in_book: InBook, qtbot: QtBot
) -> None:
    session = group.sessions[1]
    run(SaveLog(session_id=session, **LOG, facilitator_ids=group.team), CloseLog(session_id=session, reason="x"))
    page = opened(session)
    click(body_of(page, ReadingBody, qtbot).amend_button)
    body = body_of(page, AmendingBody, qtbot)
    write(body, "narrative", "Corregido.")
    body.back_button.click()
    body_of(page, ReadingBody, qtbot)
    assert stored(in_book, session).log.text.narrative == LOG["narrative"]


# -- states -----------------------------------------------------------------------------------------------------------


def test_a_session_called_off_or_to_come_says_why_it_has_no_log(
    book: OpenBook, run: Run, opened: Opened, group: Planned
) -> None:
    ahead = planned(book, men=1, days=(7, 14), name="Los Ceibos", first=20)
    run(CancelSession(session_id=ahead.sessions[0], reason_code=ChangeReason.HARVEST))
    assert opened(ahead.sessions[0]).message.text == CALLED_OFF
    page = opened(ahead.sessions[1])
    assert page.message.text == TO_COME
    assert page.body is None


class AtWork:
    """A facilitator at work in a book that somebody else has opened."""

    def __init__(self, book: OpenBook) -> None:
        self._acting, self.person = Acting(book, Role.FACILITATOR), book.person

    def submit(self, commands: Sequence[Command]) -> Future[Outcome]:
        done: Future[Outcome] = Future()
        done.set_result(self._acting.run(*commands))
        return done


def test_a_supervisor_reads_and_changes_nothing(
    open_as: Callable[[Role], OpenBook], environment: Any, dialogs: ScriptedDialogs, qtbot: QtBot
) -> None:
    book = open_as(Role.SUPERVISOR)
    at_work: Any = AtWork(book)
    session = planned(at_work, men=1, days=(0,)).sessions[0]
    at_work.submit([RecordIncident(session_id=session, kind=IncidentKind.OTHER, what="Algo.")])
    at_work.submit([SaveLog(session_id=session, **LOG), CloseLog(session_id=session, reason="x")])
    surroundings = around(book, dialogs, environment)
    page = LogPage(surroundings, session)
    qtbot.addWidget(page)
    show(page)
    body = body_of(page, ReadingBody, qtbot)
    said = [one.text() for one in body.findChildren(QLabel) if one.isVisibleTo(body)]
    assert LOG["summary"] in said
    assert not body.amend_button.isVisible()
    assert body.incidents.panel is None
    assert body.incidents.change_buttons == []
    surroundings.session.lock()


def test_everything_that_takes_the_keyboard_says_its_name(
    group: Planned, opened: Opened, run: Run, qtbot: QtBot
) -> None:
    first, second = group.sessions
    assert_accessible(opened(second))
    run(SaveLog(session_id=second, **LOG, facilitator_ids=group.team))
    page = opened(second)
    body_of(page, WholeBody, qtbot)
    assert_accessible(page)
    run(CloseLog(session_id=second, reason="x"))
    page = opened(second)
    assert_accessible(page)
    page.amend()
    body_of(page, AmendingBody, qtbot)
    assert_accessible(page)
    assert first != second
