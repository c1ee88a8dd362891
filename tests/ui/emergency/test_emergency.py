"""Whom to call, one key away: over everything of the program, locked or not, never where the group looks (6.2.7)."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import TypeVar

import pytest
import shiboken6
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QMenu, QWidget
from pytestqt.qtbot import QtBot

from facilitador import bootstrap
from facilitador.domain.emergency_contacts import EmergencyContact, Nearness, national_contacts
from facilitador.domain.roles import Role
from facilitador.exchange.emergency_copies import FILE_NAME, encoded
from facilitador.reference import directory
from facilitador.ui.dialogs import MessageDialog
from facilitador.ui.emergency.cards import TO_VERIFY, ContactCard
from facilitador.ui.emergency.desk import EmergencyDesk
from facilitador.ui.emergency.page import EmergencyPage
from facilitador.ui.main_window import MainWindow
from facilitador.ui.outside import Outside
from facilitador.ui.program import Program
from facilitador.ui.screens.unlock.screen import UnlockScreen
from facilitador.ui.screens.welcome.screen import WelcomeScreen
from facilitador.ui.session_mode.projection import Projection
from facilitador.ui.settings import SettingsFile
from facilitador.ui.theme import Appearance
from facilitador.ui.window import Window
from facilitador.use_cases.books import Environment
from facilitador.use_cases.directory import AddDirectoryEntry
from tests.books import NOW, PASSPHRASE, TODAY, environment, template_books
from tests.screens import inspection
from tests.ui.gestures import click, press, show, type_text
from tests.ui.scripted_dialogs import ScriptedDialogs
from tests.ui.session_mode.screens_at_hand import ALONE, LAPTOP, MIRRORED, PROJECTOR, ScreensAtHand, slides

__all__ = ["environment", "template_books"]

P = TypeVar("P", bound=QWidget)
LATER = 10_000
POLICE = EmergencyContact(
    name="Comisaría de Ñahuimpuquio",
    purpose="Peligro ahora",
    numbers=("987 654 321",),
    hours="A toda hora",
    place="Lima, Lima",
    address="Jr. Los Molles 12",
    notice="Tocar la campana.",
    verified_on=TODAY,
    nearness=Nearness.DISTRICT,
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The program's own folder, with the copy that a book left."""
    made = tmp_path / "app-data"
    made.mkdir()
    (made / FILE_NAME).write_bytes(encoded([POLICE]))
    return made


@pytest.fixture
def window(qtbot: QtBot) -> Window:
    """The window with a page that names a man."""
    made = Window()
    made.show_page(QLineEdit("Quispe Mamani, José"))
    qtbot.addWidget(made, before_close_func=end)
    show(made)
    return made


def end(window: QWidget) -> None:
    going_on = Projection.of(window)
    if going_on is not None:
        going_on.end()


@pytest.fixture
def desk(window: Window, folder: Path) -> Iterator[EmergencyDesk]:
    made = EmergencyDesk(window, folder, lambda: TODAY)
    yield made
    made.leave()


def f12(window: QWidget) -> None:
    """Press the key where the keyboard is, as the system hands it to the window."""
    for _ in range(100):
        if QApplication.focusWindow() is window.windowHandle():
            break
        QApplication.processEvents()
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_F12)


def seen(desk: EmergencyDesk) -> bool:
    return desk.page is not None and desk.page.isVisible()


def texts(page: EmergencyPage) -> str:
    return "\n".join(label.text() for label in page.findChildren(QLabel) if label.isVisible())


def page_of(desk: EmergencyDesk) -> EmergencyPage:
    assert desk.page is not None
    assert desk.page.isVisible()
    return desk.page


# -- what it shows ----------------------------------------------------------------------------------------------------


