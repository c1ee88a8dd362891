"""The shell: areas, header, keys, the way back, locking; fits a small screen with large text."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from uuid import UUID

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget

from facilitador.errors import UserFacingError
from facilitador.ui import theme
from facilitador.ui.app import BookDesk, Rooms
from facilitador.ui.book_session import BookSession
from facilitador.ui.idle import IdleGuard
from facilitador.ui.main_window import DEMO_WORDS, READ_ONLY_WORDS, MainWindow
from facilitador.ui.navigation import Area
from facilitador.ui.screen import Destination, Screen
from facilitador.ui.settings import SettingsFile
from facilitador.ui.widgets.labels import label
from facilitador.ui.widgets.layout import Banner
from facilitador.ui.widgets.search_box import SearchHit
from facilitador.ui.widgets.state_pill import PillState
from facilitador.ui.window import Window
from tests.ui.accessibility import assert_accessible
from tests.ui.fake_book import FakeBook, Rename
from tests.ui.gestures import click, press, show, type_text
from tests.ui.scripted_dialogs import ScriptedDialogs

CTRL = Qt.KeyboardModifier.ControlModifier
MAN = UUID(int=9)


class Page(Screen):
    """A screen with one line, that lets go or not."""

    def __init__(self, title: str) -> None:
        super().__init__(title)
        self.lets_go = True
        self.shown = 0
        column = QVBoxLayout(self)
        column.addWidget(label(title))
        self.line = QLineEdit(self)
        self.line.setAccessibleName("Nombre")
        column.addWidget(self.line)

    def may_leave(self) -> bool:
        return self.lets_go

    def shown_again(self) -> None:
        self.shown += 1


class Desk:
    """A window with an open book of three areas."""

    def __init__(self, folder: Path, book: FakeBook, dialogs: ScriptedDialogs) -> None:
        self.made: list[str] = []
        self.locked: list[str] = []
        self.window = Window()
        self.guard = IdleGuard(5)
        self.settings = SettingsFile(folder)
        self.book = book
        self.desk = BookDesk(self.window, self.settings, self.guard, dialogs, self.furnish, self.locked.append)

    def furnish(self, session: BookSession) -> Rooms:
        areas = [
            Area("home", "Inicio", "home", lambda: self.page("Inicio")),
            Area("groups", "Grupos", "groups", lambda: self.page("Grupos")),
            Area("people", "Participantes & más", "people", lambda: self.page("Participantes & más")),
        ]
        return Rooms(areas, {"participant": lambda man: self.page(f"Ficha {man.int if man else ''}")}, self.find)

    def page(self, title: str) -> Page:
        self.made.append(title)
        return Page(title)

    def find(self, typed: str, show_hits: Callable[[Sequence[SearchHit]], None]) -> None:
        show_hits([SearchHit("Ñahui Álvarez", "", Destination("participant", MAN))])

    @property
    def main(self) -> MainWindow:
        page = self.window.centralWidget()
        assert isinstance(page, MainWindow)
        return page

    @property
    def screen(self) -> Page:
        screen = self.main.navigator.screen
        assert isinstance(screen, Page)
        return screen


@pytest.fixture
def desk(qtbot, tmp_path: Path, book: FakeBook, dialogs: ScriptedDialogs) -> Iterator[Desk]:
    made = Desk(tmp_path, book, dialogs)
    qtbot.addWidget(made.window)
    made.desk.show(book)  # type: ignore[arg-type]
    show(made.window)
    yield made
    book.gate.set()
    made.desk.lock("closed")


def test_the_first_area_is_shown_and_others_are_made_when_visited(desk: Desk) -> None:
    assert desk.made == ["Inicio"]
    click(desk.main.area_buttons["groups"])
    assert desk.screen.title == "Grupos"
    assert desk.main.area_buttons["groups"].isChecked()
    click(desk.main.area_buttons["home"])
    assert desk.made == ["Inicio", "Grupos"]
    assert desk.screen.shown == 2


def test_areas_by_key(desk: Desk) -> None:
    press(desk.main, Qt.Key.Key_3, CTRL)
    assert desk.screen.title == "Participantes & más"
    assert desk.main.area_buttons["people"].isChecked()


def test_the_title_of_the_window_names_nobody(desk: Desk) -> None:
    desk.main.navigator.go(Destination("participant", MAN))
    assert desk.window.windowTitle() == "Facilitador"


def test_a_thing_opens_over_its_area_and_leads_back(desk: Desk) -> None:
    desk.screen.destination_requested.emit(Destination("participant", MAN))
    assert desk.screen.title == "Ficha 9"
    assert desk.main.back_button.text() == "Inicio"
    assert desk.main.area_buttons["home"].isChecked()
    press(desk.main, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert desk.screen.title == "Inicio"
    assert not desk.main.back_button.isVisible()


def test_the_same_destination_is_not_opened_twice(desk: Desk) -> None:
    for _ in range(2):
        desk.main.navigator.go(Destination("participant", MAN))
    assert desk.made.count("Ficha 9") == 1


def test_a_screen_that_does_not_let_go_stays(desk: Desk) -> None:
    desk.main.navigator.go(Destination("participant", MAN))
    desk.screen.lets_go = False
    click(desk.main.area_buttons["groups"])
    click(desk.main.back_button)
    assert desk.screen.title == "Ficha 9"
    assert desk.main.area_buttons["home"].isChecked()
    desk.screen.lets_go = True
    click(desk.main.area_buttons["groups"])
    assert desk.screen.title == "Grupos"


def test_the_way_back_takes_the_name_the_screen_learns(desk: Desk) -> None:
    desk.main.navigator.go(Destination("participant", MAN))
    first = desk.screen
    desk.main.navigator.go(Destination("participant", UUID(int=10)))
    first.set_title("Ñahui Álvarez")
    assert desk.main.back_button.text() == "Ñahui Álvarez"


def test_search_opens_what_was_found(desk: Desk, qtbot) -> None:
    press(desk.main, Qt.Key.Key_K, CTRL)
    assert desk.main.search.edit.hasFocus()
    type_text(desk.main.search.edit, "nahui")
    qtbot.waitUntil(desk.main.search.results.isVisible)
    press(desk.main.search.edit, Qt.Key.Key_Return)
    assert desk.screen.title == "Ficha 9"


def test_saving_is_said_in_the_header(desk: Desk, book: FakeBook, qtbot) -> None:
    session = desk.desk.session
    assert session is not None
    book.gate.clear()
    session.run([Rename("A")], owner=desk.main)
    assert desk.main.pill.state is PillState.SAVING
    book.gate.set()
    qtbot.waitUntil(lambda: desk.main.pill.state is PillState.SAVED)


def test_a_refusal_nobody_awaits_is_told(desk: Desk, book: FakeBook, dialogs: ScriptedDialogs, qtbot) -> None:
    assert desk.desk.session is not None
    book.refuse = UserFacingError("group_full", limit=15)
    desk.desk.session.run([Rename("A")], owner=desk.main)
    qtbot.waitUntil(lambda: dialogs.refused == ["group_full"])


def test_no_key_that_types_letters_on_a_spanish_keyboard(desk: Desk) -> None:
    from PySide6.QtGui import QShortcut

    keys = [shortcut.key().toString() for shortcut in desk.main.findChildren(QShortcut)]
    assert "Ctrl+L" in keys
    assert [key for key in keys if "Ctrl+Alt" in key or (key.startswith("Alt+") and key[4:].isdigit())] == []


@pytest.mark.parametrize("how", ["key", "button"])
def test_locking_closes_the_file_and_clears_the_screen(desk: Desk, book: FakeBook, how: str) -> None:
    main = desk.main
    if how == "key":
        press(main, Qt.Key.Key_L, CTRL)
    else:
        click(main.lock_button)
    assert desk.locked == ["key"]
    assert book.closed
    assert not isinstance(desk.window.centralWidget(), MainWindow)
    assert desk.desk.session is None


def test_nothing_is_in_sight_while_what_is_being_saved_is_awaited(desk: Desk, book: FakeBook) -> None:
    session, main = desk.desk.session, desk.main
    assert session is not None
    in_sight: list[bool] = []
    session.locking.connect(lambda: in_sight.append(main.isVisible()))
    desk.desk.lock("idle")
    assert in_sight == [False]
    assert desk.locked == ["idle"]


def test_idleness_locks(desk: Desk) -> None:
    desk.guard.lock_due.emit("slept")
    assert desk.locked == ["slept"]


def test_an_open_dialog_does_not_outlive_the_lock(desk: Desk, qtbot) -> None:
    popup = QWidget(desk.main, Qt.WindowType.Popup)
    popup.show()
    assert QApplication.activePopupWidget() is popup
    desk.desk.lock("idle")
    assert QApplication.activePopupWidget() is None


def test_preferences_are_kept_and_used(desk: Desk, tmp_path: Path, dress: Callable[..., None]) -> None:
    menu = desk.main.preferences_menu()
    choices = {action.text(): action for sub in menu.actions() if sub.menu() for action in sub.menu().actions()}
    assert choices["100 %"].isChecked()
    before = desk.main._sidebar.width()
    choices["150 %"].trigger()
    choices["Tras 10 minutos sin uso"].trigger()
    assert SettingsFile(tmp_path).current.text_percent == 150
    assert SettingsFile(tmp_path).current.idle_minutes == 10
    assert QApplication.font().pointSizeF() == theme.BASE_POINTS * 1.5
    assert desk.main._sidebar.width() > before
    again = {a.text(): a for s in desk.main.preferences_menu().actions() if s.menu() for a in s.menu().actions()}
    assert again["150 %"].isChecked()


def test_everything_in_the_shell_has_a_name(desk: Desk) -> None:
    assert_accessible(desk.main)


@pytest.mark.parametrize("percent", [100, 150])
def test_it_fits_1024_by_768(desk: Desk, dress: Callable[..., None], percent: int) -> None:
    dress(theme.Appearance.LIGHT, percent)
    desk.main.use_settings(desk.settings.current)
    desk.window.resize(1024, 768)
    QApplication.processEvents()
    needed = desk.window.minimumSizeHint()
    assert needed.width() <= 1024
    assert needed.height() <= 768
    lock = desk.main.lock_button
    assert lock.mapTo(desk.window, QPoint(lock.width(), 0)).x() <= 1024


def test_demo_data_is_marked(qtbot, tmp_path: Path, dialogs: ScriptedDialogs) -> None:
    book = FakeBook(demo=True)
    desk = Desk(tmp_path, book, dialogs)
    qtbot.addWidget(desk.window)
    desk.desk.show(book)  # type: ignore[arg-type]
    assert DEMO_WORDS in [banner.text for banner in desk.main.findChildren(Banner)]
    desk.desk.lock("closed")


def test_a_book_that_is_only_read_says_so_all_the_time(qtbot, tmp_path: Path, dialogs: ScriptedDialogs) -> None:
    book = FakeBook(read_only=True)
    desk = Desk(tmp_path, book, dialogs)
    qtbot.addWidget(desk.window)
    desk.desk.show(book)  # type: ignore[arg-type]
    assert [banner.text for banner in desk.main.findChildren(Banner)] == [READ_ONLY_WORDS]
    desk.desk.lock("closed")


def test_a_real_book_has_no_such_mark(desk: Desk) -> None:
    assert desk.main.findChildren(Banner) == []


def test_the_window_comes_back_where_it_was(qtbot) -> None:
    window = Window()
    qtbot.addWidget(window)
    window.showNormal()
    window.resize(760, 560)
    QTest.qWait(0)
    kept = window.geometry_text()
    other = Window()
    qtbot.addWidget(other)
    other.restore_geometry_text(kept)
    assert other.size() == window.size()
    other.restore_geometry_text("no geometry at all")
    assert other.size() == window.size()


def test_closing_asks_first(qtbot) -> None:
    window = Window()
    qtbot.addWidget(window)
    closed: list[int] = []
    window.closed = lambda: closed.append(1)
    window.may_close = lambda: False
    show(window)
    assert not window.close()
    assert closed == []
    window.may_close = lambda: True
    assert window.close()
    assert closed == [1]
