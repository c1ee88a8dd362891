"""The unlock page, by keys and clicks."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from facilitador.ui.screens.unlock.new_clave import NewClaveScreen
from facilitador.ui.screens.unlock.screen import PersonChoice, UnlockScreen
from tests.ui.accessibility import assert_accessible
from tests.ui.gestures import click, press, show, type_text

BOOKS = [Path("/libros/Huamanga.cuaderno"), Path("/libros/Los martes.cuaderno")]
ROSA, JUAN = PersonChoice(UUID(int=1), "Rosa Quispe"), PersonChoice(UUID(int=2), "Juan Ñahui")


@pytest.fixture
def unlock(qtbot) -> UnlockScreen:
    made = UnlockScreen(BOOKS, [ROSA, JUAN])
    qtbot.addWidget(made)
    show(made)
    return made


def wishes(unlock: UnlockScreen) -> list[tuple[UUID, str]]:
    heard: list[tuple[UUID, str]] = []
    unlock.unlock_requested.connect(lambda person, clave: heard.append((person, clave)))
    return heard


def test_person_clave_enter(unlock: UnlockScreen) -> None:
    heard = wishes(unlock)
    unlock.focus_first()
    assert unlock.person.hasFocus()
    press(unlock.person, Qt.Key.Key_Down)
    press(unlock.person, Qt.Key.Key_Down)
    press(unlock.person, Qt.Key.Key_Tab)
    type_text(unlock.clave.edit, " ñandú y cerro ")
    press(unlock.clave.edit, Qt.Key.Key_Return)
    assert heard == [(JUAN.id, " ñandú y cerro ")]


def test_who_opened_last_only_types_her_clave(unlock: UnlockScreen) -> None:
    heard = wishes(unlock)
    unlock.set_people([ROSA, JUAN], last=ROSA.id)
    unlock.focus_first()
    assert unlock.clave.edit.hasFocus()
    type_text(unlock.clave.edit, "x")
    click(unlock.open_button)
    assert heard == [(ROSA.id, "x")]


def test_who_is_alone_is_chosen(unlock: UnlockScreen) -> None:
    unlock.set_people([JUAN])
    assert unlock.person.currentText() == "Juan Ñahui"


def test_what_is_missing_is_said(unlock: UnlockScreen) -> None:
    heard = wishes(unlock)
    click(unlock.open_button)
    assert unlock.message.text == "Elija su nombre."
    press(unlock.person, Qt.Key.Key_Down)
    click(unlock.open_button)
    assert unlock.message.text == "Escriba su clave."
    assert heard == []


def test_a_refusal_says_why_and_empties_the_clave(unlock: UnlockScreen) -> None:
    unlock.set_people([ROSA])
    type_text(unlock.clave.edit, "equivocada")
    unlock.set_busy(True)
    assert unlock.open_button.text() == "Abriendo…"
    unlock.refuse("La clave no abre este cuaderno.")
    assert unlock.message.text == "La clave no abre este cuaderno."
    assert unlock.clave.value() is None
    assert unlock.clave.edit.hasFocus()
    assert unlock.open_button.text() == "Abrir"


def test_while_the_key_is_computed_nothing_is_asked_twice(unlock: UnlockScreen) -> None:
    heard = wishes(unlock)
    unlock.set_people([ROSA])
    type_text(unlock.clave.edit, "x")
    unlock.set_busy(True)
    unlock.clave.edit.returnPressed.emit()
    click(unlock.open_button)
    assert heard == []


def test_another_book_is_chosen(unlock: UnlockScreen, qtbot) -> None:
    unlock.book.setFocus()
    with qtbot.waitSignal(unlock.book_chosen) as chosen:
        press(unlock.book, Qt.Key.Key_Down)
    assert chosen.args == [BOOKS[1]]


def test_a_book_nobody_can_be_named_for_cannot_be_opened(unlock: UnlockScreen) -> None:
    unlock.set_people([])
    assert not unlock.open_button.isEnabled()
    assert not unlock.clave.edit.isEnabled()


def test_other_ways(unlock: UnlockScreen, qtbot) -> None:
    with qtbot.waitSignal(unlock.recovery_requested):
        click(unlock.recovery_button)
    with qtbot.waitSignal(unlock.other_book_requested):
        click(unlock.other_button)


def test_everything_has_a_name(unlock: UnlockScreen) -> None:
    assert_accessible(unlock)


@dataclass
class Verdict:
    level: str = "good"
    hints: tuple[str, ...] = ()


@pytest.fixture
def recovery(qtbot) -> NewClaveScreen:
    made = NewClaveScreen(lambda clave: Verdict(), [ROSA, JUAN])
    qtbot.addWidget(made)
    show(made)
    return made


def test_the_recovery_code_sets_a_new_clave(recovery: NewClaveScreen, qtbot) -> None:
    assert_accessible(recovery)
    press(recovery.person, Qt.Key.Key_Down)
    type_text(recovery.code.edit, "abcd efgh")
    type_text(recovery.clave.edit, "una clave larga")
    type_text(recovery.again.edit, "una clave larga")
    with qtbot.waitSignal(recovery.recovery_requested) as wished:
        press(recovery.again.edit, Qt.Key.Key_Return)
    assert wished.args == [JUAN.id, "abcd efgh", "una clave larga"]


def test_two_claves_must_be_the_same(recovery: NewClaveScreen, qtbot) -> None:
    type_text(recovery.code.edit, "abcd")
    type_text(recovery.clave.edit, "una clave larga")
    type_text(recovery.again.edit, "otra clave larga")
    with qtbot.assertNotEmitted(recovery.recovery_requested):
        click(recovery.accept_button)
    assert recovery.again_row.has_problem


@pytest.mark.parametrize(
    ("typed", "said"), [("", "Escriba el código de recuperación."), ("ab", "Escriba la clave nueva.")]
)
def test_what_is_missing_for_recovery_is_said(recovery: NewClaveScreen, typed: str, said: str) -> None:
    type_text(recovery.code.edit, typed)
    click(recovery.accept_button)
    assert recovery.message.text == said


def test_a_temporary_clave_is_replaced_without_a_code(qtbot) -> None:
    screen = NewClaveScreen(lambda clave: Verdict())
    qtbot.addWidget(screen)
    show(screen)
    assert not screen.code.isVisible()
    type_text(screen.clave.edit, "una clave larga")
    type_text(screen.again.edit, "una clave larga")
    with qtbot.waitSignal(screen.change_requested) as wished:
        click(screen.accept_button)
    assert wished.args == ["una clave larga"]
    screen.set_busy(True)
    screen.refuse("Es muy común.")
    assert screen.message.text == "Es muy común."
    assert screen.clave.value() == "una clave larga"


START = """
import sys
from pathlib import Path
from uuid import UUID
from facilitador.ui.settings import SettingsFile
from facilitador.ui.app import make_application
app = make_application([], SettingsFile(Path(sys.argv[1])).current)
from facilitador.ui.window import Window
from facilitador.ui.screens.unlock.screen import PersonChoice, UnlockScreen
window = Window()
page = UnlockScreen([Path("x.cuaderno")], [PersonChoice(UUID(int=1), "Rosa")])
window.show_page(page)
page.focus_first()
window.show()
app.processEvents()
heavy = {"reportlab", "sqlalchemy", "sqlcipher3", "msgspec", "alembic", "phonenumbers", "nacl", "rapidfuzz", "zxcvbn"}
names = set(sys.modules)
found = {name.split(".")[0] for name in names} & heavy | names & {"PySide6.QtSvg", "PySide6.QtNetwork"}
print(sorted(found))
print("facilitador.ui.main_window" in names, "facilitador.use_cases" in names, app.focusWidget() is page.clave.edit)
"""


def test_the_unlock_page_is_painted_before_anything_heavy_is_imported(tmp_path: Path) -> None:
    root = Path(__file__).resolve().parents[3]
    done = subprocess.run(
        [sys.executable, "-c", START, str(tmp_path)], capture_output=True, text=True, timeout=60, cwd=root, check=True
    )
    assert done.stdout.splitlines() == ["[]", "False False True"]


def test_the_clave_is_nowhere_in_what_a_screen_reader_is_told(unlock: UnlockScreen) -> None:
    from PySide6.QtGui import QAccessible

    type_text(unlock.clave.edit, "secreto")
    QApplication.processEvents()
    told = QAccessible.queryAccessibleInterface(unlock.clave.edit)
    assert "secreto" not in told.text(QAccessible.Text.Value) + told.text(QAccessible.Text.Name)