@pytest.mark.directive("6.2.7")
def test_the_key_shows_whom_to_call_without_any_book(window: Window, desk: EmergencyDesk) -> None:
    f12(window)
    told = texts(page_of(desk))
    for wanted in (
        *("105", "100", "116", "987 654 321", "Comisaría de Ñahuimpuquio"),
        "Sin señal: Tocar la campana.",
        "En el distrito: Jr. Los Molles 12, Lima, Lima",
        "A toda hora",
        "Comprobado el 20/11/2026",
    ):
        assert wanted in told
    assert "Quispe" not in told


@pytest.mark.directive("6.2.7")
def test_what_was_not_checked_for_half_a_year_says_so(qtbot: QtBot) -> None:
    for day, doubt in ((TODAY, False), (date(2026, 5, 24), False), (date(2026, 5, 23), True), (None, True)):
        contact = EmergencyContact("Posta", "Salud", ("105",), verified_on=day)
        card = ContactCard(contact, TODAY, "number")
        qtbot.addWidget(card)
        assert card.checked.startswith(TO_VERIFY) is doubt
        assert (TO_VERIFY in card.accessibleName()) is doubt


@pytest.mark.directive("6.2.7")
@pytest.mark.parametrize("percent", [100, 150])
def test_figures_are_read_from_two_metres(
    window: Window, desk: EmergencyDesk, dress: Callable[[Appearance, int], None], percent: int
) -> None:
    dress(Appearance.LIGHT, percent)
    f12(window)
    page = page_of(desk)
    sizes = {
        (label.text(), label.property("role")): label.fontInfo().pointSizeF() for label in page.findChildren(QLabel)
    }
    # 29 points: a figure 7 mm high, which is 12 minutes of arc from two metres; sharp eyes need five
    assert sizes["987 654 321", "number"] >= 29
    assert min(sizes[number, "first_number"] for number in ("105", "100", "106", "116")) >= 44


def test_a_page_without_a_copy_says_where_they_are_written_down(window: Window, tmp_path: Path) -> None:
    desk = EmergencyDesk(window, tmp_path / "nothing", lambda: TODAY)
    f12(window)
    assert "Directorio" in page_of(desk).nobody.text()
    assert page_of(desk).nobody.isVisible()
    assert "105" in texts(page_of(desk))
    desk.leave()


@pytest.mark.parametrize("size", [(1366, 768, 100), (1024, 768, 150)])
def test_whoever_hears_or_reads_large_is_left_out_of_nothing(
    qtbot: QtBot, dress: Callable[[Appearance, int], None], size: tuple[int, int, int]
) -> None:
    width, height, percent = size
    dress(Appearance.LIGHT, percent)
    page = EmergencyPage()
    qtbot.addWidget(page)
    page.show_contacts(national_contacts(directory().lines), [POLICE] * 5, TODAY, demo=True)
    page.resize(width, height)
    show(page)
    assert inspection.everything(page) == []
    assert page.page.horizontalScrollBar().maximum() == 0


# -- the ways in and out ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", [Qt.Key.Key_Escape, Qt.Key.Key_F12])
def test_it_closes_with_one_key_and_the_keyboard_is_where_it_was(
    window: Window, desk: EmergencyDesk, key: Qt.Key, qtbot: QtBot
) -> None:
    window.centralWidget().setFocus()
    f12(window)
    QTest.keyClick(page_of(desk).windowHandle(), key)
    assert not seen(desk)
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is window.centralWidget())


def test_the_red_button_does_the_same_and_stands_on_pages_without_one(window: Window, desk: EmergencyDesk) -> None:
    assert window.emergency_button.isVisible()
    click(window.emergency_button)
    click(page_of(desk).close_button)
    assert not seen(desk)


@pytest.mark.directive("6.2.7")
def test_it_stands_over_a_dialog_that_blocks_everything_and_takes_the_keyboard(
    window: Window, desk: EmergencyDesk, qtbot: QtBot
) -> None:
    below = MessageDialog(window, "¿Eliminar la sesión?", "", ("Eliminar",), danger=True)
    below.setWindowModality(Qt.WindowModality.ApplicationModal)
    qtbot.addWidget(below)
    show(below)
    f12(below)
    page = page_of(desk)
    assert QApplication.activeModalWidget() is page
    assert page.windowHandle().transientParent() is below.windowHandle()
    QTest.keyClick(page.windowHandle(), Qt.Key.Key_Escape)
    assert not seen(desk)
    assert below.isVisible()
    assert QApplication.activeModalWidget() is below


