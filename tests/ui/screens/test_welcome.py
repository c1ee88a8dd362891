"""The welcome page."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from facilitador.ui.screens.welcome.screen import WelcomeScreen
from tests.ui.accessibility import assert_accessible
from tests.ui.gestures import click, press, show

RECENT = [Path("/libros/Huamanga & Cangallo.cuaderno"), Path("/usb/Los martes.cuaderno")]


@pytest.fixture
def welcome(qtbot) -> WelcomeScreen:
    made = WelcomeScreen(RECENT)
    qtbot.addWidget(made)
    show(made)
    return made


@pytest.mark.parametrize(
    ("button", "signal"),
    [
        ("create_button", "create_requested"),
        ("browse_button", "browse_requested"),
        ("demo_button", "demo_requested"),
    ],
)
def test_three_ways_to_begin(welcome: WelcomeScreen, qtbot, button: str, signal: str) -> None:
    with qtbot.waitSignal(getattr(welcome, signal)):
        click(getattr(welcome, button))


def test_a_recent_book_is_opened_by_key(welcome: WelcomeScreen, qtbot) -> None:
    entry = welcome.recent_buttons[0]
    assert entry.accessibleName() == "Huamanga & Cangallo"
    entry.setFocus()
    with qtbot.waitSignal(welcome.open_requested) as wished:
        press(entry, Qt.Key.Key_Space)
    assert wished.args == [RECENT[0]]


def test_what_went_wrong_is_said_in_place(welcome: WelcomeScreen) -> None:
    assert not welcome.message.isVisible()
    welcome.say("El cuaderno está en una carpeta que no se puede leer.")
    assert welcome.message.isVisible()


def test_everything_has_a_name(welcome: WelcomeScreen) -> None:
    assert_accessible(welcome)


def test_without_recent_books_creating_one_is_proposed(qtbot) -> None:
    first = WelcomeScreen()
    qtbot.addWidget(first)
    assert first.recent_buttons == []
    assert first.create_button.property("kind") == "primary"
