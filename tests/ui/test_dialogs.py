"""Dialogs: verbs on buttons, Enter that never deletes, names that survive the file dialog."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton, QWidget

from facilitador.errors import UserFacingError
from facilitador.messages import message
from facilitador.ui.dialogs import FileKind, MessageDialog, WindowDialogs
from tests.ui.accessibility import assert_accessible
from tests.ui.gestures import click, press, show

PDF = FileKind("Documento PDF", ("pdf",))


@pytest.fixture
def parent(qtbot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    show(made)
    return made


def when_open(act) -> list[str]:  # type: ignore[no-untyped-def]
    """Do something to the dialog once it is open; gives back the texts of its buttons."""
    seen: list[str] = []

    def later() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, MessageDialog)
        assert_accessible(dialog)
        seen.extend(each.text() for each in dialog.findChildren(QPushButton))
        act(dialog)

    QTimer.singleShot(0, later)
    return seen


def press_button(text: str):  # type: ignore[no-untyped-def]
    return lambda dialog: click(next(each for each in dialog.findChildren(QPushButton) if each.text() == text))


def test_a_question_is_answered_by_its_verb(parent: QWidget) -> None:
    seen = when_open(press_button("Eliminar sesión"))
    assert WindowDialogs().confirm(parent, "¿Eliminar la sesión 4?", "Eliminar sesión", danger=True)
    assert seen == ["Cancelar", "Eliminar sesión"]


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Escape])
def test_neither_enter_nor_escape_deletes(parent: QWidget, key: Qt.Key) -> None:
    when_open(lambda dialog: press(dialog, key))
    assert not WindowDialogs().confirm(parent, "¿Eliminar la sesión 4?", "Eliminar sesión", danger=True)


def test_enter_takes_what_is_proposed(parent: QWidget) -> None:
    when_open(lambda dialog: press(dialog, Qt.Key.Key_Return))
    assert WindowDialogs().choose(parent, "¿Qué hacemos?", ("Guardar", "Seguir")) == "Guardar"


def test_another_verb_may_be_chosen_or_none(parent: QWidget) -> None:
    when_open(press_button("Seguir"))
    assert WindowDialogs().choose(parent, "¿Qué hacemos?", ("Guardar", "Seguir")) == "Seguir"
    when_open(press_button("Cancelar"))
    assert WindowDialogs().choose(parent, "¿Qué hacemos?", ("Guardar", "Seguir")) is None


def test_a_refusal_says_what_is_wrong_and_how_to_mend_it(parent: QWidget) -> None:
    words: list[str] = []
    when_open(lambda dialog: (words.append(dialog.accessibleName()), press(dialog, Qt.Key.Key_Return)))
    WindowDialogs().refuse(parent, UserFacingError("group_full", limit=15))
    assert words == [message("group_full", {"limit": 15}).text]


def test_a_kind_of_file_is_told_to_qt() -> None:
    assert FileKind("Hojas de cálculo", ("xlsx", "csv")).pattern == "Hojas de cálculo (*.xlsx *.csv)"


def test_saving_adds_the_ending_and_proposes_a_name(
    parent: QWidget, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    QApplication.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs, True)
    monkeypatch.setattr(QFileDialog, "exec", lambda self: QFileDialog.DialogCode.Accepted)
    path = WindowDialogs().save_file(parent, "Guardar las fichas", PDF, tmp_path / "fichas")
    assert path == tmp_path / "fichas.pdf"
