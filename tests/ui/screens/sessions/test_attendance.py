"""Fifteen men without a mouse: a key a man, from the key to the file and back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time, timedelta
from typing import Any
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from uuid_utils.compat import uuid7

from facilitador.domain.attendance import AttendanceMark
from facilitador.domain.enrolments import EnrolmentStatus
from facilitador.domain.roles import Role
from facilitador.domain.session_plans import ChangeReason, SessionState
from facilitador.ui.screen import Destination
from facilitador.ui.screens.sessions.attendance import AttendancePage
from facilitador.ui.screens.sessions.attendance_model import SAVING
from facilitador.ui.surroundings import Surroundings
from facilitador.use_cases.attendance import AnnounceAbsence, MarkAttendance, RecordMakeUp, SessionAttendance
from facilitador.use_cases.books import Environment
from facilitador.use_cases.enrolments import ChangeEnrolmentStatus, Roster
from facilitador.use_cases.groups import FormGroup
from facilitador.use_cases.newcomers import AddNewcomer
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.participants import Participants
from facilitador.use_cases.requests import Outcome, Query
from facilitador.use_cases.session_plans import CancelSession, PlanSessions, SessionToPlan
from tests.books import TODAY
from tests.ui.accessibility import assert_accessible
from tests.ui.gestures import click, press, show, type_text
from tests.ui.real_books import around
from tests.ui.scripted_dialogs import ScriptedDialogs
from tests.use_cases.logs import Planned, planned
from tests.use_cases.scenes import Acting, ficha, refused, register

Run = Callable[..., Outcome]
InBook = Callable[[Query[Any]], Any]
Open = Callable[..., AttendancePage]
M = AttendanceMark
NONE = Qt.KeyboardModifier.NoModifier
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def group(book: OpenBook) -> Planned:
    """Five men; a session a week ago, one today, one in a week."""
    return planned(book, men=5, days=(-7, 0, 7))


@pytest.fixture
def opened(surroundings: Surroundings, qtbot: QtBot) -> Open:
    """The attendance of a session, in sight and read, the keyboard on the first man."""
    return lambda session_id: open_in(surroundings, session_id, qtbot)


def open_in(surroundings: Surroundings, session_id: UUID, qtbot: QtBot) -> AttendancePage:
    page = AttendancePage(surroundings, session_id)
    qtbot.addWidget(page)
    page.resize(1100, 700)
    show(page)
    qtbot.waitUntil(lambda: page._men is not None)
    page.table.setFocus()
    return page


def marks(in_book: InBook, group: Planned, session: int = 1) -> list[AttendanceMark | None]:
    """The marks in the file, in the order of the sheet."""
    return [line.mark for line in in_book(SessionAttendance(session_id=group.sessions[session])).expected]


def shown(page: AttendancePage) -> list[AttendanceMark | None]:
    return [row.mark for row in page.model.rows]


def settled(page: AttendancePage) -> bool:
    return not any(row.saving for row in page.model.rows)


def test_a_key_a_man_marks_the_whole_list_and_it_is_in_the_book(
    opened: Open, group: Planned, in_book: InBook, qtbot: QtBot
) -> None:
    page = opened(group.sessions[1])

    for key in "1t3C5":
        type_text(page.table, key)

    assert shown(page) == [M.ATTENDED, M.LATE, M.LEFT_EARLY, M.ABSENT_WITH_NOTICE, M.ABSENT_WITHOUT_NOTICE]
    qtbot.waitUntil(lambda: settled(page))
    assert marks(in_book, group) == shown(page)
    assert in_book(SessionAttendance(session_id=group.sessions[1])).session.state is SessionState.HELD
    assert page.tally_words.text() == (
        "5 de 5 registrados · 3 asistieron (1 con tardanza, 1 salió antes) · 2 inasistencias"
    )
    assert_accessible(page)


def test_a_mark_stands_at_once_as_being_saved(opened: Open, group: Planned, qtbot: QtBot) -> None:
    page = opened(group.sessions[1])

    type_text(page.table, "a")

    (first, *_) = page.model.rows
    assert (first.mark, first.saving) == (M.ATTENDED, 1)
    assert page.model.index(0, 3).data() == SAVING
    qtbot.waitUntil(lambda: settled(page))
    assert page.model.index(0, 3).data() == ""


def test_arrows_go_to_a_man_and_supr_takes_his_mark_back(
    opened: Open, group: Planned, in_book: InBook, qtbot: QtBot
) -> None:
    page = opened(group.sessions[1])
    type_text(page.table, "11")

    press(page.table, Qt.Key.Key_Up)
    press(page.table, Qt.Key.Key_Delete)

    qtbot.waitUntil(lambda: settled(page))
    assert marks(in_book, group) == [M.ATTENDED, None, None, None, None]


def test_ctrl_z_takes_back_step_by_step(opened: Open, group: Planned, in_book: InBook, qtbot: QtBot) -> None:
    page = opened(group.sessions[1])
    type_text(page.table, "15")
    press(page.table, Qt.Key.Key_Up)
    type_text(page.table, "2")
    qtbot.waitUntil(lambda: settled(page))
    assert marks(in_book, group)[:2] == [M.ATTENDED, M.LATE]

    for expected in ([M.ATTENDED, M.ABSENT_WITHOUT_NOTICE], [M.ATTENDED, None], [None, None]):
        press(page.table, Qt.Key.Key_Z, CTRL)
        qtbot.waitUntil(lambda: settled(page))
        assert marks(in_book, group)[:2] == expected
    assert in_book(SessionAttendance(session_id=group.sessions[1])).session.state is SessionState.PLANNED
    assert not page.undo.isEnabled()


def test_everybody_attended_marks_the_unmarked_in_one_step(
    opened: Open, group: Planned, in_book: InBook, qtbot: QtBot
) -> None:
    page = opened(group.sessions[1])
    press(page.table, Qt.Key.Key_Down)
    type_text(page.table, "5")

    press(page.table, Qt.Key.Key_T, CTRL)
    qtbot.waitUntil(lambda: settled(page))
    assert marks(in_book, group) == [M.ATTENDED, M.ABSENT_WITHOUT_NOTICE, *[M.ATTENDED] * 3]
    assert not page.everybody.isEnabled()

    press(page.table, Qt.Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: settled(page))
    assert marks(in_book, group) == [None, M.ABSENT_WITHOUT_NOTICE, None, None, None]


def test_who_does_not_count_that_day_is_passed_over(
    opened: Open, group: Planned, run: Run, in_book: InBook, qtbot: QtBot
) -> None:
    gone = group.by_name[1]
    left = TODAY - timedelta(days=2)
    run(ChangeEnrolmentStatus(enrolment_id=gone, status=EnrolmentStatus.STOPPED, on=left, reason="viajó"))
    page = opened(group.sessions[1])

    assert page.model.rows[4].line.enrolment_id == gone
    assert not page.model.flags(page.model.index(4, 0)) & Qt.ItemFlag.ItemIsEnabled
    for key in "1111":
        type_text(page.table, key)
    type_text(page.table, "5")  # there is no fifth: the last one who counts is marked again

    qtbot.waitUntil(lambda: settled(page))
    assert marks(in_book, group) == [M.ATTENDED] * 3 + [M.ABSENT_WITHOUT_NOTICE]
    assert page.model.rows[4].mark is None


def test_a_mark_that_is_refused_is_taken_back_and_said(opened: Open, group: Planned, run: Run, qtbot: QtBot) -> None:
    page = opened(group.sessions[1])
    first = page.model.rows[0].enrolment_id
    page._session.bus.blockSignals(True)  # the page does not hear of it in time
    run(ChangeEnrolmentStatus(enrolment_id=first, status=EnrolmentStatus.STOPPED, on=TODAY, reason="viajó"))
    run(ChangeEnrolmentStatus(enrolment_id=page.model.rows[1].enrolment_id, status=EnrolmentStatus.PAUSED, reason="x"))
    page.table.selectRow(1)

    type_text(page.table, "1")

    qtbot.waitUntil(lambda: "no participaba" in page.message.text)
    qtbot.waitUntil(lambda: settled(page))
    assert page.history.can_undo is False


def test_what_was_announced_stands_beside_the_man(opened: Open, group: Planned, run: Run) -> None:
    run(AnnounceAbsence(session_id=group.sessions[1], enrolment_id=group.by_name[0], note="cosecha"))
    page = opened(group.sessions[1])

    assert page.model.index(0, 3).data() == "Avisó que no vendría: cosecha"


@pytest.mark.parametrize(("session", "words"), [(2, "27/11/2026"), (1, "cancelada")])
def test_what_cannot_be_marked_says_why(opened: Open, group: Planned, run: Run, session: int, words: str) -> None:
    if session == 1:
        run(CancelSession(session_id=group.sessions[1], reason_code=ChangeReason.WEATHER))
    page = opened(group.sessions[session])

    type_text(page.table, "1")

    assert words in page.message.text
    assert not page.legend.isVisible()
    assert not page.everybody.isVisible()
    assert set(shown(page)) == {None}


def test_without_anybody_it_says_so(opened: Open, book: OpenBook) -> None:
    empty = planned(book, men=0, days=(0,), name="Alba")
    page = opened(empty.sessions[0])

    assert page.nobody.isVisible()
    assert not page.table.isVisible()
    assert page.add.isVisible()


def test_a_supervisor_reads_and_marks_nothing(
    open_as: Callable[[Role], OpenBook], environment: Environment, qtbot: QtBot
) -> None:
    book = open_as(Role.SUPERVISOR)
    group_id, session = uuid7(), uuid7()
    Acting(book, Role.FACILITATOR).run(
        FormGroup(id=group_id, name="Molle"),
        PlanSessions(group_id=group_id, sessions=(SessionToPlan(id=session, day=TODAY, starts_at=time(19)),)),
        AddNewcomer(session_id=session, paternal_surname="Yaranga", given_names="Abel"),
    )
    surroundings = around(book, ScriptedDialogs(), environment)
    page = open_in(surroundings, session, qtbot)

    type_text(page.table, "5")

    assert shown(page) == [M.ATTENDED]
    for part in (page.legend, page.everybody, page.refuse, page.add):
        assert not part.isVisible()
    surroundings.session.lock()


# -- beside the list --------------------------------------------------------------------------------------------------


def test_a_newcomer_is_added_by_his_name_alone(opened: Open, group: Planned, in_book: InBook, qtbot: QtBot) -> None:
    page = opened(group.sessions[1])

    press(page.table, Qt.Key.Key_N, CTRL)
    form = page.aside.panel.form
    assert form is not None
    type_text(form.rows["paternal_surname"].control.focusable()[0], "Ñaupa")
    type_text(form.rows["given_names"].control.focusable()[0], "José")
    form.rows["mark"].control.radios["late"].click()  # type: ignore[attr-defined]
    press(form.rows["given_names"].control.focusable()[0], Qt.Key.Key_Return)

    qtbot.waitUntil(lambda: len(page.model.rows) == 6)
    qtbot.waitUntil(lambda: "por completar" in page.message.text)
    his = next(row for row in page.model.rows if row.line.full_name == "Ñaupa, José")
    assert (his.mark, his.line.bare) == (M.LATE, True)
    assert page.currentWidget() is page.list_page
    assert len(in_book(Roster(group_id=group.group_id))) == 6


def test_in_a_full_group_he_is_offered_the_waiting_list(
    opened: Open, book: OpenBook, in_book: InBook, qtbot: QtBot
) -> None:
    full = planned(book, men=15, days=(0,), name="Alba", first=20)
    page = opened(full.sessions[0])

    click(page.add)
    form = page.aside.panel.form
    assert form is not None
    form.set_values({"paternal_surname": "Ñaupa", "given_names": "José"})
    click(page.aside.panel.verb)
    qtbot.waitUntil(lambda: page.aside.panel.verb.text() == "Anotar en la lista de espera")
    form = page.aside.panel.form
    assert form is not None
    assert form.values()["paternal_surname"] == "Ñaupa"
    click(page.aside.panel.verb)

    qtbot.waitUntil(lambda: "lista de espera" in page.message.text)
    waiting = [one for one in in_book(Roster(group_id=full.group_id)) if one.stint.queue_position]
    assert [one.full_name for one in waiting] == ["Ñaupa, José"]


def test_somebody_registered_is_found_and_marked(
    opened: Open, group: Planned, book: OpenBook, in_book: InBook, qtbot: QtBot
) -> None:
    (known,) = register(book, ficha(8, paternal_surname="Yaranga"))
    page = opened(group.sessions[1])

    click(page.add)
    click(page.aside.find_known)
    type_text(page.aside.known.field.edit, "yara")
    qtbot.waitUntil(page.aside.known.results.isVisible)
    press(page.aside.known.field.edit, Qt.Key.Key_Return)

    qtbot.waitUntil(lambda: len(page.model.rows) == 6)
    his = next(row for row in page.model.rows if row.line.stint.participant_id == known)
    assert his.mark is M.ATTENDED


def test_a_newcomer_becomes_the_man_he_is(
    opened: Open,
    group: Planned,
    run: Run,
    book: OpenBook,
    in_book: InBook,
    qtbot: QtBot,
    dialogs: ScriptedDialogs,
) -> None:
    (known,) = register(book, ficha(8, paternal_surname="Yaranga"))
    run(AddNewcomer(session_id=group.sessions[1], paternal_surname="Abel", given_names="Abel"))
    page = opened(group.sessions[1])
    page.table.go_to(next(row.enrolment_id for row in page.model.rows if row.line.bare))
    qtbot.waitUntil(page.same.isVisible)

    click(page.same)
    type_text(page.aside.same.field.edit, "yaranga")
    qtbot.waitUntil(page.aside.same.results.isVisible)
    dialogs.answers.append("Unir las fichas")
    press(page.aside.same.field.edit, Qt.Key.Key_Return)

    qtbot.waitUntil(lambda: "se unió" in page.message.text)
    qtbot.waitUntil(lambda: any(row.line.stint.participant_id == known for row in page.model.rows))
    assert len(in_book(Participants())) == 6


def test_a_session_is_made_up_where_it_was_missed(
    opened: Open, group: Planned, run: Run, in_book: InBook, qtbot: QtBot
) -> None:
    first = group.by_name[0]
    run(MarkAttendance(session_id=group.sessions[0], enrolment_id=first, mark=M.ABSENT_WITH_NOTICE))
    page = opened(group.sessions[0])
    page.table.go_to(first)
    qtbot.waitUntil(page.made_up.isVisible)

    click(page.made_up)
    click(page.aside.panel.verb)

    qtbot.waitUntil(lambda: page.model.rows[0].line.made_up_on == TODAY)
    assert "La recuperó el 20/11/2026" in page.model.index(0, 3).data()
    with refused("made_up_already"):
        run(RecordMakeUp(enrolment_id=first, session_id=group.sessions[0]))


def test_esc_leads_back_to_the_list(opened: Open, group: Planned, qtbot: QtBot) -> None:
    page = opened(group.sessions[1])
    for keys in ((Qt.Key.Key_N, CTRL), (Qt.Key.Key_F9, NONE)):
        press(page.table, *keys)
        assert page.currentWidget() is not page.list_page
        press(page.currentWidget(), Qt.Key.Key_Escape)
        assert page.currentWidget() is page.list_page


def test_intro_opens_his_ficha(opened: Open, group: Planned) -> None:
    page = opened(group.sessions[1])
    wished: list[Destination] = []
    page.destination_requested.connect(wished.append)

    press(page.table, Qt.Key.Key_Return)

    assert wished == [Destination("participant", page.model.rows[0].line.stint.participant_id)]


def test_it_reads_again_what_another_screen_changed(
    opened: Open, group: Planned, surroundings: Surroundings, qtbot: QtBot
) -> None:
    page = opened(group.sessions[1])
    type_text(page.table, "1")
    qtbot.waitUntil(lambda: settled(page))

    command = MarkAttendance(session_id=group.sessions[1], enrolment_id=page.model.rows[3].enrolment_id, mark=M.LATE)
    surroundings.session.run([command], owner=page)

    qtbot.waitUntil(lambda: page.model.rows[3].mark is M.LATE)
    assert page.model.rows[0].mark is M.ATTENDED
