"""A recovery code that is not on paper yet outlives a lock, for its own person only and not for long."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

import pytest
from pytestqt.qtbot import QtBot

from facilitador.ui.main_window import MainWindow
from facilitador.ui.recovery_steps import RecoverySteps
from facilitador.ui.screen import Destination
from facilitador.ui.screens.access.screen import AccessScreen
from facilitador.ui.screens.home.screen import HomeScreen
from facilitador.ui.screens.unlock.screen import UnlockScreen
from facilitador.ui.shown_codes import KEPT_MS, ShownCode, ShownCodes
from facilitador.use_cases import books
from facilitador.use_cases.prints import recovery_sheet
from facilitador.use_cases.recovery_proofs import RecoveryProof
from tests.ui.gestures import click, type_text
from tests.ui.test_program import LATER, Stage, book_file, environment, stage, template_books

__all__ = ["book_file", "environment", "stage", "template_books"]

ROSA, ELENA = UUID(int=1), UUID(int=2)
BOOK = Path("/cuadernos/uno.facilitador")
SHEET = recovery_sheet("Centro", "Lima", "Rosa", ("ABCD", "EFGH"))
CODE = ShownCode(("ABCD", "EFGH"), SHEET, "Este es el código.", "Hecho.")


def test_only_its_person_on_its_book_finds_it(qtbot: QtBot) -> None:
    codes = ShownCodes()
    codes.of(BOOK, ROSA).put(CODE)

    assert codes.of(BOOK, ROSA).code is CODE
    assert codes.of(BOOK, ELENA).code is None
    assert codes.of(Path("/cuadernos/otro.facilitador"), ROSA).code is None
    codes.of(BOOK, ELENA).forget()
    assert codes.waiting, "nobody else makes it go"
    codes.of(BOOK, ROSA).forget()
    assert not codes.waiting


def test_it_does_not_wait_for_ever(qtbot: QtBot) -> None:
    codes = ShownCodes()
    codes.of(BOOK, ROSA).put(CODE)
    assert 0 < codes._timer.remainingTime() <= KEPT_MS

    codes._timer.timeout.emit()

    assert codes.of(BOOK, ROSA).code is None


def test_it_is_not_told_by_repr() -> None:
    assert "ABCD" not in repr(CODE)


def show_code(stage: Stage, book_file: Path) -> AccessScreen:
    stage.start(book_file)
    stage.unlock()
    stage.page(MainWindow).navigator.go(Destination("access"))
    screen = access(stage)
    stage.qtbot.waitUntil(lambda: bool(screen.overview.cards), timeout=LATER)
    screen.open_renewal()
    click(screen.page.accept_button)  # type: ignore[union-attr]
    stage.qtbot.waitUntil(lambda: isinstance(screen.page, RecoverySteps), timeout=LATER)
    return screen


def access(stage: Stage) -> AccessScreen:
    screen = stage.page(MainWindow).navigator.screen
    assert isinstance(screen, AccessScreen)
    return screen


def groups_of(screen: AccessScreen) -> tuple[str, ...]:
    assert isinstance(screen.page, RecoverySteps)
    assert isinstance(screen.page._proof, RecoveryProof)
    return screen.page._proof.code_groups


def lock(stage: Stage) -> None:
    assert stage.program._desk is not None
    stage.program._desk.lock("idle")
    stage.page(UnlockScreen)


def test_a_lock_hides_it_and_unlocking_returns_to_it_until_it_is_on_paper(
    stage: Stage, book_file: Path, environment: books.Environment
) -> None:
    groups = groups_of(show_code(stage, book_file))
    lock(stage)
    assert not any(one.isVisible() for one in stage.window.findChildren(RecoverySteps))
    stage.unlock()

    screen = access(stage)
    assert groups_of(screen) == groups
    steps = screen.page
    assert isinstance(steps, RecoverySteps)
    click(steps.have_button)
    for number, field in steps.proof_page.fields.items():
        type_text(field.edit, groups[number - 1])
    click(steps.check_button)
    stage.qtbot.waitUntil(lambda: screen.page is None, timeout=LATER)

    lock(stage)
    stage.unlock()
    assert isinstance(stage.page(MainWindow).navigator.screen, HomeScreen)


def test_given_up_it_does_not_come_back(stage: Stage, book_file: Path) -> None:
    show_code(stage, book_file)
    stage.dialogs.answers.append("Salir igual")
    stage.page(MainWindow).navigator.go(Destination("home"))

    lock(stage)
    stage.unlock()
    assert isinstance(stage.page(MainWindow).navigator.screen, HomeScreen)


@pytest.mark.parametrize("locked", [False, True])
def test_closing_the_window_asks_first(stage: Stage, book_file: Path, locked: bool) -> None:
    show_code(stage, book_file)
    if locked:
        lock(stage)
    stage.dialogs.answers += [None]

    assert not stage.window.close()
    assert stage.left == []

    stage.dialogs.answers += ["Cerrar igual"]
    stage.window.close()
    stage.qtbot.waitUntil(lambda: stage.left == [True], timeout=LATER)
