"""F1 in front of any page: the manual, where it speaks of that page; read, searched, gone through by keyboard."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from facilitador.reference.manual import FIRST_PAGE, manual, page_of
from facilitador.ui import rooms, theme
from facilitador.ui.main_window import MainWindow
from facilitador.ui.manual import ManualWindow, open_manual
from facilitador.ui.screen import Destination
from facilitador.ui.settings import Settings
from facilitador.ui.surroundings import Surroundings
from facilitador.ui.window import Window
from tests.screens import inspection
from tests.ui.gestures import press, show, type_text
from tests.ui.real_books import *  # noqa: F403

CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
BEFORE_A_BOOK = ("welcome", "unlock", "first_run", "restore")


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[Window]:
    """The window of the program with an empty page."""
    made = Window()
    qtbot.addWidget(made)
    made.show_page(QWidget())
    show(made)
    yield made
    made.close()


@pytest.fixture
def reader(window: Window) -> ManualWindow:
    """The manual, open at its first page."""
    made = open_manual(window)
    bring(made)
    return made


def bring(window: QWidget) -> None:
    """To the front, as a window manager does it: once it is there to be seen."""
    window.show()
    QTest.qWaitForWindowExposed(window)
    show(window)


def lines(reader: ManualWindow) -> list[str]:
    return [reader.list.item(row).text() for row in range(reader.list.count())]


def test_f1_opens_it_where_it_speaks_of_the_page_in_sight(window: Window) -> None:
    window.centralWidget().setProperty("manual", "unlock")
    press(window, Qt.Key.Key_F1)
    reader = window.findChild(ManualWindow)
    assert reader is not None
    bring(reader)
    assert reader.page is not None
    assert reader.page.id == "entrar"
    assert "Elija su nombre." in reader.text.toPlainText()
    press(reader, Qt.Key.Key_F1)
    assert not reader.isVisible()


def test_every_place_of_the_program_has_a_page() -> None:
    kinds = {kind for kind, *_ in (*rooms._AREAS, *rooms._PAGES, *rooms._PAPERS)}
    placed = {screen for page in manual() for screen in page.screens}
    assert (kinds | set(BEFORE_A_BOOK)) - placed == set()


@pytest.mark.parametrize("page", manual(), ids=lambda page: page.id)
def test_every_page_is_written_whole_and_leads_where_it_says(reader: ManualWindow, page) -> None:
    reader.show_page(page)
    read = reader.text.toPlainText()
    assert read.startswith(page.title)
    assert not {"**", "](", "| ", "##"} & set(read.split())
    assert "**" not in read
    for target in page.links:
        reader.show_page(page)
        reader.text.anchorClicked.emit(QUrl(target))
        assert reader.page == page_of(manual(), target)


def test_the_way_back(reader: ManualWindow) -> None:
    assert not reader.back_button.isVisible()
    reader.text.anchorClicked.emit(QUrl("grupo"))
    reader.text.anchorClicked.emit(QUrl("espera"))
    press(reader, Qt.Key.Key_Left, ALT)
    assert reader.page == page_of(manual(), "grupo")
    reader.back_button.click()
    assert reader.page == page_of(manual(), FIRST_PAGE)
    assert not reader.back_button.isVisible()


def test_searching_without_accents_and_opening_by_keyboard(reader: ManualWindow) -> None:
    press(reader.text, Qt.Key.Key_F, CTRL)
    assert reader.search.hasFocus()
    type_text(reader.search, "codigo recuperacion")
    assert lines(reader)[0] == "Copias de respaldo y código de recuperación"
    press(reader.search, Qt.Key.Key_Return)
    assert reader.page == page_of(manual(), "respaldo")
    assert reader.text.hasFocus()


def test_a_search_that_finds_nothing_says_so_and_is_left_with_esc(reader: ManualWindow) -> None:
    type_text(reader.search, "zzyzx")
    assert lines(reader) == []
    assert reader.nothing.text() == "El manual no dice nada de «zzyzx»."
    press(reader.search, Qt.Key.Key_Escape)
    assert reader.isVisible()
    assert len(lines(reader)) == len(manual())
    press(reader.search, Qt.Key.Key_Escape)
    assert not reader.isVisible()


def test_it_is_opened_once_and_comes_back_to_the_front(window: Window, reader: ManualWindow) -> None:
    assert open_manual(window, "venues") is reader
    assert reader.page == page_of(manual(), "equipo")


@pytest.mark.parametrize("percent", [100, 150])
def test_it_is_heard_and_read_large_too(reader: ManualWindow, dress: Callable[..., None], percent: int) -> None:
    dress(theme.Appearance.DARK, percent)
    reader.resize(1000, 700)
    for page in manual():
        reader.show_page(page)
        assert [*inspection.read(reader), *inspection.asked(reader), *inspection.heard(reader)] == []


@pytest.fixture
def main(window: Window, surroundings: Surroundings) -> MainWindow:
    """An open book in the window."""
    made = rooms.furnish(surroundings)
    page = MainWindow(surroundings.session, made.areas, made.routes, made.find, surroundings.dialogs, Settings())
    window.show_page(page)
    return page


def test_in_an_open_book_it_follows_where_one_goes(main: MainWindow, window: Window) -> None:
    for destination, page in ((Destination("service"), "servicio"), (Destination("group_form"), "grupo")):
        main.navigator.go(destination)
        bring(window)
        press(window, Qt.Key.Key_F1)
        reader = window.findChild(ManualWindow)
        assert reader is not None
        assert reader.page == page_of(manual(), page)


def test_the_menu_leads_to_it_and_to_the_keys(main: MainWindow, window: Window) -> None:
    entries = {action.text(): action for action in main.preferences_menu().actions()}
    entries["Manual (F1)"].trigger()
    reader = window.findChild(ManualWindow)
    assert reader is not None
    assert reader.page == page_of(manual(), "inicio")
    entries["Atajos de teclado"].trigger()
    assert reader.page == page_of(manual(), "atajos")


def test_the_keys_of_the_window_stand_in_its_page_of_keys(main: MainWindow, window: Window) -> None:
    told = page_of(manual(), "atajos").text
    keys = {shortcut.key().toString() for shortcut in window.findChildren(QShortcut)}
    spelled = {key.replace("Left", "←").replace("Up", "↑").replace("Down", "↓") for key in keys if key}
    areas = {f"Ctrl+{number}" for number in range(1, 10)}
    assert {"F1", "Ctrl+L"} <= spelled
    assert {key for key in spelled - areas if key not in told} == set()
