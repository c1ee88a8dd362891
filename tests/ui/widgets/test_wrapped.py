"""What wraps: options and rows whose words are long widen nothing and are never cut."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from facilitador.domain.registration_forms import Option
from facilitador.ui.widgets.table import Column, RowsModel
from facilitador.ui.widgets.wrapped_choices import WrappedChoices
from facilitador.ui.widgets.wrapped_table import WrappedTable
from tests.ui.gestures import click, show

LONG = "Corresponsabilidades, desigualdades de género y derechos de las mujeres en la comunidad"
OPTIONS = (Option("a", LONG), Option("b", "Salud y cuerpo"))


def test_options_are_chosen_by_box_or_by_words(qtbot: QtBot) -> None:
    field = WrappedChoices(OPTIONS)
    qtbot.addWidget(field)
    field.name("Temas")
    field.resize(200, 300)
    show(field)
    changes: list[object] = []
    field.changed.connect(lambda: changes.append(field.value()))

    click(field.boxes["b"])
    click(field.findChildren(QLabel)[0])

    assert changes == [["b"], ["a", "b"]]
    assert field.boxes["a"].accessibleName() == LONG
    field.set_value(None)
    assert field.value() is None


def test_long_options_widen_nothing(qtbot: QtBot) -> None:
    field = WrappedChoices(OPTIONS)
    qtbot.addWidget(field)

    assert field.minimumSizeHint().width() < field.fontMetrics().horizontalAdvance(LONG) / 2


def test_rows_are_as_high_as_their_words_and_the_table_as_its_rows(qtbot: QtBot) -> None:
    model: RowsModel[str] = RowsModel([Column("Tema", lambda row: row, stretch=True)], lambda row: row)
    page = QWidget()
    qtbot.addWidget(page)
    table: WrappedTable[str] = WrappedTable(model, "Temas")
    column = QVBoxLayout(page)
    column.addWidget(table)
    column.addStretch(1)
    model.set_rows((LONG, "Salud"))
    page.resize(260, 400)
    show(page)

    def fits() -> bool:
        room = QRect(0, 0, table.columnWidth(0) - 20, 10_000)
        needed = table.fontMetrics().boundingRect(room, int(Qt.TextFlag.TextWordWrap), LONG).height()
        return table.rowHeight(0) >= needed and table.height() >= table.verticalHeader().length()

    qtbot.waitUntil(lambda: fits() and table.rowHeight(0) > table.rowHeight(1))
    page.resize(900, 400)
    qtbot.waitUntil(lambda: table.rowHeight(0) == table.rowHeight(1))
    assert table.shown == (LONG, "Salud")  # in the order given, not sorted


def test_a_column_as_wide_as_its_words_makes_no_row_higher(qtbot: QtBot) -> None:
    columns = [Column[str]("Tema", lambda row: row[:5], stretch=True), Column[str]("Ámbitos", lambda row: row)]
    model: RowsModel[str] = RowsModel(columns, lambda row: row)
    page = QWidget()
    qtbot.addWidget(page)
    table: WrappedTable[str] = WrappedTable(model, "Temas")
    column = QVBoxLayout(page)
    column.addWidget(table)
    page.resize(900, 300)
    show(page)

    model.set_rows(["Actuar e interactuar", "Sí"])

    qtbot.waitUntil(lambda: table.columnWidth(1) > table.fontMetrics().horizontalAdvance("Actuar e interactuar"))
    table.resizeRowsToContents()
    assert table.rowHeight(0) == table.rowHeight(1)
