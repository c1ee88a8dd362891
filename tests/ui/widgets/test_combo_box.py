"""A closed list is found by typing, whatever accents."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from facilitador.ui.widgets.combo_box import ComboBox
from tests.ui.gestures import show


@pytest.mark.parametrize(
    ("typed", "found"), [("o", "Óscar Ñahui"), ("oscar n", "Óscar Ñahui"), ("n", "Ñusta"), ("rosa", "Rosa"), ("x", "—")]
)
def test_typing_finds_the_line_that_starts_so(qtbot: QtBot, typed: str, found: str) -> None:
    box = ComboBox()
    qtbot.addWidget(box)
    box.addItems(["—", "Ñusta", "Óscar Ñahui", "Rosa"])
    show(box)
    box.setFocus()
    chosen: list[int] = []
    box.activated.connect(chosen.append)

    QTest.keyClicks(box, typed)

    assert box.currentText() == found
    assert not box.view().isVisible()
    assert bool(chosen) is (found != "—")


def test_the_same_letter_again_finds_the_next_one(qtbot: QtBot) -> None:
    box = ComboBox()
    qtbot.addWidget(box)
    box.addItems(["—", "Áurea", "Ana"])
    box._typing.invalidate()
    QTest.keyClick(box, Qt.Key.Key_A)
    assert box.currentText() == "Áurea"
    box._typing.invalidate()
    QTest.keyClick(box, Qt.Key.Key_A)
    assert box.currentText() == "Ana"
