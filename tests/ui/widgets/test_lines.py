"""What comes into sight at once is laid out once, however many lines it has."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QFrame, QLabel, QWidget
from pytestqt.qtbot import QtBot

from facilitador.ui.widgets.labels import label
from facilitador.ui.widgets.layout import PageScroll
from facilitador.ui.widgets.lines import Lines
from tests.ui.gestures import show


class Resizes(QObject):
    """How often a widget was given another size."""

    def __init__(self, watched: QWidget) -> None:
        super().__init__(watched)
        self.count = 0
        watched.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.count += event.type() is QEvent.Type.Resize
        return False


def page_with(lines: Lines, qtbot: QtBot) -> PageScroll:
    page = PageScroll()
    page.column.addWidget(lines)
    qtbot.addWidget(page)
    page.resize(600, 500)
    show(page)
    return page


def filled(lines: Lines, count: int) -> None:
    lines.fill(label(f"Línea {number}", parent=lines) for number in range(count))


def test_lines_take_the_place_of_the_former_with_a_rule_between_them_and_none_takes_no_room(qtbot: QtBot) -> None:
    lines = Lines(4)
    page = page_with(lines, qtbot)
    assert lines.isHidden()

    for count in (3, 2):
        filled(lines, count)
        shown = [words.text() for words in lines.findChildren(QLabel) if words.isVisible()]
        rules = [one for one in lines.findChildren(QFrame) if one.property("role") == "rule" and one.isVisible()]
        assert shown == [f"Línea {number}" for number in range(count)]
        assert len(rules) == count - 1

    filled(lines, 0)
    assert lines.isHidden()
    assert page.isVisible()


def test_many_lines_on_a_page_in_sight_are_laid_out_together(qtbot: QtBot) -> None:
    lines = Lines(4)
    page = page_with(lines, qtbot)
    resizes = Resizes(lines)

    filled(lines, 12)
    qtbot.waitUntil(lambda: lines.height() >= lines.sizeHint().height())

    assert page.isVisible()
    assert 0 < resizes.count <= 3


def test_what_is_shown_and_hidden_together_is_laid_out_at_the_end(qtbot: QtBot) -> None:
    lines, other = Lines(4), Lines(4)
    page = page_with(lines, qtbot)
    page.column.addWidget(other)
    filled(lines, 2)
    qtbot.waitUntil(lambda: lines.height() >= lines.sizeHint().height())
    resizes = Resizes(page.page)

    with page.laid_out_once():
        filled(other, 5)
        filled(lines, 0)
        assert resizes.count == 0

    qtbot.waitUntil(lambda: other.height() >= other.sizeHint().height() and not lines.isVisible())
    assert page.page.height() >= other.sizeHint().height()