def test_a_menu_gives_way(window: Window, desk: EmergencyDesk) -> None:
    menu = QMenu(window)
    menu.addAction("Colores")
    menu.popup(window.mapToGlobal(QPoint(20, 20)))
    desk.show()
    assert not menu.isVisible()
    assert seen(desk)


def test_arrows_and_the_space_bar_scroll(window: Window, desk: EmergencyDesk, folder: Path) -> None:
    (folder / FILE_NAME).write_bytes(encoded([POLICE] * 20))
    f12(window)
    page = page_of(desk)
    bar = page.page.verticalScrollBar()
    press(page, Qt.Key.Key_Down)
    assert bar.value() > 0
    press(page, Qt.Key.Key_PageDown)
    further = bar.value()
    press(page, Qt.Key.Key_Up)
    assert 0 < bar.value() < further


# -- while something is projected -------------------------------------------------------------------------------------


@pytest.fixture
def project(window: Window) -> Callable[..., Projection]:
    def begin(*screens: object) -> Projection:
        displays = ScreensAtHand(*screens)  # type: ignore[arg-type]
        projection = Projection(window, slides(), displays)
        displays.setParent(projection)
        projection.displays = displays  # type: ignore[attr-defined]
        projection.begin()
        return projection

    return begin


@pytest.mark.directive("6.2.7")
@pytest.mark.parametrize("screens", [(ALONE,), (LAPTOP, MIRRORED)])
def test_the_group_never_sees_it(
    desk: EmergencyDesk, project: Callable[..., Projection], screens: tuple[object, ...]
) -> None:
    projection = project(*screens)
    f12(projection.projector)
    assert not seen(desk)
    projection.end()
    desk.show()
    assert seen(desk)


@pytest.mark.directive("6.2.7")
def test_the_team_sees_it_on_its_own_side(
    window: Window, desk: EmergencyDesk, project: Callable[..., Projection]
) -> None:
    projection = project(LAPTOP, PROJECTOR)
    show(projection.projector)
    f12(projection.projector)
    page = page_of(desk)
    assert page.windowHandle().transientParent() is window.windowHandle()
    assert page.geometry() == window.geometry()
    assert projection.projector.isVisible()


def test_screens_that_become_one_take_it_away(
    window: Window, desk: EmergencyDesk, project: Callable[..., Projection]
) -> None:
    projection = project(LAPTOP, PROJECTOR)
    f12(window)
    assert seen(desk)
    projection.displays.become(LAPTOP, MIRRORED)  # type: ignore[attr-defined]
    assert not seen(desk)


# -- through the life of a book ---------------------------------------------------------------------------------------


