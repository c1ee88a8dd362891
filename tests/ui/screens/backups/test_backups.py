"""Copias de respaldo, from the click to the files and back."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from facilitador.ui.screens.backups.screen import STOP_USING, USE_ANYWAY, BackupsScreen
from facilitador.ui.screens.home.screen import HomeScreen
from facilitador.ui.surroundings import Surroundings
from facilitador.use_cases.open_book import OpenBook
from tests.ui.accessibility import assert_accessible
from tests.ui.gestures import click, show
from tests.ui.scripted_dialogs import ScriptedDialogs
from tests.use_cases.scenes import ficha, register

LATER = 10_000


@pytest.fixture
def screen(surroundings: Surroundings, qtbot: QtBot) -> BackupsScreen:
    return opened(surroundings, qtbot)


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "memoria"
    folder.mkdir()
    return folder


def opened(surroundings: Surroundings, qtbot: QtBot) -> BackupsScreen:
    made = BackupsScreen(surroundings)
    qtbot.addWidget(made)
    show(made)
    qtbot.waitUntil(lambda: made._state is not None, timeout=LATER)
    return made


def until_told(screen: BackupsScreen, qtbot: QtBot, words: str) -> None:
    qtbot.waitUntil(lambda: words in screen.message.text, timeout=LATER)


def copies(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.glob("*.facilitador"))


def test_a_copy_made_now_lies_beside_the_book_and_the_page_says_until_when_it_reaches(
    screen: BackupsScreen, book: OpenBook, qtbot: QtBot
) -> None:
    assert "Todavía no hay ninguna copia" in screen.copies_words.text()
    click(screen.copy_button)
    until_told(screen, qtbot, "La copia quedó guardada y revisada.")
    assert copies(book.opened.path.parent / "respaldos") == ["cuaderno-000001.facilitador"]
    qtbot.waitUntil(lambda: "Hay una copia" in screen.copies_words.text(), timeout=LATER)
    assert_accessible(screen)


def test_another_folder_is_chosen_and_given_up(
    screen: BackupsScreen, dialogs: ScriptedDialogs, stick: Path, qtbot: QtBot
) -> None:
    dialogs.answers = [stick]
    click(screen.folder_button)
    until_told(screen, qtbot, "Las próximas copias irán a esta carpeta")
    qtbot.waitUntil(lambda: "memoria" in screen.folder_words.text(), timeout=LATER)
    click(screen.copy_button)
    until_told(screen, qtbot, "guardada y revisada")
    assert len(copies(stick)) == 1
    click(screen.usual_button)
    qtbot.waitUntil(lambda: "respaldos" in screen.folder_words.text(), timeout=LATER)
    assert screen.usual_button.isHidden()


def test_the_folder_of_the_book_is_not_taken_without_saying_so(
    screen: BackupsScreen, dialogs: ScriptedDialogs, book: OpenBook, qtbot: QtBot
) -> None:
    dialogs.answers = [book.opened.path.parent, None]
    click(screen.folder_button)
    qtbot.waitUntil(lambda: len(dialogs.asked) == 2, timeout=LATER)
    assert dialogs.asked[1] == f"Es la misma carpeta donde está el cuaderno. [{USE_ANYWAY}]"
    assert screen.message.text == ""


def test_the_second_place_gets_its_copy_and_its_age_is_shown(
    screen: BackupsScreen, dialogs: ScriptedDialogs, stick: Path, qtbot: QtBot
) -> None:
    assert screen.forget_button.isHidden()
    dialogs.answers = [stick, USE_ANYWAY]  # it lies on the same disk as the book of the test
    click(screen.second_button)
    until_told(screen, qtbot, "copiado y revisado en el segundo lugar")
    assert len(copies(stick)) == 1
    qtbot.waitUntil(lambda: "Última copia: el 20/11/2026" in screen.age_words.text(), timeout=LATER)
    dialogs.answers = [STOP_USING]
    click(screen.forget_button)
    qtbot.waitUntil(screen.forget_button.isHidden, timeout=LATER)
    assert len(copies(stick)) == 1


def test_a_stick_that_is_not_plugged_in_is_told_and_the_first_copy_was_made(
    screen: BackupsScreen, dialogs: ScriptedDialogs, stick: Path, book: OpenBook, qtbot: QtBot
) -> None:
    dialogs.answers = [stick, USE_ANYWAY]
    click(screen.second_button)
    until_told(screen, qtbot, "segundo lugar")
    shutil.rmtree(stick)
    click(screen.copy_button)
    until_told(screen, qtbot, "no está conectado")
    assert len(copies(book.opened.path.parent / "respaldos")) == 1
    qtbot.waitUntil(lambda: "Ahora no está conectado" in screen.age_words.text(), timeout=LATER)


def test_a_folder_that_is_refused_changes_nothing(
    screen: BackupsScreen, dialogs: ScriptedDialogs, tmp_path: Path, qtbot: QtBot
) -> None:
    dialogs.answers = [tmp_path / "no hay"]
    click(screen.folder_button)
    until_told(screen, qtbot, "No se pudo guardar la copia de respaldo en la carpeta elegida.")
    assert screen.usual_button.isHidden()


def test_staff_make_copies_and_choose_nothing(staff_around: Surroundings, qtbot: QtBot) -> None:
    screen = opened(staff_around, qtbot)
    hidden = (screen.folder_button, screen.usual_button, screen.second_button, screen.forget_button)
    assert all(one.isHidden() for one in hidden)
    click(screen.copy_button)
    until_told(screen, qtbot, "guardada y revisada")


def test_example_data_is_not_copied(surroundings: Surroundings, qtbot: QtBot) -> None:
    screen = BackupsScreen(replace(surroundings, backups=None))
    qtbot.addWidget(screen)
    show(screen)
    assert "no se guardan copias" in screen.message.text
    assert screen.copy_button.isHidden()


def test_home_leads_to_where_the_second_place_is_chosen(
    surroundings: Surroundings, book: OpenBook, qtbot: QtBot
) -> None:
    register(book, ficha(1))
    home = HomeScreen(surroundings)
    qtbot.addWidget(home)
    show(home)
    home.shown_again()
    wanted = "Elegir un segundo lugar"
    qtbot.waitUntil(lambda: any(one.text() == wanted for one in home.due.buttons), timeout=LATER)
    wished: list[str] = []
    home.destination_requested.connect(lambda destination: wished.append(destination.kind))
    click(next(one for one in home.due.buttons if one.text() == wanted))
    assert wished == ["copies"]
