"""Goals, indicators and reports on screen: from the click to the file and back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from facilitador.domain.attendance import AttendanceMark
from facilitador.domain.goals import GoalKind, GoalOutcome
from facilitador.ui.panel import Panel
from facilitador.ui.reading_line import ReadingLine
from facilitador.ui.screen import Destination
from facilitador.ui.screens.goals.screen import GoalsScreen
from facilitador.ui.screens.indicators.screen import IndicatorsScreen
from facilitador.ui.screens.reports.screen import ReportsScreen
from facilitador.ui.surroundings import Surroundings
from facilitador.ui.widgets.wrapped_table import WrappedTable
from facilitador.use_cases.attendance import MarkAttendance
from facilitador.use_cases.goals import Goals, SetGoal
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.requests import Outcome, Query
from tests.books import TODAY
from tests.ui.accessibility import assert_accessible
from tests.ui.gestures import show
from tests.ui.scripted_dialogs import ScriptedDialogs
from tests.use_cases.logs import Planned, planned

Run = Callable[..., Outcome]
InBook = Callable[[Query[Any]], Any]


@pytest.fixture
def group(book: OpenBook) -> Planned:
    made = planned(book, men=2, days=(-40, -7))
    for session in made.sessions:
        marks = [
            MarkAttendance(session_id=session, enrolment_id=one, mark=AttendanceMark.ATTENDED) for one in made.stints
        ]
        book.submit(marks).result()
    return made


def seen(screen: Any, qtbot: QtBot) -> Any:
    qtbot.addWidget(screen)
    screen.resize(1100, 900)
    show(screen)
    lines = screen.findChildren(ReadingLine)
    qtbot.waitUntil(lambda: screen.page.page.isVisible() and all(line.isHidden() for line in lines))
    return screen


def words(widget: QWidget) -> str:
    return "\n".join(one.text() for one in widget.findChildren(QLabel) if one.isVisibleTo(widget))


def answer(panel: Panel, **answers: object) -> None:
    assert panel.form is not None
    for name, given in answers.items():
        row = panel.form.rows[name]
        row.control.set_value(given)  # type: ignore[arg-type]
        row.control.changed.emit()


@pytest.mark.directive("6.9.1")
def test_a_goal_is_set_followed_and_closed(
    surroundings: Surroundings, group: Planned, in_book: InBook, qtbot: QtBot
) -> None:
    screen = seen(GoalsScreen(surroundings, group.group_id), qtbot)
    assert "Todavía no hay metas" in words(screen)
    qtbot.waitUntil(lambda: "Los Molles" in words(screen))  # whose goals these are
    screen.new_button.click()
    answer(screen.panel, wording="Que vengan", kind=str(GoalKind.NUMBER))
    answer(screen.panel, indicator="attendance", target=80, percent="yes", due_on="2026-12-31")
    screen.panel.verb.click()
    qtbot.waitUntil(lambda: "Se espera: 80 % (Asistencia)" in words(screen))
    screen.cards[0].note.click()
    answer(screen.panel, seen="Vinieron todos.")
    screen.panel.verb.click()
    qtbot.waitUntil(lambda: "Vinieron todos." in words(screen))
    screen.cards[0].close_goal.click()
    answer(screen.panel, outcome=str(GoalOutcome.REACHED), seen="Se llegó.")
    screen.panel.verb.click()
    qtbot.waitUntil(lambda: "Se logró, 20/11/2026: Se llegó." in words(screen))
    (standing,) = in_book(Goals(group_id=group.group_id))
    assert standing.goal.outcome is GoalOutcome.REACHED
    assert_accessible(screen)


def test_what_is_wrong_with_a_goal_stands_beside_its_question(
    surroundings: Surroundings, group: Planned, in_book: InBook, qtbot: QtBot
) -> None:
    screen = seen(GoalsScreen(surroundings, group.group_id), qtbot)
    screen.new_button.click()
    answer(screen.panel, wording="Que vengan", kind=str(GoalKind.NUMBER), due_on="2026-12-31")
    screen.panel.verb.click()
    qtbot.waitUntil(screen.panel.verb.isEnabled)
    assert in_book(Goals(group_id=group.group_id)) == ()
    assert screen.panel.isVisible()


def test_an_indicator_is_shown_with_its_trend_in_words_and_its_target(
    surroundings: Surroundings, group: Planned, run: Run, qtbot: QtBot
) -> None:
    goal = {"wording": "Que vengan", "indicator": "attendance", "target": 80, "percent": True, "due_on": TODAY}
    run(SetGoal(group_id=group.group_id, kind=GoalKind.NUMBER, **goal))  # type: ignore[arg-type]
    screen = seen(IndicatorsScreen(surroundings, group.group_id), qtbot)
    assert screen.table is not None
    screen.table.go_to("attendance")
    assert screen.name.text() == "Asistencia"
    told = screen.chart.words.text()
    assert "octubre de 2026: 2 de 2." in told
    assert "Meta: 80 %." in told
    assert "Se cuenta: asistió, tardanza o salió antes. De: registros de asistencia" in screen.counts.text()
    assert "Sale de: Asistencia." in screen.counts.text()
    screen.span.setCurrentIndex(1)
    screen.span.activated.emit(1)
    assert "4.º trimestre de 2026: 4 de 4." in screen.chart.words.text()
    assert_accessible(screen)


def test_behind_the_drawing_of_an_indicator_is_a_table_of_its_periods(
    surroundings: Surroundings, group: Planned, qtbot: QtBot
) -> None:
    screen = seen(IndicatorsScreen(surroundings, group.group_id), qtbot)
    assert screen.table is not None
    screen.table.go_to("attendance")
    screen.behind.button.click()
    assert screen.behind.table is not None
    months = cells(screen.behind.table)
    assert ["octubre de 2026", "2 de 2"] in [row[:2] for row in months]
    screen.table.go_to("sessions_held")
    assert screen.behind.table is not None
    assert cells(screen.behind.table) != months
    assert screen.behind.table.isVisible()
    screen.behind.button.click()
    assert not screen.behind.table.isVisible()


def cells(table: WrappedTable[Any]) -> list[list[str]]:
    """What a table says, row by row."""
    model = table.model()
    across = range(model.columnCount())
    return [[model.index(row, column).data() for column in across] for row in range(model.rowCount())]


def test_the_report_of_a_period_is_wished_for_as_paper(
    surroundings: Surroundings, group: Planned, qtbot: QtBot
) -> None:
    screen = seen(ReportsScreen(surroundings, group.group_id), qtbot)
    wished: list[Destination] = []
    screen.destination_requested.connect(wished.append)
    assert screen.period.itemText(1) == "Octubre de 2026"
    screen.period.setCurrentIndex(1)
    screen.paper.click()
    assert wished == [Destination("print_report", group.group_id, ("month", "2026-10-31"))]


def test_marks_are_saved_as_a_sheet_after_asking(
    surroundings: Surroundings, dialogs: ScriptedDialogs, group: Planned, tmp_path: Path, qtbot: QtBot
) -> None:
    target = tmp_path / "asistencia.xlsx"
    dialogs.answers = ["Elegir dónde guardarlo", target]
    screen = seen(ReportsScreen(surroundings, group.group_id, folder=lambda: tmp_path), qtbot)
    screen.marks.click()
    qtbot.waitUntil(target.exists)
    sheet = openpyxl.load_workbook(target).active
    assert sheet is not None
    assert (sheet.max_row, sheet.max_column) == (5, 5)
    assert "Quispe" not in repr([[cell.value for cell in row] for row in sheet.rows])
    assert "sin nombres" not in dialogs.asked[0]
    qtbot.waitUntil(lambda: "asistencia.xlsx" in screen.message.text)


def test_names_are_warned_of(
    surroundings: Surroundings, dialogs: ScriptedDialogs, group: Planned, qtbot: QtBot
) -> None:
    dialogs.answers = [None]
    screen = seen(ReportsScreen(surroundings, group.group_id), qtbot)
    screen.names.setChecked(True)
    screen.marks.click()
    assert "nombres de los participantes" in dialogs.asked[0]


def test_counts_leave_the_service_and_never_one_group(
    surroundings: Surroundings, dialogs: ScriptedDialogs, group: Planned, tmp_path: Path, qtbot: QtBot
) -> None:
    assert not seen(ReportsScreen(surroundings, group.group_id), qtbot).counts.isVisible()
    target = tmp_path / "conteos.xlsx"
    dialogs.answers = ["Elegir dónde guardarlo", target]
    screen = seen(ReportsScreen(surroundings, folder=lambda: tmp_path), qtbot)
    screen.counts.click()
    qtbot.waitUntil(target.exists)
    assert openpyxl.load_workbook(target).sheetnames == ["Conteos", "Diccionario"]


def test_what_is_counted_to_be_saved_can_be_broken_off_and_leaves_no_file(
    surroundings: Surroundings, dialogs: ScriptedDialogs, group: Planned, tmp_path: Path, qtbot: QtBot
) -> None:
    screen = seen(ReportsScreen(surroundings, folder=lambda: tmp_path), qtbot)
    for save in (screen.counts, screen.xlsx):
        dialogs.answers = ["Elegir dónde guardarlo"]
        save.click()
        assert screen.working.words.text() == "Contando…"
        assert not save.isEnabled()
        screen.stop.click()  # at once, before the answer can be shown
        assert "no quedó ningún archivo" in screen.message.text
        assert screen.working.isHidden()
        assert save.isEnabled()
    qtbot.waitUntil(lambda: not surroundings.session._undelivered)
    assert list(tmp_path.rglob("*.xlsx")) == []


def test_who_may_not_read_is_told_so(staff_around: Surroundings, qtbot: QtBot) -> None:
    screen = GoalsScreen(staff_around)
    qtbot.addWidget(screen)
    show(screen)
    qtbot.waitUntil(screen.message.isVisible)
    assert not screen.new_button.isVisible()
