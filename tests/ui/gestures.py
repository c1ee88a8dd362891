"""What a person does with keyboard and mouse."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget


def type_text(widget: QWidget, text: str) -> None:
    """Type any letters. QTest.keyClicks aborts the process on á, ñ, ü and ʼ, hence the events made by hand."""
    for letter in text:
        key = Qt.Key.Key_unknown
        if letter.isascii():
            sequence = QKeySequence(letter.upper())
            if sequence.count():
                key = sequence[0].key()
        modifiers = Qt.KeyboardModifier.ShiftModifier if letter.isupper() else Qt.KeyboardModifier.NoModifier
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(widget, QKeyEvent(kind, key, modifiers, letter))


def press(widget: QWidget, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Press and release one key."""
    QTest.keyClick(widget, key, modifiers)


def click(widget: QWidget) -> None:
    """Click in the middle of a widget."""
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)


def show(widget: QWidget) -> None:
    """Show a widget as the active window, so that focus works as it does for a person."""
    widget.show()
    widget.activateWindow()
    QTest.qWaitForWindowActive(widget)
