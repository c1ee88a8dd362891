"""Asistencia y temas: cell by cell with its words, and from the key to the file and back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from facilitador.domain.absence_policies import StepTaken
from facilitador.domain.attendance import AbsenceRuleKind, AbsenceStep
from facilitador.domain.coverage import TopicState
from facilitador.domain.enrolments import EnrolmentStatus
from facilitador.domain.group_numbers import ManNumbers
from facilitador.domain.signs import Sign
from facilitador.ui.screen import Destination
from facilitador.ui.screens.coverage.parts import HOW_TO
from facilitador.ui.screens.coverage.screen import CoverageScreen
from facilitador.ui.screens.participants.numbers_part import NumbersPart
from facilitador.ui.surroundings import Surroundings
from facilitador.use_cases.absence_rules import RuleToSet, SetAbsenceRules
from facilitador.use_cases.attendance import RecordMakeUp
from facilitador.use_cases.coverage import Coverage
from facilitador.use_cases.groups import FormGroup
from facilitador.use_cases.open_book import OpenBook
from tests.ui.accessibility import assert_accessible
from tests.ui.gestures import press, show, type_text
from tests.ui.screens.coverage.conftest import OpenScreen
from tests.use_cases.logs import TOPICS, Planned

NOTICE = RuleToSet(kind=AbsenceRuleKind.TOTAL, count=1, step=AbsenceStep.NOTICE)
SUSPENSION = RuleToSet(kind=AbsenceRuleKind.TOTAL, count=1, step=AbsenceStep.SUSPENSION)


def first_man(book: OpenBook, group: Planned) -> ManNumbers:
    return book.ask(Coverage(group_id=group.group_id)).result().men[0]


def stand(screen: CoverageScreen, part: Any, row: int, column: int) -> None:
    part.matrix.setFocus()
    part.matrix.setCurrentIndex(part.matrix.model().index(row, column))


def offered(part: Any) -> list[str]:
    return [one.text() for one in part.offers if not one.isHidden()]


# ── Reading ─────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.directive("6.4.8")
def test_arrows_go_cell_by_cell_and_each_says_who_what_and_how(open_screen: OpenScreen) -> None:
    part = open_screen().topics_of_men
    assert part.status.text() == HOW_TO
    matrix = part.matrix
    matrix.setFocus()
    matrix.setCurrentIndex(matrix.model().index(0, 1))
    press(matrix, Qt.Key.Key_Left)
    name = matrix.cells.rows[0].name
    assert part.status.text() == f"{name}. 1. Poder y violencia: Faltó y no lo ha recuperado: sesión 1."
    press(matrix, Qt.Key.Key_Down)
    assert part.status.text().endswith("1. Poder y violencia: Trabajado.")
    assert matrix.model().index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole).startswith(name)
    assert [cell.sign for cell in matrix.cells.rows[0].cells[:4]] == [Sign.EMPTY, Sign.FULL, Sign.DOT, Sign.DOT]


def test_a_screen_reader_hears_the_words_of_a_cell(open_screen: OpenScreen) -> None:
    matrix = open_screen().topics_of_men.matrix
    table = QAccessible.queryAccessibleInterface(matrix)
    heard = [table.child(number).text(QAccessible.Text.Name) for number in range(table.childCount())]
    assert f"{matrix.cells.rows[0].name}. 1. Poder y violencia: Faltó y no lo ha recuperado: sesión 1." in heard
    assert "1. Poder y violencia" in heard, "the head of the column"


@pytest.mark.directive("6.4.9")
def test_the_topics_of_the_group_stand_with_their_sessions(open_screen: OpenScreen, group: Planned) -> None:
    screen = open_screen()
    screen.tabs.setCurrentIndex(1)
    table = screen.topics_of_group.table
    (line, *_) = table.shown
    assert line.topic.id == TOPICS[0]
    texts = [table.model().index(0, column).data() for column in range(3)]
    assert texts == [
        "1. Poder y violencia\nSesión 1",
        "Trabajado",
        "Conocer: no\nActuar: no\nResolver: no",
    ]
    wished: list[Destination] = []
    screen.destination_requested.connect(wished.append)
    table.setCurrentIndex(table.model().index(0, 0))
    press(table, Qt.Key.Key_Return)
    assert wished == [Destination("session", group.sessions[0])]


def test_the_attendance_of_a_man_is_told_with_its_whole(open_screen: OpenScreen) -> None:
    part = open_screen().attendance
    assert [cell.text for cell in part.matrix.cells.rows[0].cells[:4]] == ["1 de 2", "1 de 3", "2 de 3", ""]
    assert part.matrix.cells.rows[0].cells[4].sign is Sign.EMPTY


def test_what_is_marked_elsewhere_shows_and_the_place_is_kept(
    open_screen: OpenScreen, group: Planned, surroundings: Surroundings, qtbot: QtBot
) -> None:
    screen = open_screen()
    part = screen.topics_of_men
    stand(screen, part, 0, 0)
    made_up = RecordMakeUp(enrolment_id=group.by_name[0], session_id=group.sessions[0])
    surroundings.session.run([made_up], owner=surroundings.session)
    qtbot.waitUntil(lambda: part.matrix.cells.rows[0].cells[0].sign is Sign.FULL)
    assert (part.matrix.currentIndex().row(), part.matrix.currentIndex().column()) == (0, 0)
    assert "Recuperó 1 sesión" in part.status.text()


def test_a_group_without_sessions_says_what_to_do(open_screen: OpenScreen, book: OpenBook, qtbot: QtBot) -> None:
    key = book.submit([FormGroup(name="Qantu")]).result().ids[0]
    screen = open_screen(key)
    assert screen.empty.isVisible()
    assert not screen.tabs.isVisible()
    wished: list[Destination] = []
    screen.destination_requested.connect(wished.append)
    assert screen.empty.action is not None
    screen.empty.action.click()
    assert wished == [Destination("sessions", key)]


def test_a_group_that_is_not_there_is_said_so(open_screen: OpenScreen) -> None:
    screen = open_screen(UUID(int=5))
    assert screen.message.text
    assert not screen.tabs.isVisible()


def test_everything_has_a_name(open_screen: OpenScreen) -> None:
    assert_accessible(open_screen())


# ── Making up ───────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.directive("6.4.8")
def test_a_missed_topic_is_made_up_from_its_cell_to_the_file_and_back(
    open_screen: OpenScreen, book: OpenBook, group: Planned, qtbot: QtBot
) -> None:
    screen = open_screen()
    part = screen.topics_of_men
    stand(screen, part, 0, 0)
    assert offered(part) == ["Registrar recuperación", "Ver la sesión 1", "Ver su ficha"]
    press(part.matrix, Qt.Key.Key_Return)
    panel = screen.panel
    assert panel.isVisible()
    assert panel.form is not None
    assert panel.form.values()["person"] == str(book.person.id)
    how = panel.form.rows["how"].control.focusable()[0]
    how.setFocus()
    type_text(how, "Conversó el tema.")
    panel.verb.click()
    qtbot.waitUntil(lambda: part.matrix.cells.rows[0].cells[0].sign is Sign.FULL)
    qtbot.waitUntil(lambda: not panel.isVisible())
    assert first_man(book, group).topics[TOPICS[0]].state is TopicState.COVERED
    assert part.matrix.hasFocus()
    assert part.status.text().endswith("Trabajado. Recuperó 1 sesión.")


def test_a_day_before_the_session_is_refused_beside_its_question_and_nothing_is_lost(
    open_screen: OpenScreen, book: OpenBook, group: Planned, qtbot: QtBot
) -> None:
    screen = open_screen()
    stand(screen, screen.topics_of_men, 0, 0)
    screen.topics_of_men.make_up.click()
    panel = screen.panel
    assert panel.form is not None
    panel.form.restore_draft({**panel.form.values(), "how": "Conversó.", "on": "2026-11-01"})
    panel.verb.click()
    qtbot.waitUntil(lambda: "después de realizada" in said(panel))
    assert panel.form.values()["how"] == "Conversó."
    assert first_man(book, group).topics[TOPICS[0]].state is TopicState.MISSED


def said(widget: Any) -> str:
    return " ".join(one.text() for one in widget.findChildren(QLabel))


def test_escape_leaves_the_question_and_goes_back_to_the_cell(open_screen: OpenScreen) -> None:
    screen = open_screen()
    part = screen.topics_of_men
    stand(screen, part, 0, 0)
    part.make_up.click()
    press(screen.panel, Qt.Key.Key_Escape)
    assert part.matrix.isVisible()
    assert part.matrix.hasFocus()


def test_what_was_worked_leads_to_its_session_and_to_the_man(open_screen: OpenScreen, group: Planned) -> None:
    screen = open_screen()
    wished: list[Destination] = []
    screen.destination_requested.connect(wished.append)
    part = screen.topics_of_men
    stand(screen, part, 0, 1)
    assert offered(part) == ["Ver la sesión 2", "Ver su ficha"]
    press(part.matrix, Qt.Key.Key_Return)
    part.ficha.click()
    assert wished[0] == Destination("session", group.sessions[1])
    assert wished[1].kind == "participant"


# ── Steps ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_notice_is_found_and_noted(open_screen: OpenScreen, book: OpenBook, group: Planned, qtbot: QtBot) -> None:
    book.submit([SetAbsenceRules(rules=(NOTICE,))]).result()
    screen = open_screen()
    assert screen.pending.isVisible()
    assert screen.pending.action is not None
    screen.pending.action.click()
    part = screen.attendance
    assert part.isVisible()
    assert "Por considerar: Aviso" in part.status.text()
    press(part.matrix, Qt.Key.Key_Return)
    screen.panel.verb.click()
    qtbot.waitUntil(lambda: not screen.pending.isVisible())
    (step,) = first_man(book, group).taken
    assert step.step is StepTaken.NOTICE


def test_a_suspension_asks_what_was_decided_and_pauses_him(
    open_screen: OpenScreen, book: OpenBook, group: Planned, qtbot: QtBot
) -> None:
    book.submit([SetAbsenceRules(rules=(SUSPENSION,))]).result()
    screen = open_screen()
    screen.show_pending()
    screen.attendance.step.click()
    panel = screen.panel
    panel.verb.click()
    assert panel.isVisible(), "what was decided is compulsory"
    assert first_man(book, group).status is EnrolmentStatus.ATTENDING
    assert panel.form is not None
    note = panel.form.rows["note"].control.focusable()[0]
    note.setFocus()
    type_text(note, "Lo decidieron los dos.")
    panel.verb.click()
    qtbot.waitUntil(lambda: not panel.isVisible())
    man = first_man(book, group)
    assert man.status is EnrolmentStatus.PAUSED
    assert man.pending is not None
    assert man.pending.step is StepTaken.REENTRY_TALK
    qtbot.waitUntil(lambda: "(en pausa)" in screen.attendance.matrix.cells.rows[0].name)
    screen.show_pending()
    screen.attendance.step.click()
    panel.verb.click()
    qtbot.waitUntil(lambda: first_man(book, group).status is EnrolmentStatus.ATTENDING)


# ── His record ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_his_record_says_his_numbers_and_leads_to_the_whole(
    surroundings: Surroundings, book: OpenBook, group: Planned, qtbot: QtBot
) -> None:
    man = first_man(book, group)
    part = NumbersPart(surroundings, man.participant_id)
    qtbot.addWidget(part)
    wished: list[object] = []
    part.coverage_wanted.connect(wished.append)
    show(part)
    qtbot.waitUntil(lambda: bool(part.cards))
    text = said(part)
    assert "Asistió a 1 de 2 (50 %) de las sesiones realizadas." in text
    assert "Temas: 1 trabajados, 1 por recuperar, de 13." in text
    part.cards[0].findChildren(QPushButton)[0].click()
    assert wished == [group.group_id]


def test_staff_finds_no_numbers_on_a_record(
    book: OpenBook, group: Planned, request: pytest.FixtureRequest, qtbot: QtBot
) -> None:
    man = first_man(book, group)
    around: Surroundings = request.getfixturevalue("staff_around")
    part = NumbersPart(around, man.participant_id)
    qtbot.addWidget(part)
    qtbot.waitUntil(lambda: not around.session._undelivered)
    assert part.isHidden()
    assert not part.cards
