"""Tab goes where the eye goes, not in the order in which parts were made."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QGridLayout, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from facilitador.ui.widgets.buttons import button
from facilitador.ui.widgets.layout import PageScroll
from facilitador.ui.widgets.reading_order import stop_beside
from facilitador.ui.window import HAS_EMERGENCY, Window
from tests.ui.gestures import press, show


@pytest.fixture
def page(qtbot: QtBot) -> Iterator[QVBoxLayout]:
    """The column of an empty page in the window of the program."""
    window = Window()
    qtbot.addWidget(window)
    holder = QWidget()
    holder.setProperty(HAS_EMERGENCY, True)  # the order of the page alone, without the red button at the foot
    window.show_page(holder)
    window.resize(800, 600)
    yield QVBoxLayout(holder)
    window.close()


def test_tab_follows_what_is_seen_and_not_the_order_of_making(page: QVBoxLayout) -> None:
    last, first = button("Última"), button("Primera")
    row = QHBoxLayout()
    right, left = button("Derecha"), button("Izquierda")
    for part in (left, right):
        row.addWidget(part)
    page.addLayout(row)
    page.insertWidget(0, first)
    page.addWidget(last)
    show(page.parentWidget().window())
    first.setFocus()
    seen = []
    for _ in range(5):
        seen.append(QApplication.focusWidget())
        press(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert seen == [first, left, right, last, first]


def test_tab_backwards_is_the_same_way_back_and_passes_over_what_is_asleep_or_hidden(page: QVBoxLayout) -> None:
    first, asleep, hidden, last = (button(text) for text in ("Primera", "Dormida", "Oculta", "Última"))
    for part in (first, asleep, hidden, last):
        page.addWidget(part)
    asleep.setEnabled(False)
    hidden.hide()
    show(page.parentWidget().window())
    last.setFocus()
    press(last, Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert first.hasFocus()
    press(first, Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert last.hasFocus()


def test_grids_are_read_by_rows_and_stacks_by_the_page_in_sight(page: QVBoxLayout) -> None:
    grid, stack = QGridLayout(), QStackedWidget()
    names = ("d", "b", "c", "a")
    parts = {name: button(name) for name in names}
    for name, place in zip(names, ((1, 1), (0, 1), (1, 0), (0, 0)), strict=True):
        grid.addWidget(parts[name], *place)
    in_sight, behind = button("e"), button("detrás")
    for part in (behind, in_sight):
        stack.addWidget(part)
    stack.setCurrentWidget(in_sight)
    scroll = PageScroll()
    scroll.column.addWidget(stack)
    page.addLayout(grid)
    page.addWidget(scroll)
    show(page.parentWidget().window())
    assert stop_beside(parts["a"], forward=True) is parts["b"]
    assert stop_beside(parts["b"], forward=True) is parts["c"]
    assert stop_beside(parts["d"], forward=True) is in_sight
    assert stop_beside(in_sight, forward=True) is parts["a"]
    assert stop_beside(in_sight, forward=False) is parts["d"]


def test_from_a_page_as_a_whole_it_goes_to_the_first_thing_inside(page: QVBoxLayout) -> None:
    before, inside = button("antes"), button("dentro")
    holder = QWidget()
    QVBoxLayout(holder).addWidget(inside)
    page.addWidget(before)
    page.addWidget(holder)
    show(page.parentWidget().window())
    assert stop_beside(holder, forward=True) is inside
    assert stop_beside(holder, forward=False) is before


def test_a_stop_that_is_alone_leads_nowhere(page: QVBoxLayout) -> None:
    only = button("sola")
    page.addWidget(only)
    show(page.parentWidget().window())
    assert stop_beside(only, forward=True) is None
