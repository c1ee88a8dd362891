"""What was copied in the program leaves the clipboard; what others put there stays."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import shiboken6
from PySide6.QtGui import QClipboard, QGuiApplication
from PySide6.QtTest import QSignalSpy
from pytestqt.qtbot import QtBot

from facilitador.ui.clipboard_keeper import KEPT_MS, ClipboardKeeper

NAME = "Quispe Mamani, José"


@pytest.fixture
def clipboard(qtbot: QtBot) -> Iterator[QClipboard]:
    board = QGuiApplication.clipboard()
    yield board
    board.clear()


def test_half_a_minute_after_copying_it_is_empty(clipboard: QClipboard, qtbot: QtBot) -> None:
    keeper = ClipboardKeeper(clipboard, clipboard, owns=lambda: True, kept_ms=20)
    clipboard.setText(NAME)

    qtbot.waitUntil(lambda: clipboard.text() == "")

    assert KEPT_MS == 30_000
    shiboken6.delete(keeper)


def test_what_another_program_put_there_is_left_alone(clipboard: QClipboard, qtbot: QtBot) -> None:
    ours = True
    keeper = ClipboardKeeper(clipboard, clipboard, owns=lambda: ours, kept_ms=20)
    clipboard.setText(NAME)
    ours = False
    with qtbot.assertNotEmitted(clipboard.dataChanged, wait=80):
        pass
    keeper.clear()

    assert clipboard.text() == NAME
    shiboken6.delete(keeper)


def test_locking_does_not_wait(clipboard: QClipboard) -> None:
    keeper = ClipboardKeeper(clipboard, clipboard, owns=lambda: True)
    clipboard.setText(NAME)
    emptied = QSignalSpy(clipboard.dataChanged)

    keeper.clear()

    assert (clipboard.text(), emptied.count()) == ("", 1)
    shiboken6.delete(keeper)
