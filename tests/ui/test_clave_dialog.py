"""A clave for one file: typed twice, good enough, told beside its field."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from facilitador.ui.clave_dialog import NOT_THE_SAME, ClaveDialog
from tests.ui.accessibility import assert_accessible
from tests.ui.gestures import click, show, type_text

GOOD = "quinua-río-7-ñandú"


@pytest.fixture
def dialog(qtbot: QtBot) -> ClaveDialog:
    made = ClaveDialog(None)
    qtbot.addWidget(made)
    show(made)
    return made


def type_both(dialog: ClaveDialog, clave: str, again: str) -> None:
    for row, text in ((dialog.new, clave), (dialog.again, again)):
        row.control.edit.clear()  # type: ignore[attr-defined]
        type_text(row.control.edit, text)  # type: ignore[attr-defined]
    click(dialog.save_button)


def test_typed_twice_it_is_taken(dialog: ClaveDialog) -> None:
    type_both(dialog, GOOD, GOOD)

    assert (dialog.clave, dialog.result()) == (GOOD, QDialog.DialogCode.Accepted)


@pytest.mark.parametrize(("clave", "again"), [("corta", "corta"), ("1234567890", "1234567890"), ("", "")])
def test_a_weak_one_is_told_beside_it(dialog: ClaveDialog, clave: str, again: str) -> None:
    type_both(dialog, clave, again)

    assert dialog.new.has_problem
    assert (dialog.clave, dialog.isVisible()) == ("", True)
    assert_accessible(dialog)


def test_another_one_below_is_told_there_and_can_be_mended(dialog: ClaveDialog) -> None:
    type_both(dialog, GOOD, "otra-cosa-9-lejos")
    assert dialog.again.message == NOT_THE_SAME

    type_both(dialog, GOOD, GOOD)

    assert dialog.clave == GOOD
