"""Lists of texts and of choices in an order, choices that always hold, tables without a scroll bar, rows that wrap."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from facilitador.domain.registration_forms import Option
from facilitador.ui.widgets.fitted_table import FittedTable
from facilitador.ui.widgets.flow import FlowLayout
from facilitador.ui.widgets.lines_field import LinesField
from facilitador.ui.widgets.ordered_choices import OrderedChoices
from facilitador.ui.widgets.steady_choice import SteadyChoice
from facilitador.ui.widgets.table import Column, RowsModel
from tests.ui.accessibility import assert_accessible
from tests.ui.gestures import click, press, show, type_text

PEOPLE = (Option("a", "Ana"), Option("b", "Beto"), Option("c", "Carla"))


@pytest.fixture
def lines(qtbot: QtBot) -> LinesField:
    """A list of three texts."""
    field = LinesField("acuerdo")
    qtbot.addWidget(field)
    field.name("Acuerdos")
    field.set_value("Uno\nDos\nTres")
    show(field)
    return field


def test_texts_are_given_back_one_a_line_without_the_empty_ones(lines: LinesField) -> None:
    click(lines.add)
    assert lines.value() == "Uno\nDos\nTres"
    type_text(lines.edits[3], "Avísennos  antes")
    assert lines.value() == "Uno\nDos\nTres\nAvísennos antes"
    lines.set_value(None)
    assert lines.value() is None


def test_entries_are_moved_and_removed_with_the_mouse(lines: LinesField, qtbot: QtBot) -> None:
    with qtbot.waitSignal(lines.changed):
        click(lines._entries[2].up)
    assert lines.value() == "Uno\nTres\nDos"
    click(lines._entries[0].down)
    assert lines.value() == "Tres\nUno\nDos"
    click(lines._entries[1].remove)
    assert lines.value() == "Tres\nDos"
    assert not lines._entries[0].up.isEnabled()
    assert not lines._entries[1].down.isEnabled()


def test_the_ends_move_no_further(lines: LinesField) -> None:
    press(lines.edits[0], Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    press(lines.edits[2], Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert lines.value() == "Uno\nDos\nTres"


def test_setting_texts_is_no_change_by_the_person(lines: LinesField, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(lines.changed):
        lines.set_value("Otro")


def test_a_long_text_is_seen_whole(lines: LinesField) -> None:
    lines.resize(400, 600)
    before = lines.edits[0].height()
    type_text(lines.edits[0], " y una palabra más que la anterior" * 3)
    QApplication.processEvents()
    assert lines.edits[0].height() > before
    assert lines.edits[0].verticalScrollBar().maximum() == 0


def test_every_entry_has_a_name(lines: LinesField) -> None:
    assert lines.edits[1].accessibleName() == "Acuerdos, acuerdo 2 de 3"
    assert_accessible(lines)


@pytest.fixture
def choices(qtbot: QtBot) -> OrderedChoices:
    """Ana, Beto and Carla to choose from."""
    field = OrderedChoices(PEOPLE, prompt="Agregar…")
    qtbot.addWidget(field)
    field.name("Facilitan")
    show(field)
    return field


def choose(field: OrderedChoices, text: str) -> None:
    field.combo.setCurrentIndex(field.combo.findText(text))
    field.combo.activated.emit(field.combo.currentIndex())


def test_choices_keep_the_order_in_which_they_were_made(choices: OrderedChoices, qtbot: QtBot) -> None:
    assert choices.value() is None
    with qtbot.waitSignal(choices.changed):
        choose(choices, "Carla")
    choose(choices, "Ana")
    assert choices.value() == ["c", "a"]
    assert [choices.combo.itemText(row) for row in range(choices.combo.count())] == ["Agregar…", "Beto"]
    click(choices.tools["up", "a"])
    assert choices.value() == ["a", "c"]
    click(choices.tools["remove", "a"])
    assert choices.value() == ["c"]
    assert_accessible(choices)


def test_a_choice_that_is_no_more_is_left_out(choices: OrderedChoices) -> None:
    choices.set_value(["b", "gone"])
    assert choices.value() == ["b"]


def test_a_steady_choice_always_holds_one(qtbot: QtBot) -> None:
    field = SteadyChoice(PEOPLE, "b")
    qtbot.addWidget(field)
    show(field)
    assert field.value() == "b"
    click(field.radios["c"])
    assert field.value() == "c"
    assert not field.clear.isVisible()
    press(field.radios["c"], Qt.Key.Key_Delete)
    assert field.value() == "b"


def test_a_fitted_table_is_as_high_as_its_rows(qtbot: QtBot) -> None:
    model: RowsModel[str] = RowsModel([Column("Nombre", lambda row: f"{row}\nsegunda línea")], lambda row: row)
    table: FittedTable[str] = FittedTable(model, "Nombres", lines=2)
    qtbot.addWidget(table)
    show(table)
    heights = []
    for rows in (("Ana",), ("Ana", "Beto", "Carla")):
        model.set_rows(rows)
        heights.append(table.height())
        assert table.verticalScrollBar().maximum() == 0
        assert table.viewport().height() >= len(rows) * table.rowHeight(0)
    assert heights[1] - heights[0] == 2 * table.rowHeight(0)
    assert table.rowHeight(0) > 2 * table.fontMetrics().height()


def test_what_does_not_fit_beside_goes_below(qtbot: QtBot) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    row = FlowLayout(holder)
    first, second, third = QPushButton("Primero"), QPushButton("Segundo"), QPushButton("Tercero")
    for one in (first, second, third):
        row.addWidget(one)
    second.hide()
    wide = first.sizeHint().width() + third.sizeHint().width() + row.spacing()
    holder.resize(wide, 200)
    show(holder)
    assert third.y() == first.y()
    holder.resize(wide - 1, 200)
    QApplication.processEvents()
    assert third.y() > first.y()
    assert third.x() == first.x()
    assert row.heightForWidth(wide - 1) == 2 * first.height() + row.spacing()
