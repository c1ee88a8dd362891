"""Back to a copy, from the click to the file and back: from the page of the clave, from a torn book, from inside."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from facilitador.db.salvaging import SalvagedTable
from facilitador.ui.main_window import MainWindow
from facilitador.ui.opening import GO_BACK
from facilitador.ui.periodic_copies import EVERY_MS, PeriodicCopies
from facilitador.ui.restoring import RESTORE_NOW, SALVAGE_NOW, USE_SALVAGED
from facilitador.ui.screen import Destination
from facilitador.ui.screens.backups import screen as backups_screen
from facilitador.ui.screens.backups.screen import BackupsScreen
from facilitador.ui.screens.home.screen import HomeScreen
from facilitador.ui.screens.restore.screen import WITH_CODE, RestoreScreen
from facilitador.ui.screens.restore.words import parts_lost
from facilitador.ui.screens.unlock.screen import UnlockScreen
from facilitador.use_cases import books
from facilitador.use_cases.access_keys import KeyDesk
from facilitador.use_cases.backups import BackupDesk
from facilitador.use_cases.books import Environment
from facilitador.use_cases.open_book import OpenBook
from facilitador.use_cases.participants import Participants
from facilitador.use_cases.restoring import Salvage
from tests.books import PASSPHRASE, environment, template_books
from tests.ui.accessibility import assert_accessible
from tests.ui.gestures import click, press, type_text
from tests.ui.scripted_dialogs import ScriptedDialogs
from tests.ui.test_program import LATER, Stage, book_file, stage
from tests.use_cases.scenes import ficha, register

__all__ = ["book_file", "environment", "stage", "template_books"]


@pytest.fixture
def path(book_file: Path, environment: Environment) -> Path:
    """A closed book of two men, of whom the only copy knows one."""
    person = books.inspect(book_file, environment).people[0]
    book = books.open_with_passphrase(book_file, person.id, PASSPHRASE, environment).result()
    register(book, ficha(1))
    BackupDesk(book).copy().result()
    register(book, ficha(2))
    book.close()
    return book_file


def men(stage: Stage) -> int:
    lease = stage.program._lease
    assert lease is not None
    return len(lease.book.ask(Participants()).result())


def restore_page(stage: Stage) -> RestoreScreen:
    page = stage.page(RestoreScreen)
    stage.qtbot.waitUntil(lambda: page.found.text() != "Buscando copias…", timeout=LATER)
    return page


def listed(stage: Stage, page: RestoreScreen, secret: str = PASSPHRASE) -> list[QPushButton]:
    type_text(page.secret.edit, secret)
    press(page.secret.edit, Qt.Key.Key_Return)
    stage.qtbot.waitUntil(lambda: page.bar.isHidden() and bool(page._choosing or page.message.text), timeout=LATER)
    return [one for one in page._choosing if isinstance(one, QPushButton)]


def test_from_the_page_of_the_clave_to_the_book_as_it_was(stage: Stage, path: Path, dialogs: ScriptedDialogs) -> None:
    stage.start(path)
    click(stage.unlock_page().restore_button)
    page = restore_page(stage)
    assert "Se encontró una copia." in page.found.text()
    assert_accessible(page)
    (choice,) = listed(stage, page)
    assert_accessible(page)
    dialogs.answers = [RESTORE_NOW]
    click(choice)
    stage.page(MainWindow)
    assert men(stage) == 1
    assert len(list(path.parent.glob("*.anterior-*"))) == 2, "the book of before, and its keys"


@pytest.mark.parametrize("state", ["missing", "torn"])
def test_a_book_that_is_gone_or_torn_leads_to_its_copies(
    stage: Stage, path: Path, dialogs: ScriptedDialogs, state: str
) -> None:
    path.unlink() if state == "missing" else path.write_bytes(path.read_bytes()[:9001])
    stage.start(path)
    unlock = stage.unlock_page()
    assert unlock.offer_button.text() == GO_BACK
    click(unlock.offer_button)
    page = restore_page(stage)
    assert page.trouble.text
    assert page.salvage_card.isVisible() == (state == "torn")
    (choice,) = listed(stage, page)
    dialogs.answers = [RESTORE_NOW]
    click(choice)
    stage.page(MainWindow)
    assert men(stage) == 1
    assert bool(list(path.parent.glob("*.dañado-*"))) == (state == "torn")


def test_a_damaged_book_is_saved_row_by_row_and_the_person_decides(
    stage: Stage, path: Path, dialogs: ScriptedDialogs
) -> None:
    torn = path.read_bytes() + b"half a page"
    path.write_bytes(torn)
    stage.start(path)
    click(stage.unlock_page().offer_button)
    page = restore_page(stage)
    type_text(page.secret.edit, PASSPHRASE)
    dialogs.answers = [SALVAGE_NOW]
    click(page.salvage_button)
    stage.qtbot.waitUntil(page.salvaged.isVisible, timeout=LATER)
    assert page.salvaged_words.text() == "Se rescató todo lo que había en el cuaderno."
    assert path.read_bytes() == torn, "nothing was decided yet"
    assert_accessible(page)
    dialogs.answers = [USE_SALVAGED]
    click(page.use_button)
    stage.page(MainWindow)
    assert men(stage) == 2


def test_from_inside_the_book_is_closed_first(stage: Stage, path: Path, dialogs: ScriptedDialogs) -> None:
    stage.start(path)
    stage.unlock()
    screen = backups(stage)
    dialogs.answers = [None]
    click(screen.restore_button)
    assert isinstance(stage.window.centralWidget(), MainWindow), "she thought better of it"
    dialogs.answers = [backups_screen.GO_BACK]
    click(screen.restore_button)
    page = restore_page(stage)
    click(page.back_button)
    assert isinstance(stage.page(UnlockScreen), UnlockScreen)


def test_a_wrong_clave_says_so_and_changes_nothing(stage: Stage, path: Path) -> None:
    before = path.read_bytes()
    stage.start(path)
    click(stage.unlock_page().restore_button)
    page = restore_page(stage)
    assert listed(stage, page, "no es esta") == []
    assert "La clave no es correcta" in page.message.text
    assert path.read_bytes() == before


def test_the_code_of_then_serves_where_no_clave_does(
    stage: Stage, path: Path, environment: Environment, dialogs: ScriptedDialogs
) -> None:
    person = books.inspect(path, environment).people[0]
    book = books.open_with_passphrase(path, person.id, PASSPHRASE, environment).result()
    code = "-".join(code_of(book, environment))
    BackupDesk(book).copy().result()
    book.close()
    path.unlink()
    stage.start(path)
    click(stage.unlock_page().offer_button)
    page = restore_page(stage)
    page.person.setCurrentIndex(page.person.findText(WITH_CODE))
    assert page.secret_row.caption.text() == "El código de recuperación"
    choices = listed(stage, page, code)
    dialogs.answers = [RESTORE_NOW]
    click(choices[0])
    assert "La copia está en su lugar" in stage.page(UnlockScreen).message.text
    assert path.is_file()


def test_copies_elsewhere_are_pointed_at(stage: Stage, path: Path, dialogs: ScriptedDialogs, tmp_path: Path) -> None:
    elsewhere = tmp_path / "memoria"
    (path.parent / "respaldos").rename(elsewhere)
    stage.start(path)
    click(stage.unlock_page().restore_button)
    page = restore_page(stage)
    assert "No se encontró ninguna copia." in page.found.text()
    assert not page.look_button.isEnabled()
    dialogs.answers = [elsewhere]
    click(page.folder_button)
    stage.qtbot.waitUntil(page.look_button.isEnabled, timeout=LATER)
    assert len(listed(stage, page)) == 1


def test_a_copy_is_tried_and_the_page_says_that_it_serves(stage: Stage, path: Path) -> None:
    stage.start(path)
    stage.unlock()
    screen = backups(stage)
    stage.qtbot.waitUntil(lambda: "Todavía no se probó" in screen.rehearsed_words.text(), timeout=LATER)
    click(screen.rehearse_button)
    stage.qtbot.waitUntil(lambda: "La copia sirve" in screen.message.text, timeout=LATER)
    stage.qtbot.waitUntil(lambda: "Última prueba" in screen.rehearsed_words.text(), timeout=LATER)


def test_while_somebody_works_a_copy_is_made_and_quietly_said(stage: Stage, path: Path) -> None:
    stage.start(path)
    stage.unlock()
    main = stage.page(MainWindow)
    assert stage.program._desk is not None
    session = stage.program._desk.session
    assert session is not None
    (copies,) = session.findChildren(PeriodicCopies)
    assert (copies._timer.interval(), copies._timer.isActive()) == (EVERY_MS, True)
    with stage.qtbot.waitSignal(copies.made, timeout=LATER):
        copies._timer.timeout.emit()
    assert main.pill.text() == "Copia guardada"
    assert len(list((path.parent / "respaldos").glob("*.facilitador"))) == 2
    copies.copy()
    stage.qtbot.waitUntil(lambda: not copies._background.busy, timeout=LATER)
    assert len(list((path.parent / "respaldos").glob("*.facilitador"))) == 2, "nothing changed"


def backups(stage: Stage) -> BackupsScreen:
    main = stage.page(MainWindow)
    main.navigator.go(Destination("copies"))
    screen = main.navigator.screen
    assert isinstance(screen, BackupsScreen)
    stage.qtbot.waitUntil(screen.rehearse_button.isEnabled, timeout=LATER)
    return screen


def code_of(book: OpenBook, environment: Environment) -> tuple[str, ...]:
    return KeyDesk(book, environment).renew_recovery_code().result().groups


def test_home_always_says_how_old_the_copy_on_the_stick_is(stage: Stage, path: Path, tmp_path: Path) -> None:
    stage.start(path)
    stage.unlock()
    home = stage.page(MainWindow).navigator.screen
    assert isinstance(home, HomeScreen)
    assert home.copy_age.isHidden()
    stick = tmp_path / "memoria"
    stick.mkdir()
    lease = stage.program._lease
    assert lease is not None
    BackupDesk(lease.book).choose_second(stick).result()
    home._something_changed()
    stage.qtbot.waitUntil(lambda: home.copy_age.text() == "Última copia en el segundo lugar: hoy.", timeout=LATER)


def test_what_nobody_can_count_is_not_called_nothing() -> None:
    tables = (SalvagedTable("consents", 37, 23), SalvagedTable("sessions", 0, None))
    assert parts_lost(Salvage(Path("x"), tables)) == [
        "Se rescataron 37 filas. No se pudo leer todo:",
        "• Fichas de participantes: faltan 23 de 60.",
        "• Sesiones y bitácoras: se leyeron 0 y no se sabe cuántas más había.",
    ]
