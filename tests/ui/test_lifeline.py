"""Other threads speak to an object of the window only while it lives."""

from __future__ import annotations

import threading

import shiboken6
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from facilitador.ui.lifeline import Lifeline

LATER = 10.0


def test_nothing_is_said_to_what_is_gone(qtbot: QtBot) -> None:
    owner, said = QObject(), list[str]()
    line = Lifeline(owner)
    line.say(lambda: said.append("while it lives"))
    shiboken6.delete(owner)
    line.say(lambda: said.append("too late"))
    assert said == ["while it lives"]


def test_what_is_being_said_is_said_before_it_goes(qtbot: QtBot) -> None:
    owner, told = QObject(), list[str]()
    line, begun, may_end = Lifeline(owner), threading.Event(), threading.Event()

    def word() -> None:
        begun.set()
        may_end.wait(LATER)
        told.append("said")

    speaking = threading.Thread(target=line.say, args=(word,))
    speaking.start()
    assert begun.wait(LATER)
    threading.Timer(0.05, may_end.set).start()
    shiboken6.delete(owner)
    told.append("gone")
    speaking.join(LATER)
    assert told == ["said", "gone"]