class Stage:
    """The program on a machine where another book left its copy."""

    def __init__(self, qtbot: QtBot, folder: Path, environment: Environment, dialogs: ScriptedDialogs) -> None:
        self.qtbot = qtbot
        self.window = Window()
        outside = Outside(
            environment=environment,
            open_demo=lambda: bootstrap.open_demo(environment),
            today=lambda: TODAY,
            now=NOW.astimezone,
            new_id=environment.circumstances.new_id,
            choose=lambda count, of: list(range(count)),
        )
        settings = SettingsFile(environment.host.app_data)
        self.program = Program(
            self.window, settings, dialogs, lambda: outside, documents=lambda: folder, today=lambda: TODAY
        )
        self.ready: list[bool] = []
        self.program.ready.connect(lambda: self.ready.append(True))

    def start(self, book: Path | None, *, demo: bool = False) -> None:
        self.program.start(book, demo=demo)
        show(self.window)
        self.qtbot.waitUntil(lambda: bool(self.ready), timeout=LATER)

    def unlock(self) -> MainWindow:
        page = self.wait_for(UnlockScreen)
        self.qtbot.waitUntil(page.open_button.isEnabled, timeout=LATER)
        type_text(page.clave.edit, PASSPHRASE)
        press(page.clave.edit, Qt.Key.Key_Return)
        return self.wait_for(MainWindow)

    def wait_for(self, kind: type[P]) -> P:
        self.qtbot.waitUntil(lambda: isinstance(self.window.centralWidget(), kind), timeout=LATER)
        page = self.window.centralWidget()
        assert isinstance(page, kind)
        return page

    @property
    def names(self) -> list[str]:
        """The institutions near, as the page shows them."""
        self.window.emergency_requested.emit()
        page = self.program.emergency.page
        assert page is not None
        names = [card.contact.name for card in page.near.cards]
        page.reject()
        return names

    def shut(self) -> None:
        self.program.give_up()
        shiboken6.delete(self.window)


@pytest.fixture
def stage(
    qtbot: QtBot, tmp_path: Path, folder: Path, environment: Environment, dialogs: ScriptedDialogs
) -> Iterator[Stage]:
    made = Stage(qtbot, tmp_path, environment, dialogs)
    yield made
    made.shut()


@pytest.fixture
def book_file(tmp_path: Path, template_books: dict[Role, Path]) -> Path:
    """A closed book of a facilitator."""
    shutil.copytree(template_books[Role.FACILITATOR].parent, tmp_path / "cuaderno")
    return tmp_path / "cuaderno" / template_books[Role.FACILITATOR].name


@pytest.mark.directive("6.2.7")
def test_before_a_book_while_it_is_open_and_once_it_is_locked(stage: Stage, book_file: Path) -> None:
    stage.start(None)
    stage.wait_for(WelcomeScreen)
    assert stage.window.emergency_button.isVisible()
    assert stage.names == [POLICE.name]  # what the book before left
    stage.program.open_book(book_file)
    main = stage.unlock()
    stage.qtbot.waitUntil(main.emergency_button.isVisible)
    assert not stage.window.emergency_button.isVisible()
    stage.qtbot.waitUntil(lambda: stage.names == [], timeout=LATER)  # this book has none yet
    post = AddDirectoryEntry(kind="health", name="Posta Ñahui", phones=("105",), emergency=True)
    main._session.run([post], owner=main)
    stage.qtbot.waitUntil(lambda: stage.names == ["Posta Ñahui"], timeout=LATER)
    main.lock_requested.emit()
    stage.wait_for(UnlockScreen)
    assert stage.names == ["Posta Ñahui"]


@pytest.mark.directive("6.4.5")
def test_a_book_that_locks_itself_leaves_the_numbers_and_takes_everything_else(
    stage: Stage, book_file: Path, qtbot: QtBot
) -> None:
    stage.start(book_file)
    main = stage.unlock()
    below = MessageDialog(stage.window, "Quispe Mamani, José", "", ("Eliminar",))
    show(below)
    stage.window.emergency_requested.emit()
    main.lock_requested.emit()
    stage.wait_for(UnlockScreen)
    assert seen(stage.program.emergency)
    assert not below.isVisible()
    assert "Quispe" not in texts(page_of(stage.program.emergency))


def test_invented_institutions_are_told_apart(stage: Stage) -> None:
    stage.start(None, demo=True)
    stage.wait_for(MainWindow)
    stage.qtbot.waitUntil(lambda: bool(stage.names) and POLICE.name not in stage.names, timeout=LATER)
    assert all("(ejemplo)" in name for name in stage.names)
    stage.window.emergency_requested.emit()
    page = page_of(stage.program.emergency)
    assert page.demo.isVisible()
    page.reject()
    stage.wait_for(MainWindow).lock_requested.emit()
    stage.wait_for(WelcomeScreen)
    assert stage.names == [POLICE.name]  # nothing invented stays on the machine
